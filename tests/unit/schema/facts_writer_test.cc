#include "schema/facts_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "schema/structure.h"

namespace meshlint::schema {
namespace {

using draft::Draft;

// Two kinds of two groups, each with a host of one structure.
struct Kinds {
  Kinds() {
    const draft::TypeId string = draft.add({.kind = TypeKind::kString});
    for (const char* const group : {"a.example.com", "b.example.com"}) {
      draft::Type host{.name = "Host", .kind = TypeKind::kObject};
      host.fields = {{.name = "name", .type = string, .is_required = true},
                     {.name = "zone", .type = string, .when = {.since = {1, 22, 0}}},
                     {.name = "area", .type = string},
                     {.name = "cell", .type = string}};
      const draft::TypeId host_id = draft.add(host);
      const draft::TypeId spec = draft.add(
          {.kind = TypeKind::kObject,
           .fields = {{.name = "first", .type = host_id}, {.name = "second", .type = host_id}}});
      const draft::TypeId root = draft.add({.kind = TypeKind::kObject,
                                            .fields = {{.name = "apiVersion", .type = string},
                                                       {.name = "kind", .type = string},
                                                       {.name = "metadata", .type = draft.add({})},
                                                       {.name = "spec", .type = spec}}});
      draft.kinds.push_back({.name = "Route",
                             .group = group,
                             .plural = "routes",
                             .versions = {{.name = "v1", .root = root}}});
    }
  }
  Draft draft;
};

const WrittenFacts* file_of(const FactsWritten& written, const std::string& group) {
  for (const WrittenFacts& file : written.files) {
    if (file.group == group && file.has_kinds) return &file;
  }
  return nullptr;
}

TEST(FactsWriter, a_file_per_group) {
  const FactsWritten written = write_facts(Kinds().draft, {.product = "istio"});
  EXPECT_EQ(written.left_out_rules, 0U);
  const WrittenFacts* const file = file_of(written, "a.example.com");
  ASSERT_NE(file, nullptr);
  ASSERT_NE(file_of(written, "b.example.com"), nullptr);
  EXPECT_NE(file->text.find("Route"), std::string::npos) << file->text;
  // The fields of every root are implied.
  EXPECT_EQ(file->text.find("metadata"), std::string::npos) << file->text;
  EXPECT_NE(file->text.find("since: \"1.22\""), std::string::npos) << file->text;
}

TEST(FactsWriter, a_type_of_two_groups_is_shared_if_asked) {
  const FactsWritten apart = write_facts(Kinds().draft, {.product = "istio"});
  EXPECT_NE(file_of(apart, "a.example.com")->text.find("Host:"), std::string::npos);
  const FactsWritten shared =
      write_facts(Kinds().draft, {.product = "istio", .shares_types = true});
  EXPECT_EQ(file_of(shared, "a.example.com")->text.find("Host:"), std::string::npos);
  bool has_host = false;
  for (const WrittenFacts& file : shared.files) {
    has_host |= !file.has_kinds && file.text.find("Host:") != std::string::npos;
  }
  EXPECT_TRUE(has_host);
}

TEST(FactsWriter, the_order_of_the_import_does_not_matter) {
  const Kinds kinds;
  Draft turned = kinds.draft;
  std::swap(turned.kinds[0], turned.kinds[1]);
  const FactsWritten one = write_facts(kinds.draft, {.product = "istio"});
  const FactsWritten other = write_facts(turned, {.product = "istio"});
  for (const char* const group : {"a.example.com", "b.example.com"}) {
    EXPECT_EQ(file_of(one, group)->text, file_of(other, group)->text);
  }
}

TEST(FactsWriter, rules_in_cel_are_counted_not_written) {
  Kinds kinds;
  kinds.draft.types[kinds.draft.kinds[0].versions[0].root].rules.push_back(
      {.expression = "has(self.spec)", .message = "spec is missing"});
  const FactsWritten written = write_facts(kinds.draft, {.product = "istio"});
  EXPECT_EQ(written.left_out_rules, 1U);
  for (const WrittenFacts& file : written.files) {
    EXPECT_EQ(file.text.find("has(self.spec)"), std::string::npos);
  }
}

TEST(FactsWriter, hand_written_parts_are_the_head_and_the_additions) {
  const HandWritten parts = hand_written_parts(
      "# Routes.\n# By hand.\nproduct: istio\nkinds: {}\nadds:\n  Route: { rules: [] }\n");
  EXPECT_EQ(parts.head, "# Routes.\n# By hand.\n");
  EXPECT_EQ(parts.adds, "adds:\n  Route: { rules: [] }\n");
  EXPECT_EQ(hand_written_parts("product: istio\n").head, "");
  EXPECT_EQ(hand_written_parts("product: istio\n").adds, "");
}

TEST(Structure, types_of_one_structure_have_one_class) {
  const Draft draft = Kinds().draft;
  const std::vector<std::uint32_t> classes = structure_classes(draft);
  EXPECT_EQ(classes[draft.kinds[0].versions[0].root], classes[draft.kinds[1].versions[0].root]);
  Draft other = draft;
  other.types[other.kinds[1].versions[0].root].fields.pop_back();
  const std::vector<std::uint32_t> others = structure_classes(other);
  EXPECT_NE(others[other.kinds[0].versions[0].root], others[other.kinds[1].versions[0].root]);
}

}  // namespace
}  // namespace meshlint::schema
