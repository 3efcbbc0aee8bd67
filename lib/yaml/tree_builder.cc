#include "yaml/tree_builder.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "yaml/build.h"
#include "yaml/problems.h"

namespace meshlint::yaml {
namespace {

// Up to this size, comparing every pair of keys is faster than building an index.
constexpr std::size_t kFewKeys = 16;

std::string_view text_of(const Record& record) {
  return record.kind == Kind::kScalar ? std::string_view(record.text, record.size)
                                      : std::string_view();
}

bool is_merge_key(const Record& key) {
  return key.kind == Kind::kScalar && key.style == Style::kPlain && text_of(key) == "<<";
}

// Calls `found(earlier, later)` for each pair of neighbours in a chain of equal keys.
template <typename Found>
void find_duplicates(const std::vector<Entry>& entries, Found found) {
  if (entries.size() <= kFewKeys) {
    for (std::size_t later = 1; later < entries.size(); ++later) {
      for (std::size_t earlier = later; earlier-- > 0;) {
        if (entries[earlier].key.kind == Kind::kScalar &&
            entries[later].key.kind == Kind::kScalar &&
            text_of(entries[earlier].key) == text_of(entries[later].key)) {
          found(earlier, later);
          break;
        }
      }
    }
    return;
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  seen.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].key.kind != Kind::kScalar) continue;
    const auto [at, is_new] = seen.try_emplace(text_of(entries[i].key), i);
    if (is_new) continue;
    found(at->second, i);
    at->second = i;
  }
}

}  // namespace

text::Span TreeBuilder::span(std::uint32_t begin, std::uint32_t end) const {
  return embedding_ ? embedding_->span(begin, end) : text::Span{source_, begin, end};
}

void TreeBuilder::problem(text::ProblemKind kind, std::uint32_t begin, std::uint32_t end,
                          std::string message) {
  problems_.push_back({.kind = kind, .at = span(begin, end), .message = std::move(message)});
}

void TreeBuilder::add(const Built& built, Anchor anchor) {
  done_.push_back(built);
  if (anchor != 0) anchored_[anchor] = built;
  if (++nodes_ > limits_.nodes) {
    problem(kSizeProblem, last_end_, last_end_,
            fmt::format("the document has more than {} nodes; split it", limits_.nodes));
    throw DocumentAborted();
  }
}

void TreeBuilder::scalar(std::string_view text, Style style, ScalarType type, std::uint32_t begin,
                         std::uint32_t end, Anchor anchor) {
  Record record{};
  record.text = text.data();
  record.size = static_cast<std::uint32_t>(text.size());
  record.span = span(begin, end);
  record.kind = Kind::kScalar;
  record.style = style;
  record.type = type;
  last_end_ = end;
  add({.record = record}, anchor);
}

void TreeBuilder::begin_collection(Kind kind, Style style, std::uint32_t begin, Anchor anchor) {
  if (open_.size() >= limits_.depth) {
    problem(kNestingProblem, begin, begin,
            fmt::format("nested deeper than {} levels; flatten it", limits_.depth));
    throw DocumentAborted();
  }
  open_.push_back({kind, style, begin, anchor, done_.size()});
  last_end_ = begin;
}

Record TreeBuilder::list_of(std::size_t first_child) {
  const std::size_t count = done_.size() - first_child;
  Record* const items = arena_.allocate<Record>(count);
  for (std::size_t i = 0; i < count; ++i) items[i] = done_[first_child + i].record;
  Record record{};
  record.items = items;
  record.size = static_cast<std::uint32_t>(count);
  return record;
}

void TreeBuilder::report_duplicate(const Record& first, const Record& second) {
  text::Problem problem{.kind = kDuplicateKey, .at = second.span};
  problem.message = fmt::format("duplicate key `{}`; delete one", text_of(second));
  problem.arguments = {std::string(text_of(second))};
  problem.related.push_back({first.span, "first set here"});
  problems_.push_back(std::move(problem));
}

void TreeBuilder::note_missing_separator() {
  std::vector<std::string>& notes = problems_.back().notes;
  if (notes.empty()) {
    notes.emplace_back("the keys below are duplicates too; is a line `---` missing above them?");
  }
}

