// Folders that are read file by file: without a kustomization, or for the files that no
// kustomization includes.
#ifndef MESHLINT_ENVIRONMENT_PLAIN_FOLDERS_H_
#define MESHLINT_ENVIRONMENT_PLAIN_FOLDERS_H_

#include <functional>
#include <map>
#include <set>
#include <string>

#include "environment/part.h"
#include "model/workspace.h"

namespace meshlint::environment {

// The parts of the files with resources that no kustomization uses, one for each folder.
std::map<PartKey, Part> loose_parts(const model::Workspace& workspace,
                                    const std::set<std::string, std::less<>>& used_files);

// The part of a folder as an Application reads it, by its `directory` options in `key`.
Part directory_part(const model::Workspace& workspace, const PartKey& key);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_PLAIN_FOLDERS_H_
