#include "template/go_values.h"

#include <gtest/gtest.h>

#include "template/go_text.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::templates {
namespace {

struct Case {
  std::string_view yaml;
  std::string_view text;
  std::string_view type;
};

TEST(GoValues, text_and_type) {
  for (const auto& [yaml, text, type] : {
           Case{"8080", "8080", "float64"},
           Case{"1000000", "1e+06", "float64"},
           Case{"0x10", "16", "float64"},
           Case{"yes", "true", "bool"},
           Case{"off", "false", "bool"},
           Case{"'8080'", "8080", "string"},
           Case{"null", "<nil>", "<nil>"},
           Case{"[b, [1, ~]]", "[b [1 <nil>]]", "[]interface {}"},
           Case{"{b: 1, a: {c: d}}", "map[a:map[c:d] b:1]", "map[string]interface {}"},
       }) {
    const text::Source source("values.yaml", std::string(yaml));
    const yaml::File file = yaml::parse(source, 0);
    yaml::Arena arena;
    const yaml::Node value = go_values(arena, file.documents.front().root);
    EXPECT_EQ(go_text(value), text) << yaml;
    EXPECT_EQ(go_type(value), type) << yaml;
    EXPECT_EQ(value.span().end, file.documents.front().root.span().end) << yaml;
  }
}

}  // namespace
}  // namespace meshlint::templates
