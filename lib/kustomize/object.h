// One object while a kustomization is being built.
#ifndef MESHLINT_KUSTOMIZE_OBJECT_H_
#define MESHLINT_KUSTOMIZE_OBJECT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/history.h"
#include "kustomize/shared_values.h"
#include "model/resource.h"
#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The id of an object before a transformer changed it. kustomize keeps only these three parts;
// group and version are the current ones.
struct PreviousId {
  std::string_view name;
  std::string_view ns;  // effective, see `effective_namespace`
  std::string_view kind;

  friend bool operator==(const PreviousId&, const PreviousId&) = default;
};

// One object during a build. All views and nodes belong to the workspace or to the arena of the
// build.
struct Object {
  yaml::Node root;
  const yaml::Record* source = nullptr;  // the root as it was loaded
  text::Span listed_at;                  // the entry of the kustomization that added it
  std::string_view api_version;
  std::string_view kind;
  std::string_view name;
  std::string_view ns;
  std::vector<PreviousId> previous;
  // Of all levels, innermost first; name references prefer objects that share them.
  std::vector<std::string_view> prefixes;
  std::vector<std::string_view> suffixes;
  std::vector<Step> history;  // if it is wanted
  // Indexes of records in BuildMetadata.
  std::vector<std::uint32_t> transformers;
  std::uint32_t generator = kNoGenerator;
  // kustomize keeps a new label once, however often the object shows it: what changes it in one
  // place changes it in all.
  SharedTexts shared;
  bool needs_hash = false;  // its name gets the hash of its contents at the end
  bool is_removed = false;

  static constexpr std::uint32_t kNoGenerator = ~std::uint32_t{0};

  // The object of that tree. A missing apiVersion is accepted, as in kustomize.
  static Object of(yaml::Node root, text::Span listed_at);

  std::string_view group() const { return resource().group(); }
  std::string_view version() const { return resource().version(); }
  bool is_cluster_scoped() const;
  std::string_view effective_namespace() const;
  // The id that it had first.
  PreviousId original() const;
  // To be called before anything that may change name, namespace or kind.
  void remember_id();
  // Whether it has that id, or had it before a transformer changed it.
  bool has_id(const PreviousId& id) const;
  // Puts the record into the arena as the new tree.
  void replace(yaml::Arena& arena, const yaml::Record& record);
  // A copy of a scalar that several places will share.
  yaml::Record share(yaml::Arena& arena, const yaml::Record& value);
  // Repeats changes of shared values since `before` in their other places.
  void spread_shared(yaml::Arena& arena, yaml::Node before);
  // Reads earlier names from kustomize's own annotations, and removes these.
  void take_build_annotations(yaml::Arena& arena);
  // Restores apiVersion, kind, name and namespace of `before` if they were removed.
  void restore_identity(yaml::Arena& arena, yaml::Node before);
  model::Resource resource() const;
  std::string title() const { return resource().title(); }
};

// "default" for an empty namespace, a constant for cluster-scoped objects.
std::string_view effective_namespace(bool is_cluster_scoped, std::string_view ns);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_OBJECT_H_
