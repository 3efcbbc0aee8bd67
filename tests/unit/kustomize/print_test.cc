#include "kustomize/print.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

TEST(Print, annotations_are_strings) {
  const text::Source source(
      "in.yaml",
      "metadata:\n  annotations: {a: 1, b: yes, c: 0777, d: ~, e: }\n  labels: {a: 1}\n");
  const yaml::File file = yaml::parse(source, 0);
  const model::Resource resource{.root = file.documents[0].root};
  EXPECT_EQ(print(std::span(&resource, 1)),
            "metadata:\n  annotations:\n    a: \"1\"\n    b: \"yes\"\n    c: \"0777\"\n"
            "    d: \"~\"\n    e: \"\"\n  labels:\n    a: 1\n");
}

TEST(Print, annotations_that_say_nothing_are_left_out) {
  for (const std::string nothing : {"{}", "null", ""}) {
    const text::Source source(
        "in.yaml", "metadata:\n  annotations: " + nothing + "\n  labels: {}\nannotations: {}\n");
    const yaml::File file = yaml::parse(source, 0);
    const model::Resource resource{.root = file.documents[0].root};
    EXPECT_EQ(print(std::span(&resource, 1)), "annotations: {}\nmetadata:\n  labels: {}\n");
  }
}

TEST(Print, every_line_names_what_it_shows) {
  const text::Source source("in.yaml", "b:\n- c: 1\n- |\n  x\n  y\na: z\n");
  const yaml::File file = yaml::parse(source, 0);
  const model::Resource resource{.root = file.documents[0].root};
  const std::vector<model::Resource> twice = {resource, resource};
  yaml::ShownNodes shown;
  EXPECT_EQ(print(twice, &shown),
            "a: z\nb:\n- c: 1\n- |\n  x\n  y\n---\na: z\nb:\n- c: 1\n- |\n  x\n  y\n");
  std::vector<std::string> texts;
  for (const yaml::Node node : shown) texts.emplace_back(node ? node.text() : "-");
  const std::vector<std::string> once = {"z", "b", "1", "x\ny\n", "x\ny\n", "x\ny\n"};
  std::vector<std::string> want = once;
  want.push_back("-");
  want.insert(want.end(), once.begin(), once.end());
  EXPECT_EQ(texts, want);
}

}  // namespace
}  // namespace meshlint::kustomize
