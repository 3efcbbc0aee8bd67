#include "kustomize/lost_items.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

// The message for an item of a list of ports, or an empty string.
std::string lost(const std::string& item, const std::string& theirs, const std::string& merged) {
  const yaml::Parsed a(item);
  const yaml::Parsed b(theirs);
  const yaml::Parsed c(merged);
  const std::vector<yaml::Node> items(b.root().begin(), b.root().end());
  const auto problem =
      lost_item(a.root(), items, c.root(), {.keys = {"containerPort", "protocol"}});
  return problem ? problem->message : "";
}

TEST(LostItems, an_item_is_lost_if_no_merged_item_has_its_values) {
  const std::string theirs = "[{containerPort: 80, protocol: TCP}]";
  EXPECT_EQ(lost("{containerPort: 80, name: web}", theirs,
                 "[{containerPort: 80, name: web, protocol: TCP}]"),
            "");
  EXPECT_EQ(lost("{containerPort: 80, name: web}", theirs, theirs),
            "kustomize drops this item because only one side sets `protocol`; set it on both");
  EXPECT_EQ(lost("{name: web}", theirs, theirs),
            "kustomize drops this item because it has no `containerPort`; add one");
  EXPECT_EQ(lost("{name: web}", theirs, "[]"),
            "kustomize drops this item and others of the list because it has no `containerPort`; "
            "add one");
  EXPECT_EQ(lost("{$patch: delete, containerPort: 80}", theirs, "[]"), "");
}

TEST(LostItems, a_list_is_replaced_by_items_that_look_incomplete) {
  const yaml::Parsed target("[{name: a, route: x}, {name: b, route: y}]");
  const auto message = [&](const std::string& patch) {
    const yaml::Parsed parsed(patch);
    const auto problem = replaced_list(target.root(), parsed.root());
    return problem ? problem->message : std::string();
  };
  EXPECT_EQ(message("[{name: a, timeout: 5s}]"),
            "this item has no `route`, but the patch replaces the whole list");
  EXPECT_EQ(message("[{name: a, route: z}]"), "");
  EXPECT_EQ(message("[]"), "");
  EXPECT_EQ(message("[a]"), "");
}

}  // namespace
}  // namespace meshlint::kustomize
