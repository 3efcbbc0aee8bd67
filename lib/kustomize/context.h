// What all parts of one build share: where they read files, where results and problems go, and the
// remaining budget.
#ifndef MESHLINT_KUSTOMIZE_CONTEXT_H_
#define MESHLINT_KUSTOMIZE_CONTEXT_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kustomize/build.h"
#include "kustomize/build_metadata.h"
#include "kustomize/kustomization.h"
#include "kustomize/merge_keys.h"
#include "kustomize/object.h"
#include "kustomize/stage.h"
#include "kustomize/transform.h"
#include "model/workspace.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// What changes an object: an entry, and the field or kind that it belongs to.
struct Cause {
  text::Span at;
  std::string_view what;
};

// Problems of one entry with many objects, reported once for each place.
class Repeated {
 public:
  void add(std::vector<text::Problem> found);
  // Sorted by place, with a note that counts the other objects.
  std::vector<text::Problem> take();

 private:
  std::map<std::tuple<text::Span, text::ProblemKind>, std::pair<text::Problem, std::size_t>>
      by_place_;
};

// Neither copyable nor movable; lives for one build.
class Context {
 public:
  Context(const model::Workspace& files, const BuildOptions& wanted, Build& result)
      : workspace(files), options(wanted), build(result), node_budget(wanted.limits.nodes) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  yaml::Arena& arena() { return build.arena; }

  text::Problem& report(text::ProblemKind kind, text::Span at, std::string message,
                        std::vector<std::string> arguments = {});
  void report(Repeated repeated);
  void unresolved(text::Span at, std::string what, std::string reason);

  // Takes nodes from the budget of the build; false if not enough are left.
  bool spend(std::size_t nodes, text::Span at);

  // Runs `change(Writer&, Object&)`, keeps the previous state if history is wanted, and adds
  // obstacles to `repeated`.
  template <typename Change>
  void change(Object& object, const Cause& cause, Repeated& repeated, const Change& change) {
    Writer writer{.arena = build.arena};
    const yaml::Node before = object.root;
    change(writer, object);
    note_step(object, before, cause);
    if (writer.obstacle) add_obstacle(object, writer.obstacle, cause, repeated);
  }
  // The same for every object of a stage.
  template <typename Change>
  void change_all(Stage& stage, const Cause& cause, const Change& use) {
    Repeated repeated;
    for (Object& object : stage.objects.all()) {
      if (!object.is_removed) change(object, cause, repeated, use);
    }
    report(std::move(repeated));
  }
  // For changes made outside of `change`.
  void note_step(Object& object, yaml::Node before, const Cause& cause) const {
    if (!options.keeps_history || object.root == before) return;
    object.history.push_back({before, cause.at, cause.what});
  }

  // The path of a file that the kustomization can load; reports why there is none. `written` is the
  // part of the entry that names it.
  std::optional<std::string> readable_file(const Kustomization& kustomization, yaml::Node entry,
                                           std::string_view written, std::string_view what);
  // The documents of such a file; nothing, and an `unresolved` entry, if a part of it can't be
  // read.
  std::optional<std::vector<yaml::Node>> documents_of_file(const Kustomization& kustomization,
                                                           yaml::Node path, std::string_view what);
  // The documents of a string within a kustomization; nothing, and a problem of that kind, if it
  // doesn't parse.
  std::optional<std::vector<yaml::Node>> documents_of_text(yaml::Node text, std::string_view what,
                                                           text::ProblemKind kind);

  void report_missing(const Kustomization& kustomization, yaml::Node entry,
                      std::string_view written, std::string_view what);
  // Reports a file that isn't in the kustomization's folder or below it, symbolic links followed.
  // The build uses it all the same, since the restriction can be switched off.
  void check_place(const Kustomization& kustomization, yaml::Node entry, const std::string& path,
                   std::string_view what);
  void report_leaving(yaml::Node entry, std::string_view what, const Target& target);

  // "; did you mean "x"?" if an object of that kind (of any kind, if it is empty) has a similar
  // name, else an empty string.
  std::string did_you_mean(const Stage& stage, std::string_view kind, std::string_view name);

  const model::Workspace& workspace;
  const BuildOptions& options;
  Build& build;
  MergeSchema merge_schema;  // from the first `openapi`
  BuildMetadata metadata;
  std::size_t node_budget;

  // Adds that a change of the object found a value of the wrong kind.
  void add_obstacle(const Object& object, yaml::Node obstacle, const Cause& cause,
                    Repeated& repeated);

 private:
  std::size_t suggestions_ = 0;
  bool has_too_many_ = false;
};

// The place to report something that is missing: the first key of the mapping that lacks it.
text::Span place_of_absence(yaml::Node node);
// Where an object's name is written.
text::Span name_place(const Object& object);
std::size_t node_count(yaml::Node node);
// The pairs of a mapping of strings. Null counts as the empty string; values of other types are
// omitted, since the schema reports them.
std::vector<yaml::Entry> string_pairs(yaml::Node map);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_CONTEXT_H_
