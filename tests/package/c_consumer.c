#include <meshlint/c.h>
#include <stdio.h>

int main(void) {
  meshlint_linter* linter = meshlint_linter_new(NULL, NULL, NULL);
  meshlint_outcome* outcome = meshlint_check_buffer(linter, "a.yaml", "a: 1\na: 2\n", 10);
  const size_t count = meshlint_finding_count(outcome);
  printf("%s: %s\n", meshlint_finding_path(outcome, 0), meshlint_finding_message(outcome, 0));
  meshlint_outcome_free(outcome);
  meshlint_linter_free(linter);
  return count > 0 ? 0 : 1;
}
