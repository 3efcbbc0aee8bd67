#include "template/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace meshlint::templates {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

std::string shown(const Pipeline& pipeline);

std::string shown(const Term& term) {
  std::string result;
  switch (term.kind) {
    case Term::Kind::kDot:
      result = ".";
      break;
    case Term::Kind::kLiteral:
      result = term.literal ? "'" + std::string(term.literal.text()) + "'" : "nil";
      break;
    case Term::Kind::kVariable:
      result = term.name;
      break;
    case Term::Kind::kFunction:
      result = term.function->name;
      break;
    case Term::Kind::kPipeline:
      result = '(' + shown(*term.pipeline) + ')';
      break;
  }
  for (const std::string_view field : term.fields) result += '/' + std::string(field);
  return result;
}

std::string shown(const Pipeline& pipeline) {
  std::string result;
  for (const std::string_view name : pipeline.variables) result += std::string(name) + ' ';
  if (!pipeline.variables.empty()) result += pipeline.is_assignment ? "= " : ":= ";
  for (const Command& command : pipeline.commands) {
    if (&command != &pipeline.commands.front()) result += " | ";
    for (const Term& term : command.terms) {
      if (&term != &command.terms.front()) result += ' ';
      result += shown(term);
    }
  }
  return result;
}

std::string shown(const std::vector<Block>& blocks) {
  constexpr std::string_view kNames[] = {"text",  "print", "if",      "with",
                                         "range", "break", "continue"};
  std::string result;
  for (const Block& block : blocks) {
    result += std::string(kNames[static_cast<std::size_t>(block.kind)]) + '[';
    result += block.kind == Block::Kind::kText ? std::string(block.text) : shown(block.pipeline);
    result += ']';
    if (!block.body.empty()) result += '{' + shown(block.body) + '}';
    if (!block.otherwise.empty()) result += "else{" + shown(block.otherwise) + '}';
  }
  return result;
}

TEST(Parser, blocks) {
  const std::vector<Library> libraries = standard_libraries();
  for (const auto& [text, want] : {
           Case{"", ""},
           Case{"a{{/* c */}}b", "text[a]text[b]"},
           Case{"{{ . }}", "print[.]"},
           Case{"{{ .a.b }}{{ (.a).b }}", "print[./a/b]print[(./a)/b]"},
           Case{"{{ nil }}{{ true }}{{ \"x\" }}{{ -1.5 }}",
                "print[nil]print['true']print['x']print['-1.5']"},
           Case{"{{ .a | lower | replace \"_\" \"-\" }}", "print[./a | lower | replace '_' '-']"},
           Case{"{{ $x := .a }}{{ $x = 1 }}{{ $x.b }}{{ $.c }}",
                "print[$x := ./a]print[$x = '1']print[$x/b]print[$/c]"},
           Case{"{{ if .a }}x{{ else if .b }}y{{ else }}z{{ end }}",
                "if[./a]{text[x]}else{if[./b]{text[y]}else{text[z]}}"},
           Case{"{{ with .a }}{{ . }}{{ else with .b }}{{ . }}{{ end }}",
                "with[./a]{print[.]}else{with[./b]{print[.]}}"},
           Case{"{{ range $i, $x := .a }}{{ break }}{{ continue }}{{ else }}n{{ end }}",
                "range[$i $x := ./a]{break[]continue[]}else{text[n]}"},
       }) {
    yaml::Arena arena;
    const ParsedTemplate parsed = parse(text, libraries, arena);
    EXPECT_FALSE(parsed.problem) << text << ": " << parsed.problem->message;
    EXPECT_EQ(shown(parsed.blocks), want) << text;
  }
}

struct WrongCase {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view message;
};

TEST(Parser, problems) {
  const std::vector<Library> libraries = standard_libraries();
  for (const auto& [text, begin, end, message] : {
           WrongCase{"{{ .a", 0, 2, "`{{` without a closing `}}`"},
           WrongCase{"{{ }}", 3, 3, "missing value in an action"},
           WrongCase{"{{ .a | }}", 3, 8, "missing value in an action"},
           WrongCase{"{{ if .a }}x", 0, 2, "block without `{{end}}`"},
           WrongCase{"x{{ end }}", 1, 10, "`{{end}}` without an open block"},
           WrongCase{"{{ else }}", 0, 7, "`{{else}}` without an open block"},
           WrongCase{"{{ if . }}{{ else }}{{ else }}{{ end }}", 20, 27,
                     "duplicate `{{else}}` in a block"},
           WrongCase{"{{ if . }}{{ else for . }}{{ end }}", 10, 21,
                     "unexpected `for` after `else`; expected `if` or `with`"},
           WrongCase{"{{ $x }}", 3, 5, "undefined variable `$x`; declare it with `$x :=` first"},
           WrongCase{"{{ name }}", 3, 7, "unknown function `name`; write a parameter as `.name`"},
           WrongCase{"{{ .my-key }}", 6, 7,
                     "unexpected `-` in an action; use `index` for keys with special characters"},
           WrongCase{"{{ .a\"b\" }}", 5, 6,
                     "unexpected `\"` in an action; use `index` for keys with special characters"},
           WrongCase{"{{ .a.0 }}", 5, 6,  // Go has no such fields, either
                     "unexpected `.` in an action; use `index` for keys with special characters"},
           WrongCase{"{{ lower\"\\q\" }}", 8, 9,  // the first mistake, not the escape in it
                     "unexpected `\"` in an action; use `index` for keys with special characters"},
           WrongCase{"{{ (.a }}", 3, 4, "`(` without a closing `)`"},
           WrongCase{"{{ .a) }}", 5, 6, "unexpected `)` in an action"},
           WrongCase{"{{ 1x }}", 3, 5, "`1x` is not a number"},
           WrongCase{"{{ break 1 }}", 9, 10, "unexpected `1` in an action"},
           WrongCase{"{{ 'a' }}", 3, 4, "`'` can't quote a string; use `\"` or a backquote"},
           WrongCase{"{{ define \"a\" }}", 0, 9, "`define` is not evaluated"},
       }) {
    yaml::Arena arena;
    const ParsedTemplate parsed = parse(text, libraries, arena);
    ASSERT_TRUE(parsed.problem) << text;
    EXPECT_EQ(parsed.problem->message, message) << text;
    EXPECT_EQ(parsed.problem->begin, begin) << text;
    EXPECT_EQ(parsed.problem->end, end) << text;
  }
}

TEST(Parser, only_the_given_libraries_have_functions) {
  const std::vector<Library> libraries = {string_functions()};
  yaml::Arena arena;
  EXPECT_FALSE(parse("{{ lower .a }}", libraries, arena).problem);
  EXPECT_TRUE(parse("{{ first .a }}", libraries, arena).problem);
  EXPECT_TRUE(parse("{{ lower .a }}", {}, arena).problem);
}

TEST(Parser, deep_nesting_is_too_large) {
  std::string blocks;
  for (int i = 0; i < 5000; ++i) blocks += "{{ if true }}";
  std::string elses = "{{ if true }}";
  for (int i = 0; i < 5000; ++i) elses += "{{ else if true }}";
  for (const std::string& text : {blocks, elses, "{{ " + std::string(5000, '(') + "1"}) {
    yaml::Arena arena;
    const ParsedTemplate parsed = parse(text, {}, arena);
    ASSERT_TRUE(parsed.problem);
    EXPECT_EQ(parsed.problem->kind, TemplateProblem::Kind::kTooLarge);
  }
}

}  // namespace
}  // namespace meshlint::templates
