#include "schema/facts_file.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "schema/json_value.h"
#include "text/edit_distance.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

using draft::Draft;
using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;

// A file of facts nests as deep as the types that it writes inline.
constexpr std::size_t kDeepest = 120;

struct FactsFile {
  FactsFile(std::string path, std::string bytes)
      : source(std::move(path), std::move(bytes)), lines(source.bytes()) {}

  bool has_shared_types() const { return group.empty(); }

  text::Source source;
  text::LineIndex lines;
  yaml::File yaml;
  Node root;
  std::string group;
  std::uint8_t product = 0;
  Decoding decoding = Decoding::kKubernetes;
  bool is_products = false;
  std::map<std::string, TypeId, std::less<>> types;  // those declared here
  std::map<std::string, std::vector<TypeId>, std::less<>> kinds;
};

// A type that has its own word: "int32" is an integer of that format.
struct Word {
  std::string_view word;
  TypeKind kind;
  std::string_view format;
};

constexpr auto kWords = std::to_array<Word>({
    {"any", TypeKind::kAny, ""},
    {"string", TypeKind::kString, ""},
    {"bytes", TypeKind::kString, "byte"},
    {"duration", TypeKind::kString, "duration"},
    {"date-time", TypeKind::kString, "date-time"},
    {"quantity", TypeKind::kString, "quantity"},
    {"bool", TypeKind::kBool, ""},
    {"integer", TypeKind::kInteger, ""},
    {"int32", TypeKind::kInteger, "int32"},
    {"int64", TypeKind::kInteger, "int64"},
    {"number", TypeKind::kNumber, ""},
    {"int-or-string", TypeKind::kIntOrString, ""},
});

// What the value of a key is.
enum class Payload : std::uint8_t { kFlag, kNumber, kText, kNames, kGroups, kTypes, kType };

// A key of a type's body, and what it says.
struct FacetKey {
  std::string_view key;
  FacetKind kind;
  Payload payload;
  std::string_view subject;  // the types that it may stand at; empty: any
};

constexpr auto kFacetKeys = std::to_array<FacetKey>({
    {"minimum", FacetKind::kMinimum, Payload::kNumber, "number"},
    {"maximum", FacetKind::kMaximum, Payload::kNumber, "number"},
    {"exclusiveMinimum", FacetKind::kExclusiveMinimum, Payload::kNumber, "number"},
    {"exclusiveMaximum", FacetKind::kExclusiveMaximum, Payload::kNumber, "number"},
    {"multipleOf", FacetKind::kMultipleOf, Payload::kNumber, "number"},
    {"minLength", FacetKind::kMinLength, Payload::kNumber, "string"},
    {"maxLength", FacetKind::kMaxLength, Payload::kNumber, "string"},
    {"minItems", FacetKind::kMinItems, Payload::kNumber, "list"},
    {"maxItems", FacetKind::kMaxItems, Payload::kNumber, "list"},
    {"minProperties", FacetKind::kMinProperties, Payload::kNumber, "map"},
    {"maxProperties", FacetKind::kMaxProperties, Payload::kNumber, "map"},
    {"pattern", FacetKind::kPattern, Payload::kText, "string"},
    {"format", FacetKind::kFormat, Payload::kText, ""},
    {"nullable", FacetKind::kNullable, Payload::kFlag, ""},
    {"open", FacetKind::kOpen, Payload::kFlag, "map"},
    {"embedded", FacetKind::kEmbedded, Payload::kFlag, "map"},
    {"deprecated", FacetKind::kDeprecated, Payload::kFlag, ""},
    {"keys", FacetKind::kKeys, Payload::kNames, "list"},
    {"exclusive", FacetKind::kAtMostOne, Payload::kGroups, "map"},
    {"oneOf", FacetKind::kExactlyOne, Payload::kGroups, "map"},
    {"anyOf", FacetKind::kAtLeastOne, Payload::kGroups, "map"},
    {"all", FacetKind::kAll, Payload::kTypes, ""},
    {"any", FacetKind::kAny, Payload::kTypes, ""},
    {"one", FacetKind::kOne, Payload::kTypes, ""},
    {"not", FacetKind::kNot, Payload::kType, ""},
});

std::string_view subject_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::kString:
    case TypeKind::kIntOrString:
      return "string";
    case TypeKind::kInteger:
    case TypeKind::kNumber:
      return "number";
    case TypeKind::kList:
      return "list";
    case TypeKind::kMap:
    case TypeKind::kObject:
      return "map";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kAny:
      break;
  }
  return "";
}

