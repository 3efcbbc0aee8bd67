#include "schema/json_schema.h"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace meshlint::schema {
namespace {

using yaml::Node;

constexpr std::size_t kMostShownBytes = 60;

rapidjson::Value json_of(Node node, rapidjson::Document::AllocatorType& allocator) {
  const auto text = [&](std::string_view bytes) {
    return rapidjson::Value(bytes.data(), static_cast<rapidjson::SizeType>(bytes.size()),
                            allocator);
  };
  if (node.is_list()) {
    rapidjson::Value list(rapidjson::kArrayType);
    for (const Node item : node) list.PushBack(json_of(item, allocator), allocator);
    return list;
  }
  if (node.is_map()) {
    rapidjson::Value map(rapidjson::kObjectType);
    for (const auto [key, value] : node.entries()) {
      map.AddMember(text(key.text()), json_of(value, allocator), allocator);
    }
    return map;
  }
  switch (node.type()) {
    case yaml::ScalarType::kBool:
      return rapidjson::Value(node.as_bool().value_or(false));
    case yaml::ScalarType::kInt:
      if (const auto number = node.as_int()) return rapidjson::Value(*number);
      return rapidjson::Value(node.as_double().value_or(0));
    case yaml::ScalarType::kFloat:
      return rapidjson::Value(node.as_double().value_or(0));
    case yaml::ScalarType::kString:
      return text(node.text());
    default:
      return {};
  }
}

std::string shown(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  std::string text(buffer.GetString(), buffer.GetSize());
  if (text.size() > kMostShownBytes) text = text.substr(0, kMostShownBytes) + "...";
  return text;
}

// The node that a pointer into the document leads to, or the last one on its way.
Node node_at(Node node, const rapidjson::Pointer& pointer) {
  for (std::size_t i = 0; i < pointer.GetTokenCount(); ++i) {
    const rapidjson::Pointer::Token& token = pointer.GetTokens()[i];
    const Node below =
        node.is_list() ? node.item(token.index) : node[std::string_view(token.name, token.length)];
    if (!below) break;
    node = below;
  }
  return node;
}

// What the keyword of a schema says, and what the value has in its place.
std::string told(const rapidjson::Value* schema, std::string_view keyword, Node node,
                 const rapidjson::Value* value) {
  const rapidjson::Value name(keyword.data(), static_cast<rapidjson::SizeType>(keyword.size()));
  const bool is_known = schema != nullptr && schema->IsObject() && schema->HasMember(name);
  if (!is_known) return fmt::format("the schema's `{}` does not hold", keyword);
  const rapidjson::Value& wanted = (*schema)[name];
  if (keyword == "required" && wanted.IsArray()) {
    for (const rapidjson::Value& field : wanted.GetArray()) {
      if (field.IsString() && !node[{field.GetString(), field.GetStringLength()}]) {
        return fmt::format("the schema wants a field `{}`", field.GetString());
      }
    }
  }
  if (keyword == "additionalProperties" && wanted.IsFalse()) {
    return "the schema knows no field of this name";
  }
  return fmt::format("the schema wants {} {}, not {}", keyword, shown(wanted),
                     value == nullptr ? "this" : shown(*value));
}

// Schemas that lead back to themselves without a step down into the value. RapidJSON would follow
// them for ever.
class Cycles {
 public:
  explicit Cycles(const rapidjson::Document& root) : root_(root) {}

  // In the schema, or in any part of it.
  bool any_in(const rapidjson::Value& part) {
    if (leads_back(part, 0)) return true;
    if (part.IsArray()) {
      return std::ranges::any_of(part.GetArray(),
                                 [&](const rapidjson::Value& item) { return any_in(item); });
    }
    if (!part.IsObject()) return false;
    return std::ranges::any_of(part.GetObject(),
                               [&](const auto& member) { return any_in(member.value); });
  }

 private:
  static constexpr int kMostSteps = 500;

  bool leads_back(const rapidjson::Value& schema, int steps) {
    if (!schema.IsObject() || is_good_.contains(&schema)) return false;
    if (steps > kMostSteps || !active_.insert(&schema).second) return true;
    bool is_cycle = false;
    for (const char* const keyword : {"allOf", "anyOf", "oneOf"}) {
      const auto member = schema.FindMember(keyword);
      if (member == schema.MemberEnd() || !member->value.IsArray()) continue;
      for (const rapidjson::Value& branch : member->value.GetArray()) {
        is_cycle = is_cycle || leads_back(branch, steps + 1);
      }
    }
    if (const auto member = schema.FindMember("not"); member != schema.MemberEnd()) {
      is_cycle = is_cycle || leads_back(member->value, steps + 1);
    }
    if (const auto member = schema.FindMember("$ref");
        member != schema.MemberEnd() && member->value.IsString()) {
      const rapidjson::Pointer pointer(member->value.GetString(), member->value.GetStringLength());
      const rapidjson::Value* const target = pointer.IsValid() ? pointer.Get(root_) : nullptr;
      is_cycle = is_cycle || (target != nullptr && leads_back(*target, steps + 1));
    }
    active_.erase(&schema);
    if (!is_cycle) is_good_.insert(&schema);
    return is_cycle;
  }

  const rapidjson::Document& root_;
  std::set<const rapidjson::Value*> active_;
  std::set<const rapidjson::Value*> is_good_;
};

}  // namespace

struct JsonSchema::Kept {
  rapidjson::Document text;
  std::unique_ptr<const rapidjson::SchemaDocument> schema;
};

JsonSchema::JsonSchema(std::unique_ptr<const Kept> kept) : kept_(std::move(kept)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

Result<JsonSchema> JsonSchema::create(Node schema) {
  auto kept = std::make_unique<Kept>();
  static_cast<rapidjson::Value&>(kept->text) = json_of(schema, kept->text.GetAllocator());
  if (Cycles(kept->text).any_in(kept->text)) {
    return Error{"the schema judges a value by itself over and over"};
  }
  kept->schema = std::make_unique<const rapidjson::SchemaDocument>(kept->text);
  return JsonSchema(std::move(kept));
}

std::optional<JsonSchema::Mistake> JsonSchema::check(Node value) const {
  rapidjson::Document document;
  static_cast<rapidjson::Value&>(document) = json_of(value, document.GetAllocator());
  rapidjson::SchemaValidator validator(*kept_->schema);
  if (document.Accept(validator)) return std::nullopt;
  const rapidjson::Pointer at = validator.GetInvalidDocumentPointer();
  const char* const keyword = validator.GetInvalidSchemaKeyword();
  const Node node = node_at(value, at);
  return Mistake{node, told(validator.GetInvalidSchemaPointer().Get(kept_->text),
                            keyword == nullptr ? "" : keyword, node, at.Get(document))};
}

}  // namespace meshlint::schema
