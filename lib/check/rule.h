// What a rule's body includes. A body is a pure function of the widest thing that it looks at:
//
//   void weights_sum(const Resource& resource, Report& report);
//   void hub_missing(const InstallView& install, Report& report);
//   void subset_not_defined(const Environment& environment, Report& report);
//   void deprecated_field(const Document& document, Report& report);
//
// It keeps no state and allocates nothing while nothing is wrong. Its page, NAME.yaml beside it,
// says which of the four it sees and for which kinds it runs.
#ifndef MESHLINT_CHECK_RULE_H_
#define MESHLINT_CHECK_RULE_H_

#include <string_view>

#include "check/report.h"
#include "model/environment.h"
#include "model/install_view.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "yaml/node.h"

namespace meshlint::check {

// One document of a file as it is written, before any rendering.
struct Document {
  yaml::Node root;
  const model::ManifestFile* file = nullptr;
  const model::Workspace* workspace = nullptr;
  // A kustomization.yaml, kustomization.yml or Kustomization.
  bool is_kustomization = false;

  // The folder of the file, "" for the root.
  std::string_view directory() const { return model::directory_of(file->path); }
};

}  // namespace meshlint::check

namespace meshlint::rules {

using check::Document;
using check::Report;
using model::Component;
using model::ComponentKind;
using model::Environment;
using model::InstallView;
using model::InstallWay;
using model::Resource;
using yaml::Node;

}  // namespace meshlint::rules

#endif  // MESHLINT_CHECK_RULE_H_
