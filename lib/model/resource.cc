#include "model/resource.h"

namespace meshlint::model {

std::string_view Resource::group() const {
  const std::size_t slash = api_version.find('/');
  return slash == api_version.npos ? std::string_view() : api_version.substr(0, slash);
}

std::string_view Resource::version() const {
  const std::size_t slash = api_version.find('/');
  return slash == api_version.npos ? api_version : api_version.substr(slash + 1);
}

std::string Resource::title() const {
  std::string result(kind);
  if (name.empty()) return result;
  result += ' ';
  if (!ns.empty()) {
    result += ns;
    result += '/';
  }
  result += name;
  return result;
}

std::optional<Resource> resource_of(yaml::Node root) {
  const auto api_version = root["apiVersion"].as_string();
  const auto kind = root["kind"].as_string();
  if (!api_version || !kind || kind->empty()) return std::nullopt;
  const yaml::Node metadata = root["metadata"];
  return Resource{.root = root,
                  .api_version = *api_version,
                  .kind = *kind,
                  .name = metadata["name"].text(),
                  .ns = metadata["namespace"].text()};
}

}  // namespace meshlint::model
