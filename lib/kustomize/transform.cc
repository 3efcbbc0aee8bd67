#include "kustomize/transform.h"

#include <re2/re2.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "kustomize/map_index.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

constexpr std::int64_t kRegexMemory = std::int64_t{1} << 20;

void rewrite(Writer& writer, Object& object, FieldPath path, text::Span cause,
             const Rewrite& change) {
  if (auto root = rewrite_at(writer.arena, object.root, path, cause, change, &writer.obstacle)) {
    object.replace(writer.arena, *root);
  }
}

// Records a value of the wrong kind at a path, which kustomize rejects.
std::nullopt_t obstructed(Writer& writer, yaml::Node old) {
  if (!writer.obstacle) writer.obstacle = old;
  return std::nullopt;
}

// Sets a string unless it has that value already: what does not change keeps its span.
Rewrite setter(Writer& writer, const yaml::Record& value) {
  return [&writer, &value](yaml::Node old) -> std::optional<yaml::Record> {
    const std::string_view text(value.text, value.size);
    if (old.is_scalar() && old.type() == yaml::ScalarType::kString && old.text() == text) {
      return std::nullopt;
    }
    if (old && !old.is_scalar()) return obstructed(writer, old);
    return value;
  };
}

// kustomize doesn't change the names of these: those of a CRD and an APIService consist of other
// names, and a Namespace has its own field.
bool keeps_name(const Object& object) {
  const PreviousId original = object.original();
  return original.kind == "CustomResourceDefinition" || original.kind == "Namespace" ||
         (original.kind == "APIService" && object.group() == "apiregistration.k8s.io");
}

// Replaces the old string at each place by what `change` returns for it.
void rename(Writer& writer, Object& object, yaml::Node cause, const SpecTables& places,
            std::vector<std::string_view>& trail,
            const std::function<std::string(std::string_view)>& change) {
  if (keeps_name(object)) return;
  const std::string_view kind = object.original().kind;
  for_each_spec(places, kind, object.group(), object.version(), [&](const FieldSpec& spec) {
    if (spec.field.path == "metadata/name") {
      trail.push_back(cause.text());
      object.remember_id();
    }
    rewrite(writer, object, spec.field, cause.span(),
            [&](yaml::Node old) -> std::optional<yaml::Record> {
              if (old && !old.is_scalar()) return obstructed(writer, old);
              return yaml::string_record(writer.arena, change(old.text()), cause.span());
            });
  });
}

// The index of the entry with this value.
std::size_t place_in(yaml::Node map, yaml::Node value) {
  std::size_t place = 0;
  for (const auto [key, other] : map.entries()) {
    if (other.record() == value.record()) break;
    ++place;
  }
  return place;
}

// Sets the pairs in a mapping. `fresh` holds the records for new ones, which all mappings of the
// object share.
Rewrite adder(Writer& writer, Object& object, std::span<const yaml::Entry> pairs,
              std::vector<std::optional<yaml::Record>>& fresh) {
  return [&writer, &object, pairs, &fresh](yaml::Node map) -> std::optional<yaml::Record> {
    yaml::Arena& arena = writer.arena;
    if (map && !map.is_map() && !map.is_null()) return obstructed(writer, map);
    const yaml::Node base = map.is_map() ? map : yaml::Node();
    std::vector<yaml::Entry> entries;
    entries.reserve(base.size() + pairs.size());
    for (const auto [key, value] : base.entries()) {
      entries.push_back({*key.record(), *value.record()});
    }
    const MapIndex olds(base);
    bool is_changed = !base;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const yaml::Record& value = pairs[i].value;
      const yaml::Node old = olds[yaml::Node(&pairs[i].key).text()];
      if (!old) {
        if (!fresh[i]) fresh[i] = object.share(arena, value);
        entries.push_back({pairs[i].key, *fresh[i]});
        is_changed = true;
      } else if (!yaml::deep_equal(old, yaml::Node(&value))) {
        entries[place_in(base, old)].value = value;
        is_changed = true;
      }
    }
    if (!is_changed) return std::nullopt;
    const text::Span cause = base            ? base.span()
                             : pairs.empty() ? text::Span()
                                             : pairs.front().key.span;
    return yaml::map_record(arena, entries, cause);
  };
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

void set_namespace(Writer& writer, Object& object, const NamespaceChange& change,
                   const SpecTables& places) {
  object.remember_id();
  const yaml::Record& value = *change.ns.record();
  const text::Span at = change.ns.span();
  const Rewrite set_always = setter(writer, value);
  const Rewrite set = [&](yaml::Node old) -> std::optional<yaml::Record> {
    if (change.is_unset_only && !old.text().empty()) return std::nullopt;
    return set_always(old);
  };
  if (!object.is_cluster_scoped()) {
    rewrite(writer, object, {.path = "metadata/namespace", .is_created = true}, at, set);
  }
  for_each_spec(places, object.kind, object.group(), object.version(), [&](const FieldSpec& spec) {
    // Subjects of role bindings have their own rules.
    if (spec.field.path == "metadata/namespace" || spec.field.path == "subjects/namespace") return;
    // Other groups also have a kind with that name.
    const bool is_name = spec.field.path == "metadata/name";
    if (is_name && object.api_version != "v1") return;
    rewrite(writer, object, spec.field, at, set);
  });
  if (object.kind != "RoleBinding" && object.kind != "ClusterRoleBinding") return;
  if (change.subjects == Subjects::kNone) return;
  rewrite(writer, object, {.path = "subjects"}, at, [&](yaml::Node subjects) {
    return rewrite_items(writer.arena, subjects,
                         [&](yaml::Node subject) -> std::optional<yaml::Record> {
                           const bool is_meant = change.subjects == Subjects::kNamedDefault
                                                     ? subject["name"].text() == "default"
                                                     : subject["kind"].text() == "ServiceAccount";
                           if (!is_meant) return std::nullopt;
                           return rewrite_at(writer.arena, subject,
                                             {.path = "namespace", .is_created = true}, at, set);
                         });
  });
}

