#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// No route is split among more; beyond that only neighbours are compared.
constexpr std::size_t kMostCompared = 32;

// Headers make a destination a sample of its own.
bool is_plain(Node route) {
  return !route["destination"]["host"].text().empty() && !is_set(route["headers"]);
}

bool is_same(Node a, Node b) {
  return a["host"].text() == b["host"].text() && a["subset"].text() == b["subset"].text() &&
         a["port"]["number"].text() == b["port"]["number"].text();
}

}  // namespace

void destination_twice(const Resource& resource, Report& report) {
  for_each_destination_list(resource, [&](Node routes) {
    for (std::size_t i = 1; i < routes.size(); ++i) {
      if (!is_plain(routes.item(i))) continue;
      const Node destination = routes.item(i)["destination"];
      for (std::size_t j = i > kMostCompared ? i - kMostCompared : 0; j < i; ++j) {
        const Node other = routes.item(j)["destination"];
        if (!is_plain(routes.item(j)) || !is_same(destination, other)) continue;
        report
            .add(destination, "the route already has the destination `{}`",
                 destination_text(destination))
            .related(other, "the other one");
        break;
      }
    }
  });
}

}  // namespace meshlint::rules::route
