// Every CRD of the shared folder, in every version: objects are made from the upstream schema, and
// spoiled in one place. A plain reading of that schema, the facts of schemas/ for that version, the
// CRD loaded as a user's own, and RapidJSON on our export must all judge each object alike. Skipped
// where the shared folder is absent.

#include <gtest/gtest.h>
#define RAPIDJSON_SCHEMA_USE_INTERNALREGEX 0
#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/crd.h"
#include "schema/export.h"
#include "schema/facts_file.h"
#include "schema/table_builder.h"
#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

namespace fs = std::filesystem;
using yaml::EntryView;
using yaml::Node;

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The same sequence in every run.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2654435761U + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
  }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : next() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

// An object in the making.
struct Value {
  enum class Kind { kNull, kBool, kInt, kDouble, kString, kList, kMap };
  Kind kind = Kind::kNull;
  bool truth = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> fields;

  static Value of(std::string text) {
    Value value;
    value.kind = Kind::kString;
    value.text = std::move(text);
    return value;
  }
  static Value of_int(std::int64_t integer) {
    Value value;
    value.kind = Kind::kInt;
    value.integer = integer;
    return value;
  }
  static Value of_kind(Kind kind) {
    Value value;
    value.kind = kind;
    return value;
  }
  Value* field(std::string_view name) {
    for (auto& [key, value] : fields) {
      if (key == name) return &value;
    }
    return nullptr;
  }
  const Value* field(std::string_view name) const { return const_cast<Value*>(this)->field(name); }
  bool is_number() const { return kind == Kind::kInt || kind == Kind::kDouble; }
  double as_double() const { return kind == Kind::kInt ? static_cast<double>(integer) : number; }
  friend bool operator==(const Value&, const Value&) = default;
};

void write(const Value& value, rapidjson::Writer<rapidjson::StringBuffer>& out) {
  const auto string = [&](const std::string& text) {
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  switch (value.kind) {
    case Value::Kind::kNull:
      out.Null();
      break;
    case Value::Kind::kBool:
      out.Bool(value.truth);
      break;
    case Value::Kind::kInt:
      out.Int64(value.integer);
      break;
    case Value::Kind::kDouble:
      out.Double(value.number);
      break;
    case Value::Kind::kString:
      string(value.text);
      break;
    case Value::Kind::kList:
      out.StartArray();
      for (const Value& item : value.items) write(item, out);
      out.EndArray();
      break;
    case Value::Kind::kMap:
      out.StartObject();
      for (const auto& [key, inner] : value.fields) {
        string(key);
        write(inner, out);
      }
      out.EndObject();
  }
}

std::string json_of(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  write(value, out);
  return {buffer.GetString(), buffer.GetSize()};
}

Value value_of(Node node) {
  Value value;
  if (node.is_list()) {
    value.kind = Value::Kind::kList;
    for (const Node item : node) value.items.push_back(value_of(item));
  } else if (node.is_map()) {
    value.kind = Value::Kind::kMap;
    for (const auto [key, inner] : node.entries()) {
      value.fields.emplace_back(key.text(), value_of(inner));
    }
  } else if (node.type() == yaml::ScalarType::kBool) {
    value.kind = Value::Kind::kBool;
    value.truth = node.as_bool().value_or(false);
  } else if (node.type() == yaml::ScalarType::kInt) {
    value.kind = Value::Kind::kInt;
    value.integer = node.as_int().value_or(0);
  } else if (node.type() == yaml::ScalarType::kFloat) {
    value.kind = Value::Kind::kDouble;
    value.number = node.as_double().value_or(0);
  } else if (!node.is_null()) {
    value = Value::of(std::string(node.text()));
  }
  return value;
}

class Patterns {
 public:
  bool matches(std::string_view pattern, std::string_view text) {
    const re2::RE2& compiled = get(pattern);
    return !compiled.ok() ||
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled);
  }

 private:
  const re2::RE2& get(std::string_view pattern) {
    auto& kept = compiled_[std::string(pattern)];
    if (!kept) kept = std::make_unique<re2::RE2>(std::string(pattern), re2::RE2::Quiet);
    return *kept;
  }
  std::map<std::string, std::unique_ptr<re2::RE2>> compiled_;
};

