// Turns the events of a reader, YAML or JSON, into one immutable tree, and holds
// it to the bounds that hostile input would break.
#ifndef MESHLINT_YAML_TREE_BUILDER_H_
#define MESHLINT_YAML_TREE_BUILDER_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/file.h"
#include "yaml/node.h"
#include "yaml/scalar_map.h"

namespace meshlint::yaml {

// Thrown by the builder when a bound is passed, and caught by the reader that feeds it: the
// document ends here. The problem has already been told.
struct DocumentAborted {};

// Spans given to a builder are offsets into the text being read; the builder maps them to the
// outer file if that text is embedded in a scalar.
class TreeBuilder {
 public:
  using Anchor = std::size_t;  // 0: none

  TreeBuilder(Arena& arena, text::SourceId source, const ScalarMap* embedding, const Limits& limits,
              std::vector<text::Problem>& problems)
      : arena_(arena),
        source_(source),
        embedding_(embedding),
        limits_(limits),
        problems_(problems) {}

  void scalar(std::string_view text, Style style, ScalarType type, std::uint32_t begin,
              std::uint32_t end, Anchor anchor);
  void begin_collection(Kind kind, Style style, std::uint32_t begin, Anchor anchor);
  void end_collection(std::uint32_t end);
  // Stands for what an anchor named before.
  void alias(Anchor anchor, std::uint32_t begin, std::uint32_t end);

  // The end of the last thing that was read inside of the open collection, or its begin.
  std::uint32_t last_end() const { return last_end_; }
  // Whether what comes next is the key of an open map, and whether it stands in `[]` or `{}`.
  bool expects_key() const {
    return is_in_map() && (done_.size() - open_.back().first_child) % 2 == 0;
  }
  // Where the open collection begins. There has to be one.
  std::uint32_t open_begin() const { return open_.back().begin; }
  bool is_in_map() const { return !open_.empty() && open_.back().kind == Kind::kMap; }
  // Whether some `[]` or `{}` is open.
  bool is_below_flow() const {
    return std::ranges::any_of(open_, [](const Open& open) { return open.style == Style::kFlow; });
  }
  bool is_in_flow() const { return !open_.empty() && open_.back().style == Style::kFlow; }
  // The tree, once every collection is closed; then the builder is as new.
  Node finish();

  void problem(text::ProblemKind kind, std::uint32_t begin, std::uint32_t end, std::string message);
  text::Span span(std::uint32_t begin, std::uint32_t end) const;

 private:
  // A finished node with what aliases to it would cost.
  struct Built {
    Record record;
    std::uint64_t nodes = 1;
    std::uint32_t height = 0;
  };
  struct Open {
    Kind kind;
    Style style;
    std::uint32_t begin;
    Anchor anchor;
    std::size_t first_child;
  };

  void add(const Built& built, Anchor anchor);
  Record list_of(std::size_t first_child);
  Record map_of(std::size_t first_child);
  void report_duplicate(const Record& first, const Record& second);
  void note_missing_separator();
  void merge_keys(std::vector<Entry>& entries);

  Arena& arena_;
  text::SourceId source_;
  const ScalarMap* embedding_;
  const Limits& limits_;
  std::vector<text::Problem>& problems_;

  std::vector<Built> done_;  // children of open collections, innermost last
  std::vector<Open> open_;
  std::unordered_map<Anchor, Built> anchored_;
  std::uint64_t nodes_ = 0;
  std::uint64_t aliased_nodes_ = 0;  // that writing out every alias would add
  std::uint32_t last_end_ = 0;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_TREE_BUILDER_H_
