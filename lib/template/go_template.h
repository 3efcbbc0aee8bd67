// The templates of ApplicationSets: Go's text/template with the functions that Argo CD offers, and
// the older mode that only replaces `{{ key }}`.
//
//   TemplateBudget budget;
//   GoTemplate tmpl = GoTemplate::parse("{{ .cluster }}-{{ index .path.segments 1 }}");
//   RenderedText name = tmpl.render(parameters, MissingKey::kError, arena, budget);
//   if (!name.problem) use(name.text);
//
// Values are nodes, so that a text which is exactly one placeholder can point at the value that
// filled it.
#ifndef MESHLINT_TEMPLATE_GO_TEMPLATE_H_
#define MESHLINT_TEMPLATE_GO_TEMPLATE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// `goTemplateOptions: [missingkey=error]`; the other options print `<no value>`.
enum class MissingKey { kPrint, kError };

// What all templates of a run may cost together: a few lines can ask for more than any memory
// holds.
struct TemplateBudget {
  std::size_t bytes = std::size_t{64} << 20;  // of all texts that are made
  std::size_t steps = 10'000'000;             // actions and calls
};

// Why a template gives no text, or not the one that was meant.
struct TemplateProblem {
  enum class Kind {
    kSyntax,       // it does not parse: nothing is generated at all
    kFailed,       // it parses, but not with these parameters
    kMissingKey,   // a key that the parameters do not have
    kUndecidable,  // it calls for the time, a random number, or what this reader does not know
    kTooLarge,     // the budget is spent
  };
  Kind kind = Kind::kSyntax;
  std::size_t begin = 0;  // bytes of the template
  std::size_t end = 0;
  std::string message;
  std::string key;  // of kMissingKey: ".path.basename"
};

struct RenderedText {
  std::string_view text;  // in the arena, or the template itself
  // The value, if the template is exactly one placeholder for it and nothing else.
  yaml::Node sole;
  // From the byte `out` of the text on, what the template says at `in`: as it stands there if
  // `is_verbatim`, else made by the action there.
  struct Piece {
    std::size_t out = 0;
    std::size_t in = 0;
    bool is_verbatim = false;
  };
  std::vector<Piece> pieces;
  std::optional<TemplateProblem> problem;  // then there is no text
  // Keys without a value that the text shows all the same, as `<no value>` or as they stand
  // (kMissingKey), and whole maps that it shows in Go's notation (kFailed).
  std::vector<TemplateProblem> unset;
};

// A parsed template. Movable; views the text it was parsed from.
class GoTemplate {
 public:
  static GoTemplate parse(std::string_view text);

  GoTemplate(GoTemplate&&) noexcept;
  GoTemplate& operator=(GoTemplate&&) noexcept;
  ~GoTemplate();

  // The text for these parameters, a map as `go_values` makes it.
  RenderedText render(yaml::Node parameters, MissingKey missing, yaml::Arena& arena,
                      TemplateBudget& budget) const;

 private:
  class Impl;
  explicit GoTemplate(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// Replaces `{{ key }}` by the entry of that name in `parameters`, a map of strings without levels:
// "path.basename" is one key. What is no key stays as it stands.
RenderedText replace_placeholders(std::string_view text, yaml::Node parameters, yaml::Arena& arena,
                                  TemplateBudget& budget);

// The tree as Argo CD hands it to a template: read as JSON, so that every number is a float with
// the text that Go prints for it (1000000 is "1e+06"), and a boolean is `true` or `false`. Places
// stay.
yaml::Node go_values(yaml::Arena& arena, yaml::Node root);

// What Go prints for a value: a scalar's text, "map[a:1 b:2]", "[1 2]", "<nil>".
std::string go_text(yaml::Node value);

// A name as Argo CD's `normalize` makes it: lower case, other characters than letters, digits, `-`
// and `.` replaced by `-`, at most 253 characters.
std::string normalized_name(std::string_view name);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_GO_TEMPLATE_H_
