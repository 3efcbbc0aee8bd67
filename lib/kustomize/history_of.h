// Which steps of a build changed a value.
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

// The path to a value: keys of mappings, and for a list the index or the name of an item (or
// another field that identifies it).
struct ValuePath {
  std::vector<std::string> parts;

  // Reads "spec.containers[app].image", "spec.http[0]" or `metadata.annotations["a.b/c"]`. The
  // empty string is the whole resource. Fails on unclosed brackets and empty parts.
  static Result<ValuePath> parse(std::string_view text);
};

// A state of a value, and the step that led to it; null for the first state.
struct State {
  yaml::Node value;  // missing if it didn't exist
  const Step* step = nullptr;
};

// The states of a value, newest first; at least the one in `root`. `steps` are the changes that led
// to `root`, oldest first. An item of a list is followed by its name, not by its index. Fails if
// there is no such value; the error names the nearest key.
Result<std::vector<State>> history_of(yaml::Node root, std::span<const Step> steps,
                                      const ValuePath& path);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_HISTORY_OF_H_
