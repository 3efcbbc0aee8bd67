#include "cel/cost.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cel/compile.h"
#include "cel/schema_types.h"
#include "schema/own_schemas.h"
#include "text/source.h"
#include "unit/cel/crd.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

// `self` of most expressions: bounds of all sorts, and none.
constexpr std::string_view kSpec = R"(
type: object
required: [short, number]
properties:
  text: { type: string }
  short: { type: string, maxLength: 10 }
  level: { type: string, enum: [low, high, higher] }
  number: { type: integer }
  wait: { type: string, format: duration }
  port: { x-kubernetes-int-or-string: true }
  at: { type: string, format: date-time }
  blob: { type: string, format: byte }
  texts: { type: array, items: { type: string } }
  shorts: { type: array, maxItems: 20, items: { type: string, maxLength: 30 } }
  numbers: { type: array, items: { type: integer } }
  labels: { type: object, additionalProperties: { type: string } }
  few: { type: object, maxProperties: 5, additionalProperties: { type: string, maxLength: 8 } }
  items:
    type: array
    items:
      type: object
      required: [name, ports]
      properties:
        name: { type: string }
        ports: { type: array, maxItems: 7, items: { type: integer } }
  # The smallest item has 45 bytes: fields with a default are not written.
  wide:
    type: array
    items:
      type: object
      required: [a, b, c, d]
      properties:
        a: { type: object, required: [a], properties: { a: { type: integer } } }
        b: { type: boolean }
        c: { type: string, format: date-time }
        d: { type: string, default: x }
)";

// The estimates of one schema, which is that of `self`: the spec of a CRD.
class Estimates {
 public:
  explicit Estimates(std::string_view schema)
      : source_("crd.yaml", crd(schema)), file_(yaml::parse(source_, 0)) {
    const yaml::Node root = file_.documents.front().root;
    std::vector<text::Problem> problems;
    own_ = schema::OwnSchemas::read({&root, 1}, problems);
    EXPECT_TRUE(problems.empty());
  }

  yaml::Node root() const {
    return file_.documents.front().root.at("spec.versions[0].schema.openAPIV3Schema");
  }
  yaml::Node schema() const { return root()["properties"]["spec"]; }

  std::uint64_t of(std::string_view expression) const {
    const schema::Type self = own_.find("acme.example", "Budget").root().field("spec", {}).type();
    const SchemaTypes types(self.tables());
    Environment environment;
    environment.libraries = kubernetes_libraries({1, 34, 0});
    environment.folds_constants = false;
    environment.objects = &types;
    const TypeId type = types.type(environment.types, self).value_or(0);
    environment.variables = {{"self", type}, {"oldSelf", type}};
    const Compiled compiled = compile(expression, environment);
    for (const Issue& issue : compiled.issues) {
      ADD_FAILURE() << expression << ": " << issue.message;
    }
    if (!compiled.issues.empty()) return 0;
    SchemaSizes sizes(root());
    return max_cost(compiled, environment.types, sizes, schema());
  }

 private:
  text::Source source_;
  yaml::File file_;
  schema::OwnSchemas own_;
};

struct Case {
  std::string_view expression;
  std::uint64_t cost;
};

