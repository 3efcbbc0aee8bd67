#include "environment/destination_cluster.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::environment {
namespace {

std::string cluster(std::string_view destination, const std::string& current = "here") {
  const text::Source source("a.yaml",
                            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: { "
                            "destination: { " +
                                std::string(destination) + " } }\n");
  const yaml::File file = yaml::parse(source, 0);
  return destination_cluster(model::resource_of(file.documents.at(0).root).value(), current,
                             {{.name = "eu", .server = "https://10.0.0.1", .secret = {}},
                              {.name = "in-cluster", .server = "https://10.0.0.2", .secret = {}}});
}

TEST(DestinationCluster, is_the_name_or_the_server) {
  EXPECT_EQ(cluster("name: us"), "us");
  EXPECT_EQ(cluster("server: https://10.0.0.9:6443/"), "10.0.0.9:6443");
  EXPECT_EQ(cluster("server: https://10.0.0.1/"), "eu");       // a Secret names it
  EXPECT_EQ(cluster("server: https://10.0.0.2"), "10.0.0.2");  // named, but not distinct
}

TEST(DestinationCluster, is_the_current_one_for_the_cluster_of_argo_cd) {
  for (const std::string_view destination :
       {"", "name: in-cluster", "server: https://kubernetes.default.svc",
        "server: https://kubernetes.default.svc/", "server: https://kubernetes.default.svc:443",
        "server: https://kubernetes.default.svc.cluster.local"}) {
    EXPECT_EQ(cluster(destination), "here") << destination;
  }
}

}  // namespace
}  // namespace meshlint::environment
