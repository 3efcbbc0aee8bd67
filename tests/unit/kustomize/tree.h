// A small workspace in memory, and what its kustomizations build.
#ifndef MESHLINT_TESTS_UNIT_KUSTOMIZE_TREE_H_
#define MESHLINT_TESTS_UNIT_KUSTOMIZE_TREE_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/build_kustomization.h"
#include "kustomize/print.h"
#include "meshlint/linter.h"
#include "model/workspace.h"

namespace meshlint::kustomize {

// Paths and texts; builds one folder of them.
class Tree {
 public:
  Tree(std::vector<std::pair<std::string, std::string>> files, std::string_view directory,
       const BuildLimits& limits = {})
      : workspace_(load(std::move(files))),
        build_(build_kustomization(workspace_, directory, {.limits = limits})) {}

  const model::Workspace& workspace() const { return workspace_; }
  const Build& build() const { return build_; }

  // The resource of that kind and name, or an empty one.
  model::Resource resource(std::string_view kind, std::string_view name) const {
    for (const model::Resource& resource : build_.resources) {
      if (resource.kind == kind && resource.name == name) return resource;
    }
    return {};
  }
  std::string text() const { return print(build_.resources); }

  // "path:line:column" of where a span begins.
  std::string place(text::Span span) const {
    const text::Source& source = workspace_.sources()[span.source];
    const text::LineColumn at = text::LineIndex(source.bytes()).at(span.begin);
    return source.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }
  std::string place(yaml::Node node) const { return node ? place(node.span()) : "missing"; }
  // The source text under a span.
  std::string_view written(text::Span span) const {
    return workspace_.sources()[span.source].bytes().substr(span.begin, span.end - span.begin);
  }

  // "place: message" of each problem.
  std::vector<std::string> problems() const {
    std::vector<std::string> lines;
    for (const text::Problem& problem : build_.problems) {
      lines.push_back(place(problem.at) + ": " + problem.message);
    }
    return lines;
  }
  std::vector<std::string> unresolved() const {
    std::vector<std::string> lines;
    for (const Unresolved& entry : build_.unresolved) {
      lines.push_back(place(entry.at) + ": " + entry.what + ": " + entry.reason);
    }
    return lines;
  }

 private:
  static model::Workspace load(std::vector<std::pair<std::string, std::string>> files) {
    std::vector<Input> inputs;
    for (auto& [path, text] : files) {
      inputs.push_back({.path = std::move(path), .text = std::move(text)});
    }
    return model::Workspace::load(inputs, {});
  }

  model::Workspace workspace_;
  Build build_;
};

using Lines = std::vector<std::string>;

}  // namespace meshlint::kustomize

#endif  // MESHLINT_TESTS_UNIT_KUSTOMIZE_TREE_H_
