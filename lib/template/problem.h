// What goes wrong with a template, and where.
#ifndef MESHLINT_TEMPLATE_PROBLEM_H_
#define MESHLINT_TEMPLATE_PROBLEM_H_

#include <cstddef>
#include <string>

namespace meshlint::templates {

// Why a template has no output, or not the intended one.
struct TemplateProblem {
  enum class Kind {
    kSyntax,       // the template doesn't parse
    kFailed,       // the template parses, but fails with these parameters
    kMissingKey,   // a key that isn't in the parameters
    kUndecidable,  // the time, a random number, or a function that isn't evaluated here
    kTooLarge,     // the budget is spent
  };
  Kind kind = Kind::kSyntax;
  std::size_t begin = 0;  // bytes of the template
  std::size_t end = 0;
  std::string message;
  std::string key;  // of kMissingKey: ".path.basename"
};

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_PROBLEM_H_
