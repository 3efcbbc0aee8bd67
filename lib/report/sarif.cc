#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"
#include "meshlint/report.h"
#include "report/formats.h"
#include "report/json_writer.h"
#include "report/paths.h"
#include "report/summary.h"
#include "text/ascii.h"
#include "text/source.h"

namespace meshlint {
namespace report {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      break;
  }
  return "note";
}

// A path as an URI reference (RFC 3986): everything but unreserved characters and `/`
// as %XX of its bytes. A first segment with a colon would read as a scheme, so `:` goes too.
std::string uri_of(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool is_plain =
        text::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (is_plain) {
      uri += c;
    } else {
      fmt::format_to(std::back_inserter(uri), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

// The same for the same mistake after lines were added above it: GitHub and others tell
// known results from new ones by it. FNV-1a, since it must not change between builds.
// `path` is relative to the repository.
std::uint64_t fingerprint_of(const Finding& finding, const std::string& path) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::string* part :
       {&finding.rule, &path, &finding.resource, &finding.field, &finding.message}) {
    for (const char c : *part) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    hash = (hash ^ 0xFFU) * 0x100000001b3U;  // no UTF-8 text holds this byte
  }
  return hash;
}

void write_message(JsonWriter& json, std::string_view name, std::string_view text) {
  json.begin_object(name);
  json.field("text", text);
  json.end_object();
}

std::vector<RuleInfo> rules_of(const Outcome& outcome) {
  std::vector<RuleInfo> rules = all_rules();
  rules.insert(rules.end(), outcome.custom_rules.begin(), outcome.custom_rules.end());
  return rules;
}

class SarifWriter {
 public:
  explicit SarifWriter(const Outcome& outcome) : outcome_(outcome), rules_(rules_of(outcome)) {}

  std::string write() {
    json_.begin_object();
    json_.field("$schema", kSchema);
    json_.field("version", "2.1.0");
    json_.begin_array("runs");
    json_.begin_object();
    write_tool();
    write_invocation();
    json_.field("columnKind", "utf16CodeUnits");
    json_.begin_array("results");
    for (const Finding& finding : outcome_.findings) write_result(finding);
    json_.end_array();
    json_.end_object();
    json_.end_array();
    json_.end_object();
    return json_.finish();
  }

 private:
  void write_tool() {
    json_.begin_object("tool");
    json_.begin_object("driver");
    json_.field("name", "meshlint");
    json_.field("semanticVersion", version());
    json_.begin_array("rules");
    for (const RuleInfo& rule : rules_) {
      json_.begin_object();
      json_.field("id", rule.id);
      if (!rule.formerly.empty()) json_.field("deprecatedIds", rule.formerly);
      write_message(json_, "shortDescription", rule.title);
      if (!rule.what.empty()) write_message(json_, "fullDescription", rule.what);
      write_help(rule);
      json_.begin_object("defaultConfiguration");
      json_.field("level", level_of(rule.severity));
      json_.field("enabled", rule.is_default);
      json_.end_object();
      json_.begin_object("properties");
      json_.field("tags", rule.aliases);
      json_.end_object();
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    json_.end_object();
  }

  void write_help(const RuleInfo& rule) {
    std::string text = rule.what;
    std::string markdown = rule.what;
    for (const auto& [title, part] : {std::pair("Why", &rule.why), std::pair("Fix", &rule.fix)}) {
      if (part->empty()) continue;
      text += fmt::format("{}{}: {}", text.empty() ? "" : "\n\n", title, *part);
      markdown += fmt::format("{}**{}:** {}", markdown.empty() ? "" : "\n\n", title, *part);
    }
    if (text.empty()) return;
    json_.begin_object("help");
    json_.field("text", text);
    json_.field("markdown", markdown);
    json_.end_object();
  }

  // A run that did not check everything succeeded, but says so.
  void write_invocation() {
    json_.begin_array("invocations");
    json_.begin_object();
    json_.field("executionSuccessful", true);
    json_.begin_array("toolExecutionNotifications");
    for (const Unchecked* unchecked : all_unchecked(outcome_)) {
      json_.begin_object();
      json_.field("level", "note");
      const std::string_view separator = unchecked->what.empty() ? "" : ": ";
      write_message(
          json_, "message",
          fmt::format("not checked: {}{}{}", unchecked->what, separator, unchecked->reason));
      if (!unchecked->place.path.empty()) {
        json_.begin_array("locations");
        json_.begin_object();
        write_physical_location(unchecked->place);
        json_.end_object();
        json_.end_array();
      }
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    json_.end_array();
  }

  void write_result(const Finding& finding) {
    json_.begin_object();
    json_.field("ruleId", finding.rule);
    const auto rule = std::ranges::lower_bound(rules_, finding.rule, {}, &RuleInfo::id);
    if (rule != rules_.end() && rule->id == finding.rule) {
      json_.field("ruleIndex", static_cast<std::uint64_t>(rule - rules_.begin()));
    }
    json_.field("level", level_of(finding.severity));
    std::string message = finding.message;
    for (const std::string& note : finding.notes) message += "\nnote: " + note;
    write_message(json_, "message", message);

    json_.begin_array("locations");
    json_.begin_object();
    write_physical_location(finding.place);
    if (!finding.resource.empty()) {
      json_.begin_array("logicalLocations");
      json_.begin_object();
      json_.field("fullyQualifiedName", finding.field.empty()
                                            ? finding.resource
                                            : finding.resource + " " + finding.field);
      json_.field("kind", "object");
      json_.end_object();
      json_.end_array();
    }
    json_.end_object();
    json_.end_array();

    if (!finding.related.empty()) {
      json_.begin_array("relatedLocations");
      std::uint64_t id = 0;
      for (const RelatedPlace& related : finding.related) {
        json_.begin_object();
        json_.field("id", id++);
        write_physical_location(related.place);
        write_message(json_, "message", related.message);
        json_.end_object();
      }
      json_.end_array();
    }
    write_fixes(finding);

    const std::uint64_t fingerprint =
        fingerprint_of(finding, repository_path(outcome_, finding.place.path));
    json_.begin_object("partialFingerprints");
    json_.field("meshlint/v1", fmt::format("{:016x}:{}", fingerprint, ++seen_[fingerprint]));
    json_.end_object();
    json_.begin_object("properties");
    json_.field("arguments", finding.arguments);
    json_.field("environments", finding.environments);
    json_.end_object();
    json_.end_object();
  }

  void write_artifact(const std::string& written) {
    const std::string path = repository_path(outcome_, written);
    json_.begin_object("artifactLocation");
    json_.field("uri", uri_of(path));
    if (!path.starts_with('/')) json_.field("uriBaseId", "%SRCROOT%");
    json_.end_object();
  }

  void write_physical_location(const Place& place) {
    json_.begin_object("physicalLocation");
    write_artifact(place.path);
    json_.begin_object("region");
    json_.field("startLine", place.line);
    json_.field("startColumn", place.utf16_column);
    json_.field("endLine", place.end_line);
    json_.field("endColumn", place.utf16_end_column);
    write_bytes(place.begin, place.end);
    json_.end_object();
    json_.end_object();
  }

  void write_bytes(std::uint32_t begin, std::uint32_t end) {
    json_.field("byteOffset", begin);
    json_.field("byteLength", end < begin ? 0 : end - begin);
  }

  void write_fixes(const Finding& finding) {
    if (finding.fixes.empty()) return;
    json_.begin_array("fixes");
    for (const Fix& fix : finding.fixes) {
      json_.begin_object();
      write_message(json_, "description", fix.title);
      json_.begin_array("artifactChanges");
      std::map<std::string, std::vector<const Edit*>> by_path;
      for (const Edit& edit : fix.edits) by_path[edit.path].push_back(&edit);
      for (const auto& [path, edits] : by_path) {
        json_.begin_object();
        write_artifact(path);
        json_.begin_array("replacements");
        for (const Edit* edit : edits) write_replacement(*edit);
        json_.end_array();
        json_.end_object();
      }
      json_.end_array();
      json_.begin_object("properties");
      json_.field("isSafe", fix.is_safe);
      json_.end_object();
      json_.end_object();
    }
    json_.end_array();
  }

  void write_replacement(const Edit& edit) {
    json_.begin_object();
    json_.begin_object("deletedRegion");
    if (const text::LineIndex* lines = lines_of(edit.path)) {
      const text::LineColumn begin = lines->at(edit.begin);
      const text::LineColumn end = lines->at(edit.end);
      json_.field("startLine", begin.line);
      json_.field("startColumn", begin.utf16_column);
      json_.field("endLine", end.line);
      json_.field("endColumn", end.utf16_column);
    }
    write_bytes(edit.begin, edit.end);
    json_.end_object();
    write_message(json_, "insertedContent", edit.text);
    json_.end_object();
  }

  // Null for a file whose bytes the outcome does not hold.
  const text::LineIndex* lines_of(const std::string& path) {
    const auto source = outcome_.sources.find(path);
    if (source == outcome_.sources.end()) return nullptr;
    return &line_indexes_.try_emplace(path, source->second).first->second;
  }

  const Outcome& outcome_;
  const std::vector<RuleInfo> rules_;  // sorted by id
  std::map<std::string_view, text::LineIndex> line_indexes_;
  std::map<std::uint64_t, std::uint64_t> seen_;  // fingerprints so far
  JsonWriter json_;
};

}  // namespace
}  // namespace report

std::string sarif_report(const Outcome& outcome, const TextStyle&) {
  return report::SarifWriter(outcome).write();
}

}  // namespace meshlint
