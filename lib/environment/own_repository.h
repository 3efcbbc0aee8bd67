// Which URLs of sources are this repository.
//
//   const OwnRepository own = OwnRepository::of(workspace, config, parts);
//   if (auto folder = own.folder_of(source)) follow(*folder);
#ifndef MESHLINT_ENVIRONMENT_OWN_REPOSITORY_H_
#define MESHLINT_ENVIRONMENT_OWN_REPOSITORY_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment/part.h"
#include "meshlint/config.h"
#include "model/workspace.h"
#include "yaml/node.h"

namespace meshlint::environment {

class OwnRepository {
 public:
  // The git remotes and `repo_urls` of the configuration. If there are none, the URL under which
  // most Applications name folders that exist here.
  static OwnRepository of(const model::Workspace& workspace, const Config& config,
                          const std::map<PartKey, Part>& parts);

  // Normalized; empty if unknown.
  const std::vector<std::string>& urls() const { return urls_; }
  // Whether a git remote or the configuration names the URLs, so that they are no guess.
  bool is_certain() const { return is_certain_; }
  // The folder of this repository that a source points at.
  std::optional<std::string> folder_of(yaml::Node source) const;

 private:
  std::vector<std::string> urls_;
  bool is_certain_ = false;
};

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_OWN_REPOSITORY_H_
