#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// No real route has more destinations. Beyond that, only neighbours are compared.
constexpr std::size_t kMostCompared = 32;

// A destination with headers is different on purpose.
bool is_plain(Node route) {
  return !route["destination"]["host"].text().empty() && !is_set(route["headers"]);
}

bool is_same(Node a, Node b) {
  return a["host"].text() == b["host"].text() && a["subset"].text() == b["subset"].text() &&
         a["port"]["number"].text() == b["port"]["number"].text();
}

}  // namespace

void duplicate_destination(const Resource& resource, Report& report) {
  for_each_destination_list(resource, [&](Node routes) {
    for (std::size_t i = 1; i < routes.size(); ++i) {
      if (!is_plain(routes.item(i))) continue;
      const Node destination = routes.item(i)["destination"];
      for (std::size_t j = i > kMostCompared ? i - kMostCompared : 0; j < i; ++j) {
        const Node other = routes.item(j)["destination"];
        if (!is_plain(routes.item(j)) || !is_same(destination, other)) continue;
        report
            .add(destination, "duplicate destination `{}`; correct its subset or merge the weights",
                 destination_text(destination))
            .related(other, "same destination");
        break;
      }
    }
  });
}

}  // namespace meshlint::rules::route
