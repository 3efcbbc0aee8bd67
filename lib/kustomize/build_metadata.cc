#include "kustomize/build_metadata.h"

#include <fmt/core.h>

#include <array>
#include <filesystem>
#include <utility>

#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// The kustomize version whose output this reproduces.
constexpr std::string_view kManagedBy = "kustomize-v5.8.1";

std::string relative_to(std::string_view root, std::string_view path) {
  const std::filesystem::path base(root.empty() ? std::string_view(".") : root);
  return std::filesystem::path(path).lexically_proximate(base).generic_string();
}

// A string of several lines as an item of a YAML list.
std::string as_item(std::string_view text) {
  std::string item;
  bool is_first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n') + 1;
    item += std::exchange(is_first, false) ? "- " : "  ";
    item += text.substr(0, end);
    text.remove_prefix(end);
  }
  return item;
}

}  // namespace

void BuildMetadata::start(std::string_view root_directory, yaml::Node wanted) {
  root_ = root_directory;
  at_ = wanted.span();
  for (const yaml::Node name : wanted) {
    adds_origins_ |= name.text() == "originAnnotations";
    adds_transformers_ |= name.text() == "transformerAnnotations";
    adds_label_ |= name.text() == "managedByLabel";
  }
}

std::string BuildMetadata::origin_text(std::string_view path, std::string_view kind,
                                       yaml::Node metadata) const {
  std::string text =
      fmt::format("configuredIn: {}\nconfiguredBy:\n  apiVersion: builtin\n  kind: {}\n",
                  relative_to(root_, path), kind);
  for (const std::string_view field : {"name", "namespace"}) {
    const std::string_view value = metadata[field].text();
    if (!value.empty()) text += fmt::format("  {}: {}\n", field, value);
  }
  return text;
}

void BuildMetadata::note_transformer(Stage& stage, std::string_view path, std::string_view kind,
                                     yaml::Node metadata) {
  if (!adds_transformers_) return;
  const auto mark = static_cast<std::uint32_t>(transformers_.size());
  transformers_.push_back(as_item(origin_text(path, kind, metadata)));
  for (Object& object : stage.objects.all()) {
    if (!object.is_removed) object.transformers.push_back(mark);
  }
}

void BuildMetadata::note_generator(Object& object, std::string_view path, std::string_view kind,
                                   yaml::Node metadata) {
  if (!adds_origins_) return;
  object.generator = static_cast<std::uint32_t>(generators_.size());
  generators_.push_back(origin_text(path, kind, metadata));
}

void BuildMetadata::finish(yaml::Arena& arena, const model::Workspace& workspace,
                           Stage& stage) const {
  if (!adds_origins_ && !adds_transformers_ && !adds_label_) return;
  for (Object& object : stage.objects.all()) {
    if (object.is_removed) continue;
    const auto set = [&](std::string_view map, std::string_view key, std::string_view value) {
      const std::array<std::string_view, 3> path = {"metadata", map, key};
      object.replace(arena, yaml::with_value_at(arena, object.root, path,
                                                yaml::string_record(arena, value, at_)));
    };
    if (adds_origins_) {
      const text::Span source = yaml::Node(object.source).span();
      set("annotations", "config.kubernetes.io/origin",
          object.generator != Object::kNoGenerator
              ? generators_[object.generator]
              : fmt::format("path: {}\n",
                            relative_to(root_, workspace.file_of(source.source).path)));
    }
    if (adds_transformers_ && !object.transformers.empty()) {
      std::string text;
      for (const std::uint32_t mark : object.transformers) text += transformers_[mark];
      set("annotations", "alpha.config.kubernetes.io/transformations", text);
    }
    if (adds_label_) set("labels", "app.kubernetes.io/managed-by", kManagedBy);
  }
}

}  // namespace meshlint::kustomize