// Why a plain reading of the schema refuses a value.
enum Reason : unsigned {
  kStructure = 1,  // what JSON Schema has words for
  kPattern = 2,    // in RE2's syntax, which std::regex does not share
  kFormat = 4,
  kListKeys = 8,
};

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The plain reading: the upstream schema as it stands, keyword by keyword.
class Reading {
 public:
  explicit Reading(Patterns& patterns) : patterns_(patterns) {}

  unsigned judge(Node schema, const Value& value, bool is_root) {
    reasons_ = 0;
    whole(schema, value, is_root);
    return reasons_;
  }

 private:
  void refuse(Reason reason) { reasons_ |= reason; }

  static bool is_true(Node node) { return node.as_bool().value_or(false); }

  void whole(Node schema, const Value& value, bool is_root) {
    if (value.kind == Value::Kind::kNull) {
      if (!is_true(schema["nullable"]) && schema["type"]) refuse(kStructure);
      return;
    }
    if (is_true(schema["x-kubernetes-int-or-string"])) {
      if (value.kind != Value::Kind::kInt && value.kind != Value::Kind::kString) refuse(kStructure);
    } else if (const Node type = schema["type"]; type && !has_type(type.text(), value)) {
      refuse(kStructure);
      return;
    }
    keywords(schema, value);
    if (value.kind == Value::Kind::kMap) fields(schema, value, is_root, true);
    if (value.kind == Value::Kind::kList) {
      if (const Node items = schema["items"]) {
        for (const Value& item : value.items) whole(items, item, false);
      }
      duplicates(schema, value);
    }
  }

  static bool has_type(std::string_view type, const Value& value) {
    switch (value.kind) {
      case Value::Kind::kBool:
        return type == "boolean";
      case Value::Kind::kInt:
        return type == "integer" || type == "number";
      case Value::Kind::kDouble:
        return type == "number";
      case Value::Kind::kString:
        return type == "string";
      case Value::Kind::kList:
        return type == "array";
      case Value::Kind::kMap:
        return type == "object";
      default:
        return false;
    }
  }

  void fields(Node schema, const Value& value, bool is_root, bool is_structural) {
    const Node properties = schema["properties"];
    const Node additional = schema["additionalProperties"];
    const bool is_open = is_true(schema["x-kubernetes-preserve-unknown-fields"]) ||
                         additional.is_map() || is_true(additional);
    const bool is_embedded = is_true(schema["x-kubernetes-embedded-resource"]);
    for (const auto& [name, inner] : value.fields) {
      const bool is_header = name == "apiVersion" || name == "kind" || name == "metadata";
      if ((is_root || is_embedded) && is_header) continue;
      if (const Node property = properties[name]) {
        const bool is_pruned = inner.kind == Value::Kind::kNull && !is_true(property["nullable"]);
        if (is_pruned) continue;
        if (is_structural) {
          whole(property, inner, false);
        } else {
          branch(property, inner);
        }
      } else if (additional.is_map()) {
        if (inner.kind != Value::Kind::kNull) whole(additional, inner, false);
      } else if (is_structural && !is_open) {
        refuse(kStructure);
      }
    }
    for (const Node name : schema["required"]) {
      if (is_root && (name.text() == "apiVersion" || name.text() == "kind")) continue;
      const Value* const inner = value.field(name.text());
      const Node property = properties[name.text()];
      const bool is_there =
          inner && (inner->kind != Value::Kind::kNull || is_true(property["nullable"]));
      if (!is_there && !(is_structural && property["default"])) refuse(kStructure);
    }
    if (!is_embedded) return;
    for (const std::string_view name : {"apiVersion", "kind"}) {
      const Value* const inner = value.field(name);
      if (!inner || inner->kind != Value::Kind::kString || inner->text.empty()) refuse(kStructure);
    }
  }

