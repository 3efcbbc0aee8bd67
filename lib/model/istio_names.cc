#include "model/istio_names.h"

#include <optional>
#include <vector>

#include "cel/schema_rules.h"
#include "text/placeholder.h"
#include "text/problem.h"

namespace meshlint::model {

using yaml::Node;

bool is_istio_name(std::string_view name) {
  if (name == "istio-injection") return true;
  const std::string_view domain = name.substr(0, name.find('/'));
  return domain.size() < name.size() && (domain == "istio.io" || domain.ends_with(".istio.io"));
}

schema::Field IstioNames::on_kind(std::string_view kind, std::string_view name) const {
  for (const std::string_view type_name : {kind, std::string_view("Any")}) {
    const schema::Type type = schema::find_type(group_, type_name);
    if (!type) continue;
    if (const schema::Field field = type.field(name, {})) return field;
  }
  return {};
}

std::string_view IstioNames::kind_with(std::string_view name) const {
  std::string_view result;
  for_each_kind([&](schema::Type type) {
    if (result.empty() && type.field(name, {})) result = type.name();
  });
  return result;
}

void IstioNames::check_values(const Resource& resource,
                              const std::function<void(Node, std::string_view)>& report) const {
  std::optional<cel::SchemaRules> rules;
  for_each(resource, [&](Node key, Node value, std::string_view kind) {
    const schema::Field field = on_kind(kind, key.text());
    // The schema reports values that are not strings.
    if (!field || !field.type().has_rules() || !value.as_string()) return;
    if (text::has_placeholder(value.text()) || text::is_placeholder_word(value.text())) return;
    if (!rules) rules.emplace(cel::Libraries(), cel::kShippedRules);
    std::vector<text::Problem> problems;
    rules->check(field.type(), value, {}, problems);
    if (!problems.empty()) report(value, problems.front().message);
  });
}

Node IstioNames::template_metadata(const Resource& resource) {
  const Node spec = resource.root["spec"];
  if (const Node pod = spec["template"]["metadata"]) return pod;
  return spec["jobTemplate"]["spec"]["template"]["metadata"];
}

}  // namespace meshlint::model
