#include "schema/json_schema.h"

#include <fmt/core.h>
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

// Removes the defaults: RapidJSON treats a field with a default as present, Helm doesn't.
void forget_defaults(rapidjson::Value& part) {
  if (part.IsArray()) {
    for (rapidjson::Value& item : part.GetArray()) forget_defaults(item);
  }
  if (!part.IsObject()) return;
  // A property named "default" is not a string.
  const auto found = part.FindMember("default");
  if (found != part.MemberEnd() && found->value.IsString()) part.RemoveMember(found);
  for (auto& member : part.GetObject()) {
    if (member.name != "enum") forget_defaults(member.value);
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

// The node at a pointer into the document, or the last one on the way to it.
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

// The message for a violated keyword of a schema.
std::string violation_message(const rapidjson::Value* schema, std::string_view keyword, Node node,
                              const rapidjson::Value* value) {
  const rapidjson::Value name(keyword.data(), static_cast<rapidjson::SizeType>(keyword.size()));
  const bool is_known = schema != nullptr && schema->IsObject() && schema->HasMember(name);
  if (!is_known) return fmt::format("violates `{}` of the schema", keyword);
  const rapidjson::Value& wanted = (*schema)[name];
  if (keyword == "required" && wanted.IsArray()) {
    for (const rapidjson::Value& field : wanted.GetArray()) {
      if (field.IsString() && !node[{field.GetString(), field.GetStringLength()}]) {
        return fmt::format("the schema requires a field `{}`", field.GetString());
      }
    }
  }
  if (keyword == "additionalProperties" && wanted.IsFalse()) {
    return "the schema doesn't allow this field";
  }
  return fmt::format("the schema requires {} {}, not {}", keyword, shown(wanted),
                     value == nullptr ? "this" : shown(*value));
}

// Schemas that refer to themselves for the same value. RapidJSON would follow them for ever.
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

// The first violation, at which the validator stops.
JsonSchema::Mistake mistake_of(const rapidjson::SchemaValidator& validator,
                               const rapidjson::Document& schema, Node value,
                               const rapidjson::Value& document) {
  const rapidjson::Pointer at = validator.GetInvalidDocumentPointer();
  const char* const keyword = validator.GetInvalidSchemaKeyword();
  const Node node = node_at(value, at);
  return {node, violation_message(validator.GetInvalidSchemaPointer().Get(schema),
                                  keyword == nullptr ? "" : keyword, node, at.Get(document))};
}

// Finds all mistakes in a value that violates a schema. Checks each node against its own part of
// the schema, without the parts for nodes below, and removes each violated keyword until none is
// left.
class MistakeSearch {
 public:
  MistakeSearch(const rapidjson::Document& root, std::vector<JsonSchema::Mistake>& mistakes)
      : root_(root), mistakes_(mistakes) {}

  void judge(const rapidjson::Value& schema, Node value) {
    if (!schema.IsObject() || is_enough()) return;
    if (const rapidjson::Value* const ref = member(schema, "$ref"); ref && ref->IsString()) {
      const rapidjson::Pointer pointer(ref->GetString(), ref->GetStringLength());
      const rapidjson::Value* const target = pointer.IsValid() ? pointer.Get(root_) : nullptr;
      if (target != nullptr) judge(*target, value);
      return;
    }
    judge_place(schema, value);
    if (const rapidjson::Value* const all = member(schema, "allOf"); all && all->IsArray()) {
      for (const rapidjson::Value& part : all->GetArray()) judge(part, value);
    }
    if (value.is_map()) {
      judge_fields(schema, value);
    } else if (value.is_list()) {
      judge_items(schema, value);
    }
  }

 private:
  static constexpr std::size_t kMostMistakes = 50;
  static constexpr std::size_t kMostPlaces = 20000;

  bool is_enough() { return mistakes_.size() >= kMostMistakes || places_ >= kMostPlaces; }

  static const rapidjson::Value* member(const rapidjson::Value& schema, const char* name) {
    const auto found = schema.FindMember(name);
    return found != schema.MemberEnd() ? &found->value : nullptr;
  }

  void judge_fields(const rapidjson::Value& schema, Node map) {
    const rapidjson::Value* const known = member(schema, "properties");
    const rapidjson::Value* const others = member(schema, "additionalProperties");
    for (const auto [key, value] : map.entries()) {
      const rapidjson::Value name(key.text().data(),
                                  static_cast<rapidjson::SizeType>(key.text().size()));
      if (known != nullptr && known->IsObject() && known->HasMember(name)) {
        judge((*known)[name], value);
      } else if (others != nullptr && !schema.HasMember("patternProperties")) {
        judge(*others, value);
      }
    }
  }

  void judge_items(const rapidjson::Value& schema, Node list) {
    const rapidjson::Value* const items = member(schema, "items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (items->IsObject()) {
        judge(*items, list.item(i));
      } else if (items->IsArray() && i < items->Size()) {
        judge((*items)[static_cast<rapidjson::SizeType>(i)], list.item(i));
      }
    }
  }

  void judge_place(const rapidjson::Value& schema, Node value) {
    ++places_;
    rapidjson::Document own;
    own.CopyFrom(schema, own.GetAllocator());
    remove_parts_below(own);
    rapidjson::Document document;
    static_cast<rapidjson::Value&>(document) = json_of(value, document.GetAllocator());
    while (!is_enough()) {
      const rapidjson::SchemaDocument compiled(own);
      rapidjson::SchemaValidator validator(compiled);
      if (document.Accept(validator)) return;
      mistakes_.push_back(mistake_of(validator, own, value, document));
      if (!remove_violated(own, validator, value)) return;
    }
  }

  void remove_parts_below(rapidjson::Document& schema) {
    auto& allocator = schema.GetAllocator();
    schema.RemoveMember("allOf");
    if (const auto known = schema.FindMember("properties");
        known != schema.MemberEnd() && known->value.IsObject()) {
      for (auto& property : known->value.GetObject()) property.value.SetObject();
    }
    if (const auto items = schema.FindMember("items"); items != schema.MemberEnd()) {
      if (items->value.IsObject()) {
        schema.RemoveMember(items);
      } else if (items->value.IsArray()) {
        for (rapidjson::Value& item : items->value.GetArray()) item.SetObject();
      }
    }
    if (const auto others = schema.FindMember("additionalProperties");
        others != schema.MemberEnd() && others->value.IsObject() &&
        !schema.HasMember("patternProperties")) {
      schema.RemoveMember(others);
    }
    // Keep the definitions if the rest refers to them.
    for (const char* const name : {"definitions", "$defs"}) {
      const rapidjson::Value* const definitions = member(root_, name);
      schema.RemoveMember(name);
      if (definitions == nullptr || !has_reference(schema)) continue;
      schema.AddMember(rapidjson::Value(name, allocator), rapidjson::Value(*definitions, allocator),
                       allocator);
    }
  }

  static bool has_reference(const rapidjson::Value& part) {
    if (part.IsArray()) return std::ranges::any_of(part.GetArray(), has_reference);
    return part.IsObject() && std::ranges::any_of(part.GetObject(), [](const auto& member) {
             return member.name == "$ref" || has_reference(member.value);
           });
  }

  // Removes the violated keyword from the schema; false if it is unknown.
  static bool remove_violated(rapidjson::Document& schema,
                              const rapidjson::SchemaValidator& validator, Node value) {
    const rapidjson::Pointer part = validator.GetInvalidSchemaPointer();
    if (part.GetTokenCount() > 0) return schema.RemoveMember(part.GetTokens()[0].name);
    const char* const keyword = validator.GetInvalidSchemaKeyword();
    if (keyword == nullptr || !schema.HasMember(keyword)) return false;
    rapidjson::Value& said = schema[keyword];
    if (keyword == std::string_view("required") && said.IsArray()) {
      for (auto field = said.Begin(); field != said.End(); ++field) {
        if (!field->IsString() || value[{field->GetString(), field->GetStringLength()}]) continue;
        said.Erase(field);
        return true;
      }
    }
    const rapidjson::Pointer at = validator.GetInvalidDocumentPointer();
    if (keyword == std::string_view("additionalProperties") && at.GetTokenCount() > 0) {
      auto& allocator = schema.GetAllocator();
      if (!schema.HasMember("properties")) {
        schema.AddMember("properties", rapidjson::Value(rapidjson::kObjectType), allocator);
      }
      const auto& token = at.GetTokens()[0];
      schema["properties"].AddMember(rapidjson::Value(token.name, token.length, allocator),
                                     rapidjson::Value(rapidjson::kObjectType), allocator);
      return true;
    }
    return schema.RemoveMember(keyword);
  }

  const rapidjson::Document& root_;
  std::vector<JsonSchema::Mistake>& mistakes_;
  std::size_t places_ = 0;
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
  forget_defaults(kept->text);
  if (Cycles(kept->text).any_in(kept->text)) {
    return Error{"the schema refers to itself in a loop"};
  }
  kept->schema = std::make_unique<const rapidjson::SchemaDocument>(kept->text);
  return JsonSchema(std::move(kept));
}

std::vector<JsonSchema::Mistake> JsonSchema::check(Node value) const {
  std::vector<Mistake> mistakes;
  rapidjson::Document document;
  static_cast<rapidjson::Value&>(document) = json_of(value, document.GetAllocator());
  rapidjson::SchemaValidator validator(*kept_->schema);
  if (document.Accept(validator)) return mistakes;
  MistakeSearch(kept_->text, mistakes).judge(kept_->text, value);
  if (mistakes.empty()) mistakes.push_back(mistake_of(validator, kept_->text, value, document));
  return mistakes;
}

}  // namespace meshlint::schema
