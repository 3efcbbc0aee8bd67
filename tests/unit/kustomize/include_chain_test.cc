#include "kustomize/include_chain.h"

#include <gtest/gtest.h>

namespace meshlint::kustomize {
namespace {

TEST(IncludeChain, a_folder_on_the_chain_or_above_it_is_a_cycle) {
  IncludeChain chain;
  for (const char* const folder : {"apps/overlays/aws", "apps/base", "lib"}) chain.push(folder);
  EXPECT_EQ(*chain.first_within("apps/base"), "apps/base");
  EXPECT_EQ(*chain.first_within("apps"), "apps/overlays/aws");
  EXPECT_EQ(*chain.first_within(""), "apps/overlays/aws");
  EXPECT_EQ(chain.first_within("apps/bas"), nullptr);
  EXPECT_EQ(chain.first_within("lib/inner"), nullptr);
  chain.pop();
  EXPECT_EQ(chain.first_within("lib"), nullptr);
  EXPECT_EQ(chain.depth(), 2U);
}

TEST(IncludeChain, the_way_back_names_the_folders_in_between) {
  IncludeChain chain;
  for (const char* const folder : {"a", "b", "c"}) chain.push(folder);
  EXPECT_EQ(chain.way_from("a"), " through b, c");
  EXPECT_EQ(chain.way_from("b"), " through c");
  EXPECT_EQ(chain.way_from("c"), "");
}

}  // namespace
}  // namespace meshlint::kustomize
