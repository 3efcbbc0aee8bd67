#include "unit/cel/expressions.h"

#include <gtest/gtest.h>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/format_text.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::cel {

std::string result_of(std::string_view expression, std::string_view self, std::int64_t budget) {
  const text::Source source("self.yaml", std::string(self));
  const yaml::File file = yaml::parse(source, 0);
  Environment environment;
  environment.libraries = all_libraries();
  environment.variables = {{"self"}, {"unbound"}};
  const Compiled compiled = compile(expression, environment);
  if (!compiled.issues.empty()) return "issue: " + compiled.issues.front().message;
  Regexes regexes;
  Frame frame(regexes);
  const ProgramView program = compiled.program.view();
  frame.start(program, budget);
  frame.bind(0, frame.value_of(file.documents.front().root));
  const Value value = evaluate(program, frame);
  if (value.is_error()) return "error: " + std::string(value.text());
  if (value.is(ValueKind::kUnknown)) return "unknown";
  std::string text;
  EXPECT_TRUE(append_text(frame, value, text)) << type_name(value);
  return text;
}

void expect_results(std::initializer_list<ExpressionCase> cases) {
  for (const auto& [expression, want] : cases) {
    EXPECT_EQ(result_of(expression), want) << expression;
  }
}

}  // namespace meshlint::cel
