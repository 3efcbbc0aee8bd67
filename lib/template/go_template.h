// Go's text/template, with the libraries of functions that the caller offers.
//
//   TemplateBudget budget;
//   const GoTemplate name = GoTemplate::parse("{{ .cluster }}-{{ index .segments 1 }}", libraries);
//   const RenderedText rendered = name.render(parameters, MissingKey::kError, arena, budget);
//   if (!rendered.problem) use(rendered.text);
//
// Values are nodes, so that a string which is exactly one placeholder can point at the value that
// filled it.
#ifndef MESHLINT_TEMPLATE_GO_TEMPLATE_H_
#define MESHLINT_TEMPLATE_GO_TEMPLATE_H_

#include <memory>
#include <span>
#include <string_view>

#include "template/budget.h"
#include "template/functions.h"
#include "template/problem.h"
#include "template/rendered_text.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// A parsed template. Movable; views the text it was parsed from and the functions of its libraries.
class GoTemplate {
 public:
  // A template that doesn't parse has its problem each time it is rendered.
  static GoTemplate parse(std::string_view text, std::span<const Library> libraries);

  GoTemplate(GoTemplate&&) noexcept;
  GoTemplate& operator=(GoTemplate&&) noexcept;
  ~GoTemplate();

  // The output for these parameters, a mapping as `go_values` makes it.
  RenderedText render(yaml::Node parameters, MissingKey missing, yaml::Arena& arena,
                      TemplateBudget& budget) const;

 private:
  class Impl;
  explicit GoTemplate(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_GO_TEMPLATE_H_
