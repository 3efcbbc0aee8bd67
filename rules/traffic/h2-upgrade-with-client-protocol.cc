#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

void h2_upgrade_with_client_protocol(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node http = policy["connectionPool"]["http"];
    const Node upgrade = http["h2UpgradePolicy"];
    const Node client = http["useClientProtocol"];
    if (upgrade.text() != "UPGRADE" || !client.as_bool().value_or(false)) return;
    report
        .add(upgrade, "`h2UpgradePolicy` UPGRADE contradicts `useClientProtocol`; keep one of them")
        .related(client, "keeps the protocol");
  });
}

}  // namespace meshlint::rules::traffic