// The costs are those of the API server of Kubernetes 1.34 for the same expressions and schema.
TEST(CelCost, is_what_the_api_server_estimates) {
  const Estimates estimates(kSpec);
  for (const auto& [expression, cost] : {
           Case{"true", 0},
           Case{"1.5 > 2.0", 1},
           Case{"-self.number > 1", 4},
           Case{"self.number + 1 * 2 - 3 / 4 % 5 > 1", 8},
           Case{"self.number == 5 && self.number < 7", 5},
           Case{"!has(self.short) || self.short.size() > 2", 6},
           Case{"oldSelf.short == self.short && oldSelf.texts.size() > 3", 12},
           // Equality looks at the shorter text.
           Case{"self.short == 'a'", 3},
           Case{"self.text == self.short", 8},
           Case{"self.text == self.text", 314577},
           Case{"self.short.endsWith(self.text)", 314577},
           Case{"self.text.contains('abc')", 314575},
           Case{"self.text.contains(self.text)", 98956172333},
           Case{"self.text.matches('^[a-z]{1,3}$')", 943721},
           Case{"self.text.matches('\u00e9\u20ac\U0001d11e\U0001d11e')", 314575},
           Case{"matches(self.text, '^[a-z]{1,3}$')", 3},  // not counted as a search
           Case{"self.level in ['low', 'high']", 14},
           Case{"self.text in self.texts", 1048579},
           Case{"'a' in self.labels", 3},
           Case{"self.wait > duration('1s')", 4},
           Case{"self.at > timestamp('2020-01-01T00:00:00Z')", 4},
           Case{"string(self.blob) == self.text", 629150},
           Case{"bytes(self.short) == self.blob", 24},
           // Of what is computed without a size, nothing is known.
           Case{"string(self.number) + 'a' == 'b'", 1844674407370955268},
           Case{"self.short + 'a' == self.text", 14},
           Case{"type(self.port) == int ? self.port < 80 : self.port.contains('%')", 314579},
           Case{"type(self.short) == string && type(self) != int", 7},
           Case{"dyn(self.short) == dyn(self.text)", 10},
           // Folds.
           Case{"self.texts.all(t, t.startsWith('a'))", 5242878},
           Case{"self.shorts.all(t, t.startsWith('a'))", 103},
           Case{"self.shorts.all(a, self.shorts.exists_one(b, a == b))", 6543},
           Case{"self.texts.all(a, self.texts.exists_one(b, a == b))", 345880409622760653},
           Case{"self.texts.all(x, self.texts.all(y, self.texts.all(z, x != y || y != z)))",
                UINT64_MAX},
           Case{"self.shorts.exists(t, t.contains('x'))", 343},
           Case{"self.shorts.filter(t, t.size() > 1).all(t, t == self.text)", 454},
           Case{"self.shorts.map(t, t.size() > 1, t + 'x').size() < 3", 595},
           Case{"self.items.all(i, i.name.size() < 3 && i.ports.all(p, p > 1))", 5898198},
           Case{"self.wide.all(w, w.a.a > 1)", 431763},
           Case{"self.labels.exists(k, self.labels[k] == self.text)", 123698754348},
           Case{"self.few.all(k, self.few[k].matches('a+'))", 58},
           Case{"self.shorts.all(i, v, v == 'a' && i < 3)", 143},
           Case{"self.shorts.transformList(i, v, i > 1, v + 'a').size() > 1", 575},
           Case{"self.few.transformMap(k, v, v + 'a').size() > 1", 75},
           Case{"self.few.transformMapEntry(k, v, {v: k}).size() > 1", 205},
           Case{"self.items.sortBy(i, i.name).size() > 1", 36079009819},
           // Literals.
           Case{"{'a': self.short}.a == self.text", 35},
           Case{"[self.text, self.short].all(x, x == 'a')", 23},
           Case{"[?self.?short].size() == 1", 14},
           Case{"(self.number > 1 ? 'a' : 'bbbbbbbbbbbbbbbbbbbbb') == self.text", 8},
           // Optionals.
           Case{"self.?items[?0].?name.orValue('b') == self.text", 314580},
           Case{"self.?short.optMap(s, s == self.text).orValue(true)", 314594},
           Case{"self.?shorts.optFlatMap(s, s[?0]).hasValue()", 19},
           // Libraries.
           Case{"self.short.replace('a', 'bcd') == self.text", 24},
           Case{"self.short.replace('', 'dd') == self.text", 25},
           Case{"self.short.split(',', 2).size() == 2", 12},
           Case{"self.short.split('.').all(s, s.matches('a'))", 211},
           Case{"self.shorts.join(',') == self.text", 488},
           Case{"self.short.findAll('[0-9]+').all(x, x == '3')", 173},
           Case{"self.texts.isSorted()", 329854432052},
           Case{"self.numbers.sum() < 3", 1572866},
           Case{"self.text.indexOf('a') < 3", 314576},
           Case{"isURL(self.text) && url(self.text).getHost() == 'a'", 314580},
           Case{"url(self.text) == url(self.short)", 314585},
           Case{"ip(self.short) == ip(self.text)", 314582},
           Case{"cidr(self.short).containsIP(self.short)", 16},
           Case{"cidr(self.short).containsCIDR(cidr('10.0.0.0/8'))", 14},
           Case{"cidr(self.short).ip() == ip('10.0.0.1')", 9},
           Case{"quantity(self.short) == quantity('1')", 8},
           Case{"!format.dns1123Label().validate(self.text).hasValue()", 10066341},
           Case{"sets.equivalent(self.shorts, self.shorts)", 805},
           Case{"self.shorts.slice(0, 2).all(x, x == 'a')", 24},
           Case{"self.shorts.distinct().size() == self.shorts.size()", 818},
           Case{"lists.range(10).all(i, i < self.number)", 92},
           Case{"'%s-%d'.format([self.text, 3]) == self.text", 314588},
           Case{"strings.quote(self.short) == self.text", 17},
       }) {
    EXPECT_EQ(estimates.of(expression), cost) << expression;
  }
}

