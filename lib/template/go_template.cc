#include "template/go_template.h"

#include <utility>

#include "template/ast.h"
#include "template/evaluate.h"
#include "template/parser.h"

namespace meshlint::templates {

using yaml::Node;

class GoTemplate::Impl {
 public:
  Impl(std::string_view text, std::span<const Library> libraries)
      : text_(text), parsed_(templates::parse(text, libraries, arena_)) {}

  RenderedText render(Node parameters, MissingKey missing, yaml::Arena& arena,
                      TemplateBudget& budget) const {
    RenderedText result;
    const std::vector<Block>& blocks = parsed_.blocks;
    if (parsed_.problem) {
      result.problem = parsed_.problem;
    } else if (blocks.size() == 1 && blocks.front().kind == Block::Kind::kText) {
      result.text = blocks.front().text;
      result.pieces.push_back({0, blocks.front().begin, true});
    } else {
      result = evaluate(text_, blocks, parameters, missing, arena, budget);
      if (!result.problem) result.sole = sole_value(parameters);
    }
    return result;
  }

 private:
  // The value of `{{ .a.b }}`; missing for every other template.
  Node sole_value(Node parameters) const {
    if (parsed_.blocks.size() != 1) return {};
    const Block& block = parsed_.blocks.front();
    const Pipeline& pipeline = block.pipeline;
    if (block.kind != Block::Kind::kAction || !pipeline.variables.empty() ||
        pipeline.commands.size() != 1) {
      return {};
    }
    const std::vector<Term>& terms = pipeline.commands.front().terms;
    if (terms.size() != 1 || terms.front().kind != Term::Kind::kDot) return {};
    Node value = parameters;
    for (const std::string_view field : terms.front().fields) value = value[field];
    return value;
  }

  std::string_view text_;
  yaml::Arena arena_;  // of literals
  ParsedTemplate parsed_;
};

GoTemplate GoTemplate::parse(std::string_view text, std::span<const Library> libraries) {
  return GoTemplate(std::make_unique<const Impl>(text, libraries));
}

GoTemplate::GoTemplate(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
GoTemplate::GoTemplate(GoTemplate&&) noexcept = default;
GoTemplate& GoTemplate::operator=(GoTemplate&&) noexcept = default;
GoTemplate::~GoTemplate() = default;

RenderedText GoTemplate::render(Node parameters, MissingKey missing, yaml::Arena& arena,
                                TemplateBudget& budget) const {
  return impl_->render(parameters, missing, arena, budget);
}

}  // namespace meshlint::templates
