#include <vector>

#include "cel/schema_rules.h"
#include "model/placeholder.h"
#include "rules/annotation/annotation.h"
#include "text/problem.h"

namespace meshlint::rules::annotation {

// istiod checks these when it injects, and then refuses the pod.
void value_unusable(const Resource& resource, Report& report) {
  for_each_annotation(resource, [&](Node key, Node value, std::string_view kind) {
    const schema::Field field = on_kind(kind, key.text());
    // What is no string is a mistake that the schema tells.
    if (!field || !field.type().has_rules() || !value.as_string()) return;
    const std::string_view text = value.text();
    if (model::has_placeholder(text) || model::is_placeholder_word(text)) return;
    cel::SchemaRules rules({}, cel::kShippedRules);
    std::vector<text::Problem> problems;
    rules.check(field.type(), value, {}, problems);
    if (problems.empty()) return;
    report.add(value, "{}, not `{}`", problems.front().message, value.text());
  });
}

}  // namespace meshlint::rules::annotation
