// The functions of lib/cel/functions_urls.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelUrls, parts) {
  expect_results({
      {"url('https://user:pass@example.com:8443/a/b?k=1#x').getScheme()", "https"},
      {"url('HTTPS://example.com').getScheme()", "https"},
      {"url('https://example.com:8443/').getHost()", "example.com:8443"},
      {"url('https://user:pass@example.com:8443/').getHost()", "example.com:8443"},
      {"url('https://example.com:8443/').getHostname()", "example.com"},
      {"url('https://example.com:8443/').getPort()", "8443"},
      {"url('https://example.com/').getPort()", ""},
      {"url('https://[::1]:80/').getHost()", "[::1]:80"},
      {"url('https://[::1]:80/').getHostname()", "::1"},
      {"url('https://[::1]:80/').getPort()", "80"},
      {"url('https://example.com/a b').getEscapedPath()", "/a%20b"},
      {"url('https://example.com/a%20b').getEscapedPath()", "/a%20b"},
      {"url('https://example.com').getEscapedPath()", ""},
      {"url('/a/b').getScheme() + url('/a/b').getHost()", ""},
      {"url('/a/b').getEscapedPath()", "/a/b"},
      {"url('localhost:5000/img').getScheme()", "localhost"},
      {"url('https://a.com/') == url('https://a.com/')", "true"},
      {"url('https://a.com/') == url('https://b.com/')", "false"},
      {"dyn('https://a.com/').getHost()", "error: no such overload"},
  });
}

TEST(CelUrls, queries) {
  expect_results({
      {"url('https://example.com/?k=1&k=2&l=').getQuery()", "{k: [1, 2], l: []}"},
      {"url('https://example.com/?k=a+b%21').getQuery()['k'][0]", "a b!"},
      {"url('https://example.com/').getQuery()", "{}"},
      {"url('https://example.com/?a;b=1&c=%zz&d=2').getQuery()", "{d: [2]}"},  // as Go skips them
      {"url('https://example.com/?k').getQuery()['x']", "error: no such key: x"},
  });
}

TEST(CelUrls, what_is_a_url) {
  expect_results({
      {"isURL('https://example.com')", "true"},
      {"isURL('/absolute')", "true"},
      {"isURL('mailto:a@b')", "true"},
      {"isURL('../relative')", "false"},
      {"isURL('https://a:b:c/')", "false"},
      {"isURL('https://a b/')", "false"},
      {"isURL(':foo')", "false"},
      {"isURL('https://a/%zz')", "false"},
      {"isURL('ghcr.io/a/b:tag')", "false"},  // the slash comes before the colon
      {"url('../relative')", "error: `../relative` is not a URL"},
      {"url(dyn(1))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
