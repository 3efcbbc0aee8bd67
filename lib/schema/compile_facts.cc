// Turns schemas/*.yaml into one .cc file of read-only tables, or says with
// path:line:column what is wrong in them. Runs in the build.
//
//   meshlint_compile_facts OUTPUT.cc schemas/products.yaml schemas/meta.yaml ...
//
// schemas/README.md describes the format.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <re2/re2.h>

#include "schema/version.h"
#include "text/edit_distance.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

using yaml::EntryView;
using yaml::Node;
using TypeId = std::size_t;

constexpr TypeId kNoType = static_cast<TypeId>(-1);

struct ProductFacts {
  std::string name;
  std::string title;
  std::string here;
  Version oldest;
  Version newest;
};

struct WindowFacts {
  Version since;
  Version until;
};

struct FieldFacts {
  std::string name;
  TypeId type = kNoType;
  WindowFacts when;
  bool is_required = false;
  WindowFacts required_when;
};

struct ConstraintFacts {
  std::string_view limit;  // "kMinimum"
  double number = 0;
  std::string pattern;
  WindowFacts when;
};

struct ValueFacts {
  std::string text;
  WindowFacts when;
};

struct GroupFacts {
  std::string_view rule;  // "kAtMostOne"
  std::vector<std::string> fields;
  WindowFacts when;
};

struct TypeFacts {
  std::string name;
  std::string_view kind = "kAny";
  std::string_view decoding = "kKubernetes";
  bool is_open = false;
  bool is_nullable = false;
  bool is_set = false;
  std::size_t product = 0;
  TypeId element = kNoType;
  std::vector<FieldFacts> fields;
  std::vector<ConstraintFacts> constraints;
  std::vector<ValueFacts> values;
  std::vector<std::string> keys;
  WindowFacts keys_when;
  std::vector<GroupFacts> groups;
};

struct KindFacts {
  std::string name;
  std::string group;
  std::size_t product = 0;
  TypeId root = kNoType;
  std::vector<ValueFacts> versions;
};

struct NamedTypeFacts {
  std::string group;
  std::string name;
  TypeId type = kNoType;
};

// What all files say together.
struct Facts {
  std::vector<ProductFacts> products;
  std::vector<KindFacts> kinds;
  std::vector<TypeFacts> types;
  std::vector<NamedTypeFacts> named_types;
};

struct FactsFile {
  FactsFile(std::string path, std::string bytes)
      : source(std::move(path), std::move(bytes)), lines(source.bytes()) {}

  text::Source source;
  text::LineIndex lines;
  yaml::File yaml;
  Node root;
  std::string group;
  std::size_t product = 0;
  std::string_view decoding = "kKubernetes";
  bool is_products = false;
  std::map<std::string, TypeId, std::less<>> types;  // those declared here
};

struct ScalarName {
  std::string_view name;  // in the facts
  std::string_view kind;  // in the tables
};

constexpr std::array<ScalarName, 9> kScalars = {{{"any", "kAny"},
                                                 {"string", "kString"},
                                                 {"bytes", "kBytes"},
                                                 {"duration", "kDuration"},
                                                 {"bool", "kBool"},
                                                 {"int32", "kInt32"},
                                                 {"int64", "kInt64"},
                                                 {"number", "kNumber"},
                                                 {"int-or-string", "kIntOrString"}}};

struct LimitName {
  std::string_view name;
  std::string_view limit;
  std::string_view subject;  // which types it may stand at
};

constexpr std::array<LimitName, 9> kLimits = {{{"minimum", "kMinimum", "number"},
                                               {"maximum", "kMaximum", "number"},
                                               {"minLength", "kMinLength", "string"},
                                               {"maxLength", "kMaxLength", "string"},
                                               {"minItems", "kMinItems", "list"},
                                               {"maxItems", "kMaxItems", "list"},
                                               {"minProperties", "kMinProperties", "map"},
                                               {"maxProperties", "kMaxProperties", "map"},
                                               {"pattern", "kPattern", "string"}}};

struct RuleName {
  std::string_view name;
  std::string_view rule;
};

constexpr std::array<RuleName, 3> kRules = {
    {{"exclusive", "kAtMostOne"}, {"oneOf", "kExactlyOne"}, {"anyOf", "kAtLeastOne"}}};

