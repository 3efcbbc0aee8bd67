// The transformers of a kustomization, for one object at a time. What they write points at the
// value in the kustomization. `places` are where they write: `all_places` for a field of the
// kustomization.
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

// The arena for what transformers write, and the value that they could not change.
struct Writer {
  yaml::Arena& arena;
  // The first scalar in the middle of a path, or list or mapping at its end, which kustomize
  // rejects; missing if there is none.
  yaml::Node obstacle = {};
};

// Which subjects of a RoleBinding or ClusterRoleBinding get the namespace. For others, the name
// reference sets it, if the account is part of the build.
enum class Subjects : std::uint8_t { kNamedDefault, kServiceAccounts, kNone };

// `namespace:`. Not for kinds that kustomize knows to be cluster-scoped; a Namespace is renamed.
struct NamespaceChange {
  yaml::Node ns;
  Subjects subjects = Subjects::kNamedDefault;
  bool is_unset_only = false;  // objects with a namespace keep it
};
void set_namespace(Writer& writer, Object& object, const NamespaceChange& change,
                   const SpecTables& places);

// `namePrefix:` and `nameSuffix:`.
void add_name_prefix(Writer& writer, Object& object, yaml::Node prefix, const SpecTables& places);
void add_name_suffix(Writer& writer, Object& object, yaml::Node suffix, const SpecTables& places);

// Sets labels or annotations, all of which are strings, in every mapping at these places.
void add_pairs(Writer& writer, Object& object, std::span<const yaml::Entry> pairs, text::Span at,
               const SpecTables& places);

// An item of `images:`. Movable.
class ImageChange {
 public:
  // Nothing if the item has no name, or one that isn't a valid regular expression: to kustomize it
  // is one, which then matches nothing.
  static std::optional<ImageChange> compile(yaml::Node item);

  ImageChange(ImageChange&&) noexcept;
  ImageChange& operator=(ImageChange&&) noexcept;
  ~ImageChange();

  // Returns whether any image of the object has this name, changed or not.
  bool apply(Writer& writer, Object& object, const SpecTables& places) const;

 private:
  ImageChange();
  std::optional<yaml::Record> changed(yaml::Arena& arena, yaml::Node image, bool& is_met) const;
  std::optional<yaml::Record> in_containers(yaml::Arena& arena, yaml::Node node,
                                            bool& is_met) const;

  std::unique_ptr<re2::RE2> regex_;
  yaml::Node new_name_, new_tag_, digest_, tag_suffix_;
};

// An item of `replicas:`. Changes the object if it has or had that name and its kind has replicas.
// Returns whether that is so.
bool set_replicas(Writer& writer, Object& object, std::string_view name, yaml::Node count,
                  const SpecTables& places);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_TRANSFORM_H_
