// Time zones, by name or offset.
#ifndef MESHLINT_CEL_TIME_ZONE_H_
#define MESHLINT_CEL_TIME_ZONE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace meshlint::cel {

// How many seconds local time is ahead of UTC at that second since 1970. `zone` is "UTC", "+hh:mm",
// "-hh:mm", "hh:mm", or a name in the machine's time zone files ("Europe/Berlin"); nothing for
// others.
std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t at);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_TIME_ZONE_H_
