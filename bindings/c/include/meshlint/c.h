/*
 * The C interface of meshlint: for other languages, and for whoever needs a stable ABI.
 *
 *   char* error = NULL;
 *   meshlint_linter* linter = meshlint_linter_new(NULL, &error);
 *   meshlint_outcome* outcome = meshlint_check_path(linter, "service-mesh");
 *   for (size_t i = 0; i < meshlint_finding_count(outcome); ++i)
 *     puts(meshlint_finding_message(outcome, i));
 *   meshlint_outcome_free(outcome);
 *   meshlint_linter_free(linter);
 *
 * Text is UTF-8 as the files hold it, ends in NUL, and a NUL byte inside of a file's text ends
 * it early; meshlint_outcome_json has everything. A `const char*` that a function gives belongs
 * to the handle it was asked from and lives as long as that. No function throws, prints or exits;
 * what is out of range gives "" or 0, and a NULL handle is an empty one.
 */
#ifndef MESHLINT_C_H_
#define MESHLINT_C_H_

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define MESHLINT_C_EXPORT
#else
#define MESHLINT_C_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Holds a configuration. Immutable: any number of threads may use one at once. */
typedef struct meshlint_linter meshlint_linter;

/* Holds what one run found. Immutable too, but for being freed. */
typedef struct meshlint_outcome meshlint_outcome;

/* Numbers never change their meaning. */
typedef enum meshlint_severity {
  MESHLINT_INFO = 0,
  MESHLINT_WARNING = 1,
  MESHLINT_ERROR = 2
} meshlint_severity;

/* Bytes [begin, end) from 0; lines and columns from 1, columns in code points. */
typedef struct meshlint_place {
  uint32_t begin;
  uint32_t end;
  uint32_t line;
  uint32_t column;
  uint32_t end_line;
  uint32_t end_column;
} meshlint_place;

/* The version of the library, "0.1.0". Lives for ever. */
MESHLINT_C_EXPORT const char* meshlint_version(void);

/*
 * Makes a linter from the text of a .meshlint.yaml; NULL means the defaults. Free it with
 * meshlint_linter_free. On failure gives NULL and, unless `error` is NULL, puts a sentence that
 * says why into *error, to be freed with meshlint_string_free; on success *error is NULL.
 */
MESHLINT_C_EXPORT meshlint_linter* meshlint_linter_new(const char* config, char** error);

/* Frees a linter; outcomes that it made live on. NULL is fine. */
MESHLINT_C_EXPORT void meshlint_linter_free(meshlint_linter* linter);

/* Frees what this interface gave as `char*`. NULL is fine. */
MESHLINT_C_EXPORT void meshlint_string_free(char* text);

/*
 * Checks files and folders as one repository. `paths` holds `count` NUL-terminated paths. A file
 * that cannot be read is told in meshlint_unchecked_*, it is no failure. Free the outcome with
 * meshlint_outcome_free. NULL only if the linter is NULL or memory ran out.
 */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_paths(const meshlint_linter* linter,
                                                         const char* const* paths, size_t count);

/* The same for one path. */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_path(const meshlint_linter* linter,
                                                        const char* path);

/*
 * Checks `size` bytes at `text` as if the file `path` held them; nothing on the disk has to be
 * there. The bytes are copied. Otherwise like meshlint_check_paths.
 */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_buffer(const meshlint_linter* linter,
                                                          const char* path, const char* text,
                                                          size_t size);

/* Frees an outcome and every text that was asked from it. NULL is fine. */
MESHLINT_C_EXPORT void meshlint_outcome_free(meshlint_outcome* outcome);

/* Number of files read: 0 means that nothing was checked. */
MESHLINT_C_EXPORT size_t meshlint_file_count(const meshlint_outcome* outcome);

/* Findings are sorted by path, line, column and rule; `index` counts from 0. */
MESHLINT_C_EXPORT size_t meshlint_finding_count(const meshlint_outcome* outcome);
/* "family/name" */
MESHLINT_C_EXPORT const char* meshlint_finding_rule(const meshlint_outcome* outcome, size_t index);
MESHLINT_C_EXPORT meshlint_severity meshlint_finding_severity(const meshlint_outcome* outcome,
                                                              size_t index);
/* One line, lower-case start, no full stop. */
MESHLINT_C_EXPORT const char* meshlint_finding_message(const meshlint_outcome* outcome,
                                                       size_t index);
MESHLINT_C_EXPORT const char* meshlint_finding_path(const meshlint_outcome* outcome, size_t index);
/* All zero where there is no such finding. */
MESHLINT_C_EXPORT meshlint_place meshlint_finding_place(const meshlint_outcome* outcome,
                                                        size_t index);
/* "VirtualService shop/reviews", or "". */
MESHLINT_C_EXPORT const char* meshlint_finding_resource(const meshlint_outcome* outcome,
                                                        size_t index);
/* "spec.http[0].route", or "". */
MESHLINT_C_EXPORT const char* meshlint_finding_field(const meshlint_outcome* outcome, size_t index);

/* What could not be judged, and why. */
MESHLINT_C_EXPORT size_t meshlint_unchecked_count(const meshlint_outcome* outcome);
MESHLINT_C_EXPORT const char* meshlint_unchecked_path(const meshlint_outcome* outcome,
                                                      size_t index);
MESHLINT_C_EXPORT const char* meshlint_unchecked_what(const meshlint_outcome* outcome,
                                                      size_t index);
MESHLINT_C_EXPORT const char* meshlint_unchecked_reason(const meshlint_outcome* outcome,
                                                        size_t index);

/*
 * Everything as JSON, valid UTF-8, in the shape of docs/output.md. Free it with
 * meshlint_string_free. NULL if the outcome is NULL or memory ran out.
 */
MESHLINT_C_EXPORT char* meshlint_outcome_json(const meshlint_outcome* outcome);

#ifdef __cplusplus
}
#endif

#endif /* MESHLINT_C_H_ */
