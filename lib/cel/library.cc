#include "cel/library.h"

#include <array>

namespace meshlint::cel {
namespace {

struct Arrival {
  Library library;
  std::uint16_t minor;  // of Kubernetes 1
};

constexpr auto kArrivals = std::to_array<Arrival>({
    {Library::kStandard, 23},
    {Library::kStrings, 23},
    {Library::kKubernetesLists, 23},
    {Library::kKubernetesRegex, 23},
    {Library::kUrls, 23},
    {Library::kAuthorizer, 27},
    {Library::kOptionals, 28},
    {Library::kQuantities, 28},
    {Library::kStringFormat, 29},
    {Library::kSets, 29},
    {Library::kNetwork, 30},
    {Library::kFormats, 31},
    {Library::kTwoVariables, 32},
    {Library::kSemver, 33},
    {Library::kLists, 34},
    {Library::kKubernetesIncludes, 37},
});

}  // namespace

Libraries all_libraries() {
  Libraries result;
  for (unsigned i = 0; i <= static_cast<unsigned>(Library::kAuthorizer); ++i) {
    result = result.with(static_cast<Library>(i));
  }
  return result;
}

Libraries kubernetes_libraries(const schema::Version& version) {
  Libraries result;
  for (const Arrival& arrival : kArrivals) {
    if (version >= schema::Version{1, arrival.minor, 0}) result = result.with(arrival.library);
  }
  return result;
}

}  // namespace meshlint::cel
