#include "schema/validate.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/problems.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using text::ProblemKind;

// A text with its tree and what is wrong with it.
class Checked {
 public:
  explicit Checked(std::string text, const Targets& targets = {}, Part part = Part::kWhole)
      : source_("test.yaml", std::move(text)), file_(yaml::parse(source_, 0)) {
    EXPECT_EQ(file_.documents.size(), 1U);
    EXPECT_TRUE(file_.problems.empty());
    if (file_.documents.empty()) return;
    const yaml::Node root = file_.documents.front().root;
    const std::string_view version = root["apiVersion"].text();
    const std::size_t slash = version.find('/');
    const Kind kind =
        find_kind(slash == version.npos ? "" : version.substr(0, slash), root["kind"].text());
    EXPECT_TRUE(kind);
    if (kind) validate(kind, root, targets, part, problems, &left_alone);
  }

  // The bytes that a problem points at.
  std::string_view at(const Problem& problem) const {
    return source_.bytes().substr(problem.at.begin, problem.at.end - problem.at.begin);
  }
  // The text with all fixes of a problem in place.
  std::string fixed(const Problem& problem) const {
    std::string text(source_.bytes());
    for (const text::SpanFix& fix : problem.fixes) {
      for (const text::SpanEdit& edit : fix.edits) {
        text.replace(edit.at.begin, edit.at.end - edit.at.begin, edit.text);
      }
    }
    return text;
  }

  std::vector<Problem> problems;
  std::vector<text::Span> left_alone;

 private:
  text::Source source_;
  yaml::File file_;
};

Targets target(std::string product, Version version, std::string from = "") {
  Targets targets;
  Target& one = targets[std::move(product)];
  one.version = version;
  one.from = std::move(from);
  one.is_assumed = false;
  return targets;
}

std::string manifest(std::string_view api_version, std::string_view kind, std::string_view spec) {
  return "apiVersion: " + std::string(api_version) + "\nkind: " + std::string(kind) +
         "\nmetadata: { name: reviews }\nspec: " + std::string(spec) + "\n";
}

std::string virtual_service(std::string_view http) {
  return manifest("networking.istio.io/v1beta1", "VirtualService",
                  "{ hosts: [reviews], http: [" + std::string(http) + "] }");
}

std::string destination_rule(std::string_view policy) {
  return manifest("networking.istio.io/v1beta1", "DestinationRule",
                  "{ host: reviews, trafficPolicy: " + std::string(policy) + " }");
}

std::string application(std::string_view source) {
  return manifest("argoproj.io/v1alpha1", "Application",
                  "{ project: default, destination: { namespace: a }, source: { repoURL: r, " +
                      std::string(source) + " } }");
}

struct Case {
  std::string text;
  ProblemKind kind;
  std::string_view at;
  std::string_view message;
};

void expect_one(const Case& want, const Targets& targets = {}) {
  const Checked checked(want.text, targets);
  ASSERT_EQ(checked.problems.size(), 1U) << want.text;
  const Problem& problem = checked.problems.front();
  EXPECT_EQ(problem.message, want.message);
  EXPECT_EQ(problem.kind.rule, want.kind.rule) << want.message;
  EXPECT_EQ(checked.at(problem), want.at) << want.message;
}

TEST(Validate, good_resource_has_no_problem) {
  EXPECT_TRUE(Checked(virtual_service("{ route: [{ destination: { host: a, port: { number: 80 } }, "
                                      "weight: 100 }], timeout: 1.5s }"))
                  .problems.empty());
  EXPECT_TRUE(Checked(destination_rule("{ loadBalancer: { simple: RANDOM } }")).problems.empty());
  EXPECT_TRUE(Checked(application("targetRevision: \"1.20\"")).problems.empty());
}