// A key that a field has beside those of its type.
bool is_field_key(std::string_view key) {
  constexpr auto kKeys = std::to_array<std::string_view>({"since", "until", "required", "default"});
  return std::ranges::find(kKeys, key) != kKeys.end();
}

bool is_type_key(std::string_view key) {
  constexpr auto kKeys =
      std::to_array<std::string_view>({"type", "items", "fields", "enum", "listType", "rules"});
  return std::ranges::find(kKeys, key) != kKeys.end() ||
         std::ranges::find(kFacetKeys, key, &FacetKey::key) != kFacetKeys.end();
}

// Reads all files. The facts are good only if there are no errors.
class Reader {
 public:
  Reader(std::vector<std::unique_ptr<FactsFile>> files, std::vector<std::string>& errors)
      : files_(std::move(files)), errors_(errors) {}

  std::optional<FactsSet> read();

 private:
  void fail(const FactsFile& file, std::uint32_t offset, std::string_view message);
  void fail(const FactsFile& file, Node at, std::string_view message) {
    fail(file, at.span().begin, message);
  }
  void unknown(const FactsFile& file, Node key, std::span<const std::string_view> known);
  // Says which keys are not among `known`.
  void check_keys(const FactsFile& file, Node map, std::initializer_list<std::string_view> known);
  bool is_map(const FactsFile& file, Node node, std::string_view what);
  std::string string_of(const FactsFile& file, Node node, std::string_view what);
  std::vector<std::string> names_of(const FactsFile& file, Node list, std::string_view what);
  bool bool_of(const FactsFile& file, Node node);

  void read_products(const FactsFile& file);
  void read_header(FactsFile& file);
  void declare_types(FactsFile& file);
  void read_types(FactsFile& file);
  void read_kinds(FactsFile& file);
  void read_additions(FactsFile& file);
  void add_all(const FactsFile& file, const FactsFile& said_in, Node additions,
               const std::vector<std::string>& without);
  void check_names();

  std::optional<Version> version_of(const FactsFile& file, Node node, bool is_until);
  Window window_of(const FactsFile& file, Node map);
  // Calls `take(value, window)` for `X`, `{ is: X, since: ... }`, or a list of the latter; with
  // `is_list` for each item of a list of both.
  template <typename Take>
  void each_versioned(const FactsFile& file, Node node, bool is_list, Take take);
  // Calls `take(window)` for `true`, `{ since: ... }` or a list of the latter.
  template <typename Take>
  void each_window(const FactsFile& file, Node node, Take take);

  draft::Type new_type(const FactsFile& file) const {
    draft::Type type;
    type.product = file.product;
    type.decoding = file.decoding;
    return type;
  }
  // The type that an expression such as `list<HTTPRoute>` names.
  TypeId type_named(const FactsFile& file, Node at, std::string_view expression);
  // The type that a field, an item or a branch declares.
  TypeId type_of(const FactsFile& file, Node node, std::size_t depth);
  void read_body(const FactsFile& file, Node map, draft::Type& type, std::size_t depth);
  void read_facets(const FactsFile& file, Node map, draft::Type& type, std::size_t depth);
  void read_facet(const FactsFile& file, Node value, const FacetKey& key, Window when,
                  draft::Type& type, std::size_t depth);
  void read_rules(const FactsFile& file, Node list, draft::Type& type);
  void read_fields(const FactsFile& file, Node map, draft::Type& type, std::size_t depth);
  void read_field(const FactsFile& file, Node key, Node declaration, draft::Type& type,
                  std::size_t depth);
  TypeId root_of(const FactsFile& file, Node key, Node kind, TypeId fields_of);
  std::vector<TypeId> types_at(const FactsFile& file, const FactsFile& said_in, Node path);

  std::vector<std::unique_ptr<FactsFile>> files_;
  std::vector<std::string>& errors_;
  std::map<std::string, TypeId, std::less<>> shared_types_;
  FactsSet facts_;
};

void Reader::fail(const FactsFile& file, std::uint32_t offset, std::string_view message) {
  const text::LineColumn place = file.lines.at(offset);
  errors_.push_back(
      fmt::format("{}:{}:{}: error: {}", file.source.path(), place.line, place.column, message));
}

void Reader::unknown(const FactsFile& file, Node key, std::span<const std::string_view> known) {
  text::NearestName nearest(key.text());
  for (const std::string_view name : known) nearest.consider(name);
  const std::string_view best = nearest.best();
  fail(file, key,
       best.empty() ? fmt::format("unknown key \"{}\"", key.text())
                    : fmt::format("unknown key \"{}\"; did you mean \"{}\"?", key.text(), best));
}

