#include "kustomize/replacements.h"

#include "tests/unit/kustomize/tree.h"

namespace meshlint::kustomize {
namespace {

constexpr const char* kSettings =
    "apiVersion: v1\n"
    "kind: ConfigMap\n"
    "metadata: {name: settings}\n"
    "data:\n"
    "  domain: shop.example.com\n"
    "  port: \"8080\"\n"
    "  file.yaml: |\n"
    "    # kept\n"
    "    host: old\n"
    "    list: [{name: a, v: 1}]\n"
    "  file.json: '{\"b\": 1, \"a\": {\"x\": \"old\"}}'\n";

constexpr const char* kRoute =
    "apiVersion: networking.istio.io/v1\n"
    "kind: VirtualService\n"
    "metadata: {name: shop, annotations: {note: plain}}\n"
    "spec:\n"
    "  hosts: [placeholder, www.placeholder]\n"
    "  http:\n"
    "  - name: cart\n"
    "    route:\n"
    "    - destination: {host: cart, port: {number: 80}}\n"
    "  - name: carts\n"
    "    route:\n"
    "    - destination: {host: carts}\n";

// The tree with one replacement from the settings' field to the targets that are given.
Tree replaced(const std::string& field, const std::string& target) {
  return Tree({{"kustomization.yaml",
                "resources: [settings.yaml, route.yaml]\n"
                "replacements:\n"
                "- source: {kind: ConfigMap, name: settings, fieldPath: " +
                    field + "}\n  targets:\n  - " + target + "\n"},
               {"settings.yaml", kSettings},
               {"route.yaml", kRoute}},
              "");
}

TEST(Replacements, a_value_keeps_the_place_where_it_was_written) {
  const Tree tree =
      replaced("data.domain", "{select: {kind: VirtualService}, fieldPaths: [spec.hosts.0]}");
  EXPECT_EQ(tree.problems(), Lines{});
  const yaml::Node host = tree.resource("VirtualService", "shop").at("spec.hosts[0]");
  EXPECT_EQ(host.text(), "shop.example.com");
  EXPECT_EQ(tree.place(host), "settings.yaml:5:11");
}

TEST(Replacements, a_number_stays_a_number) {
  const Tree tree = replaced(
      "data.port",
      "{select: {kind: VirtualService}, "
      "fieldPaths: [spec.http.0.route.0.destination.port.number, metadata.annotations.note]}");
  EXPECT_EQ(tree.problems(), Lines{});
  const std::string text = tree.text();
  EXPECT_NE(text.find("number: 8080\n"), text.npos) << text;
  EXPECT_NE(text.find("note: \"8080\"\n"), text.npos) << text;
}

// As the real tool has it, `[name=cart]` is a regular expression that may match a part.
TEST(Replacements, items_are_picked_by_a_part_of_their_name) {
  const Tree tree = replaced("data.domain",
                             "{select: {kind: VirtualService}, "
                             "fieldPaths: ['spec.http.[name=cart].route.*.destination.host']}");
  EXPECT_EQ(tree.problems(), Lines{});
  const model::Resource route = tree.resource("VirtualService", "shop");
  EXPECT_EQ(route.at("spec.http[0].route[0].destination.host").text(), "shop.example.com");
  EXPECT_EQ(route.at("spec.http[1].route[0].destination.host").text(), "shop.example.com");
}

TEST(Replacements, parts_between_delimiters) {
  const Tree tree = replaced("data.domain, options: {delimiter: ., index: 1}",
                             "{select: {kind: VirtualService}, fieldPaths: [spec.hosts.1], "
                             "options: {delimiter: ., index: 1}}");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("VirtualService", "shop").at("spec.hosts[1]").text(), "www.example");
}

TEST(Replacements, what_is_missing_is_created_if_asked_for) {
  const Tree tree = replaced("data.domain",
                             "{select: {kind: VirtualService}, options: {create: true}, "
                             "fieldPaths: [spec.new.deep, 'spec.http.[name=new].timeout']}");
  EXPECT_EQ(tree.problems(), Lines{});
  const model::Resource route = tree.resource("VirtualService", "shop");
  EXPECT_EQ(route.at("spec.new.deep").text(), "shop.example.com");
  EXPECT_EQ(route.at("spec.http[2].name").text(), "new");
}

// What becomes of a ConfigMap's YAML when the value at `a.x` in it is replaced.
std::string replaced_in(const std::string& value, const std::string& text) {
  std::string block;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    block.append("    ").append(line) += '\n';
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  const Tree tree(
      {{"kustomization.yaml",
        "resources: [all.yaml]\nreplacements:\n"
        "- source: {kind: ConfigMap, name: from, fieldPath: data.value}\n"
        "  targets:\n  - select: {name: to}\n    fieldPaths: ['data.file\\.yaml.a.x']\n"},
       {"all.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from}\ndata: {value: '" + value +
            "'}\n---\n"
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: to}\ndata:\n  file.yaml: |\n" +
            block}},
      "");
  EXPECT_EQ(tree.problems(), Lines{});
  return std::string(tree.resource("ConfigMap", "to").root["data"]["file.yaml"].text());
}

