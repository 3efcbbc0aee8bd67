// Where transformers write: the places that kustomize ships, and those that a user adds.
#ifndef MESHLINT_KUSTOMIZE_FIELD_SPECS_H_
#define MESHLINT_KUSTOMIZE_FIELD_SPECS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "kustomize/field_path.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// A field of the objects with this kind, group and version; an empty part matches all. Views
// constants or the user's text.
struct FieldSpec {
  std::string_view kind;
  std::string_view group;
  std::string_view version;
  FieldPath field;

  bool fits(std::string_view a_kind, std::string_view a_group, std::string_view a_version) const {
    return (kind.empty() || kind == a_kind) && (group.empty() || group == a_group) &&
           (version.empty() || version == a_version);
  }
};

// The order of places in kustomize: specific ones first, except for kinds that are applied last.
bool comes_before(const FieldSpec& left, const FieldSpec& right);

// The sections of a `configurations` file, each of which has places for a transformer.
enum class Places : std::uint8_t {
  kNamePrefix,
  kNameSuffix,
  kNamespace,
  kCommonLabels,
  kLabels,
  kTemplateLabels,
  kCommonAnnotations,
  kImages,
  kReplicas,
  kVarReference,
};
// The names of the sections, in the order of the enumerators.
inline constexpr auto kPlacesNames = std::to_array<std::string_view>(
    {"namePrefix", "nameSuffix", "namespace", "commonLabels", "labels", "templateLabels",
     "commonAnnotations", "images", "replicas", "varReference"});
static_assert(kPlacesNames.size() == static_cast<std::size_t>(Places::kVarReference) + 1);

// Places as a few tables, each of them sorted by kind.
using SpecTables = std::vector<std::span<const FieldSpec>>;

// The shipped ones.
std::span<const std::span<const FieldSpec>> shipped_places(Places places);

// Calls `use` with every spec that matches an object of that kind.
template <typename Use>
void for_each_spec(std::span<const std::span<const FieldSpec>> tables, std::string_view kind,
                   std::string_view group, std::string_view version, const Use& use) {
  for (const std::span<const FieldSpec> table : tables) {
    for (const std::string_view wanted : {std::string_view(), kind}) {
      for (const FieldSpec& spec : std::ranges::equal_range(table, wanted, {}, &FieldSpec::kind)) {
        if (spec.fits(kind, group, version)) use(spec);
      }
      if (kind.empty()) break;
    }
  }
}

// A field that holds the name of another object.
struct NameReference {
  std::string_view kind;
  std::string_view group;
  std::string_view version;
  std::string_view path;
  // The kind of the object that is named; an empty part matches all.
  std::string_view target_kind;
  std::string_view target_group;
  std::string_view target_version;
};

// Calls `use` with the shipped references that match an object of that kind, in the order of the
// table, except for those in a pod spec that lacks even the first step of the field.
void for_each_name_reference(std::string_view kind, std::string_view group,
                             std::string_view version, yaml::Node object,
                             const std::function<void(const NameReference&)>& use);

// The places in `configurations` and `crds` of a kustomization and of all that it includes.
struct OwnPlaces {
  std::array<std::vector<FieldSpec>, kPlacesNames.size()> specs;  // each sorted by kind
  std::array<bool, kPlacesNames.size()> is_whole{};  // whether they include the shipped ones
  std::vector<NameReference> references;

  const std::vector<FieldSpec>& of(Places places) const {
    return specs[static_cast<std::size_t>(places)];
  }
  // Adds a spec unless it is already shipped or added. False if it is, with another `create`, which
  // kustomize rejects.
  bool add(Places places, const FieldSpec& spec);
  // If no base has merged the shipped ones, and after each component, kustomize merges all places
  // into an empty list, specific ones first: a general one with the path of a specific one is lost.
  // Calls `refuse` with those that have another `create`, which kustomize rejects.
  void drop_covered(const std::function<void(const FieldSpec&)>& refuse);
};

// Shipped places and the user's.
SpecTables all_places(Places places, const OwnPlaces& own);

// The places of an entry of `labels`: its own `fields`, the user's places for labels, those of
// `more` (kLabels: none), and metadata/labels, each unless an earlier one covers it. `fields` has
// to outlive the result. Calls `refuse` with those that are covered with another `create`, which
// kustomize rejects.
SpecTables label_places(const OwnPlaces& own, Places more, std::vector<FieldSpec>& fields,
                        const std::function<void(const FieldSpec&)>& refuse);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FIELD_SPECS_H_