void Reader::check_keys(const FactsFile& file, Node map,
                        std::initializer_list<std::string_view> known) {
  for (const EntryView entry : map.entries()) {
    if (std::ranges::find(known, entry.key.text()) == known.end()) {
      unknown(file, entry.key, std::span(known.begin(), known.size()));
    }
  }
}

bool Reader::is_map(const FactsFile& file, Node node, std::string_view what) {
  if (!node.is_map()) fail(file, node, fmt::format("{} is not a mapping", what));
  return node.is_map();
}

std::string Reader::string_of(const FactsFile& file, Node node, std::string_view what) {
  const std::optional<std::string_view> text = node.as_string();
  if (!text || text->empty()) fail(file, node, fmt::format("{} is not a string", what));
  return std::string(text.value_or(""));
}

std::vector<std::string> Reader::names_of(const FactsFile& file, Node list, std::string_view what) {
  std::vector<std::string> names;
  if (!list.is_list()) fail(file, list, fmt::format("{} is not a list", what));
  for (const Node item : list) names.push_back(string_of(file, item, "an item"));
  return names;
}

bool Reader::bool_of(const FactsFile& file, Node node) {
  if (!node) return false;
  const std::optional<bool> value = node.as_bool();
  if (!value) fail(file, node, "not true or false");
  return value.value_or(false);
}

void Reader::read_products(const FactsFile& file) {
  check_keys(file, file.root, {"products"});
  if (!is_map(file, file.root["products"], "products")) return;
  for (const EntryView entry : file.root["products"].entries()) {
    if (!is_map(file, entry.value, "a product")) continue;
    check_keys(file, entry.value, {"title", "oldest", "newest", "here"});
    ProductFacts product;
    product.name = entry.key.text();
    product.title = string_of(file, entry.value["title"], "title");
    product.here = string_of(file, entry.value["here"], "here");
    for (const auto& [key, version] :
         {std::pair{"oldest", &product.oldest}, std::pair{"newest", &product.newest}}) {
      const std::optional<Version> parsed = parse_version(string_of(file, entry.value[key], key));
      if (!parsed) fail(file, entry.value[key], fmt::format("{} is not a version", key));
      *version = parsed.value_or(Version{});
    }
    facts_.products.push_back(std::move(product));
  }
  if (facts_.products.size() >= kNoProduct) fail(file, 0, "too many products");
}

void Reader::read_header(FactsFile& file) {
  check_keys(file, file.root, {"product", "group", "decoding", "kinds", "types", "adds"});
  const std::string product = string_of(file, file.root["product"], "product");
  const auto found = std::ranges::find(facts_.products, product, &ProductFacts::name);
  if (found == facts_.products.end()) {
    fail(file, file.root["product"],
         fmt::format("product \"{}\" is not in products.yaml", product));
  } else {
    file.product = static_cast<std::uint8_t>(found - facts_.products.begin());
  }
  const Node group = file.root["group"];
  file.group = group.text();  // empty: the core group
  if (group && !group.as_string()) fail(file, group, "group is not a string");
  if (const Node decoding = file.root["decoding"]) {
    const std::string_view text = decoding.text();
    if (text == "kustomize") {
      file.decoding = Decoding::kKustomize;
    } else if (text == "proto") {
      file.decoding = Decoding::kProto;
    } else if (text != "kubernetes") {
      fail(file, decoding, "decoding is none of kubernetes, kustomize, proto");
    }
  }
  if (!group && file.root["kinds"]) fail(file, file.root.key("kinds"), "kinds without a group");
}

void Reader::declare_types(FactsFile& file) {
  const Node types = file.root["types"];
  if (!types || !is_map(file, types, "types")) return;
  std::string_view before;
  for (const EntryView entry : types.entries()) {
    const std::string_view name = entry.key.text();
    const bool is_name = !name.empty() && name.front() >= 'A' && name.front() <= 'Z' &&
                         name.find_first_of("<> .[]{}") == std::string_view::npos;
    if (!is_name) fail(file, entry.key, "a type's name starts with a capital letter");
    if (name < before) {
      fail(file, entry.key, fmt::format("\"{}\" is out of alphabetical order", name));
    }
    before = name;
    draft::Type type = new_type(file);
    type.name = name;
    const TypeId id = facts_.draft.add(std::move(type));
    auto& owner = file.has_shared_types() ? shared_types_ : file.types;
    if (!owner.emplace(name, id).second) {
      fail(file, entry.key, fmt::format("type \"{}\" is declared twice", name));
    }
    facts_.draft.named_types.push_back({file.group, std::string(name), id});
  }
}

