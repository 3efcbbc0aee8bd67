// Where the time goes: time per byte over sizes, and a whole run by stage.
//
//   meshlint_bench [--benchmark_filter=...]
//   MESHLINT_BENCH_DIR=some/repository meshlint_bench --benchmark_filter=Repository

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/schema_rules.h"
#include "meshlint/meshlint.h"
#include "model/resource.h"
#include "schema/facts.h"
#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace {

using meshlint::Config;
using meshlint::Input;
using meshlint::Linter;
using meshlint::Outcome;

// A VirtualService with its DestinationRule, as large as people write them.
std::string documents(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) {
    const std::string name = "reviews-" + std::to_string(i);
    text +=
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: " + name +
        "\n  namespace: shop\nspec:\n  hosts:\n    - " + name +
        "\n  http:\n    - match:\n        - uri:\n            prefix: /v2\n      timeout: 10s\n"
        "      retries:\n        attempts: 2\n        perTryTimeout: 3s\n        retryOn: "
        "5xx,reset\n"
        "      route:\n        - destination:\n            host: " +
        name +
        "\n            subset: v1\n          weight: 90\n        - destination:\n            "
        "host: " +
        name + "\n            subset: v2\n          weight: 10\n---\n" +
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: " + name +
        "\n  namespace: shop\nspec:\n  host: " + name +
        "\n  subsets:\n    - name: v1\n      labels:\n        version: v1\n    - name: v2\n"
        "      labels:\n        version: v2\n---\n";
  }
  return text;
}

constexpr std::size_t kMebibyte = std::size_t{1} << 20;

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

// Reading alone.
void BM_Parse(benchmark::State& state) {
  const meshlint::text::Source source(
      "a.yaml", documents(static_cast<std::size_t>(state.range(0)) * kMebibyte));
  for (auto _ : state) benchmark::DoNotOptimize(meshlint::yaml::parse(source, 0).documents.size());
  count_bytes(state, source.bytes().size());
}
BENCHMARK(BM_Parse)->RangeMultiplier(4)->Range(1, 64)->Unit(benchmark::kMillisecond);

// The whole run on one file.
void BM_Check(benchmark::State& state) {
  const std::string text = documents(static_cast<std::size_t>(state.range(0)) * kMebibyte);
  const auto linter = Linter::create(Config{.jobs = 1});
  const std::vector<Input> inputs = {{.path = "a.yaml", .text = text}};
  for (auto _ : state) benchmark::DoNotOptimize(linter->check(inputs).findings.size());
  count_bytes(state, text.size());
}
BENCHMARK(BM_Check)->RangeMultiplier(4)->Range(1, 64)->Unit(benchmark::kMillisecond);

// The validator on one VirtualService, tree given.
void BM_Validate(benchmark::State& state) {
  const meshlint::text::Source source("a.yaml", documents(1));
  const meshlint::yaml::File file = meshlint::yaml::parse(source, 0);
  const auto resource = meshlint::model::resource_of(file.documents.at(0).root);
  const meshlint::schema::Kind kind =
      meshlint::schema::find_kind(resource->group(), resource->kind);
  const meshlint::schema::Targets targets;
  std::vector<meshlint::text::Problem> problems;
  for (auto _ : state) {
    meshlint::schema::validate(kind, resource->root, targets, meshlint::schema::Part::kWhole,
                               problems);
  }
  if (!problems.empty()) state.SkipWithError("the document is not valid");
}
BENCHMARK(BM_Validate);

// The same with the rules of its schema, as a run judges it.
void BM_ValidateWithRules(benchmark::State& state) {
  const meshlint::text::Source source("a.yaml", documents(1));
  const meshlint::yaml::File file = meshlint::yaml::parse(source, 0);
  const auto resource = meshlint::model::resource_of(file.documents.at(0).root);
  const meshlint::schema::Kind kind =
      meshlint::schema::find_kind(resource->group(), resource->kind);
  const meshlint::schema::Type root = kind.version(resource->version()).root();
  const meshlint::schema::Targets targets;
  meshlint::cel::SchemaRules rules(meshlint::cel::all_libraries(), meshlint::cel::kShippedRules);
  std::vector<meshlint::text::Problem> problems;
  for (auto _ : state) {
    meshlint::schema::validate(kind, resource->root, targets, meshlint::schema::Part::kWhole,
                               problems);
    rules.check(root, resource->root, targets, problems);
  }
  if (!problems.empty()) state.SkipWithError("the document is not valid");
}
BENCHMARK(BM_ValidateWithRules);

