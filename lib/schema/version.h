// Versions of products, and the ones to check a repository against.
#ifndef MESHLINT_SCHEMA_VERSION_H_
#define MESHLINT_SCHEMA_VERSION_H_

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace meshlint::schema {

// A release of a product. A version of which only the minor is known has patch 0.
struct Version {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  std::uint16_t patch = 0;

  friend auto operator<=>(const Version&, const Version&) = default;
};

// Reads "1.22.1", "v1.22" or "1.22.1-distroless"; nothing for "latest" or "1".
std::optional<Version> parse_version(std::string_view text);
// "1.22.1", or "1.22" if the patch is 0.
std::string to_string(const Version& version);

// The version of one product to judge by, and how it is known.
struct Target {
  Version version;
  // As the user wrote it, "1.22.1-distroless"; empty if assumed.
  std::string written;
  // The place that tells it, "service-mesh/istiod/application.yaml:13", "--target" or
  // ".meshlint.yaml"; empty if assumed.
  std::string from;
  // Nothing tells the version, so the newest known one stands in for it. Do not report what only
  // some version makes wrong.
  bool is_assumed = true;

  bool is_before(std::uint16_t major, std::uint16_t minor) const {
    return version < Version{major, minor, 0};
  }
};

// Targets by product: "istio", "argo-cd", "kubernetes", "kustomize".
using Targets = std::map<std::string, Target, std::less<>>;

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_VERSION_H_
