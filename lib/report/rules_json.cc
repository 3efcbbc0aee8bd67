#include <span>
#include <string>

#include "meshlint/report.h"
#include "report/json_writer.h"

namespace meshlint {

std::string rules_json(std::span<const RuleInfo> rules) {
  report::JsonWriter json;
  json.begin_object();
  json.field("version", 1);
  json.begin_array("rules");
  for (const RuleInfo& rule : rules) {
    json.begin_object();
    json.field("id", rule.id);
    json.field("title", rule.title);
    json.field("severity", severity_name(rule.severity));
    json.field("is_default", rule.is_default);
    json.field("since", rule.since);
    json.field("what", rule.what);
    json.field("why", rule.why);
    json.field("fix", rule.fix);
    json.field("aliases", rule.aliases);
    json.field("formerly", rule.formerly);
    json.begin_array("options");
    for (const RuleInfo::Option& option : rule.options) {
      json.begin_object();
      json.field("name", option.name);
      json.field("value", option.value);
      json.field("what", option.what);
      json.end_object();
    }
    json.end_array();
    json.field("bad", rule.bad);
    json.field("good", rule.good);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.finish();
}

}  // namespace meshlint