std::optional<Version> Reader::version_of(const FactsFile& file, Node node, bool is_until) {
  const ProductFacts& product = facts_.products[file.product];
  if (node.is_scalar() && !node.is_quoted()) {
    // 1.20 without quotes is the number 1.2 to every other reader of this file.
    fail(file, node, fmt::format("quote the version: \"{}\"", node.text()));
    return std::nullopt;
  }
  const std::optional<Version> version = parse_version(node.text());
  if (!version) {
    fail(file, node, fmt::format("\"{}\" is not a version", node.text()));
  } else if (*version <= product.oldest) {
    fail(file, node,
         fmt::format("{} is not after the oldest known version, {}; leave it out",
                     to_string(*version), to_string(product.oldest)));
  } else if (*version > product.newest && !is_until) {
    fail(file, node,
         fmt::format("{} is after the newest known version, {}", to_string(*version),
                     to_string(product.newest)));
  }
  return version;
}

Window Reader::window_of(const FactsFile& file, Node map) {
  Window window;
  if (const Node since = map["since"]) {
    window.since = version_of(file, since, false).value_or(Version{});
  }
  if (const Node until = map["until"]) {
    window.until = version_of(file, until, true).value_or(Version{});
    if (window.until != Version{} && window.until <= window.since) {
      fail(file, until, "until is not after since");
    }
  }
  return window;
}

template <typename Take>
void Reader::each_versioned(const FactsFile& file, Node node, bool is_list, Take take) {
  const auto one = [&](Node item) {
    if (!item.is_map() || !item["is"]) {
      take(item, Window());
      return;
    }
    check_keys(file, item, {"is", "since", "until", "type"});
    take(item["is"], window_of(file, item));
  };
  const bool is_versioned_list = node.is_list() && !node.empty() && node.item(0)["is"];
  if (is_list || is_versioned_list) {
    if (!node.is_list()) fail(file, node, "not a list");
    for (const Node item : node) one(item);
  } else {
    one(node);
  }
}

template <typename Take>
void Reader::each_window(const FactsFile& file, Node node, Take take) {
  const auto one = [&](Node item) {
    if (item.is_map()) {
      check_keys(file, item, {"since", "until"});
      take(window_of(file, item));
    } else if (bool_of(file, item)) {
      take(Window());
    }
  };
  if (node.is_list()) {
    for (const Node item : node) one(item);
  } else {
    one(node);
  }
}

TypeId Reader::type_named(const FactsFile& file, Node at, std::string_view expression) {
  draft::Type type = new_type(file);
  for (const auto& [prefix, kind] :
       {std::pair<std::string_view, TypeKind>{"list<", TypeKind::kList},
        {"map<", TypeKind::kMap}}) {
    if (!expression.starts_with(prefix) || !expression.ends_with('>')) continue;
    type.kind = kind;
    type.element = type_named(
        file, at, expression.substr(prefix.size(), expression.size() - prefix.size() - 1));
    return facts_.draft.add(std::move(type));
  }
  if (expression == "object") {
    type.kind = TypeKind::kMap;
    type.element = type_named(file, at, "any");
    return facts_.draft.add(std::move(type));
  }
  const auto word = std::ranges::find(kWords, expression, &Word::word);
  if (word != kWords.end()) {
    type.kind = word->kind;
    if (!word->format.empty()) {
      draft::Facet format;
      format.kind = FacetKind::kFormat;
      format.text = word->format;
      type.facets.push_back(std::move(format));
    }
    return facts_.draft.add(std::move(type));
  }
  if (const auto own = file.types.find(expression); own != file.types.end()) return own->second;
  if (const auto shared = shared_types_.find(expression); shared != shared_types_.end()) {
    return shared->second;
  }
  text::NearestName nearest(expression);
  for (const auto& [name, id] : file.types) nearest.consider(name);
  for (const auto& [name, id] : shared_types_) nearest.consider(name);
  for (const Word& known : kWords) nearest.consider(known.word);
  const std::string_view best = nearest.best();
  fail(file, at,
       best.empty() ? fmt::format("unknown type \"{}\"", expression)
                    : fmt::format("unknown type \"{}\"; did you mean \"{}\"?", expression, best));
  return kNoType;
}

TypeId Reader::type_of(const FactsFile& file, Node node, std::size_t depth) {
  if (node.is_scalar()) return type_named(file, node, string_of(file, node, "the type"));
  if (!is_map(file, node, "a type")) return kNoType;
  if (depth > kDeepest) {
    fail(file, node, "nested too deep; give the type a name");
    return kNoType;
  }
  const bool is_name_only = std::ranges::all_of(node.entries(), [](const EntryView entry) {
    return entry.key.text() == "type" || is_field_key(entry.key.text());
  });
  const Node expression = node["type"];
  if (is_name_only && expression) {
    return type_named(file, expression, string_of(file, expression, "the type"));
  }
  draft::Type type = new_type(file);
  read_body(file, node, type, depth);
  return facts_.draft.add(std::move(type));
}

