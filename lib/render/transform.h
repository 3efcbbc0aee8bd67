// The transformers of a kustomization, one object at a time. What they write points at the
// kustomization's own value.
#ifndef MESHLINT_RENDER_TRANSFORM_H_
#define MESHLINT_RENDER_TRANSFORM_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/field_specs.h"
#include "render/object.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace re2 {
class RE2;
}

namespace meshlint::render {

// `namespace:`. Not for kinds that kustomize knows to be cluster-scoped; a Namespace is renamed.
void set_namespace(yaml::Arena& arena, Object& object, yaml::Node ns);

// `namePrefix:` and `nameSuffix:`, together, for either may be missing.
void add_name_prefix(yaml::Arena& arena, Object& object, yaml::Node prefix);
void add_name_suffix(yaml::Arena& arena, Object& object, yaml::Node suffix);

// A field spec of the user's own, `fields:` of `labels:`.
struct OwnFieldSpec {
  std::string kind, group, version, path;
  bool is_created = false;
};

// One item of `labels:`, or `commonLabels`.
struct Labels {
  std::vector<yaml::EntryView> pairs;  // string values only
  text::Span at;
  bool has_selectors = false;
  bool has_templates = false;
  std::vector<OwnFieldSpec> own_fields;
};
void add_labels(yaml::Arena& arena, Object& object, const Labels& labels);

// `commonAnnotations`.
void add_annotations(yaml::Arena& arena, Object& object, std::span<const yaml::EntryView> pairs,
                     text::Span at);

// An item of `images:`. Movable.
class ImageChange {
 public:
  // Nothing if the item has no name, or one that is no regular expression: kustomize takes it
  // for one, and then matches nothing.
  static std::optional<ImageChange> compile(yaml::Node item);

  ImageChange(ImageChange&&) noexcept;
  ImageChange& operator=(ImageChange&&) noexcept;
  ~ImageChange();

  void apply(yaml::Arena& arena, Object& object) const;

 private:
  ImageChange();
  std::optional<yaml::Record> changed(yaml::Arena& arena, yaml::Node image) const;
  std::optional<yaml::Record> in_containers(yaml::Arena& arena, yaml::Node node) const;

  std::unique_ptr<re2::RE2> regex_;
  yaml::Node new_name_, new_tag_, digest_, tag_suffix_;
};

// An item of `replicas:` for an object that it names.
void set_replicas(yaml::Arena& arena, Object& object, yaml::Node count);
// Whether the object has replicas at a place that kustomize knows.
bool has_replicas(std::string_view kind);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_TRANSFORM_H_
