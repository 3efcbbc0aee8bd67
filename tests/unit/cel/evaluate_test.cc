#include "cel/evaluate.h"

#include <gtest/gtest.h>

#include <string>

#include "cel/compile.h"
#include "cel/format_text.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

// What the expression gives for `self`, as text; "error: ..." and "unknown" for these. What does
// not compile is "issue: ...".
std::string result_of(std::string_view expression, std::string_view self = "null",
                      std::int64_t budget = Frame::kDefaultBudget) {
  const text::Source source("self.yaml", std::string(self));
  const yaml::File file = yaml::parse(source, 0);
  Environment environment;
  environment.libraries = all_libraries();
  environment.variables = {{"self"}, {"unbound"}};
  const Compiled compiled = compile(expression, environment);
  if (!compiled.issues.empty()) return "issue: " + compiled.issues.front().message;
  Regexes regexes;
  Frame frame(regexes);
  const ProgramView program = compiled.program.view();
  frame.start(program, budget);
  frame.bind(0, frame.value_of(file.documents.front().root));
  const Value value = evaluate(program, frame);
  if (value.is_error()) return "error: " + std::string(value.text());
  if (value.is(ValueKind::kUnknown)) return "unknown";
  std::string text;
  EXPECT_TRUE(append_text(frame, value, text)) << type_name(value);
  return text;
}

struct Case {
  std::string_view expression;
  std::string_view want;
};

TEST(CelEvaluate, node_tree) {
  constexpr std::string_view kSelf =
      "{name: shop, ports: [80, 443], labels: {app: a, tier: null}, weight: 1.5, big: "
      "99999999999999999999, quoted: '80', on: yes}";
  for (const auto& [expression, want] : {
           Case{"self.name", "shop"},
           Case{"self.ports[1] + 1", "444"},
           Case{"self.ports == [80, 443]", "true"},
           Case{"self.labels.app", "a"},
           Case{"has(self.labels.tier) && self.labels.tier == null", "true"},
           Case{"has(self.labels.other)", "false"},
           Case{"self.missing", "error: no such key: missing"},
           Case{"self.ports[2]", "error: index out of bounds: 2"},
           Case{"self.weight * 2.0", "3"},
           Case{"type(self.big)", "double"},
           Case{"type(self.quoted)", "string"},
           Case{"self[true ? 'name' : '']", "shop"},
           Case{"self.map(k, k).size()", "7"},
           Case{"self.ports.exists_one(p, p == 80)", "true"},
           Case{"self.?name.orValue('x')", "shop"},
           Case{"self.?other.orValue('x')", "x"},
           Case{"self.labels == {'tier': dyn(null), 'app': dyn('a')}", "true"},
       }) {
    EXPECT_EQ(result_of(expression, kSelf), want) << expression;
  }
}

TEST(CelEvaluate, errors_and_unknowns) {
  for (const auto& [expression, want] : {
           Case{"false && self.a", "false"},
           Case{"self.a && false", "false"},
           Case{"self.a || true", "true"},
           Case{"unbound || true", "true"},
           Case{"unbound && true", "unknown"},
           Case{"unbound || self.a", "unknown"},  // unknown outranks an error
           Case{"self.a + unbound", "unknown"},
           Case{"[1, 2].all(x, x / (x - 1) > 0)", "error: division by zero"},
           Case{"[1, 2].exists(x, x / (x - 1) > 0)", "true"},
           Case{"1 / 0", "error: division by zero"},
           Case{"9223372036854775807 + 1", "error: integer overflow"},
           Case{"-9223372036854775808", "-9223372036854775808"},
           Case{"0u - 1u", "error: unsigned integer overflow"},
       }) {
    EXPECT_EQ(result_of(expression, "{}"), want) << expression;
  }
}

TEST(CelEvaluate, kubernetes_libraries) {
  for (const auto& [expression, want] : {
           Case{"[3, 1, 2].min()", "1"},
           Case{"[1, 2, 3].isSorted()", "true"},
           Case{"[1, 2, 3].sum()", "6"},
           Case{"['a', 'b', 'b'].lastIndexOf('b')", "2"},
           Case{"'abc 123'.find('[0-9]+')", "123"},
           Case{"'123 abc 456'.findAll('[0-9]+')", "[123, 456]"},
           Case{"'123 abc 456'.findAll('[0-9]+', 1)", "[123]"},
           Case{"url('https://example.com:80/path?k=1&k=2').getHostname()", "example.com"},
           Case{"url('https://example.com:80/path?k=1&k=2').getQuery()", "{k: [1, 2]}"},
           Case{"url('https://[::1]:80/').getPort()", "80"},
           Case{"isURL('../relative')", "false"},
           Case{"isURL('https://a:b:c/')", "false"},
           Case{"isURL('/absolute')", "true"},
           Case{"isURL('ghcr.io/a/b:tag')", "false"},  // the slash comes before the colon
           Case{"url('localhost:5000/img').getScheme()", "localhost"},
           Case{"quantity('1Gi').isGreaterThan(quantity('1G'))", "true"},
           Case{"quantity('500m').add(quantity('1500m')).asInteger()", "2"},
           Case{"quantity('50k').sub(20000) == quantity('30k')", "true"},
           Case{"quantity('1.5Ki').asInteger()", "1536"},
           Case{"isQuantity('200K')", "false"},
           Case{"ip('192.168.0.1').family()", "4"},
           Case{"isIP('::ffff:1.2.3.4')", "false"},
           Case{"ip.isCanonical('2001:DB8::1')", "false"},
           Case{"ip('127.0.0.1').isLoopback()", "true"},
           Case{"cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"},
           Case{"cidr('10.0.0.0/8').containsCIDR('11.0.0.0/16')", "false"},
           Case{"string(cidr('192.168.1.7/24').masked())", "192.168.1.0/24"},
           Case{"format.dns1123Label().validate('Bad').hasValue()", "true"},
           Case{"format.dns1123Label().validate('good').hasValue()", "false"},
           Case{"format.dns1123Label().validate('good') == null", "false"},
           Case{"format.named('uuid').hasValue()", "true"},
           Case{"semver('1.2.3-alpha.1').isLessThan(semver('1.2.3'))", "true"},
           Case{"isSemver('v1.0')", "false"},
           Case{"semver('v01.2', true).compareTo(semver('1.2.0'))", "0"},
           Case{"sets.intersects([1, 2], [2, 3])", "true"},
           Case{"[dyn([1]), [dyn(2), dyn([3])]].flatten()", "[1, 2, [3]]"},
           Case{"[2, 3, 1].sortBy(x, -x)", "[3, 2, 1]"},
           Case{"lists.range(3).slice(1, 3)", "[1, 2]"},
           Case{"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 10)", "{b: 20}"},
           Case{"[1, 2].transformMapEntry(i, v, {'x': v})",
                "error: insert failed: key x already exists"},
       }) {
    EXPECT_EQ(result_of(expression), want) << expression;
  }
}

TEST(CelEvaluate, stops_at_its_budget) {
  const std::string nested =
      "lists.range(1000).map(a, lists.range(1000).map(b, lists.range(1000)))";
  EXPECT_EQ(result_of(nested), "error: operation cancelled: cost limit exceeded");
  EXPECT_EQ(result_of("true || self.a", "{}", 0),
            "error: operation cancelled: cost limit exceeded");
  EXPECT_EQ(result_of("lists.range(9223372036854775807).size()"),
            "error: operation cancelled: cost limit exceeded");
}

}  // namespace
}  // namespace meshlint::cel