TEST(Validate, unknown_field) {
  for (const Case& want : {
           Case{virtual_service("{ retires: { attempts: 1 } }"), schema::kUnknownField, "retires",
                "unknown field \"retires\" in HTTPRoute; did you mean \"retries\"?"},
           // Nothing is near, but the indentation is one level off.
           Case{virtual_service("{ route: [{ destination: { host: a, weight: 5 } }] }"),
                schema::kUnknownField, "weight",
                "unknown field \"weight\" in Destination; it belongs in `spec.http.route`"},
           Case{virtual_service("{ attempts: 3 }"), schema::kUnknownField, "attempts",
                "unknown field \"attempts\" in HTTPRoute; it belongs in `retries`"},
           Case{virtual_service("{ retries: { zzz: 3 } }"), schema::kUnknownField, "zzz",
                "unknown field \"zzz\" in HTTPRetry"},
           Case{virtual_service("{ delegate: { zzz: 3 } }"), schema::kUnknownField, "zzz",
                "unknown field \"zzz\" in Delegate; known fields: name, namespace"},
       }) {
    expect_one(want);
  }
}

TEST(Validate, misspelled_required_field_is_one_problem) {
  expect_one({virtual_service("{ route: [{ destination: { hots: a } }] }"), schema::kUnknownField,
              "hots", "unknown field \"hots\" in Destination; did you mean \"host\"?"});
}

TEST(Validate, wrong_type) {
  for (const Case& want : {
           Case{virtual_service("{ timeout: 5 }"), schema::kWrongType, "5",
                "`http.timeout` is the number 5, not a duration string; add a unit: \"5s\""},
           Case{virtual_service("{ retries: { attempts: \"3\" } }"), schema::kWrongType, "\"3\"",
                "`retries.attempts` is the string \"3\", not an integer; remove the quotes"},
           Case{virtual_service("{ retries: { attempts: 2.5 } }"), schema::kWrongType, "2.5",
                "`retries.attempts` is the number 2.5, not an integer"},
           Case{virtual_service("{ route: { destination: { host: a } } }"), schema::kWrongType,
                "route", "`http.route` is a mapping, not a list"},
           Case{virtual_service("{ retries: 3 }"), schema::kWrongType, "3",
                "`http.retries` is the number 3, not a mapping"},
           Case{manifest("networking.istio.io/v1", "VirtualService", "{ hosts: reviews }"),
                schema::kWrongType, "reviews",
                "`hosts` is the string \"reviews\", not a list; write it as an item after `- `"},
           Case{destination_rule("{ tls: { insecureSkipVerify: \"true\" } }"), schema::kWrongType,
                "\"true\"",
                "`tls.insecureSkipVerify` is the string \"true\", not a boolean; remove the "
                "quotes"},
           // A null item stays an item, while a null field is pruned.
           Case{manifest("networking.istio.io/v1", "VirtualService", "{ hosts: [~] }"),
                schema::kWrongType, "~", "an item of `hosts` is null, not a string"},
       }) {
    expect_one(want);
  }
}

TEST(Validate, quotes_around_a_number_are_removed) {
  const Checked checked(virtual_service("{ retries: { attempts: \"3\" } }"));
  ASSERT_EQ(checked.problems.size(), 1U);
  ASSERT_EQ(checked.problems[0].fixes.size(), 1U);
  EXPECT_TRUE(checked.problems[0].fixes[0].is_safe);
  EXPECT_EQ(checked.fixed(checked.problems[0]), virtual_service("{ retries: { attempts: 3 } }"));
}

TEST(Validate, null_is_absent) {
  EXPECT_TRUE(Checked(virtual_service("{ timeout: null, retries: }")).problems.empty());
  expect_one({virtual_service("{ route: [{ destination: { host: null } }] }"),
              schema::kMissingField, "host",
              "`host` of `route.destination` is required, but empty; set a value"});
}

TEST(Validate, missing_field) {
  for (const Case& want : {
           Case{virtual_service("{ route: [{ destination: { subset: v1 } }] }"),
                schema::kMissingField, "destination",
                "`route.destination` has no `host`, which is required; add it"},
           Case{virtual_service("{ route: [{ weight: 5 }] }"), schema::kMissingField, "weight",
                "an item of `http.route` has no `destination`, which is required; add it"},
           Case{"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\n",
                schema::kMissingField, "apiVersion",
                "Application has no `spec`, which is required; add it"},
           Case{"apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { namespace: a }\n",
                schema::kMissingField, "metadata",
                "`metadata` has no `name` or `generateName`; add one"},
       }) {
    expect_one(want);
  }
}

