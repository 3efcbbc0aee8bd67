// The node tree: what a manifest says, and where each part of it was written.
//
//   for (const Node route : resource.at("spec.http")) {
//     std::optional<std::int64_t> weight = route["weight"].as_int();
//     Span where = route["weight"].span();
//   }
//
// A Node is a pointer-sized handle to an immutable record in an arena. A record
// keeps the place where it was written for life: rendering builds new parents
// over old children, so a value in a rendered resource still points at the base,
// the patch or the parameter that introduced it. A missing node, or one of another
// kind, returns missing nodes or no value, never an error.
#ifndef MESHLINT_YAML_NODE_H_
#define MESHLINT_YAML_NODE_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "text/span.h"

namespace meshlint::yaml {

enum class Kind : std::uint8_t { kMissing, kScalar, kList, kMap };

// How a node was written.
enum class Style : std::uint8_t {
  kPlain,
  kSingleQuoted,
  kDoubleQuoted,
  kLiteral,
  kFolded,
  kBlock,
  kFlow
};

// What a scalar is to Kubernetes and Argo CD, which decode YAML 1.1: `on` and
// `y` are booleans, 0777 is octal, 1.20 is the number 1.2. A quoted scalar is a
// string. A list or map has kNone.
enum class ScalarType : std::uint8_t { kNone, kNull, kBool, kInt, kFloat, kString };

struct Entry;

// One node as it is stored in the arena. Children are contiguous: `items` of a list, `entries` of a
// mapping. Copying a record shares its children.
struct Record {
  union {
    const char* text;  // views the source, or the arena where escapes or folding changed it
    const Record* items;
    const Entry* entries;
  };
  std::uint32_t size;  // bytes of text, items or entries
  text::Span span;
  Kind kind;
  Style style;
  ScalarType type;
};
static_assert(std::is_trivially_copyable_v<Record> && sizeof(Record) <= 32);

// One key of a map with its value.
struct EntryView;

class Node {
 public:
  class Iterator;
  class EntryRange;

  constexpr Node() = default;
  constexpr explicit Node(const Record* record) : record_(record) {}

  // True if the node exists, even if it is null.
  explicit operator bool() const { return record_ != nullptr; }
  Kind kind() const { return record_ ? record_->kind : Kind::kMissing; }
  bool is_scalar() const { return kind() == Kind::kScalar; }
  bool is_list() const { return kind() == Kind::kList; }
  bool is_map() const { return kind() == Kind::kMap; }
  // Exists, but is null: `key:`, `~` or `null`.
  bool is_null() const { return type() == ScalarType::kNull; }
  ScalarType type() const { return record_ ? record_->type : ScalarType::kNone; }
  Style style() const { return record_ ? record_->style : Style::kPlain; }
  bool is_quoted() const {
    return style() == Style::kSingleQuoted || style() == Style::kDoubleQuoted;
  }
  // Where it was written; an all-zero span for a missing node.
  text::Span span() const { return record_ ? record_->span : text::Span{}; }

  // A scalar's text with quotes, escapes and folding undone; else empty. `1.20`
  // stays "1.20" whatever its type.
  std::string_view text() const {
    return is_scalar() ? std::string_view(record_->text, record_->size) : std::string_view();
  }
  // The value as a scalar of that type, or nothing. Integers of more than 64 bits have no as_int;
  // every integer has an as_double.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_int() const;
  std::optional<double> as_double() const;
  std::optional<std::string_view> as_string() const;

  // Number of items of a list or entries of a map, else 0.
  std::size_t size() const { return is_list() || is_map() ? record_->size : 0; }
  bool empty() const { return size() == 0; }

  // Items of a list in order; nothing for any other node.
  Iterator begin() const;
  Iterator end() const;
  Node item(std::size_t index) const {
    return is_list() && index < record_->size ? Node(record_->items + index) : Node();
  }

  // Entries of a map in the order they were written; nothing for any other node.
  EntryRange entries() const;
  // The value or the key node of a map's entry; missing if there is none.
  Node operator[](std::string_view key) const;
  Node key(std::string_view key) const;
  // Follows a dotted path of keys and list indexes: "spec.http[0].route".
  Node at(std::string_view path) const;

  // The record, to build new trees over old ones; null if missing.
  const Record* record() const { return record_; }
  // Same place in the same tree (not: equal contents).
  friend bool operator==(Node a, Node b) { return a.record_ == b.record_; }

 private:
  const Entry* find(std::string_view key) const;

  const Record* record_ = nullptr;
};

struct Entry {
  Record key;
  Record value;
};

struct EntryView {
  Node key;
  Node value;
};

class Node::Iterator {
 public:
  using value_type = Node;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::forward_iterator_tag;

  Iterator() = default;
  explicit Iterator(const Record* at) : at_(at) {}
  Node operator*() const { return Node(at_); }
  Iterator& operator++() {
    ++at_;
    return *this;
  }
  Iterator operator++(int) {
    Iterator before = *this;
    ++at_;
    return before;
  }
  friend bool operator==(Iterator a, Iterator b) { return a.at_ == b.at_; }

 private:
  const Record* at_ = nullptr;
};

class Node::EntryRange {
 public:
  class Iterator {
   public:
    using value_type = EntryView;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;

    Iterator() = default;
    explicit Iterator(const Entry* at) : at_(at) {}
    EntryView operator*() const { return {Node(&at_->key), Node(&at_->value)}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++at_;
      return before;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.at_ == b.at_; }

   private:
    const Entry* at_ = nullptr;
  };

  EntryRange(const Entry* first, std::size_t count) : first_(first), count_(count) {}
  Iterator begin() const { return Iterator(first_); }
  Iterator end() const { return Iterator(first_ + count_); }

 private:
  const Entry* first_;
  std::size_t count_;
};

inline Node::Iterator Node::begin() const { return Iterator(is_list() ? record_->items : nullptr); }
inline Node::Iterator Node::end() const {
  return Iterator(is_list() ? record_->items + record_->size : nullptr);
}
inline Node::EntryRange Node::entries() const {
  return is_map() ? EntryRange(record_->entries, record_->size) : EntryRange(nullptr, 0);
}

// True if both trees have the same kinds, keys (in any order) and values of the same type, wherever
// they were written.
bool deep_equal(Node a, Node b);

// The path of `target` below `root` as findings show it, "spec.http[0].route";
// empty if it is `root` itself or not in the tree. A key with other characters
// than letters, digits, `-`, `_`, `/` is written `["a.b"]`. Costs a walk of the tree.
std::string path_of(Node root, Node target);
// The same for the outermost node that was written at exactly that span.
std::string path_of(Node root, text::Span span);

// The part of a path that exists.
struct Found {
  Node node;
  Node key;              // of `node`; missing if it is the root or an item
  bool is_whole = true;  // the path leads to `node`
  // The node, or the key of a list or map, which is its first line.
  Node shown() const { return node.is_scalar() || !key ? node : key; }
};
// Follows a path such as `spec.hosts`, `.labels["a.b"]` or `ports[0].name` from the root.
Found find(Node root, std::string_view path);

// Resolves a plain scalar's text as Kubernetes' YAML decoder does.
ScalarType resolve_plain(std::string_view text);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_NODE_H_
