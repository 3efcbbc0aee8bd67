#include "cel/ast.h"
#include "cel/library.h"
#include "cel/parser.h"
#include "rules/telemetry/telemetry.h"
#include "text/placeholder.h"

namespace meshlint::rules::telemetry {
namespace {

// Why Istio's parser rejects the expression; empty if it accepts it. Its CEL has no extensions.
std::string problem_of(std::string_view expression) {
  const cel::Libraries libraries = cel::Libraries().with(cel::Library::kStandard);
  cel::Ast ast;
  const auto issue = cel::parse(expression, libraries, true, ast);
  if (!issue) return {};
  cel::Ast extended;
  const bool is_extension = !cel::parse(expression, cel::all_libraries(), true, extended);
  return is_extension ? "syntax of an extension of CEL" : issue->message;
}

}  // namespace

// Istio only parses the expression; Envoy checks its names.
void invalid_filter(const Resource& resource, Report& report) {
  for (const Node logging : resource.at("spec.accessLogging")) {
    const Node filter = logging["filter"];
    if (!filter.is_map()) continue;
    const Node expression = filter["expression"];
    if (expression.text().empty() || expression.is_null()) {
      report.add(expression ? expression : logging.key("filter"),
                 "`filter` without an expression, rejected by Istio; write one or delete it");
      continue;
    }
    if (!expression.as_string() || text::has_placeholder(expression.text())) continue;
    const std::string problem = problem_of(expression.text());
    if (problem.empty()) continue;
    report.add(expression, "`expression` isn't valid CEL, rejected by Istio: {}", problem);
  }
}

}  // namespace meshlint::rules::telemetry
