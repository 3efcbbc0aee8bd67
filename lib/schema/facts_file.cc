#include "schema/facts_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "schema/facts_keys.h"
#include "schema/facts_types.h"

namespace meshlint::schema {
namespace {

using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;

// Reads all files.
class Reader : FactsTypes {
 public:
  Reader(std::vector<std::unique_ptr<FactsFile>> files, FactsSet& facts,
         std::vector<std::string>& errors)
      : FactsTypes(facts, errors), files_(std::move(files)) {}

  // False if there are errors; the facts are then incomplete.
  bool read();

 private:
  void read_products(const FactsFile& file);
  void read_header(FactsFile& file);
  void declare_types(FactsFile& file);
  void read_types(FactsFile& file);
  void read_kinds(FactsFile& file);
  void read_additions(FactsFile& file);
  void add_all(const FactsFile& file, const FactsFile& said_in, Node additions,
               const std::vector<std::string>& without);
  void check_names();

  TypeId root_of(const FactsFile& file, Node key, Node kind, TypeId fields_of);
  std::vector<TypeId> types_at(const FactsFile& file, const FactsFile& said_in, Node path);

  std::vector<std::unique_ptr<FactsFile>> files_;
};

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
      fail(file, decoding, "`decoding` is not kubernetes, kustomize or proto");
    }
  }
  if (!group && file.root["kinds"]) fail(file, file.root.key("kinds"), "`kinds` without a `group`");
}

void Reader::declare_types(FactsFile& file) {
  const Node types = file.root["types"];
  if (!types || !is_map(file, types, "types")) return;
  std::string_view before;
  for (const EntryView entry : types.entries()) {
    const std::string_view name = entry.key.text();
    const bool is_name = !name.empty() && name.front() >= 'A' && name.front() <= 'Z' &&
                         name.find_first_of("<> .[]{}") == std::string_view::npos;
    if (!is_name) fail(file, entry.key, "names of types start with a capital letter");
    if (name < before) {
      fail(file, entry.key, fmt::format("\"{}\" is out of alphabetical order", name));
    }
    before = name;
    draft::Type type = new_type(file);
    type.name = name;
    const TypeId id = facts_.draft.add(std::move(type));
    auto& owner = file.has_shared_types() ? shared_types_ : file.types;
    if (!owner.emplace(name, id).second) {
      fail(file, entry.key, fmt::format("duplicate type \"{}\"", name));
    }
    facts_.draft.named_types.push_back({file.group, std::string(name), id});
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
    // A copy, since reading adds types and may move all of them.
    draft::Type type = facts_.draft.types[found->second];
    read_body(file, entry.value, type, 0);
    facts_.draft.types[found->second] = std::move(type);
  }
}

// The type of a kind's documents: the fields of every kind, and its own.
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
    if (is_implied)
      fail(file, key,
           fmt::format("every kind has the field \"{}\"; leave it out", root.fields[i].name));
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
        fail(file, scope, "`scope` is not namespaced, cluster or any");
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
  if (at.empty()) fail(said_in, path, fmt::format("path \"{}\" not found", path.text()));
  return {at.begin(), at.end()};
}

void Reader::read_additions(FactsFile& file) {
  const Node additions = file.root["adds"];
  if (!additions || !is_map(file, additions, "adds")) return;
  // Another channel of the same API may have most of the additions.
  if (const Node like = additions["like"]; like && is_map(file, like, "like")) {
    check_keys(file, like, {"file", "without"});
    const std::string name = string_of(file, like["file"], "file");
    const auto other = std::ranges::find_if(files_, [&](const std::unique_ptr<FactsFile>& each) {
      return std::filesystem::path(each->source.path()).filename() == name;
    });
    if (other == files_.end()) return fail(file, like["file"], "file not found");
    const Node without = like["without"];
    add_all(file, **other, (*other)->root["adds"],
            without ? names_of(file, without, "without") : std::vector<std::string>());
  }
  add_all(file, file, additions, {"like"});
}

// Applies the additions of `said_in` to the types of the same names in `file`.
void Reader::add_all(const FactsFile& file, const FactsFile& said_in, Node additions,
                     const std::vector<std::string>& without) {
  for (const EntryView entry : additions.entries()) {
    if (std::ranges::find(without, entry.key.text()) != without.end()) continue;
    if (!is_map(said_in, entry.value, "an addition")) continue;
    for (const EntryView part : entry.value.entries()) {
      const std::string_view key = part.key.text();
      if (!is_type_key(key) || key == "type" || key == "items" || key == "fields") {
        fail(said_in, part.key, fmt::format("`adds` cannot contain `{}`", key));
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
      fail(*files_.front(), 0, fmt::format("duplicate kind {}.{}", kind.name, kind.group));
    }
  }
}

bool Reader::read() {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    FactsFile& file = *files_[i];
    file.yaml = yaml::parse(file.source, static_cast<text::SourceId>(i));
    for (const text::Problem& problem : file.yaml.problems) {
      fail(file, problem.at.begin, problem.message);
    }
    if (file.yaml.documents.size() != 1 || !file.yaml.documents.front().root.is_map()) {
      fail(file, 0, "expected one document with a mapping");
      continue;
    }
    file.root = file.yaml.documents.front().root;
    file.is_products = static_cast<bool>(file.root["products"]);
    if (file.is_products) read_products(file);
  }
  if (files_.empty() || !errors_.empty()) return false;
  if (facts_.products.empty()) {
    fail(*files_.front(), 0, "no file has `products`");
    return false;
  }
  const auto for_each = [this](auto step) {
    for (const std::unique_ptr<FactsFile>& file : files_) {
      if (!file->is_products) (this->*step)(*file);
    }
    return errors_.empty();
  };
  if (!for_each(&Reader::read_header)) return false;
  for_each(&Reader::declare_types);
  check_names();
  if (!errors_.empty() || !for_each(&Reader::read_types)) return false;
  for_each(&Reader::read_kinds);
  check_names();
  if (!errors_.empty() || !for_each(&Reader::read_additions)) return false;
  return true;
}

}  // namespace

std::optional<FactsSet> read_facts(std::vector<FactsInput> inputs,
                                   std::vector<std::string>& errors) {
  std::vector<std::unique_ptr<FactsFile>> files;
  for (FactsInput& input : inputs) {
    files.push_back(std::make_unique<FactsFile>(std::move(input.path), std::move(input.bytes)));
  }
  FactsSet facts;
  if (!Reader(std::move(files), facts, errors).read()) return std::nullopt;
  return facts;
}

}  // namespace meshlint::schema