TEST(Validate, required_only_since) {
  // The CRD requires it since 1.20.
  const std::string text = virtual_service("{ route: [{ destination: { subset: v1 } }] }");
  EXPECT_TRUE(Checked(text, target("istio", {1, 19, 0})).problems.empty());
  EXPECT_EQ(Checked(text, target("istio", {1, 20, 0})).problems.size(), 1U);
}

TEST(Validate, unknown_value) {
  for (const Case& want : {
           Case{destination_rule("{ tls: { mode: ITSIO_MUTUAL } }"), schema::kUnknownValue,
                "ITSIO_MUTUAL",
                "\"ITSIO_MUTUAL\" is not a value of `tls.mode`; did you mean \"ISTIO_MUTUAL\"?"},
           Case{destination_rule("{ tls: { mode: STRICT } }"), schema::kUnknownValue, "STRICT",
                "\"STRICT\" is not a value of `tls.mode`; known values: DISABLE, SIMPLE, MUTUAL, "
                "ISTIO_MUTUAL"},
           Case{manifest("networking.istio.io/v2", "Sidecar", "{}"), schema::kUnknownValue,
                "networking.istio.io/v2",
                "Sidecar is not served as networking.istio.io/v2; served versions: v1, v1beta1, "
                "v1alpha3"},
       }) {
    expect_one(want);
  }
}

TEST(Validate, the_only_served_version_is_a_safe_fix) {
  const Checked checked(manifest("networking.istio.io/v1", "EnvoyFilter", "{}"));
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.problems[0].message,
            "EnvoyFilter is not served as networking.istio.io/v1; use "
            "networking.istio.io/v1alpha3");
  EXPECT_EQ(checked.fixed(checked.problems[0]),
            manifest("networking.istio.io/v1alpha3", "EnvoyFilter", "{}"));
}

TEST(Validate, value_of_another_case_has_a_safe_fix) {
  const Checked checked(destination_rule("{ tls: { mode: simple } }"));
  ASSERT_EQ(checked.problems.size(), 1U);
  ASSERT_EQ(checked.problems[0].fixes.size(), 1U);
  EXPECT_TRUE(checked.problems[0].fixes[0].is_safe);
  EXPECT_EQ(checked.fixed(checked.problems[0]), destination_rule("{ tls: { mode: SIMPLE } }"));
  // A guess at the word is not safe.
  const Checked guess(destination_rule("{ tls: { mode: SIMPEL } }"));
  ASSERT_EQ(guess.problems.size(), 1U);
  ASSERT_EQ(guess.problems[0].fixes.size(), 1U);
  EXPECT_FALSE(guess.problems[0].fixes[0].is_safe);
}

TEST(Validate, out_of_range) {
  for (const Case& want : {
           Case{virtual_service("{ match: [{ port: 4294967296 }] }"), schema::kOutOfRange,
                "4294967296", "`match.port` is 4294967296, above 4294967295"},
           Case{virtual_service("{ match: [{ port: -1 }] }"), schema::kOutOfRange, "-1",
                "`match.port` is -1, below 0"},
           Case{virtual_service("{ retries: { attempts: 2147483648 } }"), schema::kOutOfRange,
                "2147483648",
                "`retries.attempts` is 2147483648, above 2147483647, the highest for 32 bits"},
           Case{manifest("security.istio.io/v1", "PeerAuthentication", "{ portLevelMtls: {} }"),
                schema::kOutOfRange, "portLevelMtls",
                "`portLevelMtls` is empty; it needs at least 1 entry"},
       }) {
    expect_one(want);
  }
}

TEST(Validate, limits_hold_in_the_versions_that_have_them) {
  const std::string text = manifest("telemetry.istio.io/v1alpha1", "Telemetry",
                                    "{ tracing: [{ randomSamplingPercentage: 150 }] }");
  EXPECT_TRUE(Checked(text, target("istio", {1, 20, 8})).problems.empty());
  expect_one(
      {text, schema::kOutOfRange, "150", "`tracing.randomSamplingPercentage` is 150, above 100"},
      target("istio", {1, 21, 0}));
  // Without a target the newest version decides.
  EXPECT_EQ(Checked(text).problems.size(), 1U);
}