  void keywords(Node schema, const Value& value) {
    const auto limit = [&](std::string_view keyword, double found, bool is_minimum) {
      const std::optional<double> edge = schema[keyword].as_double();
      if (edge && (is_minimum ? found < *edge : found > *edge)) refuse(kStructure);
    };
    if (const Node values = schema["enum"]) {
      const bool is_known =
          std::ranges::any_of(values, [&](Node known) { return value_of(known) == value; });
      if (!is_known) refuse(kStructure);
    }
    if (value.is_number()) {
      limit("minimum", value.as_double(), true);
      limit("maximum", value.as_double(), false);
      if (schema["format"].text() == "int32" && std::abs(value.as_double()) > 2147483648.0) {
        refuse(kStructure);
      }
    }
    if (value.kind == Value::Kind::kString) {
      limit("minLength", static_cast<double>(code_points(value.text)), true);
      limit("maxLength", static_cast<double>(code_points(value.text)), false);
      if (const Node pattern = schema["pattern"]) {
        if (!patterns_.matches(pattern.text(), value.text)) refuse(kPattern);
      }
      format(schema["format"].text(), value.text);
    }
    if (value.kind == Value::Kind::kList) {
      limit("minItems", static_cast<double>(value.items.size()), true);
      limit("maxItems", static_cast<double>(value.items.size()), false);
    }
    if (value.kind == Value::Kind::kMap) {
      limit("minProperties", static_cast<double>(value.fields.size()), true);
      limit("maxProperties", static_cast<double>(value.fields.size()), false);
    }
    conditions(schema, value);
  }

  void format(std::string_view format, std::string_view text) {
    std::string_view pattern;
    if (format == "byte") {
      pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";
    } else if (format == "date-time") {
      pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$";
    } else if (format == "ipv4") {
      pattern = "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$";
    } else if (format == "ipv6") {
      pattern = "^[0-9a-f:]*:[0-9a-f:]*$";
    }
    if (!pattern.empty() && !patterns_.matches(pattern, text)) refuse(kFormat);
  }

  // A schema below allOf, anyOf, oneOf or not: it only judges.
  void branch(Node schema, const Value& value) {
    if (const Node type = schema["type"]; type && !has_type(type.text(), value)) {
      refuse(kStructure);
      return;
    }
    keywords(schema, value);
    if (value.kind == Value::Kind::kMap) fields(schema, value, false, false);
    if (value.kind == Value::Kind::kList && schema["items"]) {
      for (const Value& item : value.items) branch(schema["items"], item);
    }
  }
  bool fits(Node schema, const Value& value) {
    const unsigned before = std::exchange(reasons_, 0U);
    branch(schema, value);
    return std::exchange(reasons_, before) == 0;
  }

  void conditions(Node schema, const Value& value) {
    if (is_true(schema["x-kubernetes-int-or-string"])) return;
    for (const Node each : schema["allOf"]) branch(each, value);
    const auto fitting = [&](Node list) {
      return std::ranges::count_if(list, [&](Node each) { return fits(each, value); });
    };
    if (const Node any = schema["anyOf"]; any && fitting(any) == 0) refuse(kStructure);
    if (const Node one = schema["oneOf"]; one && fitting(one) != 1) refuse(kStructure);
    if (const Node no = schema["not"]; no && fits(no, value)) refuse(kStructure);
  }

  void duplicates(Node schema, const Value& value) {
    const std::string_view list_type = schema["x-kubernetes-list-type"].text();
    if (list_type != "set" && list_type != "map") return;
    const Node keys = schema["x-kubernetes-list-map-keys"];
    const Node properties = schema["items"]["properties"];
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        bool is_equal = list_type == "map" ? true : value.items[i] == value.items[j];
        for (const Node key : keys) {
          const Value* const left = value.items[i].field(key.text());
          const Value* const right = value.items[j].field(key.text());
          const Value standard = value_of(properties[key.text()]["default"]);
          is_equal = is_equal && (left ? *left : standard) == (right ? *right : standard);
        }
        if (is_equal) refuse(list_type == "map" ? kListKeys : kStructure);
      }
    }
  }

  Patterns& patterns_;
  unsigned reasons_ = 0;
};

// Makes objects that mostly fit.
class Maker {
 public:
  Maker(Patterns& patterns, Random& random) : patterns_(patterns), random_(random) {}

  std::optional<Value> make(Node schema, std::size_t depth, bool is_root) {
    if (schema["enum"].size() > 0) {
      return value_of(schema["enum"].item(random_.below(schema["enum"].size())));
    }
    const std::string_view type = schema["type"].text();
    if (schema["x-kubernetes-int-or-string"].as_bool().value_or(false)) {
      return random_.one_in(2) ? Value::of_int(8080) : text(schema);
    }
    if (type == "string") return text(schema);
    if (type == "boolean") {
      Value value = Value::of_kind(Value::Kind::kBool);
      value.truth = random_.one_in(2);
      return value;
    }
    if (type == "integer" || type == "number") return number(schema, type == "number");
    if (type == "array") return list(schema, depth);
    if (type == "object" || schema["properties"]) return map(schema, depth, is_root);
    return Value::of("anything");
  }

