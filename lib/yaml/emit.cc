#include "yaml/emit.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "yaml/key_order.h"
#include "yaml/scalar_value.h"
#include "yaml/string_traits.h"
#include "yaml/string_writer.h"

namespace meshlint::yaml {
namespace {

class Emitter {
 public:
  explicit Emitter(ShownNodes* lines) : writer_(lines) {}

  std::string take() { return writer_.take(); }

  void document(Node root, Node strings = {}) {
    strings_ = strings.record();
    value(root, 0, Position::kRoot);
    writer_.show({});
  }

  void separator() {
    writer_.put("---");
    writer_.end_line();
  }

 private:
  // What a value comes after.
  enum class Position : std::uint8_t { kRoot, kKey, kLongKey, kItem };

  // `indent` is that of the mapping or list that the value is in.

  void value(Node node, std::size_t indent, Position position) {
    if (node.is_map() && !node.empty()) {
      begin_block(position);
      const bool holds_strings = node.record() == strings_;
      const bool is_outer = std::exchange(has_only_strings_, holds_strings);
      map(node, position == Position::kRoot ? 0 : indent + 2, is_inline(position));
      has_only_strings_ = is_outer;
    } else if (node.is_list() && !node.empty()) {
      // A list isn't indented deeper than its key.
      const bool is_flush = position == Position::kKey || position == Position::kRoot;
      begin_block(position);
      list(node, is_flush ? indent : indent + 2, is_inline(position));
    } else {
      writer_.show(node);
      if (position != Position::kRoot) writer_.put(' ');
      if (node.is_map() || node.is_list()) {
        writer_.put(node.is_map() ? "{}" : "[]");
        writer_.end_line();
      } else if (scalar(node, indent + 2)) {
        writer_.end_line();
      }
    }
  }

  // The first entry of a block goes on the line of a dash, but not on that of a key.
  static bool is_inline(Position position) {
    return position == Position::kItem || position == Position::kLongKey;
  }
  void begin_block(Position position) {
    if (position == Position::kKey) writer_.end_line();
  }

  void map(Node map, std::size_t indent, bool is_first_inline) {
    const std::size_t first = sorted_.size();
    for (const EntryView entry : map.entries()) {
      if (entry.value.record() != strings_ || !entry.value.empty()) sorted_.push_back(entry);
    }
    sort_entries(first);
    const std::size_t end = sorted_.size();
    for (std::size_t i = first; i < end; ++i) {
      const EntryView entry = sorted_[i];  // a copy: nested mappings move the entries
      start_line(indent, is_first_inline);
      is_first_inline = false;
      writer_.show(entry.key);
      const bool is_simple = writer_.key(entry.key.text(), indent);
      value(entry.value, indent, is_simple ? Position::kKey : Position::kLongKey);
    }
    sorted_.resize(first);
  }

  void list(Node list, std::size_t indent, bool is_first_inline) {
    for (const Node item : list) {
      start_line(indent, is_first_inline);
      is_first_inline = false;
      writer_.put('-');
      value(item, indent, Position::kItem);
    }
  }

  void start_line(std::size_t indent, bool is_inline) { writer_.indent_to(is_inline ? 1 : indent); }

  // Most mappings have few keys. Keys with overlong numbers can compare inconsistently, which
  // neither way of sorting minds.
  void sort_entries(std::size_t first) {
    const auto is_before = [this](const EntryView& a, const EntryView& b) {
      return key_order_(a.key.text(), b.key.text());
    };
    const std::size_t size = sorted_.size();
    if (size - first > 32) {
      std::stable_sort(sorted_.begin() + static_cast<std::ptrdiff_t>(first), sorted_.end(),
                       is_before);
      return;
    }
    for (std::size_t i = first + 1; i < size; ++i) {
      const EntryView entry = sorted_[i];
      std::size_t at = i;
      for (; at > first && is_before(entry, sorted_[at - 1]); --at) sorted_[at] = sorted_[at - 1];
      sorted_[at] = entry;
    }
  }

  // False if the scalar ended its last line itself.
  bool scalar(Node node, std::size_t indent) {
    if (has_only_strings_) return writer_.string(node.text(), indent);
    ScalarBuffer buffer;
    const ScalarValue value = scalar_value(node, buffer);
    if (value.type == ScalarType::kString) {
      if (node.style() == Style::kFolded && value.text.find('\n') != std::string_view::npos) {
        return writer_.string(refolded(value.text), indent);
      }
      return writer_.string(value.text, indent);
    }
    writer_.put(value.text);
    return true;
  }

  StringWriter writer_;
  std::vector<EntryView> sorted_;  // entries of all open mappings
  KeyOrder key_order_;
  const Record* strings_ = nullptr;  // the mapping whose values are strings
  bool has_only_strings_ = false;
};

}  // namespace

std::string emit(Node node) {
  if (!node) return {};
  Emitter emitter(nullptr);
  emitter.document(node);
  return emitter.take();
}

std::string emit(std::span<const OutputDocument> documents, ShownNodes* lines) {
  Emitter emitter(lines);
  for (const OutputDocument& document : documents) {
    if (&document != &documents.front()) emitter.separator();
    emitter.document(document.root, document.strings);
  }
  return emitter.take();
}

}  // namespace meshlint::yaml
