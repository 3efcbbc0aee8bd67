#include "model/host_name.h"

#include <gtest/gtest.h>

#include <string>

namespace meshlint::model {
namespace {

TEST(HostName, dns_labels) {
  EXPECT_TRUE(is_dns_label("reviews"));
  EXPECT_TRUE(is_dns_label("A-1"));
  EXPECT_TRUE(is_dns_label(std::string(63, 'a')));
  EXPECT_FALSE(is_dns_label(std::string(64, 'a')));
  EXPECT_FALSE(is_dns_label(""));
  EXPECT_FALSE(is_dns_label("-a"));
  EXPECT_FALSE(is_dns_label("a-"));
  EXPECT_FALSE(is_dns_label("a_b"));
}

TEST(HostName, domain_names) {
  EXPECT_TRUE(is_domain_name("reviews"));
  EXPECT_TRUE(is_domain_name("reviews.example.com."));
  EXPECT_TRUE(is_domain_name("1.example"));
  EXPECT_FALSE(is_domain_name(""));
  EXPECT_FALSE(is_domain_name("."));
  EXPECT_FALSE(is_domain_name("a..b"));
  EXPECT_FALSE(is_domain_name("123"));
  EXPECT_FALSE(is_domain_name("10.0.0.1"));
  EXPECT_FALSE(is_domain_name("*.example.com"));
}

TEST(HostName, wildcard_domains) {
  EXPECT_TRUE(is_wildcard_domain("*"));
  EXPECT_TRUE(is_wildcard_domain("*.example.com"));
  EXPECT_TRUE(is_wildcard_domain("*-v2.example.com"));
  EXPECT_TRUE(is_wildcard_domain("123"));
  EXPECT_FALSE(is_wildcard_domain("a.123"));
  EXPECT_FALSE(is_wildcard_domain("a.*.example.com"));
  EXPECT_FALSE(is_wildcard_domain("a*.example.com"));
  EXPECT_FALSE(is_wildcard_domain("reviews:9080"));
}

TEST(HostName, addresses) {
  EXPECT_TRUE(is_ip_address("192.0.2.1"));
  EXPECT_TRUE(is_ip_address("2001:db8::1"));
  EXPECT_TRUE(is_ip_address("fe80::1%eth0"));
  EXPECT_FALSE(is_ip_address("192.0.2"));
  EXPECT_FALSE(is_ip_address("example.com"));
}

TEST(HostName, wildcards_cover_and_overlap) {
  EXPECT_TRUE(covers_host("*.example.com", "a.b.example.com"));
  EXPECT_TRUE(covers_host("*.example.com", "*.b.example.com"));
  EXPECT_TRUE(covers_host("*", "192.0.2.1"));
  EXPECT_FALSE(covers_host("*.example.com", "example.com"));
  EXPECT_FALSE(covers_host("a.example.com", "*.example.com"));
  EXPECT_TRUE(hosts_overlap("a.example.com", "*.example.com"));
  EXPECT_FALSE(hosts_overlap("*.example.com", "*.example.org"));
}

}  // namespace
}  // namespace meshlint::model
