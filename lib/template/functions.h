// The functions that templates of ApplicationSets may call: Go's own, Sprig's, and Argo CD's.
#ifndef MESHLINT_TEMPLATE_FUNCTIONS_H_
#define MESHLINT_TEMPLATE_FUNCTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "template/go_template.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// One call while it runs: its arguments, and how it makes its result or fails.
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
  yaml::Node map(std::span<const std::pair<std::string, yaml::Node>> entries);

  // Ends the call: what it gives does not count any more.
  yaml::Node fail(std::string message,
                  TemplateProblem::Kind kind = TemplateProblem::Kind::kFailed) {
    if (message_.empty()) {
      message_ = std::move(message);
      kind_ = kind;
    }
    return {};
  }
  // Takes from the budget; fails and gives false if it is spent.
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

struct TemplateFunction {
  std::string_view name;
  // Null for one whose result files do not tell (the time), or that this reader does not know.
  yaml::Node (*call)(FunctionCall&) = nullptr;
  int least = 0;  // arguments
  int most = -1;  // -1: any number
};

// The function of that name, or null if templates have no such function.
const TemplateFunction* find_template_function(std::string_view name);

// False for nothing, false, 0, and what is empty.
bool is_true(yaml::Node value);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_FUNCTIONS_H_
