// The objects of one kustomization while it is being built, and how to find them.
#ifndef MESHLINT_KUSTOMIZE_OBJECT_H_
#define MESHLINT_KUSTOMIZE_OBJECT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kustomize/history.h"
#include "model/resource.h"
#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// What an object was called before a transformer changed it. Group and version are those that
// it has now, as kustomize keeps only these three.
struct PreviousId {
  std::string_view name;
  std::string_view ns;  // effective, see `effective_namespace`
  std::string_view kind;

  friend bool operator==(const PreviousId&, const PreviousId&) = default;
};

// One object on its way through a build. All views and nodes belong to the workspace or to the
// arena of the build.
struct Object {
  yaml::Node root;
  const yaml::Record* source = nullptr;  // the root as it was loaded
  text::Span listed_at;                  // the entry of the kustomization that brought it
  std::string_view api_version;
  std::string_view kind;
  std::string_view name;
  std::string_view ns;
  std::vector<PreviousId> previous;
  // Of all levels, innermost first; name references prefer objects that share them.
  std::vector<std::string_view> prefixes;
  std::vector<std::string_view> suffixes;
  std::vector<Step> history;  // if it is wanted
  // For `buildMetadata`, as it numbers them.
  std::vector<std::uint32_t> transformers;
  std::uint32_t generator = kNoGenerator;
  // kustomize keeps a new label once, wherever it stands in the object: what changes it in one
  // place changes it in all. The addresses of their texts, which nothing else has.
  std::vector<const char*> shared;
  bool needs_hash = false;  // its name gets the hash of its contents at the end
  bool is_removed = false;

  static constexpr std::uint32_t kNoGenerator = ~std::uint32_t{0};

  // The object of that tree; a missing apiVersion is fine here, as it is for kustomize.
  static Object of(yaml::Node root, text::Span listed_at);

  std::string_view group() const { return resource().group(); }
  std::string_view version() const { return resource().version(); }
  bool is_cluster_scoped() const;
  std::string_view effective_namespace() const;
  // The id that it had first.
  PreviousId original() const;
  // To be called before anything that may change name, namespace or kind.
  void remember_id();
  // Whether it is, or was before a transformer changed it, called so in that namespace.
  bool has_id(const PreviousId& id) const;
  // Puts the record into the arena as the new tree.
  void replace(yaml::Arena& arena, const yaml::Record& record);
  // A copy of a scalar that will stand in several places as one.
  yaml::Record share(yaml::Arena& arena, const yaml::Record& value);
  // Whatever became of shared values since `before` is given to their other places.
  void spread_shared(yaml::Arena& arena, yaml::Node before);
  // Takes over what kustomize's own annotations tell of earlier names, and removes them all.
  void take_build_annotations(yaml::Arena& arena);
  // Brings back what nothing may take away of what the object was before: apiVersion, kind,
  // name and namespace.
  void restore_identity(yaml::Arena& arena, yaml::Node before);
  model::Resource resource() const;
  std::string title() const { return resource().title(); }
};

// "default" for an empty namespace, one constant for what has none.
std::string_view effective_namespace(bool is_cluster_scoped, std::string_view ns);

// Objects in the order in which they came, with indexes that are built when first asked for.
class Objects {
 public:
  std::vector<Object>& all() { return objects_; }
  const std::vector<Object>& all() const { return objects_; }
  std::size_t size() const { return objects_.size(); }

  // The object with that current id, or null. Valid until the next add.
  const Object* same_id(const Object& object);
  void add(Object object);

  // Indexes, in order, of the objects that have or had that kind and name.
  std::vector<std::uint32_t> named(std::string_view kind, std::string_view name);
  // Indexes, in order, of the objects that have or had the very id of this one.
  std::vector<std::uint32_t> with_any_id(const Object& wanted);
  // Indexes, in order, of the objects that have or had that kind.
  std::vector<std::uint32_t> of_kind(std::string_view kind);
  // Indexes, in order, of the objects that have or had that name.
  std::vector<std::uint32_t> of_name(std::string_view name);

  // To be called after the id of one object changed.
  void note_changed_id(std::uint32_t index_of_object);
  // To be called after the ids of many objects changed.
  void forget_indexes();

 private:
  using Index = std::unordered_map<std::string, std::vector<std::uint32_t>>;

  void index_all_ids();
  void index_all_names();
  void index_id(std::uint32_t at);
  void index_names(std::uint32_t at);

  std::vector<Object> objects_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  Index by_kind_and_name_;
  Index by_kind_;
  Index by_name_;
  bool has_ids_ = false;    // in by_id_
  bool has_names_ = false;  // in the three others
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_OBJECT_H_
