// The functions of lib/cel/functions_network.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelNetwork, addresses) {
  expect_results({
      {"string(ip('192.168.0.1'))", "192.168.0.1"},
      {"string(ip('2001:DB8:0:0::1'))", "2001:db8::1"},
      {"ip('1.2.3.4') == ip('1.2.3.4')", "true"},
      {"ip('192.168.0.1').family()", "4"},
      {"ip('::1').family()", "6"},
      {"ip('192.168.0')", "error: `192.168.0` is not an IP address"},
      {"ip('192.168.0.01')", "error: `192.168.0.01` is not an IP address"},
      {"ip('::ffff:1.2.3.4')", "error: `::ffff:1.2.3.4` is not an IP address"},
      {"ip('fe80::1%eth0')", "error: `fe80::1%eth0` is not an IP address"},
      {"isIP('10.0.0.1')", "true"},
      {"isIP('10.0.0.256')", "false"},
      {"isIP('::ffff:1.2.3.4')", "false"},
      {"isIP('')", "false"},
      {"ip.isCanonical('2001:db8::1')", "true"},
      {"ip.isCanonical('2001:DB8::1')", "false"},
      {"ip.isCanonical('x')", "error: `x` is not an IP address"},
      {"ip(dyn(1))", "error: no such overload"},
      {"type(ip('1.2.3.4')) == net.IP", "true"},
  });
}

TEST(CelNetwork, kinds_of_addresses) {
  expect_results({
      {"ip('127.9.9.9').isLoopback()", "true"},
      {"ip('::1').isLoopback()", "true"},
      {"ip('10.0.0.1').isLoopback()", "false"},
      {"ip('0.0.0.0').isUnspecified()", "true"},
      {"ip('::').isUnspecified()", "true"},
      {"ip('169.254.1.1').isLinkLocalUnicast()", "true"},
      {"ip('fe80::1').isLinkLocalUnicast()", "true"},
      {"ip('10.0.0.1').isLinkLocalUnicast()", "false"},
      {"ip('224.0.0.9').isLinkLocalMulticast()", "true"},
      {"ip('ff02::1').isLinkLocalMulticast()", "true"},
      {"ip('239.0.0.1').isLinkLocalMulticast()", "false"},
      {"ip('10.0.0.1').isGlobalUnicast()", "true"},
      {"ip('255.255.255.255').isGlobalUnicast()", "false"},
      {"ip('239.0.0.1').isGlobalUnicast()", "false"},
      {"ip('2001:db8::1').isGlobalUnicast()", "true"},
      {"dyn('10.0.0.1').isLoopback()", "error: no such overload"},
  });
}

TEST(CelNetwork, networks) {
  expect_results({
      {"string(cidr('10.0.0.0/8'))", "10.0.0.0/8"},
      {"string(cidr('192.168.1.7/24').masked())", "192.168.1.0/24"},
      {"string(cidr('2001:db8:ffff::/33').masked())", "2001:db8:8000::/33"},
      {"string(cidr('192.168.1.7/24').ip())", "192.168.1.7"},
      {"cidr('10.0.0.0/8').prefixLength()", "8"},
      {"cidr('10.0.0.0/8') == cidr('10.0.0.0/9')", "false"},
      {"cidr('10.0.0.0')", "error: `10.0.0.0` is not a network in CIDR notation"},
      {"cidr('10.0.0.0/33')", "error: `10.0.0.0/33` is not a network in CIDR notation"},
      {"cidr('10.0.0.0/08')", "error: `10.0.0.0/08` is not a network in CIDR notation"},
      {"isCIDR('::/128')", "true"},
      {"isCIDR('::/129')", "false"},
      {"isCIDR('10.0.0.0/-1')", "false"},
  });
}

TEST(CelNetwork, containment) {
  expect_results({
      {"cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"},
      {"cidr('10.0.0.0/8').containsIP(ip('11.1.2.3'))", "false"},
      {"cidr('0.0.0.0/0').containsIP('::1')", "false"},  // other family
      {"cidr('10.0.0.0/8').containsIP('x')", "error: `x` is not an IP address"},
      {"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true"},
      {"cidr('10.0.0.0/8').containsCIDR('10.0.0.0/8')", "true"},
      {"cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/7'))", "false"},
      {"cidr('10.0.0.0/8').containsCIDR('11.0.0.0/16')", "false"},
      {"cidr('10.0.0.0/8').containsCIDR('10.0.0.0')",
       "error: `10.0.0.0` is not a network in CIDR notation"},
      {"dyn('10.0.0.0/8').containsIP('10.0.0.1')", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