std::string_view subject_of(std::string_view kind) {
  if (kind == "kString" || kind == "kBytes" || kind == "kDuration") return "string";
  if (kind == "kInt32" || kind == "kInt64" || kind == "kNumber") return "number";
  if (kind == "kList") return "list";
  return kind == "kMap" || kind == "kObject" ? "map" : "";
}

// Reads all files. Problems go to stderr; the facts are good only if there are none.
class Reader {
 public:
  explicit Reader(std::vector<std::unique_ptr<FactsFile>> files) : files_(std::move(files)) {}

  bool read(Facts& facts);

 private:
  void fail(const FactsFile& file, std::uint32_t offset, std::string_view message);
  void fail(const FactsFile& file, Node at, std::string_view message) {
    fail(file, at.span().begin, message);
  }
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
  void check_facts();

  std::optional<Version> version_of(const FactsFile& file, Node node, bool is_until);
  WindowFacts window_of(const FactsFile& file, Node map);
  // Calls `take(value, window)` for `X`, `{ is: X, since: ... }` or, with `is_list`, a
  // list of both.
  template <typename Take>
  void each_versioned(const FactsFile& file, Node node, bool is_list, Take take);

  // The type that an expression such as `list<HTTPRoute>` names.
  TypeId type_named(const FactsFile& file, Node at, std::string_view expression);
  // The type that a field or item declares, with what it says beside the name.
  TypeId type_of(const FactsFile& file, Node node);
  void read_type_body(const FactsFile& file, Node map, TypeFacts& type);
  void read_constraints(const FactsFile& file, Node map, TypeFacts& type);
  void read_fields(const FactsFile& file, Node map, std::vector<FieldFacts>& fields);
  void read_groups(const FactsFile& file, Node map, TypeFacts& type);
  // Equal nameless types are kept once.
  TypeId add_nameless(TypeFacts type);

  std::vector<std::unique_ptr<FactsFile>> files_;
  std::map<std::string, TypeId, std::less<>> shared_types_;
  std::map<std::string, TypeId, std::less<>> nameless_;
  Facts facts_;
  std::size_t failures_ = 0;
};

void Reader::fail(const FactsFile& file, std::uint32_t offset, std::string_view message) {
  const text::LineColumn place = file.lines.at(offset);
  std::cerr << file.source.path() << ':' << place.line << ':' << place.column
            << ": error: " << message << '\n';
  ++failures_;
}

