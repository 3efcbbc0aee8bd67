#include "schema/facts.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "schema/describe.h"

namespace meshlint::schema {
namespace {

TEST(Facts, every_kind_is_found_by_its_name) {
  ASSERT_FALSE(kinds().empty());
  for (const Kind kind : kinds()) {
    const Kind found = find_kind(kind.group(), kind.name());
    EXPECT_EQ(found.name(), kind.name());
    EXPECT_EQ(found.group(), kind.group());
    // Of several channels each is found by its own target.
    const Targets targets = {{std::string(kind.product()->name), {.is_assumed = false}}};
    EXPECT_EQ(find_kind(kind.group(), kind.name(), targets), kind) << kind.name();
    EXPECT_FALSE(kind.versions().empty()) << kind.name();
    for (const ApiVersion version : kind.versions()) {
      EXPECT_EQ(kind.version(version.name()).root(), version.root()) << kind.name();
    }
    ASSERT_NE(kind.product(), nullptr) << kind.name();
    EXPECT_EQ(find_product(kind.product()->name), kind.product()) << kind.name();
  }
}

TEST(Facts, group_tells_kinds_of_one_name_apart) {
  const Kind gateway = find_kind("networking.istio.io", "Gateway");
  ASSERT_TRUE(gateway);
  EXPECT_EQ(gateway.group(), "networking.istio.io");
  EXPECT_FALSE(find_kind("no.such.group", "Gateway"));
  EXPECT_FALSE(find_kind("networking.istio.io", "Gatewa"));
  EXPECT_FALSE(find_kind("", ""));
}

TEST(Facts, every_field_is_found_by_its_name_and_version) {
  const Tables& tables = shipped_facts();
  for (const tables::TypeRecord& record : tables.types) {
    const Type type(tables, record);
    std::string_view before;
    for (const Field field : type.fields()) {
      EXPECT_LE(before, field.name()) << type.name();
      before = field.name();
      EXPECT_TRUE(field.type()) << type.name() << '.' << field.name();
      EXPECT_EQ(type.field(field.name(), field.when().since), field)
          << type.name() << '.' << field.name();
    }
    const bool has_element = type.kind() == TypeKind::kList || type.kind() == TypeKind::kMap;
    EXPECT_EQ(static_cast<bool>(type.element()), has_element) << type.name();
  }
}

TEST(Facts, names_match_without_regard_to_case_only_in_kustomizations) {
  const Type kustomization = find_kind("kustomize.config.k8s.io", "Kustomization").root();
  EXPECT_TRUE(kustomization.field("nameprefix", {}));
  EXPECT_EQ(kustomization.field("nameprefix", {}), kustomization.field("namePrefix", {}));
  EXPECT_FALSE(find_kind("networking.istio.io", "Gateway").root().field("Spec", {}));
}

TEST(Facts, versions_come_with_their_product) {
  const Type spec =
      find_kind("networking.istio.io", "VirtualService").root().field("spec", {}).type();
  const Type route = spec.field("http", {}).type().element();
  const Type retry = route.field("retries", {}).type();
  ASSERT_TRUE(retry);
  EXPECT_EQ(retry.product()->name, "istio");
  const Field backoff = retry.field("backoff", {});
  ASSERT_TRUE(backoff);
  EXPECT_EQ(backoff.type().kind(), TypeKind::kString);
  EXPECT_FALSE(backoff.when().contains(Version{1, 25, 5}));
  EXPECT_TRUE(backoff.when().contains(Version{1, 26, 0}));
}

// Protobuf's JSON takes the names of a .proto file, too.
TEST(Facts, proto_fields_have_two_spellings) {
  const Type mesh = find_type("install.istio.io", "MeshConfig");
  EXPECT_EQ(mesh.field("access_log_file", {}).name(), "accessLogFile");
  EXPECT_EQ(mesh.field("mesh_mTLS", {}).name(), "meshMTLS");
  const Type zipkin = find_type("install.istio.io", "ZipkinTracingProvider");
  EXPECT_EQ(zipkin.field("enable_64bit_trace_id", {}).name(), "enable64bitTraceId");
  for (const std::string_view name : {"accesslogfile", "access_logfile", "access__log_file",
                                      "access_log_file_", "_", "", "access_Log_File"}) {
    EXPECT_FALSE(mesh.field(name, {})) << name;
  }
  // A structural schema knows one name only.
  EXPECT_FALSE(find_type("networking.istio.io", "HTTPRetry").field("per_try_timeout", {}));
}

TEST(Facts, labels_have_versions) {
  const auto when = [](std::string_view kind, std::string_view name) {
    const Field field = find_type("labels.istio.io", kind).field(name, {});
    EXPECT_TRUE(field) << name;
    return field ? field.when() : Window();
  };
  EXPECT_FALSE(when("Namespace", "istio.io/dataplane-mode").contains({1, 17, 0}));
  EXPECT_TRUE(when("Namespace", "istio.io/dataplane-mode").contains({1, 18, 0}));
  EXPECT_TRUE(when("Namespace", "istio-injection").is_always());
  EXPECT_FALSE(when("Pod", "topology.istio.io/locality").is_always());
}

std::string described(std::string_view path) {
  std::string error;
  return describe(path, {}, error).value_or("error: " + error);
}

TEST(Describe, types_that_are_no_kinds) {
  EXPECT_EQ(described("MeshNetworks"),
            "MeshNetworks: MeshNetworks\n  fields:\n    networks  map<Network>\n");
  EXPECT_EQ(described("MeshNetworks.networks.endpoints.fromCidr"),
            "MeshNetworks.networks{}.endpoints[].fromCidr: string\n");
  EXPECT_EQ(described("MeshConfig.defaultConfig.tracing.enableIstioTags"),
            "MeshConfig.defaultConfig.tracing.enableIstioTags: bool\n  since 1.25\n");
  EXPECT_EQ(described("MeshNetwork"),
            "error: unknown kind or type \"MeshNetwork\"; did you mean \"MeshNetworks\"?");
}

// A kind goes before a type of that name, unless the path names the type's group.
TEST(Describe, kinds_go_first) {
  EXPECT_TRUE(described("ProxyConfig").starts_with("ProxyConfig: ProxyConfig\n  fields:\n    api"));
  EXPECT_EQ(described("ProxyConfig.install.istio.io.concurrency"),
            "ProxyConfig.concurrency: int32\n");
  EXPECT_TRUE(described("ProxyConfig.concurrency").starts_with("error: ProxyConfig has no field"));
}

TEST(Facts, shared_types_have_no_group) {
  EXPECT_TRUE(find_type("", "ObjectMeta"));
  EXPECT_FALSE(find_type("networking.istio.io", "ObjectMeta"));
}

TEST(Window, until_is_the_first_version_without) {
  const Window window{{1, 20, 0}, {1, 27, 0}};
  EXPECT_FALSE(window.contains(Version{1, 19, 9}));
  EXPECT_TRUE(window.contains(Version{1, 20, 0}));
  EXPECT_TRUE(window.contains(Version{1, 26, 8}));
  EXPECT_FALSE(window.contains(Version{1, 27, 0}));
  EXPECT_TRUE(Window{}.contains(Version{1, 13, 0}));
}

}  // namespace
}  // namespace meshlint::schema
