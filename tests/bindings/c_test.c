/* The C interface from C: what its header promises, and what happens to wrong arguments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meshlint/c.h"

static int failures = 0;

#define EXPECT(condition)                                                       \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                               \
    }                                                                           \
  } while (0)

static void a_broken_buffer_has_a_finding(const meshlint_linter* linter) {
  static const char kText[] =
      "apiVersion: networking.istio.io/v1\n"
      "kind: VirtualService\n"
      "metadata:\n"
      "  name: reviews\n"
      "  name: ratings\n"
      "spec: {}\n";
  meshlint_outcome* outcome =
      meshlint_check_buffer(linter, "shop/reviews.yaml", kText, strlen(kText));
  EXPECT(outcome != NULL);
  EXPECT(meshlint_file_count(outcome) == 1);

  const size_t count = meshlint_finding_count(outcome);
  EXPECT(count >= 1);
  size_t on_line_5 = 0;
  for (size_t i = 0; i < count; ++i) {
    const meshlint_place place = meshlint_finding_place(outcome, i);
    if (place.line == 5) ++on_line_5;
    EXPECT(strcmp(meshlint_finding_path(outcome, i), "shop/reviews.yaml") == 0);
    EXPECT(strchr(meshlint_finding_rule(outcome, i), '/') != NULL);
    EXPECT(strlen(meshlint_finding_message(outcome, i)) > 0);
    EXPECT(place.begin <= place.end && place.end <= strlen(kText));
    EXPECT(place.line >= 1 && place.line <= place.end_line && place.column >= 1);
    EXPECT(meshlint_finding_severity(outcome, i) <= MESHLINT_ERROR);
    EXPECT(meshlint_finding_resource(outcome, i) != NULL);
    EXPECT(meshlint_finding_field(outcome, i) != NULL);
  }
  EXPECT(on_line_5 >= 1); /* the second `name` */

  char* json = meshlint_outcome_json(outcome);
  EXPECT(json != NULL && strstr(json, "\"version\": 1") != NULL);
  EXPECT(json != NULL && strstr(json, "shop/reviews.yaml") != NULL);
  meshlint_outcome_free(outcome);
  EXPECT(json != NULL && json[0] == '{'); /* outlives the outcome */
  meshlint_string_free(json);
}

static void out_of_range_is_empty(const meshlint_linter* linter) {
  meshlint_outcome* outcome = meshlint_check_buffer(linter, "a.yaml", NULL, 0);
  EXPECT(outcome != NULL);
  const size_t past = meshlint_finding_count(outcome);
  EXPECT(strcmp(meshlint_finding_rule(outcome, past), "") == 0);
  EXPECT(strcmp(meshlint_finding_path(outcome, past), "") == 0);
  EXPECT(meshlint_finding_place(outcome, past).line == 0);
  EXPECT(meshlint_finding_severity(outcome, past) == MESHLINT_INFO);
  EXPECT(strcmp(meshlint_unchecked_reason(outcome, 1000), "") == 0);
  meshlint_outcome_free(outcome);
}

static void null_is_an_empty_handle(const meshlint_linter* linter) {
  EXPECT(meshlint_check_path(NULL, ".") == NULL);
  EXPECT(meshlint_check_buffer(NULL, "a.yaml", "", 0) == NULL);
  EXPECT(meshlint_check_buffer(linter, NULL, "", 0) == NULL);
  EXPECT(meshlint_check_paths(linter, NULL, 1) == NULL);
  EXPECT(meshlint_finding_count(NULL) == 0);
  EXPECT(strcmp(meshlint_finding_message(NULL, 0), "") == 0);
  EXPECT(meshlint_unchecked_count(NULL) == 0);
  EXPECT(meshlint_outcome_json(NULL) == NULL);
  meshlint_outcome_free(NULL);
  meshlint_linter_free(NULL);
  meshlint_string_free(NULL);
}

static void what_cannot_be_read_is_told(const meshlint_linter* linter) {
  meshlint_outcome* outcome = meshlint_check_path(linter, "there/is/no/such/folder");
  EXPECT(outcome != NULL);
  EXPECT(meshlint_file_count(outcome) == 0);
  EXPECT(meshlint_unchecked_count(outcome) == 1);
  EXPECT(strlen(meshlint_unchecked_reason(outcome, 0)) > 0);
  EXPECT(strlen(meshlint_unchecked_what(outcome, 0)) > 0);
  EXPECT(meshlint_unchecked_path(outcome, 0) != NULL);
  meshlint_outcome_free(outcome);
}

static void a_wrong_configuration_says_why(void) {
  char* error = NULL;
  EXPECT(meshlint_linter_new("selct: []\n", &error) == NULL);
  EXPECT(error != NULL && strstr(error, "selct") != NULL && strstr(error, "select") != NULL);
  meshlint_string_free(error);
  EXPECT(meshlint_linter_new("jobs: [\n", NULL) == NULL); /* `error` may be NULL */
}

int main(void) {
  EXPECT(strlen(meshlint_version()) >= strlen("0.0.0"));
  a_wrong_configuration_says_why();

  char* error = (char*)1;
  meshlint_linter* linter = meshlint_linter_new(NULL, &error);
  EXPECT(error == NULL);
  if (linter == NULL) {
    fprintf(stderr, "no linter: %s\n", error != NULL ? error : "no reason");
    return EXIT_FAILURE;
  }
  a_broken_buffer_has_a_finding(linter);
  out_of_range_is_empty(linter);
  null_is_an_empty_handle(linter);
  what_cannot_be_read_is_told(linter);
  meshlint_linter_free(linter);

  meshlint_linter* configured = meshlint_linter_new("jobs: 1\n", NULL);
  EXPECT(configured != NULL);
  meshlint_linter_free(configured);
  if (failures == 0) puts("all expectations hold");
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
