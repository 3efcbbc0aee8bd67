#include "render/transform.h"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "render/lookup.h"
#include "yaml/build.h"

namespace meshlint::render {
namespace {

constexpr std::int64_t kRegexMemory = std::int64_t{1} << 20;

void rewrite(yaml::Arena& arena, Object& object, FieldPath path, text::Span cause,
             const Rewrite& change) {
  if (auto root = rewrite_at(arena, object.root, path, cause, change)) {
    object.replace(arena, *root);
  }
}

// Sets a string unless it is there already, so that what does not change keeps its place.
Rewrite setter(const yaml::Record& value) {
  return [&value](yaml::Node old) -> std::optional<yaml::Record> {
    const std::string_view text(value.text, value.size);
    if (old.is_scalar() && old.type() == yaml::ScalarType::kString && old.text() == text) {
      return std::nullopt;
    }
    if (old && !old.is_scalar()) return std::nullopt;
    return value;
  };
}

// Names of these are left alone: a CRD's and an APIService's name is made of other names, and a
// Namespace has its own field.
bool keeps_name(const Object& object) {
  const PreviousId original = object.original();
  return original.kind == "CustomResourceDefinition" || original.kind == "Namespace" ||
         (original.kind == "APIService" && object.group() == "apiregistration.k8s.io");
}

void rename(yaml::Arena& arena, Object& object, std::string_view name, yaml::Node cause) {
  object.remember_id();
  const yaml::Record value = yaml::string_record(arena, name, cause.span());
  rewrite(arena, object, {.path = "metadata/name"}, cause.span(), setter(value));
}

Rewrite adder(yaml::Arena& arena, std::span<const yaml::EntryView> pairs) {
  return [&arena, pairs](yaml::Node map) -> std::optional<yaml::Record> {
    if (map && !map.is_map() && !map.is_null()) return std::nullopt;
    const yaml::Node base = map.is_map() ? map : yaml::Node();
    std::vector<yaml::Entry> entries;
    entries.reserve(base.size() + pairs.size());
    for (const auto [key, value] : base.entries()) {
      entries.push_back({*key.record(), *value.record()});
    }
    std::unordered_map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      index[std::string_view(entries[i].key.text, entries[i].key.size)] = i;
    }
    bool is_changed = !base;
    for (const auto [key, value] : pairs) {
      const auto [old, is_new] = index.emplace(key.text(), entries.size());
      if (is_new) {
        entries.push_back({*key.record(), *value.record()});
        is_changed = true;
      } else if (!yaml::deep_equal(yaml::Node(&entries[old->second].value), value)) {
        entries[old->second].value = *value.record();
        is_changed = true;
      }
    }
    if (!is_changed) return std::nullopt;
    const text::Span cause = base            ? base.span()
                             : pairs.empty() ? text::Span()
                                             : pairs.front().key.span();
    return yaml::map_record(arena, entries, cause);
  };
}

void add_at(yaml::Arena& arena, Object& object, std::span<const FieldSpec> specs, text::Span at,
            const Rewrite& add) {
  const std::string_view kind = object.kind;
  for (const FieldSpec& spec : std::ranges::equal_range(specs, kind, {}, &FieldSpec::kind)) {
    if (spec.fits(kind, object.group(), object.version())) {
      rewrite(arena, object, spec.field, at, add);
    }
  }
}

struct ImageParts {
  std::string_view name, tag, digest;
};

// A colon before the last slash belongs to the registry's port.
ImageParts split_image(std::string_view image) {
  std::size_t from = image.find('/');
  if (from == image.npos || from == 0) from = 0;
  const std::size_t at = image.find('@', from);
  const std::size_t colon = image.find(':', from);
  if (at == image.npos && colon == image.npos) return {.name = image, .tag = {}, .digest = {}};
  if (at != image.npos && (colon == image.npos || at < colon)) {
    return {.name = image.substr(0, at), .tag = {}, .digest = image.substr(at + 1)};
  }
  if (at == image.npos) {
    return {.name = image.substr(0, colon), .tag = image.substr(colon + 1), .digest = {}};
  }
  return {.name = image.substr(0, colon),
          .tag = image.substr(colon + 1, at - colon - 1),
          .digest = image.substr(at + 1)};
}

}  // namespace

