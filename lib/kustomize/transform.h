// The transformers of a kustomization, one object at a time. What they write points at the
// kustomization's own value. `places` say where: `all_places` for a field of the kustomization.
#ifndef MESHLINT_KUSTOMIZE_TRANSFORM_H_
#define MESHLINT_KUSTOMIZE_TRANSFORM_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/field_specs.h"
#include "kustomize/object.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace re2 {
class RE2;
}

namespace meshlint::kustomize {

// Where transformers put what they make, and what stood in their way.
struct Writer {
  yaml::Arena& arena;
  // The first single value in the middle of a path, or list or map at its end, which kustomize
  // refuses; missing if none.
  yaml::Node obstacle = {};
};

// Which subjects of a RoleBinding or ClusterRoleBinding get the namespace. Others get theirs by
// name reference, if the account is part of the build.
enum class Subjects : std::uint8_t { kNamedDefault, kServiceAccounts, kNone };

// `namespace:`. Not for kinds that kustomize knows to be cluster-scoped; a Namespace is renamed.
struct NamespaceChange {
  yaml::Node ns;
  Subjects subjects = Subjects::kNamedDefault;
  bool is_unset_only = false;  // what has a namespace keeps it
};
void set_namespace(Writer& writer, Object& object, const NamespaceChange& change,
                   const SpecTables& places);

// `namePrefix:` and `nameSuffix:`.
void add_name_prefix(Writer& writer, Object& object, yaml::Node prefix, const SpecTables& places);
void add_name_suffix(Writer& writer, Object& object, yaml::Node suffix, const SpecTables& places);

// Sets labels or annotations, strings all, in every map at these places.
void add_pairs(Writer& writer, Object& object, std::span<const yaml::Entry> pairs, text::Span at,
               const SpecTables& places);

// An item of `images:`. Movable.
class ImageChange {
 public:
  // Nothing if the item has no name, or one that is no regular expression: kustomize takes it
  // for one, and then matches nothing.
  static std::optional<ImageChange> compile(yaml::Node item);

  ImageChange(ImageChange&&) noexcept;
  ImageChange& operator=(ImageChange&&) noexcept;
  ~ImageChange();

  // Whether any image of the object has this name; it may be as wanted already.
  bool apply(Writer& writer, Object& object, const SpecTables& places) const;

 private:
  ImageChange();
  std::optional<yaml::Record> changed(yaml::Arena& arena, yaml::Node image, bool& is_met) const;
  std::optional<yaml::Record> in_containers(yaml::Arena& arena, yaml::Node node,
                                            bool& is_met) const;

  std::unique_ptr<re2::RE2> regex_;
  yaml::Node new_name_, new_tag_, digest_, tag_suffix_;
};

// An item of `replicas:`, for the object if it has or had that name and is of a kind with
// replicas. Whether it is.
bool set_replicas(Writer& writer, Object& object, std::string_view name, yaml::Node count,
                  const SpecTables& places);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_TRANSFORM_H_
