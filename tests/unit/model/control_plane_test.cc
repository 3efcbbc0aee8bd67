#include "model/control_plane.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::model {
namespace {

std::string version(std::string_view labels, std::string_view image,
                    std::string_view kind = "Deployment") {
  const text::Source source(
      "istiod.yaml",
      "apiVersion: apps/v1\nkind: " + std::string(kind) + "\nmetadata: { name: istiod, labels: { " +
          std::string(labels) +
          " } }\nspec: { template: { spec: { containers: [{ name: discovery, image: \"" +
          std::string(image) + "\" }] } } }\n");
  const yaml::File file = yaml::parse(source, 0);
  const std::optional<Resource> resource = resource_of(file.documents.at(0).root);
  return std::string(istiod_version(resource.value()).text);
}

TEST(IstiodVersion, is_read_from_labels_and_image) {
  EXPECT_EQ(version("app: istiod, operator.istio.io/version: 1.18.2", "pilot:1.17.0"), "1.18.2");
  EXPECT_EQ(
      version("app: istiod, operator.istio.io/version: unknown", "docker.io/istio/pilot:1.17.0"),
      "1.17.0");
  EXPECT_EQ(version("app.kubernetes.io/name: istiod, app.kubernetes.io/version: 1.24.0", ""),
            "1.24.0");
  EXPECT_EQ(version("app: istiod, helm.sh/chart: istiod-1.22.1", ""), "1.22.1");
  EXPECT_EQ(version("app: istiod", "localhost:5000/pilot@sha256:0123"), "");
  EXPECT_EQ(version("app: istiod", "localhost:5000/pilot"), "");
  EXPECT_EQ(version("app: reviews, app.kubernetes.io/version: 1.24.0", "pilot:1.24.0"), "");
  EXPECT_EQ(version("app: istiod, app.kubernetes.io/version: 1.24.0", "", "StatefulSet"), "");
}

}  // namespace
}  // namespace meshlint::model
