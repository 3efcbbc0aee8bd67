#include "yaml/document.h"

#include <gtest/gtest.h>

#include <string>

#include "yaml/build.h"
#include "yaml/problems.h"

namespace meshlint::yaml {
namespace {

// A text parsed as one file, with its source kept alive.
struct Parsed {
  explicit Parsed(std::string bytes, std::string path = "a.yaml", Limits limits = {})
      : source(std::move(path), std::move(bytes)), file(parse(source, 0, limits)) {}

  Node root(std::size_t document = 0) const { return file.documents.at(document).root; }
  std::string_view written(Node node) const {
    return source.bytes().substr(node.span().begin, node.span().end - node.span().begin);
  }
  std::string_view written(text::Span span) const {
    return source.bytes().substr(span.begin, span.end - span.begin);
  }

  text::Source source;
  File file;
};

TEST(Document, scalars_keep_their_text_and_their_place) {
  const Parsed parsed(R"(plain: some words
single: 'it''s'
double: "a\tb"
folded plain: one
  two
literal: |
  first
    second

  third
keep: |+
  x

folded: >-
  a
  b
last: 1.20
)");
  ASSERT_TRUE(parsed.file.problems.empty());
  const Node root = parsed.root();
  for (const auto& [key, text, written] : {
           std::tuple{"plain", "some words", "some words"},
           std::tuple{"single", "it's", "'it''s'"},
           std::tuple{"double", "a\tb", "\"a\\tb\""},
           std::tuple{"folded plain", "one two", "one\n  two"},
           std::tuple{"literal", "first\n  second\n\nthird\n", "|\n  first\n    second\n\n  third"},
           std::tuple{"keep", "x\n\n", "|+\n  x"},
           std::tuple{"folded", "a b", ">-\n  a\n  b"},
           std::tuple{"last", "1.20", "1.20"},
       }) {
    EXPECT_EQ(root[key].text(), text) << key;
    EXPECT_EQ(parsed.written(root[key]), written) << key;
  }
  EXPECT_EQ(root["last"].type(), ScalarType::kFloat);
  EXPECT_EQ(root["literal"].style(), Style::kLiteral);
}

TEST(Document, a_question_mark_inside_of_a_text_is_text) {
  const Parsed parsed(
      "urls: [https://x/y?ref=v1&z=?, 'a?', \"b?\"]\nmap: { a?b: c?,\n  d: \"e? }\" }\n");
  EXPECT_TRUE(parsed.file.problems.empty());
  const Node first = parsed.root().at("urls").item(0);
  EXPECT_EQ(first.text(), "https://x/y?ref=v1&z=?");
  EXPECT_EQ(parsed.written(first), first.text());
  EXPECT_EQ(parsed.root().at("urls").item(1).text(), "a?");
  EXPECT_EQ(parsed.root().at("urls").item(2).text(), "b?");
  EXPECT_EQ(parsed.root()["map"]["a?b"].text(), "c?");
  EXPECT_EQ(parsed.root()["map"]["d"].text(), "e? }");

  const Parsed escaped("a: [\"b?\\x7F\"]\n");
  EXPECT_EQ(escaped.root().at("a").item(0).text(), "b?\x7F");
  const Parsed key("? a\n: [b, ? c : d]\n");
  EXPECT_EQ(key.root()["a"].item(1)["c"].text(), "d");
}

TEST(Document, breaks_that_a_folded_scalar_keeps_are_kept) {
  const Parsed parsed("a: >+\n  x\n\n\nb: >2+\n  y\nc: >+\n  x\n  y\n\n   z\n\nd: >\n  x\n\n");
  const Node root = parsed.root();
  EXPECT_EQ(root["a"].text(), "x\n\n\n");
  EXPECT_EQ(root["b"].text(), "y\n");
  EXPECT_EQ(root["c"].text(), "x y\n\n z\n\n");
  EXPECT_EQ(root["d"].text(), "x\n");
}

TEST(Document, collections_end_with_their_last_child_or_bracket) {
  const Parsed parsed("a:\n  - b: 1\n    c: {d: [1, 2 ], e: }\n  - []\nf: { }\n");
  const Node root = parsed.root();
  EXPECT_EQ(parsed.written(root["a"]), "- b: 1\n    c: {d: [1, 2 ], e: }\n  - []");
  EXPECT_EQ(parsed.written(root.at("a[0].c")), "{d: [1, 2 ], e: }");
  EXPECT_EQ(parsed.written(root.at("a[0].c.d")), "[1, 2 ]");
  EXPECT_EQ(parsed.written(root.at("a[1]")), "[]");
  EXPECT_EQ(parsed.written(root["f"]), "{ }");
}

TEST(Document, a_missing_value_stands_behind_its_indicator) {
  const Parsed parsed("a:\nb: # why\nc: null\nd:\n  -\n  - x\n");
  const Node root = parsed.root();
  EXPECT_TRUE(root["a"].is_null());
  EXPECT_EQ(root["a"].span(), (text::Span{0, 2, 2}));
  EXPECT_EQ(root["b"].span(), (text::Span{0, 5, 5}));
  EXPECT_EQ(parsed.written(root["c"]), "null");
  EXPECT_EQ(root.at("d[0]").span(), (text::Span{0, 26, 26}));
}

TEST(Document, byte_order_mark_and_crlf) {
  const Parsed parsed(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: z\r\n");
  EXPECT_EQ(parsed.written(parsed.root()["a"]), "1");
  EXPECT_EQ(parsed.root()["b"].text(), "x\ny\n");
  EXPECT_EQ(parsed.written(parsed.root()["b"]), "|\r\n  x\r\n  y");
  EXPECT_EQ(parsed.written(parsed.root()["c"]), "z");
}

TEST(Document, a_broken_document_leaves_the_others) {
  const Parsed parsed("a: 1\n---\nb: [\n---\nc: 3\n");
  ASSERT_EQ(parsed.file.documents.size(), 2U);
  EXPECT_EQ(parsed.root(1)["c"].as_int(), 3);
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_EQ(parsed.file.problems[0].kind, yaml::kSyntax);
}

TEST(Document, directives_belong_to_the_next_document) {
  const Parsed parsed("%YAML 1.2\n# why\n---\na: 1\n--- {b: 2}\n...\n---\n# only a comment\n");
  ASSERT_TRUE(parsed.file.problems.empty()) << parsed.file.problems[0].message;
  ASSERT_EQ(parsed.file.documents.size(), 2U);
  EXPECT_EQ(parsed.root(1)["b"].as_int(), 2);
}

TEST(Document, duplicate_key_keeps_the_last) {
  const Parsed parsed("a: 1\nb: 2\na: 3\n");
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_EQ(parsed.file.problems[0].kind, yaml::kDuplicateKey);
  EXPECT_EQ(parsed.file.problems[0].at, (text::Span{0, 10, 11}));
  EXPECT_EQ(parsed.file.problems[0].related.at(0).at, (text::Span{0, 0, 1}));
  EXPECT_EQ(parsed.root()["a"].as_int(), 3);
  EXPECT_EQ(parsed.root().size(), 2U);
}

TEST(Document, aliases_and_merge_keys) {
  const Parsed parsed(
      "base: &base {x: 1, y: 2}\nuse: *base\nmore:\n  <<: *base\n  y: 3\nmany:\n"
      "  <<: [*base, {z: 4}]\n");
  const Node root = parsed.root();
  EXPECT_EQ(root.at("use.x").as_int(), 1);
  EXPECT_EQ(root.at("more.x").as_int(), 1);
  EXPECT_EQ(root.at("more.y").as_int(), 3);
  EXPECT_EQ(root.at("many.z").as_int(), 4);
  EXPECT_EQ(parsed.written(root.at("more.x")), "1");
}

TEST(Document, hostile_aliases_are_bounded) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string name = "a" + std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += name + ": &" + name + " [" + before;
    for (int k = 0; k < 9; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  const Parsed parsed(bomb + "---\nb: 1\n");
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_EQ(parsed.file.problems[0].kind, yaml::kSizeProblem);
  EXPECT_EQ(parsed.root().at("b").as_int(), 1);
}

TEST(Document, bad_input_is_a_problem_at_its_place) {
  for (const auto& [bytes, kind, begin] : {
           std::tuple{std::string("a: *nope\n"), yaml::kAliasProblem, 3U},
           std::tuple{std::string("a: &x [*x]\n"), yaml::kAliasProblem, 7U},
           std::tuple{std::string("a: \xFF\n"), yaml::kEncodingProblem, 3U},
           std::tuple{std::string("a: b\0c\n", 7), yaml::kEncodingProblem, 4U},
           std::tuple{std::string("\xFF\xFE"
                                  "a",
                                  3),
                      yaml::kEncodingProblem, 0U},
           std::tuple{std::string(300, '[') + std::string(300, ']'), yaml::kNestingProblem, 100U},
           std::tuple{std::string("a:\n\tb: 1\n"), yaml::kSyntax, 3U},
           std::tuple{std::string("a: 'b\nc: d\n"), yaml::kSyntax, 3U},
           std::tuple{std::string("a: \"b"), yaml::kSyntax, 3U},
           std::tuple{std::string("it's: [a, 'b\n"), yaml::kSyntax, 10U},
           std::tuple{std::string("a: [b,,c]\n"), yaml::kSyntax, 6U},
           std::tuple{std::string("a: {,b: c}\n"), yaml::kSyntax, 4U},
           std::tuple{std::string("a: b\n: c\n"), yaml::kSyntax, 5U},
           std::tuple{std::string("a: b\nc\n"), yaml::kSyntax, 5U},
           std::tuple{std::string("- a: b\n  c"), yaml::kSyntax, 9U},
           std::tuple{std::string("a: b\n----\n"), yaml::kSyntax, 5U},
           std::tuple{std::string(" a: b\nc: d\n"), yaml::kSyntax, 6U},
           std::tuple{std::string("a: b\n...\nc: d\n"), yaml::kSyntax, 9U},
           std::tuple{std::string("%a: b\nc: d\n"), yaml::kSyntax, 0U},
           std::tuple{std::string("a:\n\tb\n"), yaml::kSyntax, 3U},
           std::tuple{std::string("a:\n-\tb\n"), yaml::kSyntax, 4U},
           std::tuple{std::string("\t# a\nb: c\n"), yaml::kSyntax, 0U},
           std::tuple{std::string("a: |\n \tb\n"), yaml::kSyntax, 6U},
           std::tuple{std::string("a:\n[b]\nc: d\n"), yaml::kSyntax, 3U},
           std::tuple{std::string("a: &x b\nc:\n*x\nd: e\n"), yaml::kSyntax, 11U},
       }) {
    const Parsed parsed(bytes);
    ASSERT_EQ(parsed.file.problems.size(), 1U) << bytes;
    EXPECT_EQ(parsed.file.problems[0].kind, kind) << bytes;
    EXPECT_EQ(parsed.file.problems[0].at.begin, begin) << bytes;
  }
}

TEST(Document, what_only_looks_wrong_is_read) {
  for (const std::string bytes :
       {"a: 'b\n  c'\n", "a: [b, ]\n", "a: {b}\n", "a: {b: }\n", "? a\n", "- ? a\n", "a:\tb\n",
        "a: [\n\tb]\n", "a: \"b\n\tc\"\n", "a: |\n  b\n  \tc\n", "a: |2\n  \tb\n", "a: &x\nb: *x\n",
        "a: b\n...\n", "%YAML 1.2\n---\na: b\n", "a:\n|\n b\nc: d\n", "a:\n- b\n-\nc:\n"}) {
    const Parsed parsed(bytes);
    EXPECT_TRUE(parsed.file.problems.empty()) << bytes << parsed.file.problems[0].message;
    EXPECT_EQ(parsed.file.documents.size(), 1U) << bytes;
  }
}

TEST(Document, stray_tokens_do_not_hang_the_reader) {
  for (const std::string bytes : {", a", ",", "]", "}", ": ,\n, b", "- a\n, b"}) {
    const Parsed parsed(bytes);
    EXPECT_FALSE(parsed.file.problems.empty()) << bytes;
  }
}

TEST(Document, templates_are_told_apart_from_mistakes) {
  for (const std::string bytes : {
           "{{- if .Values.on }}\na: 1\n{{- end }}\n",
           "a: {{ .Values.a }}\n",
           "a:\n{% for x in y %}\n  - b\n{% endfor %}\n",
       }) {
    const Parsed parsed(bytes);
    EXPECT_TRUE(parsed.file.problems.empty()) << bytes;
    ASSERT_EQ(parsed.file.documents.size(), 1U) << bytes;
    EXPECT_TRUE(parsed.file.documents[0].is_template) << bytes;
  }
  EXPECT_FALSE(Parsed("a: '{{ name }}'\n").file.documents[0].is_template);
  EXPECT_EQ(Parsed("a: '{{ name }}'\nb: [\n").file.problems.size(), 1U);
}

// A generator of kustomize makes a scalar of a file, without quotes around it.
TEST(Document, text_of_a_whole_file_points_into_that_file) {
  for (const std::string_view text : {"a: 1\nb: [2, 3]\n", "\"a\": 1\n\"b\": [2, \\\n 3]\n"}) {
    const text::Source source("mesh.yaml", std::string(text));
    Arena arena;
    const Node whole =
        place(arena, string_record(arena, text, {0, 0, static_cast<std::uint32_t>(text.size())}));
    const File inner = parse_embedded(whole, source);
    const Node b = inner.documents.at(0).root.key("b");
    EXPECT_EQ(source.bytes().substr(b.span().begin, b.span().end - b.span().begin),
              text.starts_with('"') ? "\"b\"" : "b");
  }
}

TEST(Document, embedded_documents_point_into_the_outer_file) {
  const Parsed parsed(
      "patch: |-\n  - op: add\n    value: {x: 1}\nquoted: \"a: 1\\nb: [2,\\n 3]\"\n"
      "folded: >\n  {a: 1,\n  b: two}\n");
  for (const auto& [key, path, written] : {
           std::tuple{"patch", "[0].op", "add"},
           std::tuple{"patch", "[0].value", "{x: 1}"},
           std::tuple{"quoted", "b", "[2,\\n 3]"},
           std::tuple{"quoted", "b[1]", "3"},
           std::tuple{"folded", "b", "two"},
       }) {
    const File inner = parse_embedded(parsed.root()[key], parsed.source);
    ASSERT_TRUE(inner.problems.empty()) << key;
    EXPECT_EQ(parsed.written(inner.documents.at(0).root.at(path)), written) << key << " " << path;
  }
  const Parsed broken("values: |\n  a: 1\n  b: [\n");
  const File inner = parse_embedded(broken.root()["values"], broken.source);
  ASSERT_EQ(inner.problems.size(), 1U);
  EXPECT_GE(inner.problems[0].at.begin, 19U);
}

TEST(Document, json_gives_the_same_tree) {
  const std::string text = R"({"a": [1, 2.5, "x\ny", null, true, {}], "b": {"c": []}})";
  const Parsed json(text, "a.json");
  const Parsed yaml(text);
  ASSERT_TRUE(json.file.problems.empty());
  EXPECT_TRUE(deep_equal(json.root(), yaml.root()));
  for (const char* path : {"a", "a[0]", "a[2]", "a[3]", "a[5]", "b", "b.c"}) {
    EXPECT_EQ(json.written(json.root().at(path)), yaml.written(yaml.root().at(path))) << path;
  }
  EXPECT_EQ(Parsed("{\"a\": 1,}", "a.json").file.problems.size(), 1U);
}

TEST(Document, comments_are_found_outside_of_scalars) {
  const Parsed parsed("# top\na: 'b # no' # yes\nc: |  # head\n  # text\n  x\n# end\nd: e#f\n");
  std::string all;
  for (const Comment& comment : comments(parsed.source, 0, parsed.file)) {
    all += std::string(comment.text) + ";";
  }
  EXPECT_EQ(all, "top;yes;head;end;");
}

TEST(Scalar, resolves_as_kubernetes_decodes) {
  using enum ScalarType;
  for (const auto& [text, type] : {
           std::pair{"on", kBool},
           std::pair{"y", kBool},
           std::pair{"off", kBool},
           std::pair{"True", kBool},
           std::pair{"yEs", kString},
           std::pair{"1.20", kFloat},
           std::pair{"1.20.1", kString},
           std::pair{"0777", kInt},
           std::pair{"0o17", kInt},
           std::pair{"089", kFloat},  // no octal, but a float
           std::pair{"1_000", kInt},
           std::pair{"1e3", kFloat},
           std::pair{"-", kString},
           std::pair{".5", kFloat},
           std::pair{".inf", kFloat},
           std::pair{"~", kNull},
           std::pair{"nil", kString},
           std::pair{"2024-01-02", kString},
       }) {
    EXPECT_EQ(resolve_plain(text), type) << text;
  }
}

TEST(Scalar, values) {
  const Parsed parsed("[0x1F, 0777, -12, 1_000, 9223372036854775808, 1.5e2, -.inf, on, 100.0]");
  const Node root = parsed.root();
  EXPECT_EQ(root.item(0).as_int(), 31);
  EXPECT_EQ(root.item(1).as_int(), 511);
  EXPECT_EQ(root.item(2).as_int(), -12);
  EXPECT_EQ(root.item(3).as_int(), 1000);
  EXPECT_EQ(root.item(4).as_int(), std::nullopt);
  EXPECT_EQ(root.item(4).as_double(), 9223372036854775808.0);
  EXPECT_EQ(root.item(5).as_double(), 150);
  EXPECT_EQ(root.item(7).as_bool(), true);
  EXPECT_EQ(root.item(8).as_int(), 100);
}

TEST(Find, follows_a_path_as_far_as_it_goes) {
  const text::Source source("a.yaml",
                            "spec:\n  labels: { a.b: one }\n  ports:\n    - name: http\n");
  const File file = parse(source, 0);
  const Node root = file.documents.at(0).root;
  for (const std::string_view path :
       {".spec.labels['a.b']", "spec.labels[\"a.b\"]", "spec.labels['a.b'].c"}) {
    const Found found = find(root, path);
    EXPECT_EQ(found.node.text(), "one") << path;
    EXPECT_EQ(found.key.text(), "a.b") << path;
    EXPECT_EQ(found.is_whole, !path.ends_with(".c")) << path;
  }
  EXPECT_EQ(find(root, "spec.ports[0].name").node.text(), "http");
  EXPECT_EQ(find(root, "spec.ports[1].name").shown().text(), "ports");
  EXPECT_EQ(find(root, "").node, root);
  for (const std::string_view odd : {"[", "['", "[0", ".", "spec.", "spec.ports[x]"}) {
    EXPECT_FALSE(find(root, odd).is_whole) << odd;
  }
}

}  // namespace
}  // namespace meshlint::yaml
