#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>

#include "meshlint/report.h"
#include "unit/report/outcomes.h"

namespace meshlint::report {
namespace {

std::string json_report(const Outcome& outcome) { return find_format("json")->write(outcome, {}); }
std::string sarif_report(const Outcome& outcome) {
  return find_format("sarif")->write(outcome, {});
}
std::string github_report(const Outcome& outcome) {
  return find_format("github")->write(outcome, {});
}

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  EXPECT_FALSE(document.HasParseError()) << text;
  EXPECT_TRUE(text.ends_with("}\n"));
  return document;
}

// A finding whose every text holds bytes that are no UTF-8, quotes and controls.
Outcome hostile_outcome() {
  const std::string bad = "\xFF\"\\\x01\n%,:\xED\xA0\x80";
  Outcome outcome = full_outcome();
  Finding& finding = outcome.findings[0];
  for (std::string* text : {&finding.rule, &finding.message, &finding.arguments[0],
                            &finding.place.path, &finding.related[0].message, &finding.notes[0],
                            &finding.fixes[0].title, &finding.fixes[0].edits[0].text,
                            &finding.resource, &finding.field, &finding.environments[0]}) {
    *text = bad;
  }
  outcome.kinds_without_schema[bad] = 1;
  outcome.unchecked[0].what = bad;
  return outcome;
}

TEST(JsonReport, has_the_documented_shape) {
  const rapidjson::Document json = parsed(json_report(full_outcome()));
  EXPECT_EQ(json["version"].GetInt(), 1);
  ASSERT_EQ(json["findings"].Size(), 1U);
  const auto& finding = json["findings"][0];
  EXPECT_STREQ(finding["rule"].GetString(), "route/weights-sum");
  EXPECT_STREQ(finding["severity"].GetString(), "warning");
  EXPECT_STREQ(finding["arguments"][1].GetString(), "90");
  EXPECT_STREQ(finding["path"].GetString(), "shop/reviews.yaml");
  EXPECT_EQ(finding["line"].GetInt(), 4);
  EXPECT_EQ(finding["column"].GetInt(), 7);
  EXPECT_EQ(finding["end_line"].GetInt(), 4);
  EXPECT_EQ(finding["end_column"].GetInt(), 12);
  const auto offset = finding["offset"].GetUint();
  EXPECT_EQ(kReviews.substr(offset, finding["end_offset"].GetUint() - offset), "route");
  EXPECT_STREQ(finding["related"][0]["message"].GetString(), "last weight");
  EXPECT_EQ(finding["related"][0]["line"].GetInt(), 6);
  EXPECT_STREQ(finding["notes"][0].GetString(), "requests are split 75/15 of 90");
  EXPECT_TRUE(finding["fixes"][0]["is_safe"].GetBool());
  EXPECT_STREQ(finding["fixes"][0]["edits"][0]["text"].GetString(), "25");
  EXPECT_STREQ(finding["resource"].GetString(), "VirtualService shop/reviews");
  EXPECT_STREQ(finding["field"].GetString(), "spec.http[0].route");
  EXPECT_EQ(finding["environments"].Size(), 2U);
  // Told by the run and by an environment, but once.
  ASSERT_EQ(json["unchecked"].Size(), 1U);
  EXPECT_STREQ(json["unchecked"][0]["reason"].GetString(), "remote base, not fetched");
  const auto& summary = json["summary"];
  EXPECT_EQ(summary["errors"].GetInt(), 0);
  EXPECT_EQ(summary["warnings"].GetInt(), 1);
  EXPECT_EQ(summary["fixable"].GetInt(), 1);
  EXPECT_EQ(summary["suppressed"].GetInt(), 1);
  EXPECT_EQ(summary["kinds_without_schema"]["Foo.example.com"].GetInt(), 3);
  EXPECT_EQ(summary["references_not_checked"]["reference/host-not-found"].GetInt(), 5);
  EXPECT_STREQ(summary["environments"][1]["istio_version"].GetString(), "1.22.1");
}

TEST(JsonReport, survives_text_that_is_no_utf8) { parsed(json_report(hostile_outcome())); }

TEST(RulesJson, has_a_page_of_each_rule) {
  const rapidjson::Document json = parsed(rules_json(all_rules()));
  ASSERT_EQ(json["rules"].Size(), 3U);
  EXPECT_STREQ(json["rules"][1]["options"][0]["value"].GetString(), "60s");
  EXPECT_FALSE(json["rules"][1]["is_default"].GetBool());
  EXPECT_STREQ(json["rules"][2]["aliases"][0].GetString(), "KIA1104");
  EXPECT_STREQ(json["rules"][2]["formerly"][0].GetString(), "route/weights-total");
}

TEST(SarifReport, describes_rules_and_results) {
  const rapidjson::Document json = parsed(sarif_report(full_outcome()));
  EXPECT_STREQ(json["version"].GetString(), "2.1.0");
  const auto& run = json["runs"][0];
  EXPECT_STREQ(run["columnKind"].GetString(), "utf16CodeUnits");
  const auto& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.Size(), 3U);
  EXPECT_STREQ(rules[0]["defaultConfiguration"]["level"].GetString(), "error");
  EXPECT_STREQ(rules[1]["defaultConfiguration"]["level"].GetString(), "note");
  EXPECT_FALSE(rules[1]["defaultConfiguration"]["enabled"].GetBool());
  EXPECT_STREQ(rules[0]["help"]["text"].GetString(),
               "A server without `tls`.\n\nWhy: The Gateway is rejected.\n\nFix: Add `tls`.");
  EXPECT_FALSE(rules[0].HasMember("deprecatedIds"));
  EXPECT_STREQ(rules[2]["deprecatedIds"][0].GetString(), "route/weights-total");

