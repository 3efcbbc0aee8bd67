// Expands an ApplicationSet over a small workspace in memory.
#ifndef MESHLINT_TESTS_UNIT_ARGOCD_EXPANDING_H_
#define MESHLINT_TESTS_UNIT_ARGOCD_EXPANDING_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "argocd/application_set.h"
#include "meshlint/linter.h"
#include "model/repository_url.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "text/places.h"

namespace meshlint::argocd {

using Strings = std::vector<std::string>;

inline constexpr std::string_view kUrl = "https://git.example.com/shop/manifests";

// A file set.yaml with an ApplicationSet `argocd/set`. `generators` is the list below the key of
// that name, indented by four spaces.
struct SetFile {
  std::string generators;
  std::string name = "{{ .app }}";  // of the Applications
  std::string path = "apps";        // of their source
  std::string options = "goTemplate: true";
  std::string rest;  // of the spec, behind the template

  std::string text() const {
    return "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n"
           "metadata: { name: set, namespace: argocd }\nspec:\n  " +
           options + "\n  generators:\n" + generators + "  template:\n    metadata: { name: '" +
           name +
           "' }\n    spec:\n      project: default\n      source: { repoURL: " + std::string(kUrl) +
           ", path: '" + path + "' }\n" + rest;
  }
};

// `set` next to `files`, in the repository kUrl. Secrets among the files declare clusters.
class Expanded {
 public:
  explicit Expanded(const SetFile& set, std::vector<Input> files = {})
      : workspace_(load(set, std::move(files))) {
    inputs_.workspace = &workspace_;
    inputs_.own_urls = &own_urls_;
    inputs_.arena = &arena_;
    std::vector<model::Resource> resources;
    for (const auto& file : workspace_.files()) {
      for (const yaml::Document& document : file->yaml.documents) {
        if (const auto resource = model::resource_of(document.root)) resources.push_back(*resource);
      }
    }
    collect_clusters(resources, inputs_.clusters);
    for (const model::Resource& resource : resources) {
      if (resource.kind == "ApplicationSet") result_ = expand_application_set(resource, inputs_);
    }
  }

  const std::vector<model::Resource>& applications() const { return result_.applications; }
  const std::vector<text::Problem>& problems() const { return result_.problems; }

  // The names of the Applications, in order.
  Strings names() const {
    Strings names;
    for (const model::Resource& each : result_.applications) names.emplace_back(each.name);
    return names;
  }
  // "set.yaml:LINE:COLUMN: MESSAGE" of each problem, with its notes in parentheses.
  Strings messages() const {
    Strings lines;
    for (const text::Problem& problem : result_.problems) {
      std::string line = place(problem.at) + ": " + problem.message;
      for (const std::string& note : problem.notes) line += " (" + note + ")";
      lines.push_back(line);
    }
    return lines;
  }
  // "set.yaml:LINE:COLUMN: WHAT: REASON" of everything that can't be determined.
  Strings unresolved() const {
    Strings lines;
    for (const kustomize::Unresolved& entry : result_.unresolved) {
      lines.push_back(place(entry.at) + ": " + entry.what + ": " + entry.reason);
    }
    return lines;
  }
  std::string place(text::Span span) const {
    text::Places places(workspace_.sources());
    const Place at = places.of(span);
    return at.path + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
  }

 private:
  static model::Workspace load(const SetFile& set, std::vector<Input> files) {
    files.push_back({.path = "set.yaml", .text = set.text()});
    return model::Workspace::load(files, {});
  }

  model::Workspace workspace_;
  std::vector<std::string> own_urls_ = {model::normalized_url(kUrl)};
  yaml::Arena arena_;
  GeneratorInputs inputs_;
  Expansion result_;
};

}  // namespace meshlint::argocd

#endif  // MESHLINT_TESTS_UNIT_ARGOCD_EXPANDING_H_
