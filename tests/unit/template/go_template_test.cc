#include "template/go_template.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::templates {
namespace {

// The parameters of every test below.
class Templates : public testing::Test {
 protected:
  Templates() : file_(yaml::parse(source_, 0)) {
    parameters_ = go_values(arena_, file_.documents.front().root);
  }

  RenderedText render(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    texts_.push_back(std::make_unique<std::string>(text));
    templates_.push_back(GoTemplate::parse(*texts_.back()));
    return templates_.back().render(parameters_, missing, arena_, budget_);
  }

  std::string told(std::string_view text, MissingKey missing = MissingKey::kPrint) {
    const RenderedText result = render(text, missing);
    if (result.problem) return "! " + result.problem->message;
    return std::string(result.text);
  }

  text::Source source_{"parameters.yaml", R"(
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
  yaml::File file_;
  yaml::Arena arena_;
  TemplateBudget budget_;
  yaml::Node parameters_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<GoTemplate> templates_;
};

struct Case {
  std::string_view text;
  std::string_view want;
};

// What Go's text/template prints for the same, with Sprig's functions.
TEST_F(Templates, print_what_go_prints) {
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
           Case{"{{ .name | normalize }}", "shop-eu"},
           Case{"{{ \"Größe A\" | normalize }}", "gr--e-a"},
           Case{"{{ slugify 10 true \"My long Name & more\" }}", "my-long"},
           Case{"{{ .missing | default \"none\" }}", "none"},
           Case{"{{ ternary \"a\" \"b\" .enabled }}", "a"},
           Case{"{{ join \"-\" .zones }}", "a-b-c"},
           Case{"{{ splitList \"/\" .path.path | last }}", "prod"},
           Case{"{{ (index .zones 0) | upper }}", "A"},
           Case{"{{ add 1 2 }} {{ len .zones }} {{ mod 7 4 }}", "3 3 3"},
           Case{"{{ (dict \"a\" 1 \"b\" 2).b }}", "2"},
           Case{"{{ .values | toJson }}", R"({"region":"eu-1","replicas":"3"})"},
           Case{"{{ (\"a: [1, 2]\" | fromYaml).a }}", "[1 2]"},
           Case{"{{ regexReplaceAll \"([a-z])-([0-9])\" \"eu-1\" \"${2}${1}\" }}", "e1u"},
           Case{"{{ hasKey .values \"region\" }}", "true"},
           Case{"{{ trunc 4 .name }}{{ trunc -2 .name }}", "ShopEU"},
           Case{"x:{{ \"a\\nb\" | nindent 2 }}", "x:\n  a\n  b"},
           Case{"{{ until 3 }}", "[0 1 2]"},
           Case{"{{ dig \"values\" \"zone\" \"z9\" . }}", "z9"},
       }) {
    EXPECT_EQ(told(text), want) << text;
  }
}

TEST_F(Templates, say_what_is_wrong) {
  for (const auto& [text, want] : {
           Case{"{{name}}", "! there is no function `name`; a parameter is written `.name`"},
           Case{"{{ .name", "! `{{` is not closed by `}}`"},
           Case{"{{ if .name }}x", "! a block is not closed by `{{end}}`"},
           Case{"x{{ end }}", "! `{{end}}` without a block to end"},
           Case{"{{ $x }}", "! no variable `$x` is set before"},
           Case{"{{ .my-key }}",
                "! unexpected `-` in an action; keys with other characters are read by `index`"},
           Case{"{{ .name.first }}", "! `.name.first` asks for a key of `Shop_EU`, which has none"},
           Case{"{{ index .zones 7 }}", "! `index`: index 7 of a list of 3"},
           Case{"{{ eq .port 8080 }}",
                "! `eq`: `8080` and `8080` are of different types"},  // a float and an integer
           Case{"{{ lower }}", "! `lower` is given 0 arguments, and takes 1"},
           Case{"{{ now }}", "! what `now` gives is not known here"},
           Case{"{{ fail \"no zone\" }}", "! `fail`: no zone"},
       }) {
    EXPECT_EQ(told(text), want) << text;
  }
}

TEST_F(Templates, missing_keys_are_told_where_they_stand) {
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
  // A key that is only asked for is missing all the same, but `index` and `hasKey` may ask.
  EXPECT_TRUE(render("{{ if .zone }}{{ end }}", MissingKey::kError).problem);
  EXPECT_EQ(told("{{ index .values \"zone\" | default \"z\" }}", MissingKey::kError), "z");
}

TEST_F(Templates, a_lone_placeholder_gives_its_value) {
  const RenderedText alone = render("{{ .values.region }}");
  EXPECT_EQ(alone.sole, parameters_["values"]["region"]);
  EXPECT_FALSE(render("x{{ .values.region }}").sole);
  EXPECT_FALSE(render("{{ .values.region | lower }}").sole);
}

TEST_F(Templates, hostile_ones_end) {
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

TEST(Placeholders, replace_keys_and_leave_the_rest) {
  const text::Source source("p.yaml", "name: shop\npath.basename: cart\n");
  const yaml::File file = yaml::parse(source, 0);
  const yaml::Node parameters = file.documents.front().root;
  yaml::Arena arena;
  TemplateBudget budget;
  const auto told = [&](std::string_view text) {
    return std::string(replace_placeholders(text, parameters, arena, budget).text);
  };
  EXPECT_EQ(told("{{name}}-{{ path.basename }}"), "shop-cart");
  EXPECT_EQ(told("{{zone}} {{ .name }} {{}} {{name"), "{{zone}} {{ .name }} {{}} {{name");
  EXPECT_EQ(replace_placeholders("{{name}}", parameters, arena, budget).sole, parameters["name"]);
  EXPECT_EQ(replace_placeholders("{{zone}}", parameters, arena, budget).unset.size(), 1U);
}

}  // namespace
}  // namespace meshlint::templates