TEST(Validate, duration) {
  for (const std::string_view good :
       {"1s", "1.5s", "100ms", "1h2m", "-1s", "\"0\"", ".5h", "1us", "0s", "1h0m0.5s"}) {
    EXPECT_TRUE(Checked(virtual_service("{ timeout: " + std::string(good) + " }")).problems.empty())
        << good;
  }
  for (const auto& [bad, message] : {
           std::pair{"\"5\"", "`http.timeout` is \"5\", not a duration; add a unit: \"5s\""},
           std::pair{"5 s",
                     "`http.timeout` is \"5 s\", not a duration; write it like \"10s\", "
                     "\"250ms\" or \"1h30m\""},
           std::pair{"1d",
                     "`http.timeout` is \"1d\", not a duration; write it like \"10s\", "
                     "\"250ms\" or \"1h30m\""},
           std::pair{"\".s\"",
                     "`http.timeout` is \".s\", not a duration; write it like \"10s\", "
                     "\"250ms\" or \"1h30m\""},
       }) {
    expect_one({virtual_service("{ timeout: " + std::string(bad) + " }"), schema::kInvalidFormat,
                bad, message});
  }
}

TEST(Validate, pattern) {
  expect_one({manifest("security.istio.io/v1", "AuthorizationPolicy",
                       "{ targetRefs: [{ kind: \"a b\", name: x }] }"),
              schema::kInvalidFormat, "\"a b\"",
              "`targetRefs.kind` is \"a b\", which doesn't match its pattern"});
}

TEST(Validate, exclusive_fields_point_at_the_later_one) {
  const Checked checked(destination_rule(
      "{ loadBalancer: { consistentHash: { useSourceIp: true }, simple: RANDOM } }"));
  ASSERT_EQ(checked.problems.size(), 1U);
  const Problem& problem = checked.problems[0];
  EXPECT_EQ(problem.kind, schema::kExclusiveFields);
  EXPECT_EQ(checked.at(problem), "simple");
  EXPECT_EQ(problem.message, "`simple` and `consistentHash` exclude each other; keep one of them");
  ASSERT_EQ(problem.related.size(), 1U);
  EXPECT_EQ(problem.related[0].message, "`consistentHash` is set here");
}

TEST(Validate, duplicate_item) {
  const std::string ports =
      "{ hosts: [a.com], ports: [{ number: 80, name: http }, { number: 81, name: http }] }";
  const Checked checked(manifest("networking.istio.io/v1", "ServiceEntry", ports));
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.problems[0].kind, schema::kDuplicateItem);
  EXPECT_EQ(checked.problems[0].message,
            "`ports` has duplicate items with `name` http; keep one of them");
  ASSERT_EQ(checked.problems[0].related.size(), 1U);
  EXPECT_LT(checked.problems[0].related[0].at.begin, checked.problems[0].at.begin);
}

TEST(Validate, duplicates_count_only_since_the_list_has_keys) {
  const std::string text =
      manifest("networking.istio.io/v1", "ServiceEntry",
               "{ hosts: [a.com], ports: [{ number: 80, name: a }, { number: 81, name: a }] }");
  EXPECT_TRUE(Checked(text, target("istio", {1, 23, 0})).problems.empty());
  EXPECT_EQ(Checked(text, target("istio", {1, 24, 0})).problems.size(), 1U);
}

TEST(Validate, long_lists_find_the_same_duplicates) {
  std::string ports = "{ hosts: [a.com], ports: [";
  for (int i = 0; i < 100; ++i) {
    ports += "{ number: " + std::to_string(i + 1) + ", name: p" + std::to_string(i % 98) + " }, ";
  }
  const Checked checked(manifest("networking.istio.io/v1", "ServiceEntry", ports + "] }"));
  ASSERT_EQ(checked.problems.size(), 2U);
  EXPECT_EQ(checked.problems[0].kind, schema::kDuplicateItem);
  EXPECT_EQ(checked.problems[1].kind, schema::kDuplicateItem);
}

