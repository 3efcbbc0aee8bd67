#include "template/evaluate.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "template/parser.h"
#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

constexpr std::string_view kParameters = R"(
name: Shop_EU
enabled: true
off: no
nothing: null
zones: [a, b, c]
none: []
map: { y: 2, x: 1 }
)";

TEST(Evaluate, blocks) {
  Rendering rendering{std::string(kParameters)};
  for (const auto& [text, want] : {
           Case{"{{ if .enabled }}on{{ else }}off{{ end }}", "on"},
           Case{"{{ if .none }}on{{ else }}off{{ end }}", "off"},
           Case{"{{ if .missing }}on{{ end }}", ""},
           Case{"{{ with .name }}{{ . }}{{ end }}", "Shop_EU"},
           Case{"{{ with .off }}{{ . }}{{ else }}{{ .name }}{{ end }}", "Shop_EU"},
           Case{"{{ range .zones }}{{ . }};{{ end }}", "a;b;c;"},
           Case{"{{ range .none }}x{{ else }}none{{ end }}", "none"},
           Case{"{{ range .nothing }}x{{ else }}none{{ end }}", "none"},
           Case{"{{ range $k, $v := .map }}{{ $k }}={{ $v }},{{ end }}", "x=1,y=2,"},  // sorted
           Case{"{{ range $i, $z := .zones }}{{ $i }}{{ $z }}{{ end }}", "0a1b2c"},
           Case{"{{ range $z := .zones }}{{ $z }}{{ $.name }};{{ end }}",
                "aShop_EU;bShop_EU;cShop_EU;"},
           Case{"{{ range 3 }}{{ . }}{{ end }}", "012"},  // since Go 1.22
           Case{"{{ range .zones }}{{ if eq . \"b\" }}{{ break }}{{ end }}{{ . }}{{ end }}", "a"},
           Case{"{{ range .zones }}{{ if eq . \"b\" }}{{ continue }}{{ end }}{{ . }}{{ end }}",
                "ac"},
       }) {
    EXPECT_EQ(rendering.shown(text), want) << text;
  }
}

TEST(Evaluate, variables) {
  Rendering rendering{std::string(kParameters)};
  for (const auto& [text, want] : {
           Case{"{{ $x := \"a\" }}{{ $x }}", "a"},
           Case{"{{ $x := \"a\" }}{{ if true }}{{ $x = \"b\" }}{{ end }}{{ $x }}", "b"},
           Case{"{{ $x := \"a\" }}{{ if true }}{{ $x := \"b\" }}{{ end }}{{ $x }}", "a"},
           Case{"{{ with $x := .name }}{{ $x }}{{ end }}", "Shop_EU"},
           Case{"{{ $m := .map }}{{ $m.y }}", "2"},
       }) {
    EXPECT_EQ(rendering.shown(text), want) << text;
  }
}

TEST(Evaluate, and_and_or_stop_early) {
  Rendering rendering{std::string(kParameters)};
  EXPECT_EQ(rendering.shown("{{ and .off (fail \"no\") }}"), "false");
  EXPECT_EQ(rendering.shown("{{ or .name (fail \"no\") }}"), "Shop_EU");
  EXPECT_EQ(rendering.shown("{{ and .name (fail \"no\") }}"), "! `fail`: no");
  EXPECT_EQ(rendering.shown("{{ .off | or .name }}"), "Shop_EU");
}

TEST(Evaluate, problems) {
  Rendering rendering{std::string(kParameters)};
  for (const auto& [text, want] : {
           Case{"{{ .name.first }}",
                "! `.name.first` reads a key of `Shop_EU`, which is not a mapping"},
           Case{"{{ .zones.first }}",
                "! `.zones.first` reads a key of a list, which is not a mapping"},
           Case{"{{ .nothing.first }}", "! `.nothing.first` reads a key of null"},
           Case{"{{ .name .off }}", "! `.name` is not a function and accepts no arguments"},
           Case{"{{ .name | .off }}", "! `.off` is not a function and accepts no arguments"},
           Case{"{{ range .name }}{{ end }}", "! `range` can't iterate over `Shop_EU`"},
           Case{"{{ lower }}", "! `lower` has 0 arguments, but expects 1"},
           Case{"{{ eq 1 }}", "! `eq` has 1 argument, but expects 2 or more"},
           Case{"{{ slice .zones 1 2 3 }}", "! `slice` has 4 arguments, but expects 1 to 3"},
           Case{"{{ and }}", "! `and` has 0 arguments, but expects 1 or more"},
           Case{"{{ now }}", "! `now` is not evaluated"},
       }) {
    EXPECT_EQ(rendering.shown(text), want) << text;
  }
}

TEST(Evaluate, pieces_point_at_the_template) {
  Rendering rendering{std::string(kParameters)};
  const RenderedText rendered = rendering.render("a{{ .name }}b");
  EXPECT_EQ(rendered.text, "aShop_EUb");
  ASSERT_EQ(rendered.pieces.size(), 3U);
  EXPECT_TRUE(rendered.pieces[0].is_verbatim);
  EXPECT_EQ(rendered.pieces[1].out, 1U);
  EXPECT_EQ(rendered.pieces[1].in, 1U);
  EXPECT_FALSE(rendered.pieces[1].is_verbatim);
  EXPECT_EQ(rendered.pieces[2].out, 8U);
  EXPECT_EQ(rendered.pieces[2].in, 12U);
}

TEST(Evaluate, the_budget_is_shared) {
  const std::vector<Library> libraries = standard_libraries();
  constexpr std::string_view kText = "{{ range 100 }}xxxxxxxxxx{{ end }}";
  yaml::Arena arena;
  const ParsedTemplate parsed = parse(kText, libraries, arena);
  ASSERT_FALSE(parsed.problem);
  TemplateBudget budget{.bytes = 20'000, .steps = 150};
  EXPECT_FALSE(evaluate(kText, parsed.blocks, {}, MissingKey::kPrint, arena, budget).problem);
  const RenderedText again = evaluate(kText, parsed.blocks, {}, MissingKey::kPrint, arena, budget);
  ASSERT_TRUE(again.problem);
  EXPECT_EQ(again.problem->kind, TemplateProblem::Kind::kTooLarge);
}

}  // namespace
}  // namespace meshlint::templates
