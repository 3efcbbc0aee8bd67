// Which types of a draft have a name in its facts files, and what their names are.
#ifndef MESHLINT_SCHEMA_FACTS_NAMES_H_
#define MESHLINT_SCHEMA_FACTS_NAMES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/draft.h"

namespace meshlint::schema {

// Types of one structure are written once, so names belong to classes of types
// (structure_classes() in structure.h).
struct ChosenNames {
  bool shares_types = false;
  std::vector<std::uint32_t> classes;                     // by type
  std::map<std::uint32_t, draft::TypeId> first;           // the first type of a class
  std::map<std::uint32_t, std::set<std::string>> groups;  // of the kinds that use a class
  std::map<std::uint32_t, std::string> names;             // of the classes that have one
  // The roots of API versions that differ from the root of their kind's newest version.
  std::map<draft::TypeId, std::string> root_names;

  std::uint32_t class_of(draft::TypeId id) const { return classes[id]; }
  // Whether the class is written into the file that all share.
  bool is_shared(std::uint32_t number) const {
    const auto users = groups.find(number);
    return shares_types && (users == groups.end() || users->second.size() > 1);
  }
};

// With `shares_types`, types that kinds of several groups use are shared and get none of the names
// in `taken_shared`.
ChosenNames choose_names(const draft::Draft& draft,
                         const std::set<std::string, std::less<>>& taken_shared, bool shares_types);

// The fields that every root has, which facts files don't list: apiVersion, kind, metadata.
bool is_root_field(std::string_view name);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_NAMES_H_
