#include "model/service_host.h"

namespace meshlint::model {

std::string full_host(std::string_view host, std::string_view ns) {
  std::string result(host);
  if (host.find('.') != host.npos || host.find('*') != host.npos) return result;
  result += '.';
  result += or_default(ns);
  result += ".svc.cluster.local";
  return result;
}

}  // namespace meshlint::model
