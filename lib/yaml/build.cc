#include "yaml/build.h"

#include <algorithm>
#include <vector>

namespace meshlint::yaml {
namespace {

Record scalar_record(Arena& arena, std::string_view text, Style style, ScalarType type,
                     text::Span cause) {
  const std::string_view copy = arena.copy(text);
  Record record{};
  record.text = copy.data();
  record.size = static_cast<std::uint32_t>(copy.size());
  record.span = cause;
  record.kind = Kind::kScalar;
  record.style = style;
  record.type = type;
  return record;
}

}  // namespace

Record string_record(Arena& arena, std::string_view text, text::Span cause) {
  return scalar_record(arena, text, Style::kDoubleQuoted, ScalarType::kString, cause);
}

Record plain_record(Arena& arena, std::string_view text, text::Span cause) {
  return scalar_record(arena, text, Style::kPlain, resolve_plain(text), cause);
}

Record null_record(text::Span cause) {
  Record record{};
  record.text = nullptr;
  record.span = cause;
  record.kind = Kind::kScalar;
  record.style = Style::kPlain;
  record.type = ScalarType::kNull;
  return record;
}

Record list_record(Arena& arena, std::span<const Record> items, text::Span cause) {
  Record* const stored = arena.allocate<Record>(items.size());
  std::copy(items.begin(), items.end(), stored);
  Record record{};
  record.items = stored;
  record.size = static_cast<std::uint32_t>(items.size());
  record.span = cause;
  record.kind = Kind::kList;
  record.style = Style::kBlock;
  record.type = ScalarType::kNone;
  return record;
}

Record map_record(Arena& arena, std::span<const Entry> entries, text::Span cause) {
  Entry* const stored = arena.allocate<Entry>(entries.size());
  std::copy(entries.begin(), entries.end(), stored);
  Record record{};
  record.entries = stored;
  record.size = static_cast<std::uint32_t>(entries.size());
  record.span = cause;
  record.kind = Kind::kMap;
  record.style = Style::kBlock;
  record.type = ScalarType::kNone;
  return record;
}

Node place(Arena& arena, const Record& record) {
  Record* const stored = arena.allocate<Record>(1);
  *stored = record;
  return Node(stored);
}

Record with_entry(Arena& arena, Node map, const Record& key, const Record& value) {
  const std::string_view name(key.text, key.size);
  std::vector<Entry> entries;
  entries.reserve(map.size() + 1);
  bool is_set = false;
  for (const auto [entry_key, entry_value] : map.entries()) {
    const bool is_it = entry_key.text() == name;
    entries.push_back({*entry_key.record(), is_it ? value : *entry_value.record()});
    is_set |= is_it;
  }
  if (!is_set) entries.push_back({key, value});
  return map_record(arena, entries, map ? map.span() : value.span);
}

Record without_entry(Arena& arena, Node map, std::string_view key) {
  std::vector<Entry> entries;
  entries.reserve(map.size());
  for (const auto [entry_key, entry_value] : map.entries()) {
    if (entry_key.text() != key) entries.push_back({*entry_key.record(), *entry_value.record()});
  }
  return map_record(arena, entries, map.span());
}

Record with_value_at(Arena& arena, Node root, std::span<const std::string_view> path,
                     const Record& value) {
  if (path.empty()) return value;
  const Record child = with_value_at(arena, root[path.front()], path.subspan(1), value);
  return with_entry(arena, root, string_record(arena, path.front(), value.span), child);
}

}  // namespace meshlint::yaml
