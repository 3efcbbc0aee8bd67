#include "kustomize/patch_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/any_case.h"
#include "yaml/document.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

// kustomize reads a patch that begins with `[` as JSON only.
bool is_json_if_claimed(Context& context, std::string_view text, yaml::Node at) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos || text[first] != '[') return true;
  const text::Source source("patch.json", std::string(text));
  const yaml::File file = yaml::parse(source, 0);
  const bool is_json = std::ranges::none_of(file.problems, [](const text::Problem& problem) {
    return problem.kind != yaml::kDuplicateKey;
  });
  if (is_json) return true;
  context.report(kInvalidPatch, at.span(),
                 "a patch that begins with `[` must be JSON; quote its keys and strings, or write "
                 "a YAML list");
  return false;
}

// The node if it is a string with more than blanks, else a missing one.
yaml::Node with_text(yaml::Node node) {
  const std::string_view text = node.as_string().value_or(std::string_view());
  return text.find_first_not_of(" \t\r\n") == text.npos ? yaml::Node() : node;
}

}  // namespace

std::optional<PatchText> patch_in_file(Context& context, const Kustomization& kustomization,
                                       Stage& stage, yaml::Node path) {
  auto documents = context.documents_of_file(kustomization, path, "patch");
  if (documents && !documents->empty()) {
    const text::Span at = documents->front().span();
    if (!is_json_if_claimed(context, context.workspace.sources()[at.source].bytes(), path)) {
      documents.reset();
    }
  }
  stage.may_differ |= !documents;
  if (!documents) return std::nullopt;
  return PatchText{.documents = *std::move(documents), .at = path};
}

std::optional<PatchText> patch_in_text(Context& context, Stage& stage, yaml::Node text) {
  auto documents = context.documents_of_text(text, "patch", kInvalidPatch);
  if (documents && !is_json_if_claimed(context, text.text(), text)) documents.reset();
  stage.may_differ |= !documents;
  if (!documents) return std::nullopt;
  return PatchText{.documents = *std::move(documents), .at = text};
}

std::optional<PatchText> patch_of_entry(Context& context, const Kustomization& kustomization,
                                        Stage& stage, yaml::Node entry, std::string_view what,
                                        std::string_view inline_field) {
  const yaml::Node path = with_text(yaml::field_of(entry, "path"));
  const yaml::Node text = with_text(yaml::field_of(entry, inline_field));
  if (path && text) {
    stage.may_differ = true;
    context
        .report(kInvalidPatch, text.span(),
                fmt::format("the {} has both `path` and `{}`; keep one", what, inline_field))
        .related.push_back({path.span(), "`path` set here"});
    return std::nullopt;
  }
  if (path) return patch_in_file(context, kustomization, stage, path);
  if (text) return patch_in_text(context, stage, text);
  stage.may_differ = true;
  // A value of another type is the schema's business.
  const auto is_other_type = [&](std::string_view field) {
    const yaml::Node node = yaml::field_of(entry, field);
    return node && !node.is_null() && !node.as_string();
  };
  if (!is_other_type("path") && !is_other_type("patch")) {
    context.report(kInvalidPatch, entry.span(),
                   fmt::format("the {} has neither `path` nor `{}`; add one", what, inline_field));
  }
  return std::nullopt;
}

}  // namespace meshlint::kustomize
