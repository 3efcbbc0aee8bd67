#include <meshlint/meshlint.h>

#include <cstdio>

int main() {
  meshlint::Result<meshlint::Linter> linter = meshlint::Linter::create({});
  if (!linter) return 1;
  const meshlint::Input input{.path = "a.yaml", .text = "a: 1\na: 2\n"};
  const meshlint::Outcome outcome = linter->check({&input, 1});
  std::fputs(meshlint::text_report(outcome, {.is_quiet = true}).c_str(), stdout);
  return outcome.findings.empty() ? 1 : 0;
}