void Reader::read_body(const FactsFile& file, Node map, draft::Type& type, std::size_t depth) {
  for (const EntryView entry : map.entries()) {
    const std::string_view key = entry.key.text();
    if (is_type_key(key) || is_field_key(key)) continue;
    std::vector<std::string_view> known = {"type",  "items", "fields", "enum",     "listType",
                                           "rules", "since", "until",  "required", "default"};
    for (const FacetKey& facet : kFacetKeys) known.push_back(facet.key);
    unknown(file, entry.key, known);
  }
  const Node expression = map["type"];
  const Node items = map["items"];
  if (const Node fields = map["fields"]) {
    // `type: any` beside fields is a part of a condition: it says of objects what the fields say,
    // and nothing of other values.
    type.kind = expression ? TypeKind::kAny : TypeKind::kObject;
    if (expression && expression.text() != "any") {
      fail(file, expression, "`type` beside `fields`");
    }
    if (is_map(file, fields, "fields")) read_fields(file, fields, type, depth);
  } else if (const std::string_view text = expression.text(); text == "list" || text == "map") {
    type.kind = text == "list" ? TypeKind::kList : TypeKind::kMap;
    if (!items) fail(file, map, "`items` is missing");
    if (items) type.element = type_of(file, items, depth + 1);
  } else if (expression) {
    const TypeId named = type_named(file, expression, string_of(file, expression, "the type"));
    if (named == kNoType) return;
    if (!facts_.draft.types[named].name.empty()) {
      fail(file, expression,
           fmt::format("what is said of \"{}\" belongs to the type, not to a use of it", text));
      return;
    }
    const draft::Type& same = facts_.draft.types[named];
    type.kind = same.kind;
    type.element = same.element;
    type.facets = same.facets;
  }
  if (items && type.kind != TypeKind::kList && type.kind != TypeKind::kMap) {
    fail(file, items, "`items` beside a complete type");
  }
  read_facets(file, map, type, depth);
}

void Reader::read_facet(const FactsFile& file, Node value, const FacetKey& key, Window when,
                        draft::Type& type, std::size_t depth) {
  draft::Facet facet;
  facet.kind = key.kind;
  facet.when = when;
  switch (key.payload) {
    case Payload::kFlag:
      break;
    case Payload::kNumber: {
      const std::optional<double> number = value.as_double();
      if (!number) fail(file, value, fmt::format("`{}` is not a number", key.key));
      facet.number = number.value_or(0);
      break;
    }
    case Payload::kText: {
      facet.text = string_of(file, value, fmt::format("`{}`", key.key));
      if (key.kind == FacetKind::kPattern) {
        const re2::RE2 pattern(facet.text, re2::RE2::Quiet);
        if (!pattern.ok()) fail(file, value, "pattern: " + pattern.error());
      }
      if (key.kind == FacetKind::kFormat && parse_format(facet.text) == Format::kOther) {
        fail(file, value, fmt::format("unknown format \"{}\"", facet.text));
      }
      break;
    }
    case Payload::kNames:
    case Payload::kGroups:
      facet.names = names_of(file, value, fmt::format("`{}`", key.key));
      if (key.payload == Payload::kNames) break;
      for (const Node name : value) {
        if (std::ranges::find(type.fields, name.text(), &draft::Field::name) == type.fields.end()) {
          fail(file, name, fmt::format("there is no field \"{}\"", name.text()));
        }
      }
      break;
    case Payload::kTypes:
      for (const Node branch : value) facet.types.push_back(type_of(file, branch, depth + 1));
      if (!value.is_list()) fail(file, value, fmt::format("`{}` is not a list of types", key.key));
      break;
    case Payload::kType:
      facet.types.push_back(type_of(file, value, depth + 1));
  }
  type.facets.push_back(std::move(facet));
}

