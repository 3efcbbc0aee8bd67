// Renders the strings of one ApplicationSet: of its template, its patch and its generators, in
// either of the two template languages.
//
//   TemplateRenderer renderer(spec, arena, budget, report);
//   std::optional<Node> made = renderer.tree(spec["template"], parameters, OnProblem::kReport);
//   renderer.report_unset(applications);
#ifndef MESHLINT_ARGOCD_TEMPLATE_RENDERER_H_
#define MESHLINT_ARGOCD_TEMPLATE_RENDERER_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "argocd/expansion.h"
#include "template/go_template.h"
#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

enum class OnProblem { kReport, kIgnore };

// Whether a string has to be rendered at all.
inline bool is_template(std::string_view text) { return text.find("{{") != text.npos; }

// Keeps references to its arguments.
class TemplateRenderer {
 public:
  // `spec` is the spec of the ApplicationSet, which chooses the language and its options.
  TemplateRenderer(yaml::Node spec, yaml::Arena& arena, templates::TemplateBudget& budget,
                   ExpansionReport& report);

  // Whether templates are Go's (`goTemplate: true`) and not the older `{{key}}` form.
  bool is_go() const { return is_go_; }

  // The tree with every string rendered; nothing if one of them can't be. A string that is exactly
  // one placeholder points at the value that filled it, every other one at the template.
  std::optional<yaml::Node> tree(yaml::Node root, yaml::Node parameters, OnProblem on_problem);

  // One string of any content, as `templatePatch` is; nothing, with a problem, if it can't be
  // rendered.
  std::optional<templates::RenderedText> free_text(yaml::Node scalar, yaml::Node parameters);

  // Reports the placeholders without a value, each with how many of the `applications` it affects.
  void report_unset(std::size_t applications);

 private:
  struct Walk;
  // A placeholder without a value.
  struct Unset {
    text::Span at;
    std::string key;
    std::size_t count = 0;  // of parameter sets without it
  };

  templates::RenderedText render(yaml::Node scalar, yaml::Node parameters);
  yaml::Record record(yaml::Node node, Walk& walk, bool is_free_text, std::size_t depth,
                      bool& is_changed);
  yaml::Record scalar_record(yaml::Node node, Walk& walk, bool is_free_text);
  void report(yaml::Node scalar, const templates::TemplateProblem& problem);
  void remember_unset(yaml::Node scalar, const templates::RenderedText& rendered,
                      bool is_free_text);

  yaml::Arena& arena_;
  templates::TemplateBudget& budget_;
  ExpansionReport& report_;
  bool is_go_ = false;
  templates::MissingKey missing_ = templates::MissingKey::kPrint;
  // By the address of the template's text, which the workspace or the arena owns.
  std::unordered_map<const char*, std::unique_ptr<templates::GoTemplate>> templates_;
  std::map<std::pair<text::Span, std::string>, Unset> unset_;
};

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_TEMPLATE_RENDERER_H_
