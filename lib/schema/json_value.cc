#include "schema/json_value.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace meshlint::schema {
namespace {

using yaml::Node;

void write_json(Node node, rapidjson::Writer<rapidjson::StringBuffer>& out) {
  const auto string = [&](std::string_view text) {
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  if (node.is_list()) {
    out.StartArray();
    for (const Node item : node) write_json(item, out);
    out.EndArray();
  } else if (node.is_map()) {
    out.StartObject();
    for (const yaml::EntryView entry : node.entries()) {
      string(entry.key.text());
      write_json(entry.value, out);
    }
    out.EndObject();
  } else if (node.is_null()) {
    out.Null();
  } else if (const std::optional<bool> truth = node.as_bool()) {
    out.Bool(*truth);
  } else if (const std::optional<std::int64_t> integer = node.as_int()) {
    out.Int64(*integer);
  } else if (const std::optional<double> number = node.as_double()) {
    out.Double(*number);
  } else {
    string(node.text());
  }
}

}  // namespace

std::string json_of(Node node) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  write_json(node, out);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace meshlint::schema