 private:
  std::optional<Value> text(Node schema) {
    static constexpr auto kTexts = std::to_array<std::string_view>({
        "a",
        "shop",
        "10s",
        "v1.2.3",
        "example.com",
        "GET",
        "200",
        "/path",
        "10.0.0.1",
        "aGVsbG8=",
        "2026-01-31T12:00:00Z",
        "a/b",
        "http",
        "TLS_AES_128_GCM_SHA256",
        "10.0.0.0/8",
        "1h",
        "*",
        "*.example.com",
        "example.com/name",
        "5",
        "Prefix",
        "fd00::1",
        "foo_bar",
        "500m",
        "https://example.com",
        "projects/p/secrets/s",
        "eu-west-1",
        "ABCDEFGH",
        "1Gi",
        "0",
        "1.5",
        "arn:aws:iam::123456789012:role/x",
        "3600s",
        "true",
        "Same",
        "X-Header",
        "a.b.c",
        "/",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "00000000-0000-0000-0000-000000000000",
        "example.com/a.b/c",
        "name@example.com",
        "",
    });
    const std::string_view format = schema["format"].text();
    const auto least = static_cast<std::size_t>(schema["minLength"].as_int().value_or(0));
    const auto most = static_cast<std::size_t>(schema["maxLength"].as_int().value_or(100));
    const std::size_t start = random_.below(kTexts.size());
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      std::string candidate(kTexts[(start + i) % kTexts.size()]);
      if (format == "byte") candidate = "aGVsbG8=";
      if (format == "date-time") candidate = "2026-01-31T12:00:00Z";
      while (candidate.size() < least && least < 200) candidate += 'a';
      if (candidate.size() < least || candidate.size() > most) continue;
      if (schema["pattern"] && !patterns_.matches(schema["pattern"].text(), candidate)) continue;
      return Value::of(std::move(candidate));
    }
    return std::nullopt;
  }

  std::optional<Value> number(Node schema, bool may_be_double) {
    const double least = schema["minimum"].as_double().value_or(0);
    const double most = schema["maximum"].as_double().value_or(std::max(least, 100.0));
    const std::array<double, 4> choices = {least, most, std::trunc((least + most) / 2), least};
    const double chosen = choices[random_.below(choices.size())];
    if (may_be_double && random_.one_in(3) && least + 0.5 <= most) {
      Value value = Value::of_kind(Value::Kind::kDouble);
      value.number = least + 0.5;
      return value;
    }
    return Value::of_int(static_cast<std::int64_t>(chosen));
  }

  std::optional<Value> list(Node schema, std::size_t depth) {
    Value value = Value::of_kind(Value::Kind::kList);
    const auto least = static_cast<std::size_t>(schema["minItems"].as_int().value_or(0));
    const auto most = static_cast<std::size_t>(schema["maxItems"].as_int().value_or(3));
    const std::size_t wanted = std::max(least, std::min<std::size_t>(most, random_.below(3)));
    if (wanted > 20) return std::nullopt;
    for (std::size_t i = 0; i < wanted; ++i) {
      std::optional<Value> item = make(schema["items"], depth + 1, false);
      if (item) value.items.push_back(*std::move(item));
    }
    return value;
  }

  std::optional<Value> map(Node schema, std::size_t depth, bool is_root) {
    Value value = Value::of_kind(Value::Kind::kMap);
    std::set<std::string_view> required;
    for (const Node name : schema["required"]) required.insert(name.text());
    const std::size_t rarity = is_root ? 1 : depth > 7 ? 0 : 1 + depth;
    for (const auto [key, property] : schema["properties"].entries()) {
      const bool is_header =
          key.text() == "apiVersion" || key.text() == "kind" || key.text() == "metadata";
      if (is_root && is_header) continue;
      const bool is_required = required.contains(key.text());
      const bool is_wanted = rarity > 0 && random_.one_in(rarity);
      if (!is_required && !is_wanted) continue;
      std::optional<Value> inner = make(property, depth + 1, false);
      if (inner) value.fields.emplace_back(key.text(), *std::move(inner));
    }
    if (const Node additional = schema["additionalProperties"]; additional.is_map()) {
      for (std::size_t i = random_.below(3); i > 0; --i) {
        std::optional<Value> inner = make(additional, depth + 1, false);
        if (inner) value.fields.emplace_back(fmt::format("key-{}", i), *std::move(inner));
      }
    }
    if (schema["x-kubernetes-embedded-resource"].as_bool().value_or(false)) {
      for (const char* const name : {"apiVersion", "kind"}) {
        if (!value.field(name)) value.fields.emplace_back(name, Value::of("v1"));
      }
    }
    // Of fields that exclude each other one is kept.
    const auto keep_one = [&](Node one_of) {
      bool is_kept = false;
      for (const Node branch : one_of) {
        for (const Node name : branch["required"]) {
          const bool is_there = value.field(name.text()) != nullptr;
          if (is_there && is_kept) {
            std::erase_if(value.fields,
                          [&](const auto& field) { return field.first == name.text(); });
          }
          is_kept = is_kept || is_there;
        }
      }
    };
    keep_one(schema["oneOf"]);
    for (const Node all : schema["allOf"]) keep_one(all["oneOf"]);
    return value;
  }

  Patterns& patterns_;
  Random& random_;
};

