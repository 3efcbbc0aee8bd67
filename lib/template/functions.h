// The functions that templates may call: what a function is, the libraries they come in, and the
// lookup over them.
//
//   const std::vector<Library> libraries = standard_libraries();
//   const Function* lower = find_function(libraries, "lower");
#ifndef MESHLINT_TEMPLATE_FUNCTIONS_H_
#define MESHLINT_TEMPLATE_FUNCTIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/budget.h"
#include "template/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// A running call: its arguments, and how it makes its result or fails.
class FunctionCall {
 public:
  FunctionCall(std::span<const yaml::Node> arguments, yaml::Arena& arena, TemplateBudget& budget)
      : arguments_(arguments), arena_(arena), budget_(budget) {}

  std::size_t size() const { return arguments_.size(); }
  // Missing for an index past the end.
  yaml::Node operator[](std::size_t i) const {
    return i < arguments_.size() ? arguments_[i] : yaml::Node();
  }
  std::span<const yaml::Node> arguments() const { return arguments_; }
  yaml::Arena& arena() { return arena_; }

  yaml::Node text(std::string_view value);
  yaml::Node integer(std::int64_t value);
  yaml::Node number(double value);
  yaml::Node boolean(bool value);
  yaml::Node list(std::span<const yaml::Node> items);
  yaml::Node list(std::span<const std::string> items);
  yaml::Node map(std::span<const std::pair<std::string, yaml::Node>> entries);

  // Ends the call; its result is ignored. The first failure wins.
  yaml::Node fail(std::string message,
                  TemplateProblem::Kind kind = TemplateProblem::Kind::kFailed) {
    if (message_.empty()) {
      message_ = std::move(message);
      kind_ = kind;
    }
    return {};
  }
  // Charges the budget; fails and returns false if it is spent.
  bool spend(std::size_t bytes);

  bool has_failed() const { return !message_.empty(); }
  const std::string& message() const { return message_; }
  TemplateProblem::Kind kind() const { return kind_; }

 private:
  std::span<const yaml::Node> arguments_;
  yaml::Arena& arena_;
  TemplateBudget& budget_;
  std::string message_;
  TemplateProblem::Kind kind_ = TemplateProblem::Kind::kFailed;
};

struct Function {
  std::string_view name;
  // Null for a function that is not evaluated: its result cannot be determined from files (the
  // time), or it isn't implemented. A template that calls it is undecidable.
  yaml::Node (*call)(FunctionCall&) = nullptr;
  int least = 0;  // arguments
  int most = -1;  // -1: any number
};

// Functions sorted by name.
using Library = std::span<const Function>;

// The function of the first library that has the name, or null.
const Function* find_function(std::span<const Library> libraries, std::string_view name);

// Go's own functions and Sprig's, without `env`, `expandenv` and `getHostByName`: Argo CD removes
// these from what a template may call.
std::vector<Library> standard_libraries();

// What the files functions_*.cc hold. Go's own:
Library builtin_functions();
Library print_functions();
// Sprig's:
Library conversion_functions();
Library crypto_functions();
Library date_functions();
Library default_functions();
Library dict_functions();
Library encoding_functions();
Library list_functions();
Library math_functions();
Library path_functions();
Library regex_functions();
Library semver_functions();
Library string_functions();
Library url_functions();

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_FUNCTIONS_H_
