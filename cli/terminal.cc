#include "cli/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace meshlint::cli {

bool takes_color(int descriptor) {
  if (::isatty(descriptor) == 0) return false;
  // https://no-color.org: set and not empty means no color.
  const char* const no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) != "dumb";
}

}  // namespace meshlint::cli