// `<<: *base` adds the entries of a mapping, or of each mapping of a list, whose keys are not
// present.
void TreeBuilder::merge_keys(std::vector<Entry>& entries) {
  std::vector<Entry> merged;
  std::vector<Record> sources;
  for (const Entry& entry : entries) {
    if (!is_merge_key(entry.key)) {
      merged.push_back(entry);
      continue;
    }
    if (entry.value.kind == Kind::kList) {
      for (const Node item : Node(&entry.value)) sources.push_back(*item.record());
    } else {
      sources.push_back(entry.value);
    }
  }
  std::unordered_map<std::string_view, bool> known;
  for (const Entry& entry : merged) known[text_of(entry.key)] = true;
  for (const Record& source : sources) {
    if (source.kind != Kind::kMap) {
      problems_.push_back({.kind = kAliasProblem,
                           .at = source.span,
                           .message = "`<<` merges only mappings; this value isn't one"});
      continue;
    }
    for (std::uint32_t i = 0; i < source.size; ++i) {
      const Entry& entry = source.entries[i];
      if (known.try_emplace(text_of(entry.key), true).second) merged.push_back(entry);
    }
  }
  entries = std::move(merged);
}

Record TreeBuilder::map_of(std::size_t first_child) {
  std::vector<Entry> entries;
  entries.reserve((done_.size() - first_child) / 2);
  bool has_merge_key = false;
  for (std::size_t i = first_child; i + 1 < done_.size(); i += 2) {
    entries.push_back({done_[i].record, done_[i + 1].record});
    has_merge_key |= is_merge_key(done_[i].record);
  }
  std::vector<std::size_t> shadowed;
  std::size_t last_told = 0;  // the entry after the last duplicate
  find_duplicates(entries, [&](std::size_t earlier, std::size_t later) {
    // If duplicates follow each other, a `---` is missing; only the first one is reported.
    if (later == last_told && !shadowed.empty()) {
      note_missing_separator();
    } else {
      report_duplicate(entries[earlier].key, entries[later].key);
    }
    last_told = later + 1;
    shadowed.push_back(earlier);
  });
  if (!shadowed.empty()) {  // decoders that accept them use the last one
    std::ranges::sort(shadowed);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!std::ranges::binary_search(shadowed, i)) entries[kept++] = entries[i];
    }
    entries.resize(kept);
  }
  if (has_merge_key) merge_keys(entries);

  Entry* const stored = arena_.allocate<Entry>(entries.size());
  std::copy(entries.begin(), entries.end(), stored);
  Record record{};
  record.entries = stored;
  record.size = static_cast<std::uint32_t>(entries.size());
  return record;
}

void TreeBuilder::end_collection(std::uint32_t end) {
  const Open open = open_.back();
  open_.pop_back();
  Built built{.record =
                  open.kind == Kind::kList ? list_of(open.first_child) : map_of(open.first_child)};
  for (std::size_t i = open.first_child; i < done_.size(); ++i) {
    built.nodes += done_[i].nodes;
    built.height = std::max(built.height, done_[i].height + 1);
  }
  done_.resize(open.first_child);
  built.record.span = span(open.begin, std::max(open.begin, end));
  built.record.kind = open.kind;
  built.record.style = open.style;
  built.record.type = ScalarType::kNone;
  last_end_ = std::max(open.begin, end);
  add(built, open.anchor);
}

void TreeBuilder::alias(Anchor anchor, std::uint32_t begin, std::uint32_t end) {
  last_end_ = end;
  const auto found = anchored_.find(anchor);
  text::ProblemKind kind = kAliasProblem;
  std::string_view reason;
  if (found == anchored_.end()) {
    reason = "this alias is part of the value that it refers to; write the value out";
  } else if (open_.size() + found->second.height > limits_.depth) {
    reason = "this alias nests values too deep; write the value out";
  } else if (aliased_nodes_ + found->second.nodes > limits_.expanded_nodes) {
    kind = kSizeProblem;
    reason = "aliases make the document too large; write the value out";
  } else {
    aliased_nodes_ += found->second.nodes;
    add(found->second, 0);
    return;
  }
  problem(kind, begin, end, std::string(reason));
  throw DocumentAborted();
}

Node TreeBuilder::finish() {
  Node root;
  if (!done_.empty()) root = place(arena_, done_.back().record);
  done_.clear();
  open_.clear();
  anchored_.clear();
  nodes_ = 0;
  aliased_nodes_ = 0;
  return root;
}

}  // namespace meshlint::yaml
