#include "schema/kind_scopes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace meshlint::schema {

KindScopes parse_kind_scopes(std::string_view lines) {
  KindScopes scopes;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    std::array<std::string_view, 4> parts;
    for (std::string_view& part : parts) {
      const std::size_t tab = std::min(line.find('\t'), line.size());
      part = line.substr(0, tab);
      line.remove_prefix(std::min(tab + 1, line.size()));
    }
    if (parts[2].empty() || parts[3] == "scope") continue;
    std::optional<Scope> scope = Scope::kNamespaced;
    if (parts[3] == "Cluster") scope = Scope::kCluster;
    if (parts[3] == "-") scope = std::nullopt;
    scopes.insert_or_assign(fmt::format("{}/{}/{}", parts[0], parts[1], parts[2]), scope);
  }
  return scopes;
}

}  // namespace meshlint::schema
