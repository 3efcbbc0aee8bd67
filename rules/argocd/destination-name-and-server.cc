#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

void destination_name_and_server(const Resource& resource, Report& report) {
  const Node destination = application_spec(resource)["destination"];
  const Node name = destination["name"];
  const Node server = destination["server"];
  if (name.text().empty() || server.text().empty()) return;
  report
      .add(name, "the destination has both name `{}` and server `{}`; keep one", name.text(),
           server.text())
      .related(server, "the same cluster, or another");
}

}  // namespace meshlint::rules::argocd
