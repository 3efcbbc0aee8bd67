// Reads the nodes of the files of schemas/, and collects the errors in them.
#ifndef MESHLINT_SCHEMA_FACTS_NODES_H_
#define MESHLINT_SCHEMA_FACTS_NODES_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/draft.h"
#include "schema/facts_set.h"
#include "text/source.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::schema {

// One file, and what it declares.
struct FactsFile {
  FactsFile(std::string path, std::string bytes)
      : source(std::move(path), std::move(bytes)), lines(source.bytes()) {}

  bool has_shared_types() const { return group.empty(); }

  text::Source source;
  text::LineIndex lines;
  yaml::File yaml;
  yaml::Node root;
  std::string group;
  std::uint8_t product = 0;
  Decoding decoding = Decoding::kKubernetes;
  bool is_products = false;
  std::map<std::string, draft::TypeId, std::less<>> types;  // those declared here
  std::map<std::string, std::vector<draft::TypeId>, std::less<>> kinds;
};

// Checks single nodes, and appends an error for each wrong one. The base of the other readers.
class FactsNodes {
 public:
  // Both are kept.
  FactsNodes(FactsSet& facts, std::vector<std::string>& errors) : facts_(facts), errors_(errors) {}

  void fail(const FactsFile& file, std::uint32_t offset, std::string_view message);
  void fail(const FactsFile& file, yaml::Node at, std::string_view message) {
    fail(file, at.span().begin, message);
  }
  // Reports an unknown key, with the nearest of the known ones.
  void unknown(const FactsFile& file, yaml::Node key, std::span<const std::string_view> known);
  // Reports the keys that are not among `known`.
  void check_keys(const FactsFile& file, yaml::Node map,
                  std::initializer_list<std::string_view> known);
  // These report nodes of another type; `what` names the node.
  bool is_map(const FactsFile& file, yaml::Node node, std::string_view what);
  std::string string_of(const FactsFile& file, yaml::Node node, std::string_view what);
  std::vector<std::string> names_of(const FactsFile& file, yaml::Node list, std::string_view what);
  bool bool_of(const FactsFile& file, yaml::Node node);

  std::optional<Version> version_of(const FactsFile& file, yaml::Node node, bool is_until);
  Window window_of(const FactsFile& file, yaml::Node map);
  // Calls `take(value, window)` for `X`, `{ is: X, since: ... }`, or a list of the latter; with
  // `is_list` for each item of a list of both.
  template <typename Take>
  void each_versioned(const FactsFile& file, yaml::Node node, bool is_list, Take take);
  // Calls `take(window)` for `true`, `{ since: ... }` or a list of the latter.
  template <typename Take>
  void each_window(const FactsFile& file, yaml::Node node, Take take);

 protected:
  FactsSet& facts_;
  std::vector<std::string>& errors_;
};

template <typename Take>
void FactsNodes::each_versioned(const FactsFile& file, yaml::Node node, bool is_list, Take take) {
  const auto one = [&](yaml::Node item) {
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
    for (const yaml::Node item : node) one(item);
  } else {
    one(node);
  }
}

template <typename Take>
void FactsNodes::each_window(const FactsFile& file, yaml::Node node, Take take) {
  const auto one = [&](yaml::Node item) {
    if (item.is_map()) {
      check_keys(file, item, {"since", "until"});
      take(window_of(file, item));
    } else if (bool_of(file, item)) {
      take(Window());
    }
  };
  if (node.is_list()) {
    for (const yaml::Node item : node) one(item);
  } else {
    one(node);
  }
}

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_NODES_H_
