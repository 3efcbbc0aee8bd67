#include "template/go_template.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

class Templates : public testing::Test {
 protected:
  RenderedText render(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    return rendering_.render(text, missing);
  }
  std::string shown(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    return rendering_.shown(text, missing);
  }

  Rendering rendering_{R"(
name: Shop_EU
port: 8080
large: 1000000
ratio: 0.25
enabled: true
off: no
nothing: null
values: { region: eu-1, replicas: "3" }
path: { path: apps/cart/prod, basename: prod, segments: [apps, cart, prod] }
zones: [a, b, c]
)"};
};

// What Go's text/template prints for the same, with Sprig's functions.
TEST_F(Templates, print_as_go_does) {
  for (const auto& [text, want] : {
           Case{"plain", "plain"},
           Case{"{{ .name }}-{{.values.region}}", "Shop_EU-eu-1"},
           Case{"{{ .port }}", "8080"},
           Case{"{{ .large }}", "1e+06"},  // JSON numbers are floats
           Case{"{{ .large | int64 }}", "1000000"},
           Case{"{{ .ratio }} {{ .enabled }} {{ .off }}", "0.25 true false"},
           Case{"{{ .values }}", "map[region:eu-1 replicas:3]"},
           Case{"{{ .zones }}", "[a b c]"},
           Case{"{{ .nothing }}", "<no value>"},
           Case{"{{ index .path.segments 1 }}", "cart"},
           Case{"{{ index .values \"region\" }}", "eu-1"},
           Case{"a {{- .port -}} b", "a8080b"},
           Case{"a{{/* none */}}b", "ab"},
           Case{"{{ if .enabled }}on{{ else }}off{{ end }}", "on"},
           Case{"{{ if .off }}on{{ else if eq .name \"x\" }}x{{ else }}z{{ end }}", "z"},
           Case{"{{ if and .enabled (not .off) }}y{{ end }}", "y"},
           Case{"{{ with .values }}{{ .region }}{{ end }}", "eu-1"},
           Case{"{{ range .zones }}{{ . }};{{ end }}", "a;b;c;"},
           Case{"{{ range $i, $z := .zones }}{{ $i }}{{ $z }}{{ end }}", "0a1b2c"},
           Case{"{{ range $k, $v := .values }}{{ $k }}={{ $v }},{{ end }}",
                "region=eu-1,replicas=3,"},
           Case{"{{ range .zones }}{{ if eq . \"b\" }}{{ break }}{{ end }}{{ . }}{{ end }}", "a"},
           Case{"{{ $x := \"a\" }}{{ if true }}{{ $x = \"b\" }}{{ end }}{{ $x }}", "b"},
           Case{"{{ printf \"%s-%d\" .name (int .port) }}", "Shop_EU-8080"},
           Case{"{{ printf \"%d\" .port }}", "%!d(float64=8080)"},
           Case{"{{ .name | lower | replace \"_\" \"-\" }}", "shop-eu"},
           Case{"{{ .missing | default \"none\" }}", "none"},
           Case{"{{ ternary \"a\" \"b\" .enabled }}", "a"},
           Case{"{{ join \"-\" .zones }}", "a-b-c"},
           Case{"{{ splitList \"/\" .path.path | last }}", "prod"},
           Case{"{{ (index .zones 0) | upper }}", "A"},
           Case{"{{ add 1 2 }} {{ len .zones }} {{ mod 7 4 }}", "3 3 3"},
           Case{"{{ (dict \"a\" 1 \"b\" 2).b }}", "2"},
           Case{"{{ .values | toJson }}", R"({"region":"eu-1","replicas":"3"})"},
           Case{"{{ (`{\"a\": [1, 2]}` | fromJson).a }}", "[1 2]"},
           Case{"{{ regexReplaceAll \"([a-z])-([0-9])\" \"eu-1\" \"${2}${1}\" }}", "e1u"},
           Case{"{{ hasKey .values \"region\" }}", "true"},
           Case{"{{ trunc 4 .name }}{{ trunc -2 .name }}", "ShopEU"},
           Case{"x:{{ \"a\\nb\" | nindent 2 }}", "x:\n  a\n  b"},
           Case{"{{ until 3 }}", "[0 1 2]"},
           Case{"{{ dig \"values\" \"zone\" \"z9\" . }}", "z9"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST_F(Templates, problems_have_a_message) {
  for (const auto& [text, want] : {
           Case{"{{name}}", "! unknown function `name`; write a parameter as `.name`"},
           Case{"{{ .name", "! `{{` without a closing `}}`"},
           Case{"{{ if .name }}x", "! block without `{{end}}`"},
           Case{"x{{ end }}", "! `{{end}}` without an open block"},
           Case{"{{ $x }}", "! undefined variable `$x`; declare it with `$x :=` first"},
           Case{"{{ .my-key }}",
                "! unexpected `-` in an action; use `index` for keys with special characters"},
           Case{"{{ .name.first }}",
                "! `.name.first` reads a key of `Shop_EU`, which is not a mapping"},
           Case{"{{ index .zones 7 }}", "! `index`: index 7 is outside a list of 3 items"},
           Case{"{{ eq .port 8080 }}",
                "! `eq`: `8080` and `8080` have different types"},  // a float and an integer
           Case{"{{ lower }}", "! `lower` has 0 arguments, but expects 1"},
           Case{"{{ now }}", "! `now` is not evaluated"},
           Case{"{{ fail \"no zone\" }}", "! `fail`: no zone"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST_F(Templates, missing_keys_are_located) {
  const RenderedText printed = render("a-{{ .values.zone }}");
  EXPECT_EQ(printed.text, "a-<no value>");
  ASSERT_EQ(printed.unset.size(), 1U);
  EXPECT_EQ(printed.unset[0].key, ".values.zone");
  EXPECT_EQ(printed.unset[0].begin, 5U);

  const RenderedText failed = render("a-{{ .values.zone }}", MissingKey::kError);
  ASSERT_TRUE(failed.problem);
  EXPECT_EQ(failed.problem->kind, TemplateProblem::Kind::kMissingKey);
  EXPECT_EQ(failed.problem->key, ".values.zone");
  EXPECT_EQ(failed.problem->begin, 5U);
  // A condition on a missing key fails, too, but `index` and `hasKey` can test for one.
  EXPECT_TRUE(render("{{ if .zone }}{{ end }}", MissingKey::kError).problem);
  EXPECT_EQ(shown("{{ index .values \"zone\" | default \"z\" }}", MissingKey::kError), "z");
}

TEST_F(Templates, a_lone_placeholder_has_its_value) {
  const RenderedText alone = render("{{ .values.region }}");
  EXPECT_EQ(alone.sole, rendering_.parameters()["values"]["region"]);
  EXPECT_FALSE(render("x{{ .values.region }}").sole);
  EXPECT_FALSE(render("{{ .values.region | lower }}").sole);
}

TEST_F(Templates, hostile_templates_end) {
  EXPECT_TRUE(
      render("{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}").problem);
  EXPECT_TRUE(render("{{ repeat 1000000000 \"xxxxxxxx\" }}").problem);
  EXPECT_TRUE(render("{{ " + std::string(5000, '(') + "1").problem);
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "{{ if true }}";
  EXPECT_TRUE(render(nested).problem);
  std::string elses = "{{ if false }}";
  for (int i = 0; i < 5000; ++i) elses += "{{ else if false }}";
  EXPECT_TRUE(render(elses + "{{ end }}").problem);
}

}  // namespace
}  // namespace meshlint::templates