TEST(Validate, ambiguous_scalar) {
  for (const Case& want : {
           Case{application("targetRevision: 1.20"), schema::kAmbiguousScalar, "1.20",
                "1.20 is read as the number 1.2; quote it: \"1.20\""},
           Case{application("targetRevision: 0777"), schema::kAmbiguousScalar, "0777",
                "0777 is read as the number 511; quote it: \"0777\""},
           Case{application("path: on"), schema::kAmbiguousScalar, "on",
                "on is read as the boolean true; quote it: \"on\""},
           Case{application("helm: { parameters: [{ name: a, value: true }] }"),
                schema::kAmbiguousScalar, "true",
                "true is a boolean, but `parameters.value` needs a string; quote it: \"true\""},
           Case{"apiVersion: networking.istio.io/v1\nkind: Sidecar\n"
                "metadata: { name: a, labels: { version: 2 } }\n",
                schema::kAmbiguousScalar, "2",
                "2 is a number, but `labels.version` needs a string; quote it: \"2\""},
           // The enumeration says OFF; YAML 1.1 says false.
           Case{manifest("install.istio.io/v1alpha1", "IstioOperator",
                         "{ meshConfig: { ingressControllerMode: OFF } }"),
                schema::kAmbiguousScalar, "OFF",
                "OFF is read as the boolean false; quote it: \"OFF\""},
       }) {
    expect_one(want);
  }
  const Checked checked(application("targetRevision: 1.20"));
  ASSERT_EQ(checked.problems.size(), 1U);
  ASSERT_EQ(checked.problems[0].fixes.size(), 1U);
  EXPECT_TRUE(checked.problems[0].fixes[0].is_safe);
  EXPECT_EQ(checked.fixed(checked.problems[0]), application("targetRevision: \"1.20\""));
}

TEST(Validate, newer_than_target) {
  const Targets old = target("istio", {1, 13, 3}, "service-mesh/istiod/application.yaml:13");
  for (const Case& want : {
           Case{virtual_service("{ retries: { backoff: 1s } }"), schema::kNewerThanTarget,
                "backoff",
                "`retries.backoff` needs Istio 1.26, this mesh installs 1.13.3 "
                "(service-mesh/istiod/application.yaml:13)"},
           Case{destination_rule("{ loadBalancer: { simple: LEAST_REQUEST } }"),
                schema::kNewerThanTarget, "LEAST_REQUEST",
                "\"LEAST_REQUEST\" of `loadBalancer.simple` needs Istio 1.14, this mesh installs "
                "1.13.3 (service-mesh/istiod/application.yaml:13)"},
           Case{manifest("networking.istio.io/v1", "Sidecar", "{}"), schema::kNewerThanTarget,
                "networking.istio.io/v1",
                "Sidecar networking.istio.io/v1 needs Istio 1.22, this mesh installs 1.13.3 "
                "(service-mesh/istiod/application.yaml:13)"},
       }) {
    expect_one(want, old);
    EXPECT_TRUE(Checked(want.text).problems.empty()) << want.message;
    const Version newest = find_product("istio")->newest;
    EXPECT_TRUE(Checked(want.text, target("istio", newest)).problems.empty()) << want.message;
  }
}

TEST(Validate, removed_from_target) {
  const std::string text = application("ksonnet: { environment: a }");
  expect_one({text, schema::kRemovedFromTarget, "ksonnet",
              "`source.ksonnet` was removed in Argo CD 2.4, Argo CD here is 2.8.1"},
             target("argo-cd", {2, 8, 1}));
  EXPECT_TRUE(Checked(text, target("argo-cd", {2, 3, 17})).problems.empty());
  EXPECT_TRUE(Checked(text).problems.empty());  // some version takes it
}

TEST(Validate, assumed_target_is_no_target) {
  Targets targets = target("istio", {1, 13, 0});
  targets["istio"].is_assumed = true;
  EXPECT_TRUE(Checked(virtual_service("{ retries: { backoff: 1s } }"), targets).problems.empty());
}