  const auto& result = run["results"][0];
  EXPECT_STREQ(result["ruleId"].GetString(), "route/weights-sum");
  EXPECT_EQ(result["ruleIndex"].GetInt(), 2);
  EXPECT_STREQ(result["level"].GetString(), "warning");
  const auto& location = result["locations"][0]["physicalLocation"];
  EXPECT_STREQ(location["artifactLocation"]["uri"].GetString(), "shop/reviews.yaml");
  EXPECT_EQ(location["region"]["startLine"].GetInt(), 4);
  EXPECT_EQ(location["region"]["startColumn"].GetInt(), 7);
  EXPECT_EQ(location["region"]["byteLength"].GetInt(), 5);
  EXPECT_STREQ(result["relatedLocations"][0]["message"]["text"].GetString(), "last weight");
  const auto& replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0];
  EXPECT_EQ(replacement["deletedRegion"]["startLine"].GetInt(), 6);
  EXPECT_EQ(replacement["deletedRegion"]["startColumn"].GetInt(), 19);
  EXPECT_STREQ(replacement["insertedContent"]["text"].GetString(), "25");
  const auto& notes = run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notes.Size(), 1U);
  EXPECT_STREQ(notes[0]["message"]["text"].GetString(),
               "not checked: https://example.com/base: remote base, not fetched");
}

TEST(SarifReport, columns_are_utf16_code_units) {
  const std::string source = "\U0001F600注: x\n";
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", source, "x"));
  const rapidjson::Document json = parsed(sarif_report(outcome));
  const auto& region = json["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  EXPECT_EQ(region["startColumn"].GetInt(), 6);
  EXPECT_EQ(region["endColumn"].GetInt(), 7);
  EXPECT_EQ(region["byteOffset"].GetInt(), 9);
}

TEST(SarifReport, paths_become_uris) {
  struct Case {
    const char* path;
    const char* uri;
  };
  for (const auto& [path, uri] : {
           Case{"a b/c.yaml", "a%20b/c.yaml"},
           Case{"100%.yaml", "100%25.yaml"},
           Case{"a:b.yaml", "a%3Ab.yaml"},  // else `a` would be the scheme
           Case{"注.yaml", "%E6%B3%A8.yaml"},
           Case{"/abs/x.yaml", "file:///abs/x.yaml"},
       }) {
    Outcome outcome;
    outcome.findings.push_back(finding_at(path, "a", "a"));
    const rapidjson::Document json = parsed(sarif_report(outcome));
    const auto& artifact =
        json["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    EXPECT_STREQ(artifact["uri"].GetString(), uri);
    EXPECT_EQ(artifact.HasMember("uriBaseId"), *path != '/');
  }
}

TEST(SarifReport, equal_findings_have_different_fingerprints_that_lines_do_not_change) {
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", "a: x", "x"));
  outcome.findings.push_back(finding_at("a.yaml", "\n\na: x", "x"));
  const rapidjson::Document json = parsed(sarif_report(outcome));
  const auto& results = json["runs"][0]["results"];
  const std::string first = results[0]["partialFingerprints"]["meshlint/v1"].GetString();
  const std::string second = results[1]["partialFingerprints"]["meshlint/v1"].GetString();
  EXPECT_EQ(first.substr(0, 16), second.substr(0, 16));
  EXPECT_EQ(first.substr(16), ":1");
  EXPECT_EQ(second.substr(16), ":2");
}

TEST(SarifReport, survives_text_that_is_no_utf8) { parsed(sarif_report(hostile_outcome())); }

TEST(GithubReport, is_one_command_per_finding) {
  EXPECT_EQ(github_report(full_outcome()),
            "::warning file=shop/reviews.yaml,line=4,endLine=4,col=7,endColumn=12,"
            "title=route/weights-sum::weights of the 2 destinations add up to 90, not 100"
            "%0AVirtualService shop/reviews spec.http[0].route"
            "%0Ashop/reviews.yaml:6:19: last weight"
            "%0Ain: overlays/aws, overlays/azure"
            "%0Anote: requests are split 75/15 of 90\n");
}

TEST(GithubReport, escapes_what_would_end_a_property_or_the_command) {
  Outcome outcome;
  outcome.findings.push_back(finding_at("a,b:100%\r\n.yaml", "a\nb", "a\nb"));
  outcome.findings[0].message = "50% of a::b,\r\n::error::owned";
  outcome.findings[0].severity = Severity::kInfo;
  EXPECT_EQ(github_report(outcome),
            "::notice file=a%2Cb%3A100%25%0D%0A.yaml,line=1,endLine=2,"
            "title=route/weights-sum::50%25 of a::b,%0D%0A::error::owned\n");
}

}  // namespace
}  // namespace meshlint::report