// A rule as CRDs have it, compiled beforehand, on a tree that is given.
void BM_Rule(benchmark::State& state, const char* expression) {
  const meshlint::text::Source source(
      "a.yaml",
      "{mode: a, names: [{name: x}, {name: y}, {name: z}], hosts: [a.example, b.example]}");
  const meshlint::yaml::File file = meshlint::yaml::parse(source, 0);
  meshlint::cel::Environment environment;
  environment.libraries = meshlint::cel::all_libraries();
  environment.variables = {{"self"}};
  const meshlint::cel::Compiled compiled = meshlint::cel::compile(expression, environment);
  meshlint::cel::Regexes regexes;
  meshlint::cel::Frame frame(regexes);
  const meshlint::cel::ProgramView program = compiled.program.view();
  meshlint::cel::Value result;
  for (auto _ : state) {
    frame.start(program);
    frame.bind(0, frame.value_of(file.documents.front().root));
    result = meshlint::cel::evaluate(program, frame);
    benchmark::DoNotOptimize(result);
  }
  if (!compiled.issues.empty() || !result.is_true()) state.SkipWithError("the rule fails");
}
BENCHMARK_CAPTURE(BM_Rule, one_of,
                  "(has(self.mode) ? 1 : 0) + (has(self.other) ? 1 : 0) + "
                  "(has(self.third) ? 1 : 0) <= 1");
BENCHMARK_CAPTURE(BM_Rule, size, "has(self.hosts) ? self.hosts.size() <= 16 : true");
BENCHMARK_CAPTURE(BM_Rule, all, "self.names.all(x, x.name != '')");
BENCHMARK_CAPTURE(BM_Rule, unique, "self.names.all(x, self.names.exists_one(y, x.name == y.name))");
BENCHMARK_CAPTURE(BM_Rule, matches, "self.mode.matches('^[a-z]+$')");
BENCHMARK_CAPTURE(BM_Rule, in, "self.mode in ['a', 'b', 'c']");

// A repository of yours, by stage.
void BM_Repository(benchmark::State& state) {
  const char* const named = std::getenv("MESHLINT_BENCH_DIR");
  if (named == nullptr) {
    state.SkipWithError("MESHLINT_BENCH_DIR names no folder");
    return;
  }
  const std::string folder = std::filesystem::absolute(named).string();
  const auto linter =
      Linter::create(Config{.jobs = static_cast<unsigned>(state.range(0)), .root = folder});
  const std::vector<Input> inputs = {{.path = folder}};
  meshlint::Timings sum;
  for (auto _ : state) {
    const Outcome outcome = linter->check(inputs);
    sum.read += outcome.timings.read;
    sum.parse += outcome.timings.parse;
    sum.render += outcome.timings.render;
    sum.schema += outcome.timings.schema;
    sum.rules += outcome.timings.rules;
    sum.report += outcome.timings.report;
  }
  const auto milliseconds = [&](std::uint64_t ns) {
    return benchmark::Counter(static_cast<double>(ns) / 1e6, benchmark::Counter::kAvgIterations);
  };
  state.counters["1_read_ms"] = milliseconds(sum.read);
  state.counters["2_parse_ms"] = milliseconds(sum.parse);
  state.counters["3_render_ms"] = milliseconds(sum.render);
  state.counters["4_schema_ms"] = milliseconds(sum.schema);
  state.counters["5_rules_ms"] = milliseconds(sum.rules);
  state.counters["6_report_ms"] = milliseconds(sum.report);
}
BENCHMARK(BM_Repository)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
