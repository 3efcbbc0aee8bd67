// Renders templates of tests.
#ifndef MESHLINT_UNIT_TEMPLATE_RENDERING_H_
#define MESHLINT_UNIT_TEMPLATE_RENDERING_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/go_template.h"
#include "template/go_values.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::templates {

struct Case {
  std::string_view text;
  std::string_view want;
};

// Renders with the standard libraries and the parameters of one YAML document.
class Rendering {
 public:
  explicit Rendering(std::string parameters, std::vector<Library> libraries = standard_libraries())
      : source_("parameters.yaml", std::move(parameters)),
        file_(yaml::parse(source_, 0)),
        libraries_(std::move(libraries)),
        parameters_(go_values(arena_, file_.documents.front().root)) {}

  RenderedText render(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    texts_.push_back(std::make_unique<std::string>(text));
    templates_.push_back(GoTemplate::parse(*texts_.back(), libraries_));
    return templates_.back().render(parameters_, missing, arena_, budget_);
  }

  // The output, or "! " and the message.
  std::string shown(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    const RenderedText result = render(text, missing);
    if (result.problem) return "! " + result.problem->message;
    return std::string(result.text);
  }

  yaml::Node parameters() const { return parameters_; }

 private:
  text::Source source_;
  yaml::File file_;
  std::vector<Library> libraries_;
  yaml::Arena arena_;
  TemplateBudget budget_;
  yaml::Node parameters_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<GoTemplate> templates_;
};

// For tables: what the template `{{ EXPRESSION }}` prints with the functions of one library only.
inline std::string value_of(const Library& library, std::string_view expression) {
  Rendering rendering(
      "{ name: Shop_EU, port: 8080, ratio: 0.25, nothing: null, list: [b, a, b, ''], "
      "map: { region: eu-1, inner: { zone: z1 } } }",
      {library});
  return rendering.shown("{{ " + std::string(expression) + " }}");
}

}  // namespace meshlint::templates

#endif  // MESHLINT_UNIT_TEMPLATE_RENDERING_H_
