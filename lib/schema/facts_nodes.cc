#include "schema/facts_nodes.h"

#include <fmt/core.h>

#include <algorithm>

#include "text/edit_distance.h"

namespace meshlint::schema {

using yaml::EntryView;
using yaml::Node;

void FactsNodes::fail(const FactsFile& file, std::uint32_t offset, std::string_view message) {
  const text::LineColumn place = file.lines.at(offset);
  errors_.push_back(
      fmt::format("{}:{}:{}: error: {}", file.source.path(), place.line, place.column, message));
}

void FactsNodes::unknown(const FactsFile& file, Node key, std::span<const std::string_view> known) {
  text::NearestName nearest(key.text());
  for (const std::string_view name : known) nearest.consider(name);
  fail(file, key,
       fmt::format("unknown key \"{}\"{}", key.text(), text::did_you_mean(nearest.best(), '"')));
}

void FactsNodes::check_keys(const FactsFile& file, Node map,
                            std::initializer_list<std::string_view> known) {
  for (const EntryView entry : map.entries()) {
    if (std::ranges::find(known, entry.key.text()) == known.end()) {
      unknown(file, entry.key, std::span(known.begin(), known.size()));
    }
  }
}

bool FactsNodes::is_map(const FactsFile& file, Node node, std::string_view what) {
  if (!node.is_map()) fail(file, node, fmt::format("{} is not a mapping", what));
  return node.is_map();
}

std::string FactsNodes::string_of(const FactsFile& file, Node node, std::string_view what) {
  const std::optional<std::string_view> text = node.as_string();
  if (!text || text->empty()) fail(file, node, fmt::format("{} is not a string", what));
  return std::string(text.value_or(""));
}

std::vector<std::string> FactsNodes::names_of(const FactsFile& file, Node list,
                                              std::string_view what) {
  std::vector<std::string> names;
  if (!list.is_list()) fail(file, list, fmt::format("{} is not a list", what));
  for (const Node item : list) names.push_back(string_of(file, item, "an item"));
  return names;
}

bool FactsNodes::bool_of(const FactsFile& file, Node node) {
  if (!node) return false;
  const std::optional<bool> value = node.as_bool();
  if (!value) fail(file, node, "not true or false");
  return value.value_or(false);
}

std::optional<Version> FactsNodes::version_of(const FactsFile& file, Node node, bool is_until) {
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

Window FactsNodes::window_of(const FactsFile& file, Node map) {
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

}  // namespace meshlint::schema
