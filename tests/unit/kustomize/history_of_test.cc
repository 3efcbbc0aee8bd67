#include "kustomize/history_of.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

// The trees of one resource as a build changes it, each from a source of its own.
class Changes {
 public:
  // What the resource was at first, then (by which transformer, what it became) again and again.
  explicit Changes(std::string_view written) { add(written); }
  Changes& then(std::string_view what, std::string_view became) {
    steps_.push_back({root(), text::Span{id(), 0, 0}, what});
    add(became);
    return *this;
  }

  // "value (what)" of each state, newest first.
  std::vector<std::string> states(std::string_view path) const {
    const Result<ValuePath> parsed = ValuePath::parse(path);
    if (!parsed) return {parsed.error().message};
    const Result<std::vector<State>> states = history_of(root(), steps_, *parsed);
    if (!states) return {states.error().message};
    std::vector<std::string> lines;
    for (const State& state : *states) {
      std::string line = !state.value              ? "-"
                         : state.value.is_scalar() ? std::string(state.value.text())
                                                   : "size " + std::to_string(state.value.size());
      if (state.step != nullptr) line += " (" + std::string(state.step->what) + ")";
      lines.push_back(line);
    }
    return lines;
  }

 private:
  text::SourceId id() const { return static_cast<text::SourceId>(files_.size()); }
  yaml::Node root() const { return files_.back().documents.front().root; }
  void add(std::string_view text) {
    sources_.push_back(std::make_unique<text::Source>("in.yaml", std::string(text)));
    files_.push_back(yaml::parse(*sources_.back(), id()));
  }

  std::vector<std::unique_ptr<text::Source>> sources_;
  std::vector<yaml::File> files_;
  std::vector<Step> steps_;
};

using States = std::vector<std::string>;

TEST(HistoryOf, a_value_nobody_touched_has_one_state) {
  EXPECT_EQ(Changes("a: {b: 1}").states("a.b"), (States{"1"}));
  EXPECT_EQ(Changes("a: {b: 1}").states("a"), (States{"size 1"}));
  EXPECT_EQ(Changes("a: {b: 1}").states(""), (States{"size 1"}));
}

TEST(HistoryOf, replaced_values_are_told_newest_first) {
  Changes changes("a: {b: 1}");
  changes.then("patches", "a: {b: 2}")
      .then("labels", "a: {b: 2, c: 1}")
      .then("replicas", "a: {b: 3, c: 1}");
  EXPECT_EQ(changes.states("a.b").front(), "3 (replicas)");
  EXPECT_EQ(changes.states("a.b").back(), "1");
  EXPECT_EQ(changes.states("a.c").back(), "-");
}

TEST(HistoryOf, an_item_is_followed_by_its_name) {
  Changes changes("c: [{name: x, image: 1}, {name: y, image: 1}]");
  changes.then("patches", "c: [{name: z, image: 9}, {name: x, image: 1}, {name: y, image: 2}]");
  EXPECT_EQ(changes.states("c[y].image"), (States{"2 (patches)", "1"}));
  EXPECT_EQ(changes.states("c[2].image"), (States{"2 (patches)", "1"}));
  EXPECT_EQ(changes.states("c[z].image"), (States{"9 (patches)", "-"}));
}

TEST(HistoryOf, an_item_that_is_renamed_is_found_by_its_index) {
  Changes changes("c: [{name: x, image: 1}]");
  changes.then("patchesJson6902", "c: [{name: y, image: 1}]");
  EXPECT_EQ(changes.states("c[y].name"), (States{"y (patchesJson6902)", "x"}));
}

TEST(HistoryOf, paths_are_read_with_brackets_and_quotes) {
  EXPECT_EQ(Changes("a: {\"b.c/d\": 1}").states("a[\"b.c/d\"]"), (States{"1"}));
  EXPECT_EQ(Changes("a: {\"b.c/d\": [[5]]}").states("a[b.c/d][0][0]"), (States{"5"}));
  EXPECT_EQ(Changes("a: 1").states("a[b"), (States{"path `a[b`: a `[` is not closed"}));
  EXPECT_EQ(Changes("a: 1").states("a..b"), (States{"path `a..b`: a part is empty"}));
  EXPECT_EQ(Changes("a: 1").states("a."), (States{"path `a.`: it ends with a dot"}));
}

TEST(HistoryOf, what_is_not_there_is_told_with_the_nearest_name) {
  EXPECT_EQ(Changes("spec: {replicas: 1}").states("spec.replica"),
            (States{"`replica` not found in `spec`; did you mean `replicas`?"}));
  EXPECT_EQ(Changes("c: [{name: web}]").states("c[wep]"),
            (States{"`wep` not found in `c`; did you mean `web`?"}));
  EXPECT_EQ(Changes("a: 1").states("zzzzzz"), (States{"`zzzzzz` not found in the resource"}));
}

}  // namespace
}  // namespace meshlint::kustomize
