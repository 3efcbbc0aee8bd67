#include "cel/ast.h"
#include "cel/library.h"
#include "cel/parser.h"
#include "rules/telemetry/telemetry.h"
#include "text/placeholder.h"

namespace meshlint::rules::telemetry {

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
    cel::Ast ast;
    const auto issue = cel::parse(expression.text(),
                                  cel::Libraries().with(cel::Library::kStandard), true, ast);
    if (!issue) continue;
    report.add(expression, "`expression` isn't valid CEL, rejected by Istio: {}", issue->message);
  }
}

}  // namespace meshlint::rules::telemetry