void set_namespace(yaml::Arena& arena, Object& object, yaml::Node ns) {
  object.remember_id();
  const yaml::Record& value = *ns.record();
  const text::Span at = ns.span();
  const auto set = [&](std::string_view path, bool is_created) {
    rewrite(arena, object, {.path = path, .is_created = is_created}, at, setter(value));
  };
  if (!object.is_cluster_scoped()) set("metadata/namespace", true);
  if (object.kind == "Namespace" && object.api_version == "v1") set("metadata/name", true);
  if (object.kind == "APIService" && object.group() == "apiregistration.k8s.io") {
    set("spec/service/namespace", true);
  }
  if (object.kind == "CustomResourceDefinition" && object.group() == "apiextensions.k8s.io") {
    set("spec/conversion/webhook/clientConfig/service/namespace", false);
  }
  if (object.kind == "RoleBinding" || object.kind == "ClusterRoleBinding") {
    // Other accounts get theirs by name reference, if they are part of the build.
    rewrite(arena, object, {.path = "subjects"}, at, [&](yaml::Node subjects) {
      return rewrite_items(arena, subjects, [&](yaml::Node subject) -> std::optional<yaml::Record> {
        if (subject["name"].text() != "default") return std::nullopt;
        return rewrite_at(arena, subject, {.path = "namespace", .is_created = true}, at,
                          setter(value));
      });
    });
  }
}

void add_name_prefix(yaml::Arena& arena, Object& object, yaml::Node prefix) {
  if (keeps_name(object)) return;
  object.prefixes.push_back(prefix.text());
  rename(arena, object, std::string(prefix.text()) + std::string(object.name), prefix);
}

void add_name_suffix(yaml::Arena& arena, Object& object, yaml::Node suffix) {
  if (keeps_name(object)) return;
  object.suffixes.push_back(suffix.text());
  rename(arena, object, std::string(object.name) + std::string(suffix.text()), suffix);
}

void add_labels(yaml::Arena& arena, Object& object, const Labels& labels) {
  if (labels.pairs.empty()) return;
  const Rewrite add = adder(arena, labels.pairs);
  rewrite(arena, object, {.path = "metadata/labels", .is_created = true}, labels.at, add);
  if (labels.has_selectors) add_at(arena, object, selector_label_specs(), labels.at, add);
  if (labels.has_selectors || labels.has_templates) {
    add_at(arena, object, template_label_specs(), labels.at, add);
  }
  for (const OwnFieldSpec& own : labels.own_fields) {
    const FieldSpec spec{.kind = own.kind,
                         .group = own.group,
                         .version = own.version,
                         .field = {.path = own.path, .is_created = own.is_created}};
    if (spec.fits(object.kind, object.group(), object.version())) {
      rewrite(arena, object, spec.field, labels.at, add);
    }
  }
}

void add_annotations(yaml::Arena& arena, Object& object, std::span<const yaml::EntryView> pairs,
                     text::Span at) {
  if (pairs.empty()) return;
  const Rewrite add = adder(arena, pairs);
  rewrite(arena, object, {.path = "metadata/annotations", .is_created = true}, at, add);
  add_at(arena, object, annotation_specs(), at, add);
}

ImageChange::ImageChange() = default;
ImageChange::ImageChange(ImageChange&&) noexcept = default;
ImageChange& ImageChange::operator=(ImageChange&&) noexcept = default;
ImageChange::~ImageChange() = default;

