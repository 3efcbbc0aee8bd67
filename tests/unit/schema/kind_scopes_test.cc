#include "schema/kind_scopes.h"

#include <gtest/gtest.h>

namespace meshlint::schema {
namespace {

TEST(KindScopes, lines) {
  const KindScopes scopes = parse_kind_scopes(
      "group\tversion\tkind\tscope\n"
      "\tv1\tPod\tNamespaced\n"
      "\tv1\tNode\tCluster\n"
      "\tv1\tPodList\t-\n"
      "apps\tv1\tDeployment\tother\n"
      "incomplete\n");
  EXPECT_EQ(scopes.size(), 4U);
  EXPECT_EQ(scopes.at("/v1/Pod"), Scope::kNamespaced);
  EXPECT_EQ(scopes.at("/v1/Node"), Scope::kCluster);
  EXPECT_EQ(scopes.at("/v1/PodList"), std::nullopt);
  EXPECT_EQ(scopes.at("apps/v1/Deployment"), Scope::kNamespaced);
}

}  // namespace
}  // namespace meshlint::schema
