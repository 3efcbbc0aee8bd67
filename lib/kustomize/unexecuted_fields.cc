#include "kustomize/unexecuted_fields.h"

#include <string>
#include <string_view>

#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/node.h"

namespace meshlint::kustomize {
namespace {

// A field that is not executed, and what remains unknown because of that.
struct UnexecutedField {
  std::string_view field;
  std::string_view reason;
  bool may_add_resources = false;
};

constexpr UnexecutedField kUnexecuted[] = {
    {"helmChartInflationGenerator", "Helm chart, not rendered", true},
    {"helmCharts", "Helm chart, not rendered", true},
    {"validators", "validator plugin, not executed", false},
};

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// The name of an entry that is not executed: the entry itself, or a field that identifies it.
std::string name_of_entry(yaml::Node entry, std::string_view field) {
  if (entry.is_scalar()) return text::shown(first_line(entry.text()));
  for (const std::string_view key : {"name", "releaseName", "path", "chart"}) {
    const yaml::Node value = yaml::field_of(entry, key);
    if (value.is_scalar() && !value.text().empty()) return text::shown(value.text());
  }
  return std::string(field);
}

}  // namespace

void note_unexecuted(Context& context, const Kustomization& kustomization, Stage& stage) {
  for (const UnexecutedField& field : kUnexecuted) {
    for (const yaml::Node entry : kustomization.field(field.field)) {
      context.unresolved(entry.span(), name_of_entry(entry, field.field),
                         std::string(field.reason));
      stage.may_have_more |= field.may_add_resources;
    }
  }
}

}  // namespace meshlint::kustomize