void Reader::read_facets(const FactsFile& file, Node map, draft::Type& type, std::size_t depth) {
  const std::string_view subject = subject_of(type.kind);
  for (const FacetKey& key : kFacetKeys) {
    const Node value = map[key.key];
    if (!value) continue;
    if (!key.subject.empty() && !subject.empty() && key.subject != subject) {
      fail(file, map.key(key.key), fmt::format("`{}` does not fit the type", key.key));
    }
    if (key.payload == Payload::kFlag) {
      each_window(file, value,
                  [&](Window when) { read_facet(file, value, key, when, type, depth); });
      continue;
    }
    each_versioned(file, value, key.payload == Payload::kGroups,
                   [&](Node one, Window when) { read_facet(file, one, key, when, type, depth); });
  }
  if (const Node values = map["enum"]) {
    each_versioned(file, values, true, [&](Node value, Window when) {
      draft::Facet facet;
      facet.kind = FacetKind::kValue;
      facet.when = when;
      facet.text = value.text();
      if (!value.is_scalar()) fail(file, value, "an enum value is not a scalar");
      const bool is_twice = std::ranges::any_of(type.facets, [&](const draft::Facet& other) {
        return other.kind == FacetKind::kValue && other.text == facet.text &&
               other.when == facet.when;
      });
      if (is_twice) fail(file, value, fmt::format("\"{}\" is there twice", facet.text));
      type.facets.push_back(std::move(facet));
    });
  }
  if (const Node list_type = map["listType"]) {
    if (type.kind != TypeKind::kList) fail(file, list_type, "`listType` is for lists");
    each_versioned(file, list_type, false, [&](Node value, Window when) {
      if (value.text() != "set") {
        fail(file, value, "`listType` is not set; name `keys` for a list map");
      }
      draft::Facet facet;
      facet.kind = FacetKind::kSet;
      facet.when = when;
      type.facets.push_back(std::move(facet));
    });
  }
  if (const Node rules = map["rules"]) read_rules(file, rules, type);
}

void Reader::read_rules(const FactsFile& file, Node list, draft::Type& type) {
  if (!list.is_list()) fail(file, list, "`rules` is not a list");
  for (const Node item : list) {
    if (!is_map(file, item, "a rule")) continue;
    check_keys(file, item, {"assert", "message", "at", "since", "until"});
    draft::Rule rule;
    rule.expression = string_of(file, item["assert"], "`assert`");
    rule.message = string_of(file, item["message"], "`message`");
    if (const Node at = item["at"]) rule.field_path = string_of(file, at, "`at`");
    rule.when = window_of(file, item);
    type.rules.push_back(std::move(rule));
  }
}

void Reader::read_field(const FactsFile& file, Node key, Node declaration, draft::Type& type,
                        std::size_t depth) {
  draft::Field field;
  field.name = key.text();
  if (declaration.is_map()) {
    field.when = window_of(file, declaration);
    const Node required = declaration["required"];
    if (required.is_map()) {
      check_keys(file, required, {"since", "until"});
      field.is_required = true;
      field.required_when = window_of(file, required);
    } else {
      field.is_required = bool_of(file, required);
    }
    if (const Node value = declaration["default"]) field.default_value = json_of(value);
  }
  field.type = type_of(file, declaration, depth + 1);
  type.fields.push_back(std::move(field));
}

void Reader::read_fields(const FactsFile& file, Node map, draft::Type& type, std::size_t depth) {
  for (const EntryView entry : map.entries()) {
    if (!entry.value.is_list()) {
      read_field(file, entry.key, entry.value, type, depth);
      continue;
    }
    for (const Node declaration : entry.value) {
      read_field(file, entry.key, declaration, type, depth);
    }
  }
}

void Reader::read_types(FactsFile& file) {
  for (const EntryView entry : file.root["types"].entries()) {
    const auto& owner = file.has_shared_types() ? shared_types_ : file.types;
    const auto found = owner.find(entry.key.text());
    if (found == owner.end() || !is_map(file, entry.value, "a type")) continue;
    for (const EntryView part : entry.value.entries()) {
      if (is_field_key(part.key.text())) {
        fail(file, part.key, fmt::format("`{}` belongs to a field", part.key.text()));
      }
    }
    // A copy, for reading adds types and so may move all of them.
    draft::Type type = facts_.draft.types[found->second];
    read_body(file, entry.value, type, 0);
    facts_.draft.types[found->second] = std::move(type);
  }
}