void add_name_prefix(Writer& writer, Object& object, yaml::Node prefix, const SpecTables& places) {
  rename(writer, object, prefix, places, object.prefixes,
         [&](std::string_view old) { return std::string(prefix.text()).append(old); });
}

void add_name_suffix(Writer& writer, Object& object, yaml::Node suffix, const SpecTables& places) {
  rename(writer, object, suffix, places, object.suffixes,
         [&](std::string_view old) { return std::string(old).append(suffix.text()); });
}

void add_pairs(Writer& writer, Object& object, std::span<const yaml::Entry> pairs, text::Span at,
               const SpecTables& places) {
  if (pairs.empty()) return;
  const yaml::Node before = object.root;
  std::vector<std::optional<yaml::Record>> fresh(pairs.size());
  const Rewrite add = adder(writer, object, pairs, fresh);
  for_each_spec(places, object.kind, object.group(), object.version(),
                [&](const FieldSpec& spec) { rewrite(writer, object, spec.field, at, add); });
  object.spread_shared(writer.arena, before);
}

ImageChange::ImageChange() = default;
ImageChange::ImageChange(ImageChange&&) noexcept = default;
ImageChange& ImageChange::operator=(ImageChange&&) noexcept = default;
ImageChange::~ImageChange() = default;

std::optional<ImageChange> ImageChange::compile(yaml::Node item) {
  const auto name = yaml::field_of(item, "name").as_string();
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
    const yaml::Node node = yaml::field_of(item, field);
    return node.as_string() && !node.text().empty() ? node : yaml::Node();
  };
  change.new_name_ = text_of("newName");
  change.new_tag_ = text_of("newTag");
  change.digest_ = text_of("digest");
  change.tag_suffix_ = text_of("tagSuffix");
  return change;
}

std::optional<yaml::Record> ImageChange::changed(yaml::Arena& arena, yaml::Node image,
                                                 bool& is_met) const {
  const std::string_view text = image.text();
  if (!image.is_scalar() ||
      !re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regex_)) {
    return std::nullopt;
  }
  is_met = true;
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

std::optional<yaml::Record> ImageChange::in_containers(yaml::Arena& arena, yaml::Node node,
                                                       bool& is_met) const {
  if (node.is_list()) {
    return rewrite_items(arena, node,
                         [&](yaml::Node item) { return in_containers(arena, item, is_met); });
  }
  std::vector<yaml::Entry> entries;
  std::size_t index = 0;
  for (const auto [key, value] : node.entries()) {
    std::optional<yaml::Record> inner = in_containers(arena, value, is_met);
    if ((key.text() == "containers" || key.text() == "initContainers") && value.is_list()) {
      const yaml::Record list = inner.value_or(*value.record());
      const auto outer =
          rewrite_at(arena, yaml::Node(&list), {.path = "image"}, value.span(),
                     [&](yaml::Node image) { return changed(arena, image, is_met); });
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

bool ImageChange::apply(Writer& writer, Object& object, const SpecTables& places) const {
  if (object.kind == "CustomResourceDefinition") return false;
  bool is_met = false;
  if (const auto root = in_containers(writer.arena, object.root, is_met)) {
    object.replace(writer.arena, *root);
  }
  for_each_spec(places, object.kind, object.group(), object.version(), [&](const FieldSpec& spec) {
    rewrite(writer, object, {.path = spec.field.path}, {},
            [&](yaml::Node image) -> std::optional<yaml::Record> {
              if (!image.is_scalar()) return obstructed(writer, image);
              return changed(writer.arena, image, is_met);
            });
  });
  return is_met;
}

bool set_replicas(Writer& writer, Object& object, std::string_view name, yaml::Node count,
                  const SpecTables& places) {
  bool is_met = false;
  const auto apply = [&](std::string_view a_name, std::string_view kind) {
    if (a_name != name) return;
    for_each_spec(places, kind, object.group(), object.version(), [&](const FieldSpec& spec) {
      is_met = true;
      rewrite(writer, object, spec.field, count.span(),
              [&](yaml::Node old) -> std::optional<yaml::Record> {
                if (old && !old.is_scalar()) return obstructed(writer, old);
                if (old && yaml::deep_equal(old, count)) return std::nullopt;
                return *count.record();
              });
    });
  };
  apply(object.name, object.kind);
  for (const PreviousId& id : object.previous) {
    if (!is_met) apply(id.name, id.kind);
  }
  return is_met;
}

}  // namespace meshlint::kustomize
