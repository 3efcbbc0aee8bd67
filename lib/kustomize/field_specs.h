// Where the transformers of kustomize write: the places that it ships, and those that a user adds.
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

// A field of the kinds that the first three parts describe; an empty part fits all. Views the
// constants of the program or the user's own text.
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

// kustomize's order of places: the specific come first, but for the kinds that are applied last.
bool comes_before(const FieldSpec& left, const FieldSpec& right);

// Whose places: the sections of a `configurations` file.
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

// Calls `use` with every spec that fits an object of that kind.
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
  // Of the object that is named; an empty part fits all.
  std::string_view target_kind;
  std::string_view target_group;
  std::string_view target_version;
};

// Calls `use` with the shipped ones that fit an object of that kind, in the order of the table, but
// for those into a pod spec that lacks even the first step to the field.
void for_each_name_reference(std::string_view kind, std::string_view group,
                             std::string_view version, yaml::Node object,
                             const std::function<void(const NameReference&)>& use);

// What the `configurations` and `crds` of a kustomization, and of all that it includes, add.
struct OwnPlaces {
  std::array<std::vector<FieldSpec>, kPlacesNames.size()> specs;  // each sorted by kind
  std::array<bool, kPlacesNames.size()> is_whole{};  // whether the shipped ones are among them
  std::vector<NameReference> references;

  const std::vector<FieldSpec>& of(Places places) const {
    return specs[static_cast<std::size_t>(places)];
  }
  // Adds a spec unless it is there already, as a shipped one or one of these. False if it is
  // there with another `create`, which kustomize refuses.
  bool add(Places places, const FieldSpec& spec);
  // Where no base brought the shipped ones along, and after each component, kustomize merges all of
  // them, the specific in front of the general, into none: a general one whose path a specific one
  // has is lost. Calls `refuse` with those whose `create` is another one, which kustomize refuses.
  void drop_covered(const std::function<void(const FieldSpec&)>& refuse);
};

// Shipped places and the user's.
SpecTables all_places(Places places, const OwnPlaces& own);

// The places of an entry of `labels`: its own `fields`, the user's places for labels, those of
// `more` (kLabels: none), and metadata/labels, each unless one before it covers it. `fields` has to
// live as long as the result. Calls `refuse` with those that are covered with another `create`,
// which kustomize refuses.
SpecTables label_places(const OwnPlaces& own, Places more, std::vector<FieldSpec>& fields,
                        const std::function<void(const FieldSpec&)>& refuse);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FIELD_SPECS_H_
