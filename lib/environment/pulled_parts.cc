#include "environment/pulled_parts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/application_sources.h"

namespace meshlint::environment {

using model::Resource;
using yaml::Node;

std::set<PartKey> pulled_parts(Parts& parts, ApplicationSets& sets, const OwnRepository& own) {
  std::set<PartKey> pulled;
  std::vector<PartKey> keys = parts.roots();
  std::set<PartKey> known(keys.begin(), keys.end());
  const auto pull = [&](const PartKey& from, Node source) {
    const auto directory = own.folder_of(source);
    std::string reason;
    const auto target = directory ? parts.of_source(*directory, source, reason) : std::nullopt;
    if (!target) return;
    if (*target != from) pulled.insert(*target);
    if (target->overlay != nullptr && !are_one_folder(*target, from)) {
      pulled.insert(PartKey::kustomized(target->directory));
    }
    for (const std::string& folder : parts.at(*target).folders) {
      const PartKey loose = PartKey::loose(folder);
      if (loose != from) pulled.insert(loose);
    }
    if (known.insert(*target).second) keys.push_back(*target);
  };
  for (std::size_t i = 0; i < keys.size(); ++i) {  // `keys` grows on the way
    const PartKey key = keys[i];
    const Part& part = parts.at(key);
    if (part.entries.empty()) continue;
    for (const Resource& resource : part.resources) {
      sets.for_each_application(resource, [&](const Resource& application) {
        model::for_each_source(application.root["spec"], [&](Node source) { pull(key, source); });
      });
    }
  }
  return pulled;
}

}  // namespace meshlint::environment
