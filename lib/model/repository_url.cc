#include "model/repository_url.h"

#include <algorithm>

namespace meshlint::model {

std::string normalized_url(std::string_view url) {
  std::string result(url);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const std::string_view scheme : {"https://", "http://", "ssh://", "git://", "oci://"}) {
    if (result.starts_with(scheme)) {
      result.erase(0, scheme.size());
      break;
    }
  }
  const std::size_t slash = std::min(result.find('/'), result.size());
  const std::size_t at = result.rfind('@', slash);
  if (at != result.npos) result.erase(0, at + 1);
  const std::size_t colon = result.find(':');
  if (colon < result.find('/')) {  // scp form, or a port
    const bool is_port =
        colon + 1 < result.size() && result[colon + 1] >= '0' && result[colon + 1] <= '9';
    if (!is_port) result[colon] = '/';
  }
  while (result.ends_with('/')) result.pop_back();
  if (result.ends_with(".git")) result.resize(result.size() - 4);
  return result;
}

bool is_one_of(std::string_view url, const std::vector<std::string>& urls) {
  return std::ranges::find(urls, normalized_url(url)) != urls.end();
}

bool is_istio_repository(std::string_view url) {
  return normalized_url(url) == "github.com/istio/istio";
}

}  // namespace meshlint::model
