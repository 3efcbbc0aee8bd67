#include <string>

#include "meshlint/report.h"
#include "report/formats.h"
#include "report/json_writer.h"
#include "report/summary.h"

namespace meshlint {
namespace report {
namespace {

void write_place(JsonWriter& json, const Place& place) {
  json.field("path", place.path);
  json.field("line", place.line);
  json.field("column", place.column);
  json.field("end_line", place.end_line);
  json.field("end_column", place.end_column);
  json.field("offset", place.begin);
  json.field("end_offset", place.end);
}

void write_fix(JsonWriter& json, const Fix& fix) {
  json.begin_object();
  json.field("title", fix.title);
  json.field("is_safe", fix.is_safe);
  json.begin_array("edits");
  for (const Edit& edit : fix.edits) {
    json.begin_object();
    json.field("path", edit.path);
    json.field("offset", edit.begin);
    json.field("end_offset", edit.end);
    json.field("text", edit.text);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.field("rule", finding.rule);
  json.field("severity", severity_name(finding.severity));
  json.field("message", finding.message);
  json.field("arguments", finding.arguments);
  write_place(json, finding.place);
  json.begin_array("related");
  for (const RelatedPlace& related : finding.related) {
    json.begin_object();
    json.field("message", related.message);
    write_place(json, related.place);
    json.end_object();
  }
  json.end_array();
  json.field("notes", finding.notes);
  json.begin_array("fixes");
  for (const Fix& fix : finding.fixes) write_fix(json, fix);
  json.end_array();
  json.field("resource", finding.resource);
  json.field("field", finding.field);
  json.field("environments", finding.environments);
  json.end_object();
}

void write_summary(JsonWriter& json, const Outcome& outcome) {
  const Summary summary = summarize(outcome);
  json.begin_object("summary");
  json.field("errors", summary.errors);
  json.field("warnings", summary.warnings);
  json.field("infos", summary.infos);
  json.field("fixable", summary.fixable);
  json.field("suppressed", outcome.suppressed);
  json.field("files", outcome.files);
  json.field("documents", outcome.documents);
  json.field("resources", outcome.resources);
  json.begin_array("environments");
  for (const EnvironmentSummary& environment : outcome.environments) {
    json.begin_object();
    json.field("name", environment.name);
    json.field("resources", environment.resources);
    json.field("applications", environment.applications);
    json.field("istio_version", environment.istio_version);
    json.field("istio_version_from", environment.istio_version_from);
    json.field("unresolved", environment.unresolved.size());
    json.end_object();
  }
  json.end_array();
  json.begin_array("upgrades");
  for (const UpgradeSummary& upgrade : outcome.upgrades) {
    json.begin_object();
    json.field("product", upgrade.product);
    json.field("installed", upgrade.installed);
    json.field("installed_from", upgrade.installed_from);
    json.begin_array("steps");
    for (const UpgradeSummary::Step& step : upgrade.steps) {
      json.begin_object();
      json.field("version", step.version);
      json.field("findings", step.findings);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.begin_object("kinds_without_schema");
  for (const auto& [kind, count] : outcome.kinds_without_schema) json.field(kind, count);
  json.end_object();
  json.begin_object("references_not_checked");
  for (const auto& [rule, count] : outcome.references_not_checked) json.field(rule, count);
  json.end_object();
  json.end_object();
}

}  // namespace
}  // namespace report

std::string json_report(const Outcome& outcome, const TextStyle&) {
  report::JsonWriter json;
  json.begin_object();
  json.field("version", 1);
  json.begin_array("findings");
  for (const Finding& finding : outcome.findings) report::write_finding(json, finding);
  json.end_array();
  json.begin_array("unchecked");
  for (const Unchecked* unchecked : report::all_unchecked(outcome)) {
    json.begin_object();
    json.field("what", unchecked->what);
    json.field("reason", unchecked->reason);
    report::write_place(json, unchecked->place);
    json.end_object();
  }
  json.end_array();
  report::write_summary(json, outcome);
  json.end_object();
  return json.finish();
}

}  // namespace meshlint