TEST(Validate, patch_is_partial) {
  const std::string text =
      "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
      "spec: { http: [{ $patch: delete, timeout: null, route: [{ weight: 5 }] }] }\n";
  EXPECT_TRUE(Checked(text, {}, Part::kPatch).problems.empty());
  EXPECT_FALSE(Checked(text).problems.empty());
  // What is there still has to be right.
  const Checked wrong(virtual_service("{ tiemout: 1s }"), {}, Part::kPatch);
  ASSERT_EQ(wrong.problems.size(), 1U);
  EXPECT_EQ(wrong.problems[0].kind, schema::kUnknownField);
}

TEST(Validate, all_problems_are_reported) {
  const Checked checked(
      virtual_service("{ retires: 1, timeout: 5, route: [{ weight: a }, { destination: {} }] }"));
  EXPECT_EQ(checked.problems.size(), 5U);
}

// Takes seconds if each unknown field is compared with all others.
TEST(Validate, many_unknown_fields_take_linear_time) {
  std::string text = "{ timeout: 1s";
  for (int i = 0; i < 100'000; ++i) text += ", x" + std::to_string(i) + ": 1";
  const Checked checked(virtual_service(text + " }"));
  EXPECT_EQ(checked.problems.size(), 100'000U);
}

TEST(Validate, open_types_take_unknown_fields_and_check_known_ones) {
  const auto values = [](std::string_view text) {
    return manifest("install.istio.io/v1alpha1", "IstioOperator",
                    "{ values: " + std::string(text) + " }");
  };
  // Open in some versions only: that counts where the version is not known.
  EXPECT_TRUE(Checked(values("{ pilot: { somethingOld: 1 } }")).problems.empty());
  // Protobuf's JSON takes quoted numbers.
  EXPECT_TRUE(Checked(values("{ pilot: { traceSampling: \"20\" } }")).problems.empty());
  expect_one({values("{ pilot: { traceSampling: high } }"), schema::kWrongType, "high",
              "`pilot.traceSampling` is the string \"high\", not a number"});
  expect_one({values("{ global: { proxy: { tracer: Zipkin } } }"), schema::kUnknownValue, "Zipkin",
              "\"Zipkin\" is not a value of `proxy.tracer`; did you mean \"zipkin\"?"});
}

TEST(Validate, kustomization_needs_no_header) {
  const text::Source source("kustomization.yaml",
                            "nameprefix: a-\nimages: [{ name: a, newTag: 1.10 }]\nresuorces: []\n");
  const yaml::File file = yaml::parse(source, 0);
  ASSERT_EQ(file.documents.size(), 1U);
  std::vector<Problem> problems;
  validate(find_kind("kustomize.config.k8s.io", "Kustomization"), file.documents[0].root, {},
           Part::kWhole, problems);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].message, "1.10 is read as the number 1.1; quote it: \"1.10\"");
  EXPECT_EQ(problems[1].message,
            "unknown field \"resuorces\" in Kustomization; did you mean \"resources\"?");
}

// Cluster and Local came, went and came back, and are known all the same.
TEST(Validate, a_value_with_gaps_is_named_once) {
  expect_one(
      {manifest("v1", "Service", "{ externalTrafficPolicy: Everywhere, ports: [] }"),
       schema::kUnknownValue, "Everywhere",
       "\"Everywhere\" is not a value of `externalTrafficPolicy`; known values: Cluster, Local"});
}

TEST(Validate, a_named_type_of_its_own) {
  const text::Source source("mesh", "outboundTrafficPolicy: { mode: REGISTRY }\n");
  const yaml::File file = yaml::parse(source, 0);
  ASSERT_EQ(file.documents.size(), 1U);
  std::vector<Problem> problems;
  validate(find_type("install.istio.io", "MeshConfig"), file.documents[0].root, {}, Part::kWhole,
           problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, schema::kUnknownValue);
}

TEST(Validate, root_of_a_wrong_kind) {
  const text::Source source("a.yaml", "[1]\n");
  const yaml::File file = yaml::parse(source, 0);
  ASSERT_EQ(file.documents.size(), 1U);
  std::vector<Problem> problems;
  validate(find_kind("networking.istio.io", "Gateway"), file.documents[0].root, {}, Part::kWhole,
           problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].message, "Gateway is a list, not a mapping");
  problems.clear();
  validate(find_kind("networking.istio.io", "Gateway"), yaml::Node(), {}, Part::kWhole, problems);
  EXPECT_TRUE(problems.empty());
}

