#include "check/suppress.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"

namespace meshlint::check {
namespace {

constexpr std::string_view kRoute = "route/weights-sum";

// The suppressions of one file.
class Fixture {
 public:
  explicit Fixture(std::string text)
      : input_{.path = "a.yaml", .text = std::move(text)},
        workspace_(model::Workspace::load({&input_, 1}, {})),
        resources_(resources_of(workspace_)),
        suppressions_(workspace_, resources_, registry_) {}

  // Whether a finding at the first place of `needle` is suppressed.
  bool covers(std::string_view needle, std::string_view rule = kRoute) {
    const std::size_t begin = input_.text->find(needle);
    EXPECT_NE(begin, std::string::npos) << needle;
    RawFinding finding;
    finding.problem.at = {0, static_cast<std::uint32_t>(begin),
                          static_cast<std::uint32_t>(begin + needle.size())};
    for (const model::Resource& resource : resources_) {
      const text::Span whole = resource.root.span();
      if (whole.begin <= begin && begin < whole.end) finding.resource = &resource;
    }
    return suppressions_.covers(rule, finding);
  }

  // The messages of suppressions that were not needed, after all calls of `covers`.
  std::vector<std::string> unused(const Config& config = {}) const {
    const Result<Selection> selection = Selection::create(config, registry_);
    EXPECT_TRUE(selection);
    std::vector<std::string> messages;
    for (const text::Problem& problem : suppressions_.unused(*selection)) {
      const std::string_view name =
          std::string_view(*input_.text)
              .substr(problem.at.begin, problem.at.end - problem.at.begin);
      messages.push_back(std::string(name) + ": " + problem.message);
    }
    return messages;
  }

  const Suppressions& suppressions() const { return suppressions_; }

 private:
  static std::vector<model::Resource> resources_of(const model::Workspace& workspace) {
    std::vector<model::Resource> resources;
    for (const auto& file : workspace.files()) {
      for (const yaml::Document& document : file->yaml.documents) {
        if (const auto resource = model::resource_of(document.root)) resources.push_back(*resource);
      }
    }
    return resources;
  }

  Input input_;
  model::Workspace workspace_;
  std::vector<model::Resource> resources_;
  Registry registry_;
  Suppressions suppressions_;
};

using Messages = std::vector<std::string>;

TEST(Suppressions, a_comment_covers_its_line) {
  Fixture file(
      "a: 1\n"
      "b: 2  # meshlint: ignore=route/weights-sum -- canary\n"
      "c: 3\n");
  EXPECT_TRUE(file.covers("b: 2"));
  EXPECT_TRUE(file.covers("2"));
  EXPECT_FALSE(file.covers("c: 3"));
  EXPECT_FALSE(file.covers("b: 2", "route/duplicate-match"));
}

TEST(Suppressions, a_comment_alone_covers_the_next_line_of_content) {
  Fixture file(
      "a: 1\n"
      "# meshlint: ignore=route/weights-sum\n"
      "\n"
      "  # another comment\n"
      "b: 2\n"
      "c: 3\n");
  EXPECT_FALSE(file.covers("a: 1"));
  EXPECT_TRUE(file.covers("b: 2"));
  EXPECT_FALSE(file.covers("c: 3"));
}

TEST(Suppressions, on_the_first_line_of_a_resource_it_covers_the_resource) {
  Fixture file(
      "# meshlint: ignore=route\n"
      "---\n"
      "kind: A\n"
      "a: 1\n"
      "---\n"
      "kind: B\n"
      "b: 2\n");
  EXPECT_TRUE(file.covers("a: 1"));
  EXPECT_FALSE(file.covers("b: 2"));
}

TEST(Suppressions, an_annotation_covers_its_resource) {
  Fixture file(
      "apiVersion: v1\nkind: A\n"
      "metadata: { name: a, annotations: { meshlint.dev/ignore: 'yaml, route/weights-sum' } }\n"
      "a: 1\n"
      "---\n"
      "apiVersion: v1\nkind: B\n"
      "b: 2\n");
  EXPECT_TRUE(file.covers("a: 1"));
  EXPECT_TRUE(file.covers("a: 1", "yaml/duplicate-key"));
  EXPECT_FALSE(file.covers("a: 1", "route/duplicate-match"));
  EXPECT_FALSE(file.covers("b: 2"));
}

TEST(Suppressions, only_the_needed_ones_are_used) {
  Fixture file(
      "a: 1  # meshlint: ignore=route/weights-sum,yaml\n"
      "b: 2  # meshlint: ignore=route/weights-sums\n");
  EXPECT_TRUE(file.covers("a: 1"));
  EXPECT_EQ(file.unused(),
            (Messages{"yaml: yaml finds nothing here; delete the suppression",
                      "route/weights-sums: unknown rule or family `route/weights-sums`; did you "
                      "mean `route/weights-sum`?"}));
  // A rule that did not run may be needed in another run.
  EXPECT_EQ(file.unused({.select = {"route"}}).size(), 1U);
}

TEST(Suppressions, former_names_cover_their_rules) {
  Fixture file("a: 1  # meshlint: ignore=schema/bad-format\n");
  EXPECT_TRUE(file.covers("a: 1", "schema/invalid-format"));
  const auto names = file.suppressions().former_names();
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names.begin()->first, "schema/bad-format");
  EXPECT_TRUE(file.unused().empty());
}

TEST(Suppressions, other_comments_are_none) {
  Fixture file(
      "a: 1  # meshlint: see below\n"
      "b: 2  # ignore=route/weights-sum\n"
      "c: '# meshlint: ignore=route/weights-sum'\n");
  EXPECT_FALSE(file.covers("a: 1"));
  EXPECT_FALSE(file.covers("b: 2"));
  EXPECT_FALSE(file.covers("c: '"));
  EXPECT_TRUE(file.unused().empty());
}

}  // namespace
}  // namespace meshlint::check
