#include "template/functions.h"

#include <algorithm>
#include <array>

namespace meshlint::templates {
namespace {

// Sorted, so that a lookup is a binary search. None is evaluated: most of them depend on the time
// and the time zone of a run.
constexpr auto kFunctions = std::to_array<Function>({
    {"ago"},
    {"date"},
    {"dateInZone"},
    {"dateModify"},
    {"date_in_zone"},
    {"date_modify"},
    {"duration"},
    {"durationRound"},
    {"htmlDate"},
    {"htmlDateInZone"},
    {"mustDateModify"},
    {"mustToDate"},
    {"must_date_modify"},
    {"now"},
    {"toDate"},
    {"unixEpoch"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library date_functions() { return kFunctions; }

}  // namespace meshlint::templates
