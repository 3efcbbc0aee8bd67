#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

// What the tag is instead of a release; empty for a release, or for a user's own name.
std::string_view kind_of(std::string_view tag) {
  if (tag == "latest") return "whatever was pushed last";
  if (tag == "master" || tag == "main" || tag.starts_with("release-")) return "a branch";
  // Test builds: "1.22-alpha.0a1b2c", "1.23-dev". "1.22.0-alpha.1" and the like are releases.
  const std::size_t dash = tag.find('-');
  if (dash == tag.npos || !schema::parse_version(tag) || release_of(tag)) return {};
  const std::string_view rest = tag.substr(dash + 1);
  if (rest.starts_with("alpha") || rest.starts_with("dev")) return "a test build";
  return {};
}

}  // namespace

void tag_not_pinned(const InstallView& install, Report& report) {
  Node previous;
  for (const Component& component : install.components) {
    const Node tag = component.tag;
    if (!component.is_enabled || component.kind == ComponentKind::kOther || tag == previous) {
      continue;
    }
    const std::string_view kind = kind_of(tag.text());
    if (kind.empty()) continue;
    previous = tag;
    report.add(component.resource, tag, "tag `{}` is {}, not a release; name one such as 1.22.1",
               tag.text(), kind);
  }
}

}  // namespace meshlint::rules::install
