/*
 * The C interface of meshlint: for other languages, and for programs that need a stable ABI.
 *
 *   char* error = NULL;
 *   meshlint_linter* linter = meshlint_linter_new(NULL, "/repository", &error);
 *   meshlint_outcome* outcome = meshlint_check_path(linter, "service-mesh");
 *   for (size_t i = 0; i < meshlint_finding_count(outcome); ++i)
 *     puts(meshlint_finding_message(outcome, i));
 *   meshlint_outcome_free(outcome);
 *   meshlint_linter_free(linter);
 *
 * Strings are UTF-8 as in the files and end in NUL. A NUL byte inside a file's text ends a string
 * early; meshlint_report(outcome, "json") has the whole text. A returned `const char*` belongs to
 * the handle that was passed in and is valid until that handle is freed. No function throws, prints
 * or exits. An index out of range returns "" or 0, and a NULL handle counts as empty.
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

/* A linter with its configuration. Immutable: any number of threads may use it at once. */
typedef struct meshlint_linter meshlint_linter;

/* The result of one run. Also immutable until it is freed. */
typedef struct meshlint_outcome meshlint_outcome;

/* The numbers never change their meaning. */
typedef enum meshlint_severity {
  MESHLINT_INFO = 0,
  MESHLINT_WARNING = 1,
  MESHLINT_ERROR = 2
} meshlint_severity;

/* Bytes [begin, end) count from 0, lines and columns from 1; a column is a code point. */
typedef struct meshlint_place {
  uint32_t begin;
  uint32_t end;
  uint32_t line;
  uint32_t column;
  uint32_t end_line;
  uint32_t end_column;
} meshlint_place;

/* The version of the library, such as "0.1.0". Static: don't free it. */
MESHLINT_C_EXPORT const char* meshlint_version(void);

/*
 * Creates a linter from the text of a .meshlint.yaml; NULL means the defaults. `base` is the
 * absolute folder that relative paths are resolved against, and that paths of findings are relative
 * to; paths outside it are absolute. With NULL, all paths have to be absolute, and those of
 * findings are relative to the git repository of the first checked path. No function reads the
 * working directory. Free the linter with meshlint_linter_free. On failure, returns NULL and,
 * unless `error` is NULL, stores a message in *error; free it with meshlint_string_free. On
 * success, *error is NULL.
 */
MESHLINT_C_EXPORT meshlint_linter* meshlint_linter_new(const char* config, const char* base,
                                                       char** error);

/* The same from a configuration file. `path` is absolute or relative to `base`. */
MESHLINT_C_EXPORT meshlint_linter* meshlint_linter_load(const char* path, const char* base,
                                                        char** error);

/* Frees a linter. Its outcomes stay valid. NULL is allowed. */
MESHLINT_C_EXPORT void meshlint_linter_free(meshlint_linter* linter);

/* Frees a `char*` that this interface returned. NULL is allowed. */
MESHLINT_C_EXPORT void meshlint_string_free(char* text);

/*
 * Checks files and folders as one repository. `paths` has `count` NUL-terminated paths. A path that
 * doesn't exist or cannot be read is not a failure; meshlint_unchecked_* lists it. Free the outcome
 * with meshlint_outcome_free. Returns NULL only if the linter is NULL or memory runs out.
 */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_paths(const meshlint_linter* linter,
                                                         const char* const* paths, size_t count);

/* The same for a single path. */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_path(const meshlint_linter* linter,
                                                        const char* path);

/*
 * Checks `size` bytes at `text` as the content of the file `path`, which doesn't have to exist. The
 * bytes are copied. Otherwise like meshlint_check_paths.
 */
MESHLINT_C_EXPORT meshlint_outcome* meshlint_check_buffer(const meshlint_linter* linter,
                                                          const char* path, const char* text,
                                                          size_t size);

/* Frees an outcome and every `const char*` that was read from it. NULL is allowed. */
MESHLINT_C_EXPORT void meshlint_outcome_free(meshlint_outcome* outcome);

/* Number of files read; 0 means that nothing was checked. */
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
/* All zero if there is no such finding. */
MESHLINT_C_EXPORT meshlint_place meshlint_finding_place(const meshlint_outcome* outcome,
                                                        size_t index);
/* "VirtualService shop/reviews", or "". */
MESHLINT_C_EXPORT const char* meshlint_finding_resource(const meshlint_outcome* outcome,
                                                        size_t index);
/* "spec.http[0].route", or "". */
MESHLINT_C_EXPORT const char* meshlint_finding_field(const meshlint_outcome* outcome, size_t index);

/* What was not checked, and why. */
MESHLINT_C_EXPORT size_t meshlint_unchecked_count(const meshlint_outcome* outcome);
MESHLINT_C_EXPORT const char* meshlint_unchecked_path(const meshlint_outcome* outcome,
                                                      size_t index);
MESHLINT_C_EXPORT const char* meshlint_unchecked_what(const meshlint_outcome* outcome,
                                                      size_t index);
MESHLINT_C_EXPORT const char* meshlint_unchecked_reason(const meshlint_outcome* outcome,
                                                        size_t index);

/* The formats of reports, which docs/output.md describes: "json" and "application/json". */
MESHLINT_C_EXPORT size_t meshlint_format_count(void);
MESHLINT_C_EXPORT const char* meshlint_format_name(size_t index);
MESHLINT_C_EXPORT const char* meshlint_format_media_type(size_t index);

/*
 * The whole outcome in one of these formats, in valid UTF-8. Free it with meshlint_string_free.
 * Returns NULL if the outcome is NULL, there is no such format, or memory runs out.
 */
MESHLINT_C_EXPORT char* meshlint_report(const meshlint_outcome* outcome, const char* format);

#ifdef __cplusplus
}
#endif

#endif /* MESHLINT_C_H_ */