TEST(Replacements, yaml_in_a_text_is_laid_out_anew) {
  EXPECT_EQ(replaced_in("new",
                        "# head\n"
                        "a:\n"
                        "    # one\n"
                        "    x: old  # line\n"
                        "\n"
                        "    list: # more\n"
                        "      # - *none\n"
                        "      - b: 'it''s'\n"
                        "        c: \"d\"\n"
                        "      -\n"
                        "        - 1\n"
                        "    flow: [1, {two: 2},\n"
                        "      3]\n"
                        "    literal: |\n"
                        "        one\n"
                        "         two\n"
                        "    empty:\n"
                        "last: &L {k: v}\n"
                        "again: *L\n"),
            "# head\n"
            "a:\n"
            "  # one\n"
            "  x: new # line\n"
            "  list: # more\n"
            "  # - *none\n"
            "  - b: 'it''s'\n"
            "    c: \"d\"\n"
            "  - - 1\n"
            "  flow: [1, {two: 2}, 3]\n"
            "  literal: |\n"
            "    one\n"
            "     two\n"
            "  empty:\n"
            "last: &L {k: v}\n"
            "again: *L");
}

TEST(Replacements, a_value_in_a_text_keeps_its_style_and_type) {
  EXPECT_EQ(replaced_in("5", "a: {x: old}\n"), "a: {x: \"5\"}");
  EXPECT_EQ(replaced_in("5", "a: {x: 1}\n"), "a: {x: 5}");
  EXPECT_EQ(replaced_in("five", "a: {x: 1}\n"), "a: {x: !!int five}");
  EXPECT_EQ(replaced_in("b: c", "a:\n  x: old\n"), "a:\n  x: 'b: c'");
  EXPECT_EQ(replaced_in("new", "a:\n  x: |\n    old\n    text\n"), "a:\n  x: |-\n    new");
  EXPECT_EQ(replaced_in("new", "a:\n  x: >\n    old\n  y: >-\n    two\n    lines\n"),
            "a:\n  x: >-\n    new\n  y: >-\n    two lines");
}

TEST(Replacements, a_path_leads_on_into_yaml_and_json_text) {
  const Tree tree = replaced("data.domain",
                             "{select: {kind: ConfigMap}, fieldPaths: ['data.file\\.yaml.host', "
                             "'data.file\\.yaml.list.[name=a].v', 'data.file\\.json.a.x']}");
  EXPECT_EQ(tree.problems(), Lines{});
  const model::Resource settings = tree.resource("ConfigMap", "settings");
  EXPECT_EQ(settings.root["data"]["file.yaml"].text(),
            "# kept\nhost: shop.example.com\nlist: [{name: a, v: !!int shop.example.com}]");
  EXPECT_EQ(settings.root["data"]["file.json"].text(),
            "{\"a\":{\"x\":\"shop.example.com\"},\"b\":1}");
}

TEST(Replacements, what_is_wrong_is_told_at_its_place) {
  EXPECT_EQ(replaced("data.host", "{select: {kind: VirtualService}}").problems(),
            Lines{"kustomization.yaml:3:56: ConfigMap settings has no value at `data.host`"});
  EXPECT_EQ(
      replaced("data.domain", "{select: {kind: VirtualService}, fieldPaths: [spec.no]}").problems(),
      Lines{"kustomization.yaml:5:51: VirtualService shop has nothing at `spec.no`; set "
            "`create: true` or correct the path"});
  EXPECT_EQ(replaced("data.domain", "{select: {kind: VirtualService}, fieldPaths: [spec.hosts.7]}")
                .problems(),
            Lines{"kustomization.yaml:5:51: VirtualService shop has nothing at `spec.hosts.7`; the "
                  "list has only 2 items"});
  EXPECT_EQ(
      replaced("data.domain, options: {delimiter: ., index: 9}",
               "{select: {kind: VirtualService}, fieldPaths: [spec.hosts.0]}")
          .problems(),
      Lines{"kustomization.yaml:3:100: `index: 9` is out of range: \"shop.example.com\" has 3 "
            "parts"});
  EXPECT_EQ(
      replaced("data.domain", "{select: {kind: Gateway}, fieldPaths: [spec.hosts.0]}").problems(),
      Lines{"kustomization.yaml:5:14: replacement target matches nothing; correct or delete it"});
}

TEST(Replacements, a_rejected_target_stays) {
  const Tree tree = replaced("data.domain",
                             "{select: {kind: VirtualService}, reject: [{name: shop}], "
                             "fieldPaths: [spec.hosts.0]}");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("VirtualService", "shop").at("spec.hosts[0]").text(), "placeholder");
}

}  // namespace
}  // namespace meshlint::kustomize
