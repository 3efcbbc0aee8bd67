#include "argocd/template_renderer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "argocd/functions.h"
#include "argocd/parameter_sets.h"
#include "argocd/placeholders.h"
#include "argocd/problems.h"
#include "text/ascii.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using templates::TemplateProblem;
using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Without `goTemplate`, placeholders of other tools, such as those of an alert or a notification,
// are ordinary text.
bool looks_like_parameter(std::string_view key, bool is_free_text) {
  if (key.starts_with('.')) return !is_free_text;
  return std::ranges::all_of(key, [](char c) {
    return text::is_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '/' || c == '[' ||
           c == ']';
  });
}

// The parts of an Application that hold text for other tools.
bool holds_free_text(std::string_view field) {
  return field == "annotations" || field == "helm" || field == "plugin";
}

}  // namespace

// One tree while it is rendered.
struct TemplateRenderer::Walk {
  Node parameters;
  OnProblem on_problem = OnProblem::kReport;
  bool has_failed = false;
};

TemplateRenderer::TemplateRenderer(Node spec, yaml::Arena& arena, templates::TemplateBudget& budget,
                                   ExpansionReport& report)
    : arena_(arena),
      budget_(budget),
      report_(report),
      is_go_(spec["goTemplate"].as_bool().value_or(false)) {
  for (const Node option : spec["goTemplateOptions"]) {
    if (option.text() == "missingkey=error") missing_ = templates::MissingKey::kError;
  }
}

std::optional<Node> TemplateRenderer::tree(Node root, Node parameters, OnProblem on_problem) {
  if (!root) return root;
  Walk walk{.parameters = parameters, .on_problem = on_problem};
  bool is_changed = false;
  const Record rendered = record(root, walk, false, 0, is_changed);
  if (walk.has_failed) return std::nullopt;
  return is_changed ? yaml::place(arena_, rendered) : root;
}

std::optional<templates::RenderedText> TemplateRenderer::free_text(Node scalar, Node parameters) {
  templates::RenderedText rendered = render(scalar, parameters);
  if (rendered.problem) {
    report(scalar, *rendered.problem);
    return std::nullopt;
  }
  remember_unset(scalar, rendered, true);
  return rendered;
}

templates::RenderedText TemplateRenderer::render(Node scalar, Node parameters) {
  const std::string_view text = scalar.text();
  if (!is_go_) return replace_placeholders(text, parameters, arena_, budget_);
  const auto [at, is_new] = templates_.try_emplace(text.data(), nullptr);
  if (is_new) {
    at->second = std::make_unique<templates::GoTemplate>(
        templates::GoTemplate::parse(text, template_libraries()));
  }
  return at->second->render(parameters, missing_, arena_, budget_);
}

Record TemplateRenderer::record(Node node, Walk& walk, bool is_free_text, std::size_t depth,
                                bool& is_changed) {
  Record result = *node.record();
  if (depth > kDeepestTree) return result;
  bool is_new = false;
  if (node.is_map()) {
    std::vector<Entry> entries;
    entries.reserve(node.size());
    for (const auto [name, value] : node.entries()) {
      const bool is_free = is_free_text || holds_free_text(name.text());
      const Record new_name = record(name, walk, is_free, depth + 1, is_new);
      entries.push_back({new_name, record(value, walk, is_free, depth + 1, is_new)});
    }
    if (is_new) result = yaml::map_record(arena_, entries, result.span);
  } else if (node.is_list()) {
    std::vector<Record> items;
    items.reserve(node.size());
    for (const Node item : node) {
      items.push_back(record(item, walk, is_free_text, depth + 1, is_new));
    }
    if (is_new) result = yaml::list_record(arena_, items, result.span);
  } else if (node.type() == yaml::ScalarType::kString && is_template(node.text())) {
    result = scalar_record(node, walk, is_free_text);
    is_new = true;
  }
  is_changed |= is_new;
  return result;
}

Record TemplateRenderer::scalar_record(Node node, Walk& walk, bool is_free_text) {
  Record result = *node.record();
  const templates::RenderedText rendered = render(node, walk.parameters);
  const bool is_reported = walk.on_problem == OnProblem::kReport;
  if (rendered.problem) {
    walk.has_failed = true;
    if (is_reported) report(node, *rendered.problem);
    return result;
  }
  if (is_reported) remember_unset(node, rendered, is_free_text);
  result.text = rendered.text.data();
  result.size = static_cast<std::uint32_t>(rendered.text.size());
  if (rendered.sole && rendered.sole.span().end > 0) result.span = rendered.sole.span();
  return result;
}

void TemplateRenderer::report(Node scalar, const TemplateProblem& problem) {
  const text::Span at = report_.inside(scalar, problem.begin, problem.end);
  switch (problem.kind) {
    case TemplateProblem::Kind::kUndecidable:
      return report_.add_unresolved_template(at, problem.message);
    case TemplateProblem::Kind::kMissingKey:
      return report_.add(
          at,
          fmt::format("unknown parameter `{}`, so no Application is created; add it to a generator",
                      problem.key),
          {problem.key}, kTemplateKeyUnknown);
    case TemplateProblem::Kind::kSyntax:
      return report_.add(at, fmt::format("the template doesn't parse: {}", problem.message), {},
                         kInvalidTemplate);
    case TemplateProblem::Kind::kFailed:
      return report_.add(at, fmt::format("the template fails: {}", problem.message), {},
                         kInvalidTemplate);
    case TemplateProblem::Kind::kTooLarge:
      return report_.add(at, fmt::format("the template is not checked: {}", problem.message), {},
                         kInvalidTemplate);
  }
}

void TemplateRenderer::remember_unset(Node scalar, const templates::RenderedText& rendered,
                                      bool is_free_text) {
  for (const TemplateProblem& missing : rendered.unset) {
    if (!is_go_ && !looks_like_parameter(missing.key, is_free_text)) continue;
    const text::Span at = report_.inside(scalar, missing.begin, missing.end);
    if (missing.kind == TemplateProblem::Kind::kFailed) {
      report_.add(at,
                  fmt::format("`{}` is a mapping, not a string; use one of its keys", missing.key),
                  {missing.key}, kInvalidTemplate);
      continue;
    }
    Unset& unset = unset_[{at, missing.key}];
    unset.at = at;
    unset.key = missing.key;
    ++unset.count;
  }
}

void TemplateRenderer::report_unset(std::size_t applications) {
  for (const auto& [place, unset] : unset_) {
    std::string message;
    if (is_go_) {
      message = fmt::format("unknown parameter `{}` renders as `<no value>`; add it to a generator",
                            unset.key);
    } else if (unset.key.starts_with('.')) {
      message = fmt::format(
          "`{{{{{}}}}}` is Go template syntax and is not replaced; set `goTemplate: true`",
          unset.key);
    } else {
      message = fmt::format(
          "unknown parameter `{}`, so `{{{{{}}}}}` is not replaced; add it to a generator",
          unset.key, unset.key);
    }
    text::Problem problem =
        text::make_problem(kTemplateKeyUnknown, unset.at, std::move(message), {unset.key});
    if (unset.count < applications) {
      problem.notes.push_back(fmt::format("in {} of {} Applications", unset.count, applications));
    }
    report_.add(std::move(problem));
  }
}

}  // namespace meshlint::argocd