TEST(Validate, names_of_services_begin_with_a_letter) {
  const auto named = [](std::string_view kind, std::string_view metadata) {
    const Checked checked("apiVersion: v1\nkind: " + std::string(kind) +
                          "\nmetadata: " + std::string(metadata) + "\n");
    return checked.problems.empty() ? std::string() : checked.problems.front().message;
  };
  EXPECT_EQ(named("ConfigMap", "{ name: 3scale.config }"), "");
  EXPECT_EQ(named("Namespace", "{ name: 3scale }"), "");
  EXPECT_EQ(
      named("Service", "{ name: 3scale }"),
      "\"3scale\" is not a valid Service name; use up to 63 of a-z, 0-9 and `-`, a letter first");
  EXPECT_EQ(named("ConfigMap", "{ generateName: shop- }"), "");
  EXPECT_EQ(named("ConfigMap", "{ generateName: Shop- }"),
            "\"Shop-\" is not a valid ConfigMap name; use a-z, 0-9, `-` and `.`");
}

TEST(Validate, unknown_fields_of_metadata) {
  expect_one({"apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mesh, namspace: shop }\n",
              schema::kUnknownField, "namspace",
              "unknown field \"namspace\" in metadata; did you mean \"namespace\"?"});
  expect_one(
      {"apiVersion: networking.istio.io/v1\nkind: Sidecar\n"
       "metadata: { name: web, owner: team-shop }\n",
       schema::kUnknownField, "owner", "unknown field \"owner\" in metadata"});
  // Nulls are dropped before anything is checked, and what a server filled in is known.
  for (const std::string_view metadata :
       {"{ name: mesh, namspace: ~ }", "{ name: mesh, creationTimestamp: ~, uid: a, selfLink: b }",
        "{ name: mesh, '{{ key }}': a }"}) {
    const Checked checked("apiVersion: v1\nkind: ConfigMap\nmetadata: " + std::string(metadata) +
                          "\n");
    EXPECT_TRUE(checked.problems.empty()) << metadata << checked.problems.front().message;
  }
}

TEST(Validate, pod_templates_keep_the_rules_of_labels) {
  const Checked checked(
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: reviews }\nspec:\n"
      "  selector: { matchLabels: { app: reviews } }\n  template:\n"
      "    metadata: { labels: { app: reviews, team: the books } }\n"
      "    spec: { containers: [{ name: app, image: example.com/reviews:1 }] }\n");
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.problems[0].kind, schema::kInvalidMetadata);
  EXPECT_EQ(checked.at(checked.problems[0]), "the books");
  const Checked patch(
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: reviews }\nspec:\n"
      "  template: { metadata: { labels: { $patch: replace, app: reviews } } }\n",
      {}, Part::kPatch);
  EXPECT_TRUE(patch.problems.empty());
}

TEST(Validate, contents_of_a_config_map) {
  const std::string half(600 * 1024, 'a');
  const auto config_map = [&](std::string_view data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mesh }\n" + std::string(data);
  };
  EXPECT_TRUE(Checked(config_map("data: { a: \"" + half + "\" }\n")).problems.empty());
  const Checked both(config_map("data: { a: \"" + half + "\", b: \"" + half + "b\" }\n"));
  ASSERT_EQ(both.problems.size(), 1U);
  EXPECT_EQ(both.problems[0].message,
            "the ConfigMap has 1228801 bytes, above the API server's limit of 1048576; split it");
  EXPECT_TRUE(both.at(both.problems[0]).ends_with("b\""));
}

TEST(Validate, values_that_another_tool_fills_in_are_left_alone) {
  const Checked checked(virtual_service(
      "{ timeout: \"${TIMEOUT}\", route: [{ destination: { host: \"${HOST}\" }, "
      "weight: \"${WEIGHT}\" }, { destination: { host: a }, weight: \"$WEIGHT\" }] }"));
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.at(checked.problems[0]), "\"$WEIGHT\"");
  EXPECT_EQ(checked.left_alone.size(), 2U);  // any text is good for a host
}

}  // namespace
}  // namespace meshlint::schema
