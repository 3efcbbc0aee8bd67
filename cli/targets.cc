#include <fmt/core.h>

#include "cli/commands.h"

namespace meshlint::cli {

Result<std::pair<std::string, std::string>> split_pair(std::string_view flag,
                                                       const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos || equals == 0 || equals + 1 == text.size()) {
    return Error{fmt::format("{} {}: expected NAME=VALUE", flag, text)};
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<std::map<std::string, std::string, std::less<>>> parse_targets(
    const std::vector<std::string>& texts) {
  std::map<std::string, std::string, std::less<>> targets;
  for (const std::string& text : texts) {
    const auto pair = split_pair("--target", text);
    if (!pair) return pair.error();
    targets.insert_or_assign(pair->first, pair->second);
  }
  return targets;
}

}  // namespace meshlint::cli
