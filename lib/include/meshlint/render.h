// `kustomize build` in process, with the file and line of every value.
//
//   meshlint::Result<meshlint::Rendering> rendering =
//       meshlint::render_kustomization({.directory = "overlays/production"});
//   if (rendering && rendering->is_complete) apply(rendering->text);
#ifndef MESHLINT_RENDER_H_
#define MESHLINT_RENDER_H_

#include <string>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/linter.h"
#include "meshlint/result.h"

namespace meshlint {

// What to build, and what to tell of it.
struct RenderRequest {
  std::string directory = ".";  // holds the kustomization
  // The folder that nothing is read outside of; empty: the git repository around `directory`, or,
  // as with kustomize, the root of the file system where there is none.
  std::string root;
  // Objects by kind, so that what others need comes first, as kustomize orders them unless it is
  // told otherwise; else in the order of the inputs. `sortOptions` of the kustomization win.
  bool is_reordered = true;
  // Files outside of their kustomization's folder are errors, as they are to kustomize.
  bool is_load_restricted = true;
  bool tells_origins = false;  // fills Rendering::origins
  // A value whose history is wanted, "Deployment/shop/web spec.replicas"; see Rendering::history.
  std::string why;
};

// One state of a value on its way through the build.
struct ValueState {
  std::string value;  // on one line, shortened
  bool is_there = true;
  Place place;       // where it was written
  std::string what;  // the field of the kustomization that brought it: "patches"; empty: nothing
                     // did, it was written so
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
  // Objects in YAML, byte for byte as `kustomize build` prints them. What could not be built is
  // missing.
  std::string text;
  // Whether nothing is missing from `text`, and nothing would make kustomize fail.
  bool is_complete = true;
  // For each line of `text`, "path:line:column" of what it shows; empty for a `---`.
  std::vector<std::string> origins;
  // Of the value that `why` names; without states if nothing was asked for.
  ValueHistory history;
  // Findings of the build and of the files that it read, `unchecked` what is neither fetched nor
  // executed, and counts.
  Outcome outcome;
};

// Builds the kustomization of a folder as kustomize 5.8 does, reading the files that it needs and
// no others. Mistakes become findings, and the rest is built. Fails if there is no such folder, if
// it has no kustomization or none that can be read, or if `why` names nothing that is built.
MESHLINT_EXPORT Result<Rendering> render_kustomization(const RenderRequest& request);

}  // namespace meshlint

#endif  // MESHLINT_RENDER_H_
