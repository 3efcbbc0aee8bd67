// Which changes of a build made a value what it is.
#ifndef MESHLINT_KUSTOMIZE_HISTORY_OF_H_
#define MESHLINT_KUSTOMIZE_HISTORY_OF_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/history.h"
#include "meshlint/result.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The way to a value: keys of maps, and for lists an index, or what an item's name (or another
// field that tells it from the others) says.
struct ValuePath {
  std::vector<std::string> parts;

  // Reads "spec.containers[app].image", "spec.http[0]" or `metadata.annotations["a.b/c"]`. The
  // empty text is the whole. Fails on brackets that do not close and on parts that are empty.
  static Result<ValuePath> parse(std::string_view text);
};

// A state of a value, with the step that brought it; without one, it was there from the start.
struct State {
  yaml::Node value;  // missing: it was not there
  const Step* step = nullptr;
};

// The states of a value, newest first: at least that in `root`. `steps` are the changes that made
// `root`, oldest first. An item of a list is followed by what names it, not by its index. Fails if
// there is no such value, naming the nearest key.
Result<std::vector<State>> history_of(yaml::Node root, std::span<const Step> steps,
                                      const ValuePath& path);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_HISTORY_OF_H_
