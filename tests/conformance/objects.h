// Objects made from the schema of a CRD, and spoiled in places, for the tests that hold several
// judges to one verdict.
#ifndef MESHLINT_TESTS_CONFORMANCE_OBJECTS_H_
#define MESHLINT_TESTS_CONFORMANCE_OBJECTS_H_

#include <fmt/core.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/node.h"

namespace meshlint::conformance {

using yaml::Node;

inline std::string read_file(const std::filesystem::path& path) {
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

inline void write(const Value& value, rapidjson::Writer<rapidjson::StringBuffer>& out) {
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

inline std::string json_of(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  write(value, out);
  return {buffer.GetString(), buffer.GetSize()};
}

inline Value value_of(Node node) {
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
    if (!kept) {
      re2::RE2::Options options(re2::RE2::Quiet);
      options.set_max_mem(1 << 20);  // the validator doesn't check what needs more
      kept = std::make_unique<re2::RE2>(std::string(pattern), options);
    }
    return *kept;
  }
  std::map<std::string, std::unique_ptr<re2::RE2>> compiled_;
};

inline constexpr auto kUsualTexts = std::to_array<std::string_view>({
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

// Makes objects that mostly fit.
class Maker {
 public:
  Maker(Patterns& patterns, Random& random) : patterns_(patterns), random_(random) {}

  // Texts to choose from beside the usual ones.
  void add_texts(const std::vector<std::string>& texts) {
    texts_.insert(texts_.end(), texts.begin(), texts.end());
  }
  // Schemas that have to be there: those on the way to a place of interest. Few of the other
  // fields are made then, but all kinds of those that lie below the last one.
  void insist_on(const std::set<const yaml::Record*>& schemas) { wanted_ = schemas; }
  // Fills the next lists up, to 64 items at most, with so many items in all.
  void crowd(std::size_t items) { crowd_ = items; }

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
    const std::string_view format = schema["format"].text();
    const auto least = static_cast<std::size_t>(schema["minLength"].as_int().value_or(0));
    const auto most = static_cast<std::size_t>(schema["maxLength"].as_int().value_or(100));
    std::size_t start = random_.below(texts_.size());
    // The added ones are what rules tell apart.
    const std::size_t added = texts_.size() - kUsualTexts.size();
    if (added > 0 && random_.one_in(2)) start = kUsualTexts.size() + random_.below(added);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      std::string candidate = texts_[(start + i) % texts_.size()];
      if (format == "byte") candidate = "aGVsbG8=";
      if (format == "date-time") candidate = "2026-01-31T12:00:00Z";
      if (format == "duration") candidate = random_.one_in(2) ? "1m30s" : "3 days";
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
    std::size_t wanted = std::max(least, std::min<std::size_t>(most, random_.below(3)));
    if (wanted_.contains(schema["items"].record())) wanted = std::max<std::size_t>(wanted, 1);
    if (wanted > 20) return std::nullopt;
    for (std::size_t i = 0; i < wanted; ++i) {
      std::optional<Value> item = make(schema["items"], depth + 1, false);
      if (item) value.items.push_back(*std::move(item));
    }
    if (wanted_.empty() || value.items.empty()) return value;
    // Rules of lists are about items that are alike, and about many.
    if (random_.one_in(2) && value.items.size() < most) {
      Value twin = value.items.front();
      const bool differs = random_.one_in(2) && twin.fields.size() > 1;
      if (differs) {
        const std::size_t field = random_.below(twin.fields.size());
        twin.fields.erase(twin.fields.begin() + static_cast<std::ptrdiff_t>(field));
      }
      value.items.push_back(std::move(twin));
    }
    while (value.items.size() < std::min<std::size_t>(most, 64) && crowd_ > 0) {
      --crowd_;
      value.items.push_back(value.items.front());
    }
    return value;
  }

  std::optional<Value> map(Node schema, std::size_t depth, bool is_root) {
    Value value = Value::of_kind(Value::Kind::kMap);
    std::set<std::string_view> required;
    for (const Node name : schema["required"]) required.insert(name.text());
    const std::size_t rarity = is_root ? 1 : depth > 7 ? 0 : 1 + depth;
    const bool leads_on = std::ranges::any_of(
        schema["properties"].entries(),
        [&](const yaml::EntryView& entry) { return wanted_.contains(entry.value.record()); });
    const std::size_t near = leads_on ? 6 : 2;
    for (const auto [key, property] : schema["properties"].entries()) {
      const bool is_header =
          key.text() == "apiVersion" || key.text() == "kind" || key.text() == "metadata";
      if (is_root && is_header) continue;
      const bool is_required = required.contains(key.text());
      const bool is_wanted = wanted_.empty()
                                 ? rarity > 0 && random_.one_in(rarity)
                                 : wanted_.contains(property.record()) || random_.one_in(near);
      if (!is_required && !is_wanted) continue;
      std::optional<Value> inner = make(property, depth + 1, false);
      if (inner) value.fields.emplace_back(key.text(), *std::move(inner));
    }
    if (const Node additional = schema["additionalProperties"]; additional.is_map()) {
      std::size_t count = random_.below(3);
      if (wanted_.contains(additional.record())) count = std::max<std::size_t>(count, 1);
      for (std::size_t i = count; i > 0; --i) {
        std::optional<Value> inner = make(additional, depth + 1, false);
        if (!inner) continue;
        std::string key = fmt::format("key-{}", i);
        if (!wanted_.empty() && random_.one_in(2)) key = texts_[random_.below(texts_.size())];
        if (!value.field(key)) value.fields.emplace_back(std::move(key), *std::move(inner));
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
  std::vector<std::string> texts_{kUsualTexts.begin(), kUsualTexts.end()};
  std::set<const yaml::Record*> wanted_;
  std::size_t crowd_ = 0;
};

// A value with the schema that it was made from.
struct Spot {
  Value* value;
  Node schema;
};

inline void collect(Value& value, Node schema, std::vector<Spot>& spots) {
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
inline void spoil(Value& root, Node schema, Random& random) {
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

}  // namespace meshlint::conformance

#endif  // MESHLINT_TESTS_CONFORMANCE_OBJECTS_H_