// The type of a kind's documents: what every kind has, and the fields of its own.
TypeId Reader::root_of(const FactsFile& file, Node key, Node kind, TypeId fields_of) {
  draft::Type root = new_type(file);
  root.name = key.text();
  root.kind = TypeKind::kObject;
  std::vector<std::string> optional;
  if (const Node names = kind["optional"]) optional = names_of(file, names, "optional");
  const auto is_optional = [&](std::string_view name) {
    return std::ranges::find(optional, name) != optional.end();
  };
  const auto add_implied = [&](std::string_view name, std::string_view type) {
    draft::Field field;
    field.name = name;
    field.type = type_named(file, key, type);
    field.is_required = !is_optional(name);
    root.fields.push_back(std::move(field));
  };
  add_implied("apiVersion", "string");
  add_implied("kind", "string");
  add_implied("metadata", is_optional("metadata") ? "PartialObjectMeta" : "ObjectMeta");
  constexpr std::size_t kImplied = 3;
  if (fields_of != kNoType) {
    const draft::Type& same = facts_.draft.types[fields_of];
    root.fields.insert(root.fields.end(), same.fields.begin(), same.fields.end());
    root.facets = same.facets;
    root.rules = same.rules;
  } else if (const Node fields = kind["fields"]; is_map(file, fields, "fields")) {
    read_fields(file, fields, root, 0);
    read_facets(file, kind, root, 0);
  }
  for (std::size_t i = kImplied; i < root.fields.size(); ++i) {
    const bool is_implied = std::ranges::any_of(
        std::span(root.fields).first(kImplied),
        [&](const draft::Field& field) { return field.name == root.fields[i].name; });
    if (is_implied) fail(file, key, fmt::format("field \"{}\" is implied", root.fields[i].name));
  }
  return facts_.draft.add(std::move(root));
}

void Reader::read_kinds(FactsFile& file) {
  const Node kinds = file.root["kinds"];
  if (!kinds || !is_map(file, kinds, "kinds")) return;
  for (const EntryView entry : kinds.entries()) {
    const Node node = entry.value;
    if (!is_map(file, node, "a kind")) continue;
    for (const EntryView part : node.entries()) {
      constexpr auto kKeys = std::to_array<std::string_view>(
          {"versions", "optional", "fields", "type", "plural", "scope"});
      const std::string_view key = part.key.text();
      if (std::ranges::find(kKeys, key) == kKeys.end() && !is_type_key(key)) {
        unknown(file, part.key, kKeys);
      }
    }
    draft::Kind kind;
    kind.name = entry.key.text();
    kind.group = file.group;
    kind.product = file.product;
    if (const Node plural = node["plural"]) kind.plural = string_of(file, plural, "plural");
    if (const Node scope = node["scope"]) {
      if (scope.text() == "cluster") {
        kind.scope = Scope::kCluster;
      } else if (scope.text() == "any") {
        kind.scope = Scope::kAny;
      } else if (scope.text() != "namespaced") {
        fail(file, scope, "scope is none of namespaced, cluster, any");
      }
    }
    TypeId common = kNoType;
    if (node["fields"]) {
      common = root_of(file, entry.key, node, kNoType);
    } else if (const Node type = node["type"]) {
      const TypeId named = type_named(file, type, string_of(file, type, "the type"));
      if (named != kNoType) common = root_of(file, entry.key, node, named);
    }
    for (const Node version : node["versions"]) {
      draft::ApiVersion api;
      api.root = common;
      if (version.is_map()) {
        check_keys(file, version, {"is", "since", "until", "type"});
        api.name = string_of(file, version["is"], "a version");
        api.when = window_of(file, version);
        if (const Node type = version["type"]) {
          const TypeId named = type_named(file, type, string_of(file, type, "the type"));
          if (named != kNoType) api.root = root_of(file, entry.key, node, named);
        }
      } else {
        api.name = string_of(file, version, "a version");
      }
      if (api.root == kNoType) fail(file, version, "a version without `fields` or `type`");
      kind.versions.push_back(std::move(api));
    }
    if (kind.versions.empty()) fail(file, entry.key, "a kind without `versions`");
    for (const draft::ApiVersion& version : kind.versions) {
      file.kinds[kind.name].push_back(version.root);
      file.kinds[kind.name + '/' + version.name] = {version.root};
    }
    facts_.draft.kinds.push_back(std::move(kind));
  }
}

// The types that a path such as `VirtualService.spec.http[].retries` leads to.
std::vector<TypeId> Reader::types_at(const FactsFile& file, const FactsFile& said_in, Node path) {
  std::string_view rest = path.text();
  const auto next = [&rest] {
    const std::size_t end = std::min(rest.find_first_of(".[{", 1), rest.size());
    const std::string_view step = rest.substr(0, end);
    rest.remove_prefix(end);
    return step;
  };
  const std::string_view name = next();
  std::set<TypeId> at;
  const auto& owner = file.has_shared_types() ? shared_types_ : file.types;
  if (const auto type = owner.find(name); type != owner.end()) at.insert(type->second);
  if (const auto kind = file.kinds.find(name); at.empty() && kind != file.kinds.end()) {
    at.insert(kind->second.begin(), kind->second.end());
  }
  while (!rest.empty() && !at.empty()) {
    const std::string_view step = next();
    std::set<TypeId> below;
    for (const TypeId id : at) {
      const draft::Type& type = facts_.draft.types[id];
      if (step == "[]" || step == "{}") {
        if (type.element != kNoType) below.insert(type.element);
        continue;
      }
      for (const draft::Field& field : type.fields) {
        if (step.size() > 1 && field.name == step.substr(1)) below.insert(field.type);
      }
    }
    at = std::move(below);
  }
  if (at.empty()) fail(said_in, path, fmt::format("nothing is at \"{}\"", path.text()));
  return {at.begin(), at.end()};
}