void Reader::check_keys(const FactsFile& file, Node map,
                        std::initializer_list<std::string_view> known) {
  for (const EntryView entry : map.entries()) {
    const std::string_view key = entry.key.text();
    if (std::ranges::find(known, key) != known.end()) continue;
    text::NearestName nearest(key);
    for (const std::string_view name : known) nearest.consider(name);
    const std::string_view best = nearest.best();
    fail(file, entry.key,
         best.empty() ? fmt::format("unknown key \"{}\"", key)
                      : fmt::format("unknown key \"{}\"; did you mean \"{}\"?", key, best));
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
}

void Reader::read_header(FactsFile& file) {
  check_keys(file, file.root, {"product", "group", "decoding", "kinds", "types"});
  const std::string product = string_of(file, file.root["product"], "product");
  const auto found = std::ranges::find(facts_.products, product, &ProductFacts::name);
  if (found == facts_.products.end()) {
    fail(file, file.root["product"],
         fmt::format("product \"{}\" is not in products.yaml", product));
  } else {
    file.product = static_cast<std::size_t>(found - facts_.products.begin());
  }
  if (const Node group = file.root["group"]) file.group = string_of(file, group, "group");
  if (const Node decoding = file.root["decoding"]) {
    const std::string_view text = decoding.text();
    if (text == "kustomize") {
      file.decoding = "kKustomize";
    } else if (text == "proto") {
      file.decoding = "kProto";
    } else if (text != "kubernetes") {
      fail(file, decoding, "decoding is none of kubernetes, kustomize, proto");
    }
  }
  if (file.group.empty() && file.root["kinds"]) {
    fail(file, file.root.key("kinds"), "kinds without a group");
  }
}

void Reader::declare_types(FactsFile& file) {
  const Node types = file.root["types"];
  if (!types || !is_map(file, types, "types")) return;
  std::string_view before;
  for (const EntryView entry : types.entries()) {
    const std::string_view name = entry.key.text();
    const bool is_name = !name.empty() && name.front() >= 'A' && name.front() <= 'Z' &&
                         name.find_first_of("<> ") == std::string_view::npos;
    if (!is_name) fail(file, entry.key, "a type's name starts with a capital letter");
    if (name < before)
      fail(file, entry.key, fmt::format("\"{}\" is out of alphabetical order", name));
    before = name;
    const TypeId id = facts_.types.size();
    facts_.types.emplace_back().name = name;
    facts_.types.back().product = file.product;
    facts_.types.back().decoding = file.decoding;
    auto& owner = file.group.empty() ? shared_types_ : file.types;
    if (!owner.emplace(name, id).second) {
      fail(file, entry.key, fmt::format("type \"{}\" is declared twice", name));
    }
    facts_.named_types.push_back({file.group, std::string(name), id});
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

WindowFacts Reader::window_of(const FactsFile& file, Node map) {
  WindowFacts window;
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
    if (!item.is_map()) {
      take(item, WindowFacts());
      return;
    }
    check_keys(file, item, {"is", "since", "until"});
    if (!item["is"]) {
      fail(file, item, "`is` is missing");
      return;
    }
    take(item["is"], window_of(file, item));
  };
  if (!is_list) {
    one(node);
    return;
  }
  if (!node.is_list()) fail(file, node, "not a list");
  for (const Node item : node) one(item);
}

TypeId Reader::add_nameless(TypeFacts type) {
  std::string key = fmt::format("{} {} {} {} {} {} {}|", type.kind, type.decoding, type.is_nullable,
                                type.is_set, type.is_open, type.product, type.element);
  const auto add_window = [&key](const WindowFacts& window) {
    key += '[' + to_string(window.since) + ' ' + to_string(window.until) + ']';
  };
  for (const ConstraintFacts& constraint : type.constraints) {
    key += fmt::format("{} {} {}", constraint.limit, constraint.number, constraint.pattern);
    add_window(constraint.when);
  }
  for (const ValueFacts& value : type.values) {
    key += '=' + value.text;
    add_window(value.when);
  }
  for (const std::string& name : type.keys) key += '#' + name;
  add_window(type.keys_when);
  const auto [found, is_new] = nameless_.emplace(std::move(key), facts_.types.size());
  if (is_new) facts_.types.push_back(std::move(type));
  return found->second;
}

TypeId Reader::type_named(const FactsFile& file, Node at, std::string_view expression) {
  TypeFacts type;
  type.product = file.product;
  type.decoding = file.decoding;
  for (const auto& [prefix, kind] :
       {std::pair<std::string_view, std::string_view>{"list<", "kList"}, {"map<", "kMap"}}) {
    if (!expression.starts_with(prefix) || !expression.ends_with('>')) continue;
    const std::string_view inner =
        expression.substr(prefix.size(), expression.size() - prefix.size() - 1);
    type.kind = kind;
    type.element = type_named(file, at, inner);
    return add_nameless(std::move(type));
  }
  if (expression == "object") {
    type.kind = "kMap";
    type.element = type_named(file, at, "any");
    return add_nameless(std::move(type));
  }
  const auto scalar = std::ranges::find(kScalars, expression, &ScalarName::name);
  if (scalar != kScalars.end()) {
    type.kind = scalar->kind;
    return add_nameless(std::move(type));
  }
  if (const auto own = file.types.find(expression); own != file.types.end()) return own->second;
  if (const auto shared = shared_types_.find(expression); shared != shared_types_.end()) {
    return shared->second;
  }
  text::NearestName nearest(expression);
  for (const auto& [name, id] : file.types) nearest.consider(name);
  for (const auto& [name, id] : shared_types_) nearest.consider(name);
  for (const ScalarName& name : kScalars) nearest.consider(name.name);
  const std::string_view best = nearest.best();
  fail(file, at,
       best.empty() ? fmt::format("unknown type \"{}\"", expression)
                    : fmt::format("unknown type \"{}\"; did you mean \"{}\"?", expression, best));
  return kNoType;
}

TypeId Reader::type_of(const FactsFile& file, Node node) {
  if (node.is_scalar()) return type_named(file, node, string_of(file, node, "the type"));
  const Node expression = node["type"];
  if (!expression) {
    fail(file, node, "`type` is missing");
    return kNoType;
  }
  const std::string text = string_of(file, expression, "the type");
  TypeFacts type;
  type.product = file.product;
  type.decoding = file.decoding;
  if (text == "list" || text == "map") {
    const Node items = node["items"];
    if (!items) {
      fail(file, node, "`items` is missing");
      return kNoType;
    }
    if (items.is_map()) {
      check_keys(file, items,
                 {"type", "items", "nullable", "enum", "minimum", "maximum", "minLength",
                  "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "pattern",
                  "listType", "keys"});
    }
    type.kind = text == "list" ? "kList" : "kMap";
    type.element = type_of(file, items);
  } else {
    if (const Node items = node["items"]) fail(file, items, "`items` beside a complete type");
    const TypeId named = type_named(file, expression, text);
    const bool says_more = std::ranges::any_of(node.entries(), [](const EntryView entry) {
      const std::string_view key = entry.key.text();
      return key != "type" && key != "since" && key != "until" && key != "required";
    });
    if (named == kNoType || !says_more) return named;
    if (!facts_.types[named].name.empty()) {
      fail(file, expression,
           fmt::format("constraints of \"{}\" belong to the type, not to a field of it", text));
      return named;
    }
    type.kind = facts_.types[named].kind;
    type.element = facts_.types[named].element;
  }
  read_constraints(file, node, type);
  return add_nameless(std::move(type));
}

void Reader::read_constraints(const FactsFile& file, Node map, TypeFacts& type) {
  type.is_nullable = bool_of(file, map["nullable"]);
  for (const LimitName& name : kLimits) {
    const Node limit = map[name.name];
    if (!limit) continue;
    if (name.subject != subject_of(type.kind)) {
      fail(file, map.key(name.name), fmt::format("`{}` does not fit the type", name.name));
    }
    each_versioned(file, limit, limit.is_list(), [&](Node value, WindowFacts when) {
      ConstraintFacts constraint;
      constraint.limit = name.limit;
      constraint.when = when;
      if (name.limit == "kPattern") {
        constraint.pattern = string_of(file, value, "the pattern");
        const re2::RE2 pattern(constraint.pattern, re2::RE2::Quiet);
        if (!pattern.ok()) fail(file, value, "pattern: " + pattern.error());
      } else {
        const std::optional<double> number = value.as_double();
        if (!number) fail(file, value, fmt::format("`{}` is not a number", name.name));
        constraint.number = number.value_or(0);
      }
      type.constraints.push_back(std::move(constraint));
    });
  }
  if (const Node values = map["enum"]) {
    if (type.kind != "kString")
      fail(file, map.key("enum"), "`enum` of something else than strings");
    each_versioned(file, values, true, [&](Node value, WindowFacts when) {
      std::string text = string_of(file, value, "an enum value");
      if (std::ranges::find(type.values, text, &ValueFacts::text) != type.values.end()) {
        fail(file, value, fmt::format("\"{}\" is there twice", text));
      }
      type.values.push_back({std::move(text), when});
    });
  }
  if (const Node list_type = map["listType"]) {
    type.is_set = list_type.text() == "set";
    if (!type.is_set) fail(file, list_type, "`listType` is not set; name `keys` for a list map");
  }
  if (const Node keys = map["keys"]) {
    each_versioned(file, keys, false, [&](Node names, WindowFacts when) {
      type.keys = names_of(file, names, "keys");
      type.keys_when = when;
    });
  }
  if ((type.is_set || !type.keys.empty()) && type.kind != "kList") {
    fail(file, map, "`listType` and `keys` are for lists");
  }
}

void Reader::read_fields(const FactsFile& file, Node map, std::vector<FieldFacts>& fields) {
  for (const EntryView entry : map.entries()) {
    FieldFacts field;
    field.name = entry.key.text();
    if (entry.value.is_map()) {
      check_keys(file, entry.value,
                 {"type", "items", "since", "until", "required", "nullable", "enum", "minimum",
                  "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
                  "maxProperties", "pattern", "listType", "keys"});
      field.when = window_of(file, entry.value);
      const Node required = entry.value["required"];
      if (required.is_map()) {
        check_keys(file, required, {"since", "until"});
        field.is_required = true;
        field.required_when = window_of(file, required);
      } else {
        field.is_required = bool_of(file, required);
      }
    }
    field.type = type_of(file, entry.value);
    fields.push_back(std::move(field));
  }
  std::ranges::sort(fields, {}, &FieldFacts::name);
}

void Reader::read_groups(const FactsFile& file, Node map, TypeFacts& type) {
  for (const RuleName& rule : kRules) {
    const Node groups = map[rule.name];
    if (!groups) continue;
    each_versioned(file, groups, true, [&](Node names, WindowFacts when) {
      GroupFacts group;
      group.rule = rule.rule;
      group.fields = names_of(file, names, "a group of fields");
      group.when = when;
      if (group.fields.size() < 2) fail(file, names, "a group of less than two fields");
      for (const Node name : names) {
        if (std::ranges::find(type.fields, name.text(), &FieldFacts::name) == type.fields.end()) {
          fail(file, name, fmt::format("there is no field \"{}\"", name.text()));
        }
      }
      type.groups.push_back(std::move(group));
    });
  }
}

void Reader::read_type_body(const FactsFile& file, Node map, TypeFacts& type) {
  if (const Node fields = map["fields"]) {
    check_keys(file, map, {"open", "exclusive", "oneOf", "anyOf", "fields"});
    type.kind = "kObject";
    type.is_open = bool_of(file, map["open"]);
    if (is_map(file, fields, "fields")) read_fields(file, fields, type.fields);
    read_groups(file, map, type);
    return;
  }
  check_keys(
      file, map,
      {"type", "items", "nullable", "enum", "minimum", "maximum", "minLength", "maxLength",
       "minItems", "maxItems", "minProperties", "maxProperties", "pattern", "listType", "keys"});
  const TypeId id = type_of(file, map);
  if (id == kNoType) return;
  if (!facts_.types[id].name.empty()) {
    fail(file, map["type"], "a type of two names");
    return;
  }
  std::string name = std::move(type.name);
  type = facts_.types[id];
  type.name = std::move(name);
}

void Reader::read_types(FactsFile& file) {
  for (const EntryView entry : file.root["types"].entries()) {
    const auto& owner = file.group.empty() ? shared_types_ : file.types;
    const auto found = owner.find(entry.key.text());
    if (found == owner.end() || !is_map(file, entry.value, "a type")) continue;
    if (!file.group.empty() && shared_types_.contains(entry.key.text())) {
      fail(file, entry.key, fmt::format("\"{}\" is also a shared type", entry.key.text()));
    }
    // A copy, for reading may add nameless types and so move all of them.
    TypeFacts type = facts_.types[found->second];
    read_type_body(file, entry.value, type);
    facts_.types[found->second] = std::move(type);
  }
}

void Reader::read_kinds(FactsFile& file) {
  const Node kinds = file.root["kinds"];
  if (!kinds || !is_map(file, kinds, "kinds")) return;
  for (const EntryView entry : kinds.entries()) {
    if (!is_map(file, entry.value, "a kind")) continue;
    check_keys(file, entry.value, {"versions", "optional", "fields", "type"});
    KindFacts kind;
    kind.name = entry.key.text();
    kind.group = file.group;
    kind.product = file.product;
    each_versioned(file, entry.value["versions"], true, [&](Node version, WindowFacts when) {
      kind.versions.push_back({string_of(file, version, "a version"), when});
    });

    TypeFacts root;
    root.name = kind.name;
    root.kind = "kObject";
    root.product = file.product;
    root.decoding = file.decoding;
    std::vector<std::string> optional;
    if (const Node names = entry.value["optional"]) optional = names_of(file, names, "optional");
    const auto add_implied = [&](std::string_view name, std::string_view type) {
      FieldFacts field;
      field.name = name;
      field.type = type_named(file, entry.key, type);
      field.is_required = std::ranges::find(optional, name) == optional.end();
      root.fields.push_back(std::move(field));
    };
    const bool has_metadata = std::ranges::find(optional, "metadata") == optional.end();
    add_implied("apiVersion", "string");
    add_implied("kind", "string");
    add_implied("metadata", has_metadata ? "ObjectMeta" : "PartialObjectMeta");
    if (const Node type = entry.value["type"]) {
      const TypeId id = type_named(file, type, string_of(file, type, "the type"));
      if (id != kNoType) {
        const TypeFacts& same = facts_.types[id];
        root.fields.insert(root.fields.end(), same.fields.begin(), same.fields.end());
        root.groups = same.groups;
        root.is_open = same.is_open;
      }
    } else if (is_map(file, entry.value["fields"], "fields")) {
      read_fields(file, entry.value["fields"], root.fields);
    }
    std::ranges::sort(root.fields, {}, &FieldFacts::name);
    for (std::size_t i = 1; i < root.fields.size(); ++i) {
      if (root.fields[i - 1].name != root.fields[i].name) continue;
      fail(file, entry.key, fmt::format("field \"{}\" is implied", root.fields[i].name));
    }
    kind.root = facts_.types.size();
    facts_.types.push_back(std::move(root));
    facts_.kinds.push_back(std::move(kind));
  }
}

void Reader::check_facts() {
  const auto name_of = [](const KindFacts& kind) { return std::pair(kind.name, kind.group); };
  std::ranges::sort(facts_.kinds, {}, name_of);
  const auto twice = std::ranges::adjacent_find(facts_.kinds, {}, name_of);
  if (twice != facts_.kinds.end()) {
    fail(*files_.front(), 0,
         fmt::format("kind {}.{} is declared twice", twice->name, twice->group));
  }
  const auto type_name_of = [](const NamedTypeFacts& type) {
    return std::pair(type.group, type.name);
  };
  std::ranges::sort(facts_.named_types, {}, type_name_of);
}

bool Reader::read(Facts& facts) {
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
  if (facts_.products.empty() && failures_ == 0) fail(*files_.front(), 0, "no file has `products`");
  if (failures_ != 0) return false;

  const auto for_each = [this](auto step) {
    for (const std::unique_ptr<FactsFile>& file : files_) {
      if (!file->is_products) (this->*step)(*file);
    }
  };
  for_each(&Reader::read_header);
  if (failures_ != 0) return false;
  for_each(&Reader::declare_types);
  for_each(&Reader::read_types);
  if (failures_ != 0) return false;
  for_each(&Reader::read_kinds);
  check_facts();
  facts = std::move(facts_);
  return failures_ == 0;
}

// Writes the tables. Every list of one element type lies in one array, of which
// the types and fields hold spans.
class Writer {
 public:
  explicit Writer(const Facts& facts) : facts_(facts) {}

  std::string write();

 private:
  // Rows of one array, with the index at which each part of it begins.
  struct Table {
    std::string rows;
    std::size_t size = 0;

    void add(std::string_view row) {
      rows += row;
      ++size;
    }
  };

  static std::string literal(std::string_view text);
  static std::string version(Version version);
  static std::string window(const WindowFacts& window);
  static std::string span(std::string_view element, std::string_view array, std::size_t first,
                          std::size_t count);
  std::string names(const std::vector<std::string>& list);
  std::string values(const std::vector<ValueFacts>& list);

  const Facts& facts_;
  Table names_;
  Table values_;
  Table constraints_;
  Table groups_;
  Table fields_;
  Table types_;
};

std::string Writer::literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      quoted += fmt::format("\\{:03o}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string Writer::version(Version version) {
  return fmt::format("{{{}, {}, {}}}", version.major, version.minor, version.patch);
}

std::string Writer::window(const WindowFacts& window) {
  if (window.since == Version{} && window.until == Version{}) return "{}";
  return fmt::format("{{{}, {}}}", version(window.since), version(window.until));
}

std::string Writer::span(std::string_view element, std::string_view array, std::size_t first,
                         std::size_t count) {
  if (count == 0) return "{}";
  return fmt::format("std::span<const {}>({} + {}, {})", element, array, first, count);
}

std::string Writer::names(const std::vector<std::string>& list) {
  const std::size_t first = names_.size;
  for (const std::string& name : list) names_.add(fmt::format("    {},\n", literal(name)));
  return span("std::string_view", "kNames", first, list.size());
}

std::string Writer::values(const std::vector<ValueFacts>& list) {
  const std::size_t first = values_.size;
  for (const ValueFacts& value : list) {
    values_.add(fmt::format("    {{{}, {}}},\n", literal(value.text), window(value.when)));
  }
  return span("Value", "kValues", first, list.size());
}

std::string Writer::write() {
  for (const TypeFacts& type : facts_.types) {
    const std::size_t first_constraint = constraints_.size;
    for (const ConstraintFacts& constraint : type.constraints) {
      constraints_.add(fmt::format("    {{Limit::{}, {}, {}, {}}},\n", constraint.limit,
                                   constraint.number, literal(constraint.pattern),
                                   window(constraint.when)));
    }
    const std::size_t first_group = groups_.size;
    for (const GroupFacts& group : type.groups) {
      groups_.add(fmt::format("    {{Group::Rule::{}, {}, {}}},\n", group.rule, names(group.fields),
                              window(group.when)));
    }
    const std::size_t first_field = fields_.size;
    bool has_required = false;
    for (const FieldFacts& field : type.fields) {
      has_required = has_required || field.is_required;
      fields_.add(fmt::format("    {{{}, kTypes + {}, {}, {}, {}}},\n", literal(field.name),
                              field.type, window(field.when), field.is_required,
                              window(field.required_when)));
    }
    types_.add(fmt::format(
        "    {{{}, TypeKind::{}, Decoding::{}, {}, {}, {}, {}, kProductTable + {}, {}, {}, {}, {}, "
        "{}, {}, {}}},\n",
        literal(type.name), type.kind, type.decoding, type.is_open, type.is_nullable, type.is_set,
        has_required, type.product,
        type.element == kNoType ? "nullptr" : fmt::format("kTypes + {}", type.element),
        span("Field", "kFields", first_field, type.fields.size()),
        span("Constraint", "kConstraints", first_constraint, type.constraints.size()),
        values(type.values), names(type.keys), window(type.keys_when),
        span("Group", "kGroups", first_group, type.groups.size())));
  }
  Table products;
  for (const ProductFacts& product : facts_.products) {
    products.add(fmt::format("    {{{}, {}, {}, {}, {}}},\n", literal(product.name),
                             literal(product.title), literal(product.here), version(product.oldest),
                             version(product.newest)));
  }
  Table kinds;
  for (const KindFacts& kind : facts_.kinds) {
    kinds.add(fmt::format("    {{{}, {}, kProductTable + {}, kTypes + {}, {}}},\n",
                          literal(kind.name), literal(kind.group), kind.product, kind.root,
                          values(kind.versions)));
  }
  Table named_types;
  for (const NamedTypeFacts& type : facts_.named_types) {
    named_types.add(fmt::format("    {{{}, {}, kTypes + {}}},\n", literal(type.group),
                                literal(type.name), type.type));
  }

  std::string out =
      "// Made by meshlint_compile_facts from schemas/. Do not edit.\n"
      "#include \"schema/facts_tables.h\"\n\n"
      "namespace meshlint::schema {\nnamespace {\n\n";
  struct Array {
    std::string_view element;
    std::string_view name;
    Table* table;
  };
  const std::array<Array, 9> arrays = {{{"Product", "kProductTable", &products},
                                        {"std::string_view", "kNames", &names_},
                                        {"Value", "kValues", &values_},
                                        {"Constraint", "kConstraints", &constraints_},
                                        {"Group", "kGroups", &groups_},
                                        {"Field", "kFields", &fields_},
                                        {"Type", "kTypes", &types_},
                                        {"Kind", "kKindTable", &kinds},
                                        {"tables::NamedType", "kNamedTypeTable", &named_types}}};
  for (const Array& array : arrays) {
    if (array.table->size == 0) array.table->add("    {},\n");
    out += fmt::format("extern const {} {}[{}];\n", array.element, array.name, array.table->size);
  }
  for (const Array& array : arrays) {
    out += fmt::format("\nconstinit const {} {}[{}] = {{\n{}}};\n", array.element, array.name,
                       array.table->size, array.table->rows);
  }
  out +=
      "\n}  // namespace\n\nnamespace tables {\n\n"
      "constinit const std::span<const Product> kProducts{kProductTable};\n"
      "constinit const std::span<const Kind> kKinds{kKindTable};\n"
      "constinit const std::span<const NamedType> kNamedTypes{kNamedTypeTable};\n"
      "\n}  // namespace tables\n}  // namespace meshlint::schema\n";
  return out;
}

int run(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: meshlint_compile_facts OUTPUT.cc FACTS.yaml...\n";
    return 2;
  }
  std::vector<std::unique_ptr<FactsFile>> files;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    if (!in) {
      std::cerr << argv[i] << ": cannot be read\n";
      return 2;
    }
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    files.push_back(std::make_unique<FactsFile>(argv[i], std::move(bytes)));
  }
  Facts facts;
  if (!Reader(std::move(files)).read(facts)) return 1;
  std::ofstream out(argv[1], std::ios::binary);
  out << Writer(facts).write();
  out.close();
  if (!out) {
    std::cerr << argv[1] << ": cannot be written\n";
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace meshlint::schema

int main(int argc, char** argv) { return meshlint::schema::run(argc, argv); }
