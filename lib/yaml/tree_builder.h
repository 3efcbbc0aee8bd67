// Builds one immutable tree from the events of a YAML or JSON reader, and enforces the limits for
// hostile input.
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

// Thrown by the builder when a limit is exceeded, and caught by the reader that feeds it. The
// document ends here, and the problem is already reported.
struct DocumentAborted {};

// A builder receives offsets into the text that is read; it maps them to the outer file if that
// text is embedded in a scalar.
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
  // Adds the node that an earlier anchor named.
  void alias(Anchor anchor, std::uint32_t begin, std::uint32_t end);

  // The end of the last node or token in the open collection, or the start of the collection.
  std::uint32_t last_end() const { return last_end_; }
  // Whether the next node is the key of an open mapping.
  bool expects_key() const {
    return is_in_map() && (done_.size() - open_.back().first_child) % 2 == 0;
  }
  // The start of the open collection, which has to exist.
  std::uint32_t open_begin() const { return open_.back().begin; }
  bool is_in_map() const { return !open_.empty() && open_.back().kind == Kind::kMap; }
  // Whether some `[]` or `{}` is open.
  bool is_below_flow() const {
    return std::ranges::any_of(open_, [](const Open& open) { return open.style == Style::kFlow; });
  }
  bool is_in_flow() const { return !open_.empty() && open_.back().style == Style::kFlow; }
  // The tree, once every collection is closed. Then the builder can be used for the next one.
  Node finish();

  void problem(text::ProblemKind kind, std::uint32_t begin, std::uint32_t end, std::string message);
  text::Span span(std::uint32_t begin, std::uint32_t end) const;

 private:
  // A finished node, and the number of nodes that an alias to it adds.
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
