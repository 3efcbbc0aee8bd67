// Runs the facts compiler as the build does, on facts with one mistake each.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace meshlint::schema {
namespace {

constexpr std::string_view kProducts =
    "products:\n"
    "  demo: { title: Demo, oldest: \"1.0\", newest: \"1.9\", here: this is }\n";
constexpr std::string_view kMeta =
    "product: demo\n"
    "types:\n"
    "  ObjectMeta: { open: true, fields: { name: string } }\n"
    "  PartialObjectMeta: { open: true, fields: { name: string } }\n";

class CompileFacts : public testing::Test {
 protected:
  void SetUp() override {
    const testing::TestInfo* const test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ =
        std::filesystem::path(testing::TempDir()) / (std::string("meshlint_facts_") + test->name());
    std::filesystem::create_directories(directory_);
    write("products.yaml", kProducts);
    write("meta.yaml", kMeta);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void write(std::string_view name, std::string_view text) {
    std::ofstream(directory_ / name, std::ios::binary) << text;
  }
  bool has_output() const { return std::filesystem::exists(directory_ / "out.cc"); }

  // What the compiler says about these facts, from the file's name on.
  std::string compile(std::string_view facts) {
    write("facts.yaml", facts);
    const std::string command = "cd '" + directory_.string() +
                                "' && '" MESHLINT_COMPILE_FACTS
                                "' out.cc products.yaml meta.yaml facts.yaml 2>&1";
    std::FILE* const pipe = popen(command.c_str(), "r");
    if (!pipe) return "cannot run " + command;
    std::string said;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe)) said += buffer.data();
    pclose(pipe);
    return said;
  }

 private:
  std::filesystem::path directory_;
};

TEST_F(CompileFacts, good_facts_become_tables) {
  EXPECT_EQ(
      compile("product: demo\n"
              "group: example.com\n"
              "kinds:\n"
              "  Thing: { versions: [v1, { is: v2, until: \"1.5\" }], fields: { spec: Spec } }\n"
              "types:\n"
              "  Spec:\n"
              "    exclusive: [[a, b]]\n"
              "    fields:\n"
              "      a: list<map<int32>>\n"
              "      b: { type: string, since: \"1.2\", maxLength: { is: 3, since: \"1.4\" } }\n"),
      "");
  EXPECT_TRUE(has_output());
}

TEST_F(CompileFacts, each_mistake_is_named_at_its_place) {
  struct Case {
    std::string_view facts;
    std::string_view want;
  };
  for (const auto& [facts, want] : {
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: strnig\n",
                "facts.yaml:5:10: error: unknown type \"strnig\"; did you mean \"string\"?\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: list<Xyzzy>\n",
                "facts.yaml:5:10: error: unknown type \"Xyzzy\"\n"},
           Case{"product: demo\ntypes:\n  A:\n    feilds: {}\n    type: string\n",
                "facts.yaml:4:5: error: unknown key \"feilds\"; did you mean \"fields\"?\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: { type: string, sicne: \"1.2\" "
                "}\n",
                "facts.yaml:5:26: error: unknown key \"sicne\"; did you mean \"since\"?\n"},
           Case{
               "product: demo\ntypes:\n  A:\n    fields:\n      a: { type: string, since: 1.20 }\n",
               "facts.yaml:5:33: error: quote the version: \"1.20\"\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: { type: string, since: \"2.0\" "
                "}\n",
                "facts.yaml:5:33: error: 2.0 is after the newest known version, 1.9\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: { type: string, since: \"1.0\" "
                "}\n",
                "facts.yaml:5:33: error: 1.0 is not after the oldest known version, 1.0; leave it "
                "out\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n"
                "      a: { type: string, since: \"1.3\", until: \"1.2\" }\n",
                "facts.yaml:5:47: error: until is not after since\n"},
           Case{"product: demo\ntypes:\n  A:\n    exclusive: [[a, b]]\n    fields:\n      a: "
                "string\n",
                "facts.yaml:4:21: error: unknown field \"b\"\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: { type: bool, minimum: 1 }\n",
                "facts.yaml:5:24: error: `minimum` does not fit the type\n"},
           Case{"product: demo\ntypes:\n  A:\n    fields:\n      a: { type: string, pattern: '(' "
                "}\n",
                "facts.yaml:5:35: error: pattern: missing ): (\n"},
           Case{"product: demo\ntypes:\n  B: { fields: {} }\n  A: { fields: {} }\n",
                "facts.yaml:4:3: error: \"A\" is out of alphabetical order\n"},
           Case{"product: dmeo\n",
                "facts.yaml:1:10: error: product \"dmeo\" is not in products.yaml\n"},
       }) {
    EXPECT_EQ(compile(facts), want) << facts;
  }
  EXPECT_FALSE(has_output());
}

TEST_F(CompileFacts, a_field_twice_is_an_error) {
  const std::string said =
      compile("product: demo\ntypes:\n  A:\n    fields:\n      a: string\n      a: bool\n");
  EXPECT_TRUE(said.starts_with("facts.yaml:6:7: error: ")) << said;
}

}  // namespace
}  // namespace meshlint::schema
