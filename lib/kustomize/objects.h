// The objects of one kustomization while it is being built, and how to find them.
#ifndef MESHLINT_KUSTOMIZE_OBJECTS_H_
#define MESHLINT_KUSTOMIZE_OBJECTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kustomize/object.h"

namespace meshlint::kustomize {

// Objects in the order in which they were added, with indexes that are built on first use.
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
  // Indexes, in order, of the objects that have or had the id of this one.
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

#endif  // MESHLINT_KUSTOMIZE_OBJECTS_H_
