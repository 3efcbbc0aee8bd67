// JSON patches (RFC 6902) as kustomize applies them.
#ifndef MESHLINT_KUSTOMIZE_PATCH_JSON6902_H_
#define MESHLINT_KUSTOMIZE_PATCH_JSON6902_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The operations of a patch, read once and applied to any number of objects.
class JsonPatch {
 public:
  // Operations that can't be read become problems (kBadPatch) and are skipped. `operations` is a
  // list and has to outlive the result.
  static JsonPatch compile(yaml::Node operations, std::vector<text::Problem>& problems);

  struct Result {
    yaml::Record root;
    // The operation that failed; the ones after it are not applied. kPatchPathMissing or, for a
    // failed test, kBadPatch.
    std::vector<text::Problem> problems;
  };
  // `title` names the object in messages. Nodes that are copied count against `node_budget`.
  Result apply(yaml::Arena& arena, yaml::Node root, std::string_view title,
               std::size_t& node_budget) const;

 private:
  enum class Verb : std::uint8_t { kAdd, kRemove, kReplace, kMove, kCopy, kTest };
  struct Operation {
    Verb verb = Verb::kAdd;
    std::vector<std::string> path;
    std::vector<std::string> from;
    yaml::Node path_node;
    yaml::Node from_node;
    yaml::Node value;
    text::Span at;
  };
  class Draft;
  class Application;

  std::vector<Operation> operations_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_JSON6902_H_
