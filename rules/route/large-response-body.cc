#include <charconv>

#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// Base64 has four characters for three bytes, and `=` for those that are missing at the end.
std::size_t decoded_size(std::string_view base64) {
  while (base64.ends_with('=')) base64.remove_suffix(1);
  return base64.size() * 3 / 4;
}

}  // namespace

void large_response_body(const Resource& resource, Report& report) {
  const std::string_view option = report.option("most-bytes");
  std::size_t most_bytes = 0;
  std::from_chars(option.data(), option.data() + option.size(), most_bytes);
  for (const Node http : resource.at("spec.http")) {
    const Node body = http["directResponse"]["body"];
    const auto check = [&](Node content, std::size_t size) {
      if (size <= most_bytes) return;
      report.add(content, "body has {} bytes, which every proxy gets; serve it from a workload",
                 size);
    };
    check(body["string"], body["string"].text().size());
    check(body["bytes"], decoded_size(body["bytes"].text()));
  }
}

}  // namespace meshlint::rules::route