std::optional<ImageChange> ImageChange::compile(yaml::Node item) {
  const auto name = field_of(item, "name").as_string();
  if (!name) return std::nullopt;
  ImageChange change;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  // Some build tools write braces into tags.
  change.regex_ = std::make_unique<re2::RE2>(
      "^" + std::string(*name) + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$", options);
  if (!change.regex_->ok()) return std::nullopt;
  const auto text_of = [&](std::string_view field) {
    const yaml::Node node = field_of(item, field);
    return node.as_string() && !node.text().empty() ? node : yaml::Node();
  };
  change.new_name_ = text_of("newName");
  change.new_tag_ = text_of("newTag");
  change.digest_ = text_of("digest");
  change.tag_suffix_ = text_of("tagSuffix");
  return change;
}

std::optional<yaml::Record> ImageChange::changed(yaml::Arena& arena, yaml::Node image) const {
  const std::string_view text = image.text();
  if (!image.is_scalar() ||
      !re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex_)) {
    return std::nullopt;
  }
  const ImageParts parts = split_image(text);
  std::string name(new_name_ ? new_name_.text() : parts.name);
  std::string tag(parts.tag);
  std::string digest(parts.digest);
  yaml::Node cause = new_name_;
  if (new_tag_) {
    tag = new_tag_.text();
    digest = digest_.text();
    cause = new_tag_;
  } else if (digest_) {
    tag.clear();
    digest = digest_.text();
    cause = digest_;
  } else if (tag_suffix_) {
    tag += tag_suffix_.text();
    digest.clear();
    cause = tag_suffix_;
  }
  if (!tag.empty()) name += ':' + tag;
  if (!digest.empty()) name += '@' + digest;
  if (name == text) return std::nullopt;
  return yaml::string_record(arena, name, cause ? cause.span() : image.span());
}

std::optional<yaml::Record> ImageChange::in_containers(yaml::Arena& arena, yaml::Node node) const {
  if (node.is_list()) {
    return rewrite_items(arena, node, [&](yaml::Node item) { return in_containers(arena, item); });
  }
  std::vector<yaml::Entry> entries;
  std::size_t index = 0;
  for (const auto [key, value] : node.entries()) {
    std::optional<yaml::Record> inner = in_containers(arena, value);
    if ((key.text() == "containers" || key.text() == "initContainers") && value.is_list()) {
      const yaml::Record list = inner.value_or(*value.record());
      const auto outer = rewrite_at(arena, yaml::Node(&list), {.path = "image"}, value.span(),
                                    [&](yaml::Node image) { return changed(arena, image); });
      if (outer) inner = outer;
    }
    if (inner) {
      if (entries.empty()) {
        entries.reserve(node.size());
        for (const auto [a_key, a_value] : node.entries()) {
          entries.push_back({*a_key.record(), *a_value.record()});
        }
      }
      entries[index].value = *inner;
    }
    ++index;
  }
  if (entries.empty()) return std::nullopt;
  yaml::Record result = yaml::map_record(arena, entries, node.span());
  result.style = node.style();
  return result;
}

void ImageChange::apply(yaml::Arena& arena, Object& object) const {
  if (object.kind == "CustomResourceDefinition") return;
  if (const auto root = in_containers(arena, object.root)) object.replace(arena, *root);
  for (const FieldSpec& spec : image_specs()) {
    rewrite(arena, object, spec.field, {}, [&](yaml::Node image) { return changed(arena, image); });
  }
}

void set_replicas(yaml::Arena& arena, Object& object, yaml::Node count) {
  for (const FieldSpec& spec : replica_specs()) {
    if (spec.kind != object.kind) continue;
    rewrite(arena, object, spec.field, count.span(),
            [&](yaml::Node old) -> std::optional<yaml::Record> {
              if (old && yaml::deep_equal(old, count)) return std::nullopt;
              return *count.record();
            });
  }
}

bool has_replicas(std::string_view kind) {
  return std::ranges::find(replica_specs(), kind, &FieldSpec::kind) != replica_specs().end();
}

}  // namespace meshlint::render
