// Makes nodes that are in no file: the results of rendering and merging. Each gets the span of the
// text that caused it; children keep theirs.
#ifndef MESHLINT_YAML_BUILD_H_
#define MESHLINT_YAML_BUILD_H_

#include <span>
#include <string_view>

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::yaml {

// A string scalar whose text is copied into the arena. It counts as quoted, so
// "1.20" stays a string.
Record string_record(Arena& arena, std::string_view text, text::Span cause);
// A scalar with the type that its text has as a plain one.
Record plain_record(Arena& arena, std::string_view text, text::Span cause);
Record list_record(Arena& arena, std::span<const Record> items, text::Span cause);
Record map_record(Arena& arena, std::span<const Entry> entries, text::Span cause);
Record null_record(text::Span cause);
// Puts a record into the arena and returns its node.
Node place(Arena& arena, const Record& record);

// A copy of the mapping with one entry replaced or, if it has no such key, appended. A missing or
// null `map` counts as empty. `key` is used only for a new entry.
Record with_entry(Arena& arena, Node map, const Record& key, const Record& value);
// A copy of the mapping without that key.
Record without_entry(Arena& arena, Node map, std::string_view key);
// A copy of the tree in which the value at `path` (keys only, created as needed) is `value`.
Record with_value_at(Arena& arena, Node root, std::span<const std::string_view> path,
                     const Record& value);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_BUILD_H_
