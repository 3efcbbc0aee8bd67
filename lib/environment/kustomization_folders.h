// The folders with a kustomization, and which of them are roots.
#ifndef MESHLINT_ENVIRONMENT_KUSTOMIZATION_FOLDERS_H_
#define MESHLINT_ENVIRONMENT_KUSTOMIZATION_FOLDERS_H_

#include <string>
#include <vector>

#include "model/workspace.h"

namespace meshlint::environment {

// Without components, which can't be built on their own. Both in order of their paths.
struct KustomizationFolders {
  std::vector<std::string> roots;     // that no other kustomization includes
  std::vector<std::string> included;  // that another one includes
};

KustomizationFolders kustomization_folders(const model::Workspace& workspace);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_KUSTOMIZATION_FOLDERS_H_