void Reader::read_additions(FactsFile& file) {
  const Node additions = file.root["adds"];
  if (!additions || !is_map(file, additions, "adds")) return;
  // Another channel of the same API may say most of it.
  if (const Node like = additions["like"]; like && is_map(file, like, "like")) {
    check_keys(file, like, {"file", "without"});
    const std::string name = string_of(file, like["file"], "file");
    const auto other = std::ranges::find_if(files_, [&](const std::unique_ptr<FactsFile>& each) {
      return std::filesystem::path(each->source.path()).filename() == name;
    });
    if (other == files_.end()) return fail(file, like["file"], "there is no such file");
    const Node without = like["without"];
    add_all(file, **other, (*other)->root["adds"],
            without ? names_of(file, without, "without") : std::vector<std::string>());
  }
  add_all(file, file, additions, {"like"});
}

// What `said_in` says of types that bear the names of those in `file`.
void Reader::add_all(const FactsFile& file, const FactsFile& said_in, Node additions,
                     const std::vector<std::string>& without) {
  for (const EntryView entry : additions.entries()) {
    if (std::ranges::find(without, entry.key.text()) != without.end()) continue;
    if (!is_map(said_in, entry.value, "an addition")) continue;
    for (const EntryView part : entry.value.entries()) {
      const std::string_view key = part.key.text();
      if (!is_type_key(key) || key == "type" || key == "items" || key == "fields") {
        fail(said_in, part.key, fmt::format("`{}` cannot be added", key));
      }
    }
    for (const TypeId id : types_at(file, said_in, entry.key)) {
      draft::Type type = facts_.draft.types[id];
      read_facets(said_in, entry.value, type, 0);
      facts_.draft.types[id] = std::move(type);
    }
  }
}

void Reader::check_names() {
  std::set<std::tuple<std::string_view, std::string_view, std::uint8_t>> seen;
  for (const draft::Kind& kind : facts_.draft.kinds) {
    if (!seen.emplace(kind.group, kind.name, kind.product).second) {
      fail(*files_.front(), 0, fmt::format("kind {}.{} is declared twice", kind.name, kind.group));
    }
  }
}

std::optional<FactsSet> Reader::read() {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    FactsFile& file = *files_[i];
    file.yaml = yaml::parse(file.source, static_cast<text::SourceId>(i));
    for (const text::Problem& problem : file.yaml.problems) {
      fail(file, problem.at.begin, problem.message);
    }
    if (file.yaml.documents.size() != 1 || !file.yaml.documents.front().root.is_map()) {
      fail(file, 0, "not one document with a mapping");
      continue;
    }
    file.root = file.yaml.documents.front().root;
    file.is_products = static_cast<bool>(file.root["products"]);
    if (file.is_products) read_products(file);
  }
  if (files_.empty() || !errors_.empty()) return std::nullopt;
  if (facts_.products.empty()) {
    fail(*files_.front(), 0, "no file has `products`");
    return std::nullopt;
  }
  const auto for_each = [this](auto step) {
    for (const std::unique_ptr<FactsFile>& file : files_) {
      if (!file->is_products) (this->*step)(*file);
    }
    return errors_.empty();
  };
  if (!for_each(&Reader::read_header)) return std::nullopt;
  for_each(&Reader::declare_types);
  check_names();
  if (!errors_.empty() || !for_each(&Reader::read_types)) return std::nullopt;
  for_each(&Reader::read_kinds);
  check_names();
  if (!errors_.empty() || !for_each(&Reader::read_additions)) return std::nullopt;
  return std::move(facts_);
}

}  // namespace

std::optional<FactsSet> read_facts(std::vector<FactsInput> inputs,
                                   std::vector<std::string>& errors) {
  std::vector<std::unique_ptr<FactsFile>> files;
  for (FactsInput& input : inputs) {
    files.push_back(std::make_unique<FactsFile>(std::move(input.path), std::move(input.bytes)));
  }
  return Reader(std::move(files), errors).read();
}

}  // namespace meshlint::schema