// A value with the schema that it was made from.
struct Spot {
  Value* value;
  Node schema;
};

void collect(Value& value, Node schema, std::vector<Spot>& spots) {
  spots.push_back({&value, schema});
  for (Value& item : value.items) collect(item, schema["items"], spots);
  for (auto& [name, inner] : value.fields) {
    const Node property = schema["properties"][name];
    const Node additional = schema["additionalProperties"];
    if (property) {
      collect(inner, property, spots);
    } else if (additional.is_map()) {
      collect(inner, additional, spots);
    }
  }
}

// Spoils one place of an object, or changes it without harm.
void spoil(Value& root, Node schema, Random& random) {
  std::vector<Spot> spots;
  collect(root, schema, spots);
  const Spot spot = spots[random.below(spots.size())];
  Value& value = *spot.value;
  switch (random.below(10)) {
    case 0:  // a field goes
      if (!value.fields.empty()) {
        value.fields.erase(value.fields.begin() +
                           static_cast<std::ptrdiff_t>(random.below(value.fields.size())));
      }
      break;
    case 1:  // a field that nobody knows
      if (value.kind == Value::Kind::kMap) value.fields.emplace_back("noSuchField", Value::of("x"));
      break;
    case 2:
      if (&value != &root) value = Value::of("x");
      break;
    case 3:
      if (&value != &root) value = Value::of_int(random.one_in(2) ? -7 : 5'000'000'000);
      break;
    case 4:
      if (&value != &root) value = Value::of_kind(Value::Kind::kMap);
      break;
    case 5:
      if (&value != &root) value = Value::of_kind(Value::Kind::kList);
      break;
    case 6:  // the same item twice
      if (!value.items.empty()) value.items.push_back(value.items.front());
      break;
    case 7:
      if (value.kind == Value::Kind::kString) value.text += "!?";
      break;
    case 8:  // a field is null
      if (!value.fields.empty()) {
        value.fields[random.below(value.fields.size())].second = Value();
      }
      break;
    default: {  // more fields than may be there together
      Patterns patterns;
      Maker maker(patterns, random);
      for (const auto [key, property] : spot.schema["properties"].entries()) {
        if (value.kind != Value::Kind::kMap || &value == &root || value.field(key.text())) continue;
        std::optional<Value> inner = maker.make(property, 6, false);
        if (inner && random.one_in(2)) value.fields.emplace_back(key.text(), *std::move(inner));
      }
    }
  }
}

// The facts of schemas/ without what people added to them: that is not in any schema.
std::optional<FactsSet> shipped_without_additions() {
  std::vector<FactsInput> inputs;
  for (const auto& entry : fs::directory_iterator(MESHLINT_SCHEMAS_DIR)) {
    if (entry.path().extension() != ".yaml") continue;
    std::string bytes = read_file(entry.path());
    if (const std::size_t additions = bytes.find("\nadds:"); additions != bytes.npos) {
      bytes.resize(additions + 1);
    }
    inputs.push_back({entry.path().string(), std::move(bytes)});
  }
  std::ranges::sort(inputs, {}, &FactsInput::path);
  std::vector<std::string> errors;
  std::optional<FactsSet> facts = read_facts(std::move(inputs), errors);
  for (const std::string& error : errors) ADD_FAILURE() << error;
  return facts;
}

struct Counts {
  std::size_t objects = 0;
  std::size_t refused = 0;
  std::size_t by_facts = 0;   // also judged by the facts of schemas/
  std::size_t by_export = 0;  // also judged by RapidJSON
  std::size_t apis = 0;
  std::size_t told = 0;
};

struct Api {
  std::string product;  // as in products.yaml; empty if no facts are shipped
  Version version;
  std::string place;
};

class Conformance {
 public:
  Conformance(const Tables& facts, std::size_t objects_per_api)
      : facts_(facts), objects_per_api_(objects_per_api) {}

  void file(const fs::path& path, const Api& api) {
    const text::Source source(path.string(), read_file(path));
    const yaml::File file = yaml::parse(source, 0);
    std::vector<Node> roots;
    for (const yaml::Document& document : file.documents) roots.push_back(document.root);
    const SchemaRead read = read_schemas(roots);
    for (const text::Problem& problem : read.problems) ADD_FAILURE() << path << problem.message;
    const TableStorage storage = build_tables(read.draft);
    const Tables own = storage.view({});
    for (const Node root : roots) {
      if (!is_crd(root)) continue;
      for (const Node version : root["spec"]["versions"]) crd(root, version, own, api);
    }
  }
  const Counts& counts() const { return counts_; }

 private:
  void crd(Node root, Node version, const Tables& own, const Api& api) {
    const Node schema = version["schema"]["openAPIV3Schema"];
    if (!schema || !version["served"].as_bool().value_or(true)) return;
    const std::string group(root["spec"]["group"].text());
    const std::string name(root["spec"]["names"]["kind"].text());
    const Kind own_kind = find_kind(group, name, own);
    ASSERT_TRUE(own_kind) << name;
    Targets targets;
    Kind shipped_kind;
    if (!api.product.empty()) {
      targets[api.product] = {
          .version = api.version, .written = "", .from = "", .is_assumed = false};
      for (const Kind kind : kinds(facts_)) {
        const bool is_it = kind.name() == name && kind.group() == group && kind.product() &&
                           kind.product()->name == api.product;
        if (is_it) shipped_kind = kind;
      }
      EXPECT_TRUE(shipped_kind) << api.place << ": no facts about " << name;
      // Its CRD takes anything; the facts are of what istioctl reads, which takes no unknown field.
      if (name == "IstioOperator") shipped_kind = {};
    }
    const std::string api_version(version["name"].text());
    std::unique_ptr<rapidjson::SchemaDocument> exported;
    const Kind exported_kind = shipped_kind ? shipped_kind : own_kind;
    if (const ApiVersion known = exported_kind.version(api_version)) {
      rapidjson::Document document;
      document.Parse(json_schema(exported_kind, known, api.version).c_str());
      ASSERT_FALSE(document.HasParseError()) << name;
      exported = std::make_unique<rapidjson::SchemaDocument>(document);
    } else {
      ADD_FAILURE() << api.place << ": no facts about " << name << ' ' << api_version;
    }
    ++counts_.apis;
    Maker maker(patterns_, random_);
    for (std::size_t i = 0; i < objects_per_api_; ++i) {
      std::optional<Value> object = maker.make(schema, 0, true);
      if (!object) continue;
      Value metadata = Value::of_kind(Value::Kind::kMap);
      metadata.fields.emplace_back("name", Value::of("x"));
      for (std::size_t spoils = random_.below(3); spoils > 0; --spoils) {
        spoil(*object, schema, random_);
      }
      auto& fields = object->fields;
      std::erase_if(fields, [](const auto& field) {
        return field.first == "apiVersion" || field.first == "kind" || field.first == "metadata";
      });
      fields.insert(fields.begin(), {{"apiVersion", Value::of(group + '/' + api_version)},
                                     {"kind", Value::of(name)},
                                     {"metadata", metadata}});
      judge(*object, schema, own_kind, shipped_kind, targets, exported.get(), api);
    }
  }

  static std::string problems_of(Kind kind, Node root, const Targets& targets) {
    std::vector<text::Problem> problems;
    validate(kind, root, targets, Part::kWhole, problems);
    std::string told;
    for (const text::Problem& problem : problems) told += problem.message + "; ";
    return told;
  }

  void judge(const Value& object, Node schema, Kind own, Kind shipped, const Targets& targets,
             const rapidjson::SchemaDocument* exported, const Api& api) {
    const unsigned reasons = Reading(patterns_).judge(schema, object, true);
    const std::string json = json_of(object);
    const text::Source source("object.json", json);
    const yaml::File file = yaml::parse(source, 0);
    ASSERT_EQ(file.documents.size(), 1U);
    const Node root = file.documents.front().root;
    ++counts_.objects;
    if (reasons != 0) ++counts_.refused;
    const std::string by_own = problems_of(own, root, {});
    if (by_own.empty() != (reasons == 0)) tell("the CRD itself", json, by_own, reasons, api);
    if (shipped) {
      ++counts_.by_facts;
      const std::string by_facts = problems_of(shipped, root, targets);
      if (by_facts.empty() != (reasons == 0)) tell("schemas/", json, by_facts, reasons, api);
    }
    const bool is_sayable = (reasons & kStructure) != 0 || reasons == 0;
    if (!exported || !is_sayable) return;
    ++counts_.by_export;
    rapidjson::Document document;
    document.Parse(json.c_str());
    rapidjson::SchemaValidator validator(*exported);
    const bool is_accepted = document.Accept(validator);
    if (is_accepted != (reasons == 0)) {
      rapidjson::StringBuffer at;
      validator.GetInvalidDocumentPointer().StringifyUriFragment(at);
      const char* const keyword = validator.GetInvalidSchemaKeyword();
      const bool is_pattern = keyword && std::string_view(keyword) == "pattern";
      if (is_pattern) return;  // another dialect
      tell("the export", json, fmt::format("{} {}", at.GetString(), keyword ? keyword : ""),
           reasons, api);
    }
  }

  void tell(std::string_view who, const std::string& json, const std::string& said,
            unsigned reasons, const Api& api) {
    if (++counts_.told > 20) return;
    ADD_FAILURE() << api.place << ": a plain reading says " << (reasons == 0 ? "good" : "bad")
                  << " (" << reasons << "), " << who << " says [" << said << "]\n"
                  << json.substr(0, 3000);
  }

  const Tables& facts_;
  std::size_t objects_per_api_;
  Patterns patterns_;
  Random random_{2026};
  Counts counts_;
};

TEST(CrdConformance, all_judge_alike) {
  const fs::path crds = fs::path(MESHLINT_SHARED_DIR) / "crds";
  if (!fs::exists(crds)) GTEST_SKIP() << "no CRDs at " << crds;
  const std::optional<FactsSet> facts = shipped_without_additions();
  ASSERT_TRUE(facts);
  std::vector<Product> products;
  for (const ProductFacts& product : facts->products) {
    products.push_back({product.name, product.title, product.here, product.oldest, product.newest});
  }
  const TableStorage storage = build_tables(facts->draft);
  const Tables tables = storage.view(products);

  // MESHLINT_CRD_OBJECTS asks for more, or fewer, objects per API.
  const char* const wanted = std::getenv("MESHLINT_CRD_OBJECTS");
  const std::size_t objects = wanted ? std::strtoul(wanted, nullptr, 10) : 260;
  Conformance conformance(tables, objects);
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(crds)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    Api api;
    api.place = path.lexically_relative(crds).string();
    const std::optional<Version> version = parse_version(path.parent_path().filename().string());
    ASSERT_TRUE(version) << path;
    api.version = *version;
    api.product = path.parent_path().parent_path().filename().string();
    if (path.stem() == "crds-experimental") api.product += "-experimental";
    const bool is_shipped =
        std::ranges::find(products, api.product, &Product::name) != products.end();
    if (!is_shipped) api.product.clear();
    conformance.file(path, api);
    if (testing::Test::HasFatalFailure()) return;
  }
  const Counts& counts = conformance.counts();
  std::cout << counts.objects << " objects of " << counts.apis << " APIs, " << counts.refused
            << " of them bad; " << counts.by_facts << " judged by schemas/ too, "
            << counts.by_export << " by RapidJSON on the export; " << counts.told
            << " differences\n";
  EXPECT_EQ(counts.told, 0U);
  EXPECT_GT(counts.refused, counts.objects / 10);
  EXPECT_LT(counts.refused, counts.objects * 9 / 10);
  if (!wanted) {
    EXPECT_GE(counts.objects, 200'000U);
  }
}

}  // namespace
}  // namespace meshlint::schema
