// Runs `kustomize build` in process and knows the file and line of every value.
//
//   meshlint::Result<meshlint::Rendering> rendering =
//       meshlint::render_kustomization({.directory = "/repository/overlays/production"});
//   if (rendering && rendering->is_complete) apply(rendering->text);
#ifndef MESHLINT_RENDER_H_
#define MESHLINT_RENDER_H_

#include <string>
#include <vector>

#include "meshlint/config.h"
#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/linter.h"
#include "meshlint/result.h"

namespace meshlint {

// What to build, and what to return.
struct RenderRequest {
  std::string directory = ".";  // folder of the kustomization; absolute or relative to the base
  // True: objects sorted by kind, dependencies first, which is kustomize's default. False: in the
  // order of the inputs. `sortOptions` in the kustomization take precedence.
  bool is_reordered = true;
  // Files outside their kustomization's folder are errors, as in kustomize.
  bool is_load_restricted = true;
  bool with_origins = false;  // fill Rendering::origins
  // The value for Rendering::history, such as "Deployment/shop/web spec.replicas"; may be empty.
  std::string why;
};

// A value at one point of the build.
struct ValueState {
  std::string value;  // on one line, shortened
  bool is_there = true;
  Place place;       // where it was written
  std::string what;  // the field of the kustomization that set it, "patches"; empty: as written
  Place cause;       // the entry of that field, or the patch
};

// The history of one value.
struct ValueHistory {
  std::string resource;            // "Deployment shop/web"
  std::string field;               // "spec.replicas"
  std::vector<ValueState> states;  // newest first
};

// What a kustomization builds.
struct Rendering {
  // The objects as YAML, byte for byte as `kustomize build` prints them, without those that could
  // not be built.
  std::string text;
  // Whether `text` has all objects and kustomize would not fail.
  bool is_complete = true;
  // For each line of `text`, the origin of its value as "path:line:column"; empty for `---`.
  std::vector<std::string> origins;
  // The history of the value in RenderRequest::why; has no states if `why` is empty.
  ValueHistory history;
  // The findings of the build and of the files that it read, what is neither fetched nor executed
  // (`unchecked`), and counts.
  Outcome outcome;
  // Whether kustomize would fail: there is an error, even if the configuration or a comment ignores
  // it.
  bool is_failed = false;
};

// Builds the kustomization of a folder like kustomize 5.8 and reads only the files that it needs.
// Mistakes become findings, as far as the configuration and suppressions in the files allow, and
// the rest is built. Nothing outside Config::root is read; if empty, it's the git repository of the
// folder or, without one, the root of the file system, as in kustomize. Fails if the folder doesn't
// exist, if it has no readable kustomization, if `why` names a value that is not built, and where
// Linter::create fails.
MESHLINT_EXPORT Result<Rendering> render_kustomization(const RenderRequest& request,
                                                       const Config& config = {});

}  // namespace meshlint

#endif  // MESHLINT_RENDER_H_
