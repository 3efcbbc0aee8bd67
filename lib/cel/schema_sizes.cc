#include "cel/schema_sizes.h"

#include <algorithm>

#include "cel/sizes.h"

namespace meshlint::cel {
namespace {

using yaml::Node;

constexpr std::uint64_t kRequestBytes = kUnboundedText + 2;

bool is_any_type(Node schema) {
  return schema["x-kubernetes-int-or-string"].as_bool().value_or(false);
}

}  // namespace

bool is_map_schema(Node schema) {
  return schema["type"].text() == "object" && schema["additionalProperties"].is_map();
}

bool is_visible_schema(Node schema) {
  if (is_any_type(schema)) return true;
  const std::string_view type = schema["type"].text();
  if (type == "array") return is_visible_schema(schema["items"]);
  if (type == "object" && schema["additionalProperties"].is_map()) {
    return is_visible_schema(schema["additionalProperties"]);
  }
  return !type.empty();
}

bool SchemaSizes::is_resource(Node schema) const {
  if (schema != root_ && !schema["x-kubernetes-embedded-resource"].as_bool().value_or(false)) {
    return false;
  }
  // A schema that describes all of them is used as it is.
  const Node fields = schema["properties"];
  const Node metadata = fields["metadata"]["properties"];
  return fields["kind"]["type"].text() != "string" ||
         fields["apiVersion"]["type"].text() != "string" ||
         fields["metadata"]["type"].text() != "object" ||
         metadata["name"]["type"].text() != "string" ||
         metadata["generateName"]["type"].text() != "string";
}

std::string_view SchemaSizes::bound_of(Node schema) {
  const std::string_view type = schema["type"].text();
  if (is_any_type(schema)) return "maxLength";
  if (type == "array") return "maxItems";
  if (is_map_schema(schema)) return "maxProperties";
  const std::string_view format = schema["format"].text();
  const bool is_short = format == "duration" || format == "date" || format == "date-time";
  return type == "string" && !is_short ? "maxLength" : "";
}

std::int64_t SchemaSizes::bound(Node schema) {
  const std::string_view keyword = bound_of(schema);
  if (keyword.empty()) return -1;
  asked_.push_back(schema);
  if (const auto assumed = assumed_.find(schema.record()); assumed != assumed_.end()) {
    return static_cast<std::int64_t>(assumed->second);
  }
  const Node written = schema[keyword];
  return written ? std::max<std::int64_t>(written.as_int().value_or(0), 0) : -1;
}

std::uint64_t SchemaSizes::max_size(Node schema) {
  constexpr std::uint64_t kTimestamp = 32;  // of a duration as well
  constexpr std::uint64_t kDate = 12;
  const std::string_view type = schema["type"].text();
  const std::string_view format = schema["format"].text();
  const std::int64_t bound = this->bound(schema);
  const auto known = static_cast<std::uint64_t>(std::max<std::int64_t>(bound, 0));
  if (is_any_type(schema)) return bound < 0 ? kUnboundedText : times(known, kMaxBytesOfCodePoint);
  if (type == "array") {
    return bound < 0 ? kUnboundedText / (min_bytes(schema["items"]) + 1) : known;
  }
  if (is_map_schema(schema)) {
    constexpr std::uint64_t kKeyAndMarks = 6;
    const std::uint64_t entry = min_bytes(schema["additionalProperties"]) + kKeyAndMarks;
    return bound < 0 ? kUnboundedText / entry : known;
  }
  if (type != "string") return 0;
  if (format == "duration" || format == "date-time") return kTimestamp;
  if (format == "date") return kDate;
  if (bound >= 0) return format == "byte" ? known : times(known, kMaxBytesOfCodePoint);
  if (schema["enum"].empty() || format == "byte") return kUnboundedText;
  std::uint64_t longest = 0;
  for (const Node value : schema["enum"]) {
    if (value.as_string()) longest = std::max<std::uint64_t>(longest, value.text().size());
  }
  return longest;
}

std::uint64_t SchemaSizes::min_bytes(Node schema) {
  if (is_any_type(schema)) return 1;
  const std::string_view type = schema["type"].text();
  const std::string_view format = schema["format"].text();
  if (type == "boolean") return 4;
  if (type == "integer" || type == "number") return 1;
  if (type == "string") {
    return format == "date" ? 12 : format == "date-time" ? 21 : format == "duration" ? 3 : 2;
  }
  if (type != "object" || is_map_schema(schema)) return 2;
  const auto [known, is_new] = min_bytes_.try_emplace(schema.record(), 2);
  if (!is_new) return known->second;
  std::uint64_t bytes = 2;
  for (const Node name : schema["required"]) {
    const Node field = schema["properties"][name.text()];
    constexpr std::uint64_t kMarks = 4;  // quotes, colon, comma
    if (!is_visible_schema(field) || field["default"]) continue;
    bytes = plus(bytes, name.text().size() + min_bytes(field) + kMarks);
  }
  return known->second = bytes;
}

std::uint64_t SchemaSizes::max_count(Node schema, std::span<const Node> around) {
  std::uint64_t count = 1;
  for (const Node container : around) {
    const std::int64_t bound = this->bound(container);
    if (bound < 0) return kRequestBytes / (min_bytes(schema) + 1);
    count = times(count, static_cast<std::uint64_t>(bound));
  }
  return count;
}

}  // namespace meshlint::cel
