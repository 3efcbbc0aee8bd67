/* The C interface from C: what its header promises, and what happens to wrong arguments. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

  char* json = meshlint_report(outcome, "json");
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
  EXPECT(meshlint_report(NULL, "json") == NULL);
  EXPECT(strcmp(meshlint_format_name(meshlint_format_count()), "") == 0);
  meshlint_outcome_free(NULL);
  meshlint_linter_free(NULL);
  meshlint_string_free(NULL);
}

static void what_cannot_be_read_is_told(const meshlint_linter* linter) {
  meshlint_outcome* outcome = meshlint_check_path(linter, "/there/is/no/such/folder");
  EXPECT(outcome != NULL);
  EXPECT(meshlint_file_count(outcome) == 0);
  EXPECT(meshlint_unchecked_count(outcome) == 1);
  EXPECT(strcmp(meshlint_unchecked_reason(outcome, 0), "no such file or folder") == 0);
  EXPECT(strcmp(meshlint_unchecked_what(outcome, 0), "/there/is/no/such/folder") == 0);
  EXPECT(strcmp(meshlint_unchecked_path(outcome, 0), "/there/is/no/such/folder") == 0);
  meshlint_outcome_free(outcome);

  /* The linter has no base, and the library doesn't know the working directory. */
  outcome = meshlint_check_path(linter, ".");
  EXPECT(meshlint_file_count(outcome) == 0);
  EXPECT(meshlint_unchecked_count(outcome) == 1);
  EXPECT(strstr(meshlint_unchecked_reason(outcome, 0), "no base") != NULL);
  meshlint_outcome_free(outcome);
}

static void write_file(const char* path, const char* text) {
  FILE* file = fopen(path, "w");
  EXPECT(file != NULL);
  if (file == NULL) return;
  fputs(text, file);
  fclose(file);
}

static void every_format_can_be_written(const meshlint_linter* linter) {
  meshlint_outcome* outcome = meshlint_check_buffer(linter, "a.yaml", "a: 1\na: 2\n", 10);
  EXPECT(meshlint_format_count() >= 4);
  EXPECT(strcmp(meshlint_format_name(0), "text") == 0);
  for (size_t i = 0; i < meshlint_format_count(); ++i) {
    EXPECT(strchr(meshlint_format_media_type(i), '/') != NULL);
    char* report = meshlint_report(outcome, meshlint_format_name(i));
    EXPECT(report != NULL && strstr(report, "a.yaml") != NULL);
    meshlint_string_free(report);
  }
  EXPECT(meshlint_report(outcome, "xml") == NULL);
  EXPECT(meshlint_report(outcome, NULL) == NULL);
  meshlint_outcome_free(outcome);
}

/* The report on an absolute path, from the working directory `folder`. */
static char* json_from(const meshlint_linter* linter, const char* folder, const char* path) {
  EXPECT(chdir(folder) == 0);
  meshlint_outcome* outcome = meshlint_check_path(linter, path);
  EXPECT(meshlint_finding_count(outcome) == 1);
  EXPECT(strcmp(meshlint_finding_path(outcome, 0), "a.yaml") == 0);
  char* json = meshlint_report(outcome, "json");
  meshlint_outcome_free(outcome);
  return json;
}

static void the_working_directory_changes_nothing(void) {
  char folder[] = "/tmp/meshlint-c-XXXXXX";
  char path[64];
  char config[64];
  EXPECT(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/a.yaml", folder);
  snprintf(config, sizeof config, "%s/.meshlint.yaml", folder);
  write_file(path, "a: 1\na: 2\n");
  write_file(config, "ignore: [yaml]\n");

  meshlint_linter* linter = meshlint_linter_new(NULL, NULL, NULL);
  char* here = json_from(linter, folder, path);
  char* there = json_from(linter, "/", path);
  EXPECT(here != NULL && there != NULL && strcmp(here, there) == 0);
  meshlint_string_free(here);
  meshlint_string_free(there);
  meshlint_linter_free(linter);

  linter = meshlint_linter_new(NULL, folder, NULL);
  char* relative = json_from(linter, "/", "a.yaml");
  meshlint_string_free(relative);
  meshlint_linter_free(linter);

  char* error = NULL;
  linter = meshlint_linter_load(".meshlint.yaml", folder, &error);
  EXPECT(linter != NULL && error == NULL);
  meshlint_outcome* outcome = meshlint_check_path(linter, path);
  EXPECT(meshlint_file_count(outcome) == 1);
  EXPECT(meshlint_finding_count(outcome) == 0); /* the configuration ignores it */
  meshlint_outcome_free(outcome);
  meshlint_linter_free(linter);

  EXPECT(meshlint_linter_load("nowhere.yaml", folder, &error) == NULL);
  EXPECT(error != NULL && strcmp(error, "nowhere.yaml: No such file or directory") == 0);
  meshlint_string_free(error);
  EXPECT(meshlint_linter_load(".meshlint.yaml", NULL, NULL) == NULL);
  EXPECT(meshlint_linter_load(NULL, NULL, NULL) == NULL);
  EXPECT(meshlint_linter_new(NULL, "folder", &error) == NULL);
  EXPECT(error != NULL && strstr(error, "relative") != NULL);
  meshlint_string_free(error);
  remove(path);
  remove(config);
  rmdir(folder);
}

static void a_wrong_configuration_says_why(void) {
  char* error = NULL;
  EXPECT(meshlint_linter_new("selct: []\n", NULL, &error) == NULL);
  EXPECT(error != NULL && strstr(error, "selct") != NULL && strstr(error, "select") != NULL);
  meshlint_string_free(error);
  EXPECT(meshlint_linter_new("jobs: [\n", NULL, NULL) == NULL); /* `error` may be NULL */
}

int main(void) {
  EXPECT(strlen(meshlint_version()) >= strlen("0.0.0"));
  a_wrong_configuration_says_why();

  char* error = (char*)1;
  meshlint_linter* linter = meshlint_linter_new(NULL, NULL, &error);
  EXPECT(error == NULL);
  if (linter == NULL) {
    fprintf(stderr, "no linter: %s\n", error != NULL ? error : "no reason");
    return EXIT_FAILURE;
  }
  a_broken_buffer_has_a_finding(linter);
  out_of_range_is_empty(linter);
  null_is_an_empty_handle(linter);
  what_cannot_be_read_is_told(linter);
  every_format_can_be_written(linter);
  meshlint_linter_free(linter);
  the_working_directory_changes_nothing();

  meshlint_linter* configured = meshlint_linter_new("jobs: 1\n", NULL, NULL);
  EXPECT(configured != NULL);
  meshlint_linter_free(configured);
  if (failures == 0) puts("all expectations hold");
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