TEST(CelCost, of_a_text_that_is_self) {
  const Estimates estimates(" { type: string }");
  EXPECT_EQ(estimates.of("self == 'a'"), 2U);
  EXPECT_EQ(estimates.of("self.matches('a+')"), 314574U);
  EXPECT_EQ(estimates.of("['a', 'b'][0] == self"), 13U);
  // What is taken out of a computed list counts as `self`.
  EXPECT_EQ(estimates.of("['a', 'b'].all(x, x == self)"), 629167U);
}

TEST(SchemaSizes, whole_objects_have_metadata) {
  const Estimates estimates(" { type: object, x-kubernetes-embedded-resource: true }");
  const SchemaSizes sizes(estimates.root());
  EXPECT_TRUE(sizes.is_resource(estimates.root()));
  EXPECT_TRUE(sizes.is_resource(estimates.schema()));
  EXPECT_FALSE(sizes.is_resource(estimates.root()["properties"]));
}

TEST(SchemaSizes, how_often_a_value_can_occur) {
  const text::Source source("schema.yaml", R"(
bounded: { type: array, maxItems: 3 }
also: { type: object, maxProperties: 4, additionalProperties: {} }
open: { type: array }
self: { type: object, required: [a], properties: { a: { type: string } } }
)");
  const yaml::File file = yaml::parse(source, 0);
  const yaml::Node root = file.documents.front().root;
  SchemaSizes sizes(root);
  const yaml::Node self = root["self"];
  EXPECT_EQ(sizes.max_count(self, {}), 1U);
  EXPECT_EQ(sizes.max_count(self, std::vector{root["bounded"], root["also"]}), 12U);
  // As many as fit a request: `{"a":""}` has 9 bytes with the comma.
  EXPECT_EQ(sizes.max_count(self, std::vector{root["bounded"], root["open"]}),
            3U * 1024 * 1024 / 10);
  sizes.assume(root["open"], 100);
  EXPECT_EQ(sizes.max_count(self, std::vector{root["bounded"], root["open"]}), 300U);
}

TEST(SchemaSizes, of_texts_lists_and_maps) {
  struct SizeCase {
    std::string_view schema;
    std::uint64_t size;
  };
  for (const auto& [schema, size] : {
           SizeCase{"{ type: string }", 3145726},
           SizeCase{"{ type: string, maxLength: 10 }", 40},
           SizeCase{"{ type: string, maxLength: -1 }", 0},
           SizeCase{"{ type: string, format: byte, maxLength: 10 }", 10},
           SizeCase{"{ type: string, format: duration, maxLength: 100 }", 32},
           SizeCase{"{ type: string, format: date }", 12},
           SizeCase{"{ type: string, enum: [a, bcd, ef] }", 3},
           SizeCase{"{ type: string, enum: [a], maxLength: 2 }", 8},
           SizeCase{"{ x-kubernetes-int-or-string: true }", 3145726},
           SizeCase{"{ type: array, maxItems: 7, items: { type: string } }", 7},
           SizeCase{"{ type: array, items: { type: string } }", 1048575},
           SizeCase{"{ type: array, items: { type: boolean } }", 629145},
           SizeCase{"{ type: object, additionalProperties: { type: integer } }", 449389},
           SizeCase{"{ type: object, properties: {} }", 0},
           SizeCase{"{ type: integer }", 0},
       }) {
    const text::Source source("schema.yaml", std::string(schema));
    const yaml::File file = yaml::parse(source, 0);
    SchemaSizes sizes(file.documents.front().root);
    EXPECT_EQ(sizes.max_size(file.documents.front().root), size) << schema;
  }
}

}  // namespace
}  // namespace meshlint::cel
