// Where the transformers of kustomize write when nobody tells them otherwise.
#ifndef MESHLINT_RENDER_FIELD_SPECS_H_
#define MESHLINT_RENDER_FIELD_SPECS_H_

#include <functional>
#include <span>
#include <string_view>

#include "render/field_path.h"

namespace meshlint::render {

// A field of the kinds that the first three parts describe; an empty part fits all.
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

// Sorted by kind.
std::span<const FieldSpec> selector_label_specs();  // commonLabels, less the template ones
std::span<const FieldSpec> template_label_specs();  // `includeTemplates`, less metadata/labels
std::span<const FieldSpec> annotation_specs();      // commonAnnotations, less metadata/annotations
std::span<const FieldSpec> image_specs();
std::span<const FieldSpec> replica_specs();

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

// All of them for one kind; `use` is called for each. Order is that of the table.
void for_each_name_reference(std::string_view kind, std::string_view group,
                             std::string_view version,
                             const std::function<void(const NameReference&)>& use);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_FIELD_SPECS_H_
