#include "schema/facts_writer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "schema/facts_declarations.h"
#include "schema/facts_earlier_names.h"
#include "schema/facts_names.h"
#include "schema/facts_output.h"

namespace meshlint::schema {
namespace {

using draft::Draft;

// Refers to its arguments, which must outlive it.
class FactsFiles {
 public:
  FactsFiles(const Draft& draft, const ChosenNames& names, std::string_view product)
      : draft_(draft), names_(names), product_(product), declarations_(draft, names) {}

  std::string file(const std::string& group, bool holds_shared, bool has_kinds) const;

 private:
  const Draft& draft_;
  const ChosenNames& names_;
  std::string_view product_;
  FactsDeclarations declarations_;
};

std::string FactsFiles::file(const std::string& group, bool holds_shared, bool has_kinds) const {
  std::string text = "product: " + yaml_string(product_) + '\n';
  if (has_kinds) text += "group: " + (group.empty() ? "\"\"" : yaml_string(group)) + '\n';
  if (has_kinds) {
    text += "\nkinds:\n";
    for (const draft::Kind& at : draft_.kinds) {
      if (at.group != group) continue;
      Out entry;
      entry.is_block = true;
      entry.add(at.name, declarations_.kind(at));
      write_entries(entry, 2, text);
    }
  }
  std::map<std::string, Out> types;
  for (const auto& [number, name] : names_.names) {
    const auto users = names_.groups.find(number);
    const bool is_own = users == names_.groups.end() || users->second.contains(group);
    const bool belongs = names_.is_shared(number) ? holds_shared : has_kinds && is_own;
    if (!belongs) continue;
    Out made = declarations_.body(names_.first.at(number));
    if (draft_.types[names_.first.at(number)].kind == TypeKind::kObject) {
      made.is_block = true;
      for (auto& [key, value] : made.map) value.is_block = key == "fields";
    }
    types.emplace(name, std::move(made));
  }
  for (const auto& [root, name] : names_.root_names) {
    const bool belongs = std::ranges::any_of(draft_.kinds, [&](const draft::Kind& at) {
      return at.group == group &&
             std::ranges::any_of(at.versions,
                                 [&](const draft::ApiVersion& api) { return api.root == root; });
    });
    if (!belongs || !has_kinds) continue;
    types.emplace(name, declarations_.root_body(root));
  }
  if (!types.empty()) {
    text += "\ntypes:\n";
    for (const auto& [name, made] : types) {
      Out entry;
      entry.is_block = true;
      entry.add(name, made);
      write_entries(entry, 2, text);
    }
  }
  return text;
}

// By name, so that the order of the import does not matter.
void sort_kinds_and_fields(Draft& draft) {
  for (draft::Type& at : draft.types) {
    std::ranges::stable_sort(at.fields, {}, [](const draft::Field& field) {
      return std::pair(field.name, field.when.since);
    });
  }
  std::ranges::stable_sort(draft.kinds, {},
                           [](const draft::Kind& at) { return std::pair(at.group, at.name); });
}

}  // namespace

HandWritten hand_written_parts(std::string_view facts) {
  HandWritten parts;
  std::size_t at = 0;
  while (at < facts.size() && facts[at] == '#') {
    at = std::min(facts.find('\n', at), facts.size() - 1) + 1;
  }
  parts.head = facts.substr(0, at);
  std::size_t adds = facts.starts_with("adds:") ? 0 : facts.find("\nadds:");
  if (adds == std::string_view::npos) return parts;
  adds += facts[adds] == '\n' ? 1 : 0;
  // The comment above `adds:` belongs to it.
  while (adds > at) {
    const std::size_t before = adds < 2 ? 0 : facts.rfind('\n', adds - 2);
    const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    if (line >= adds || facts[line] != '#') break;
    adds = line;
  }
  parts.adds = facts.substr(adds);
  return parts;
}

FactsWritten write_facts(const Draft& draft, const FactsWriting& writing) {
  FactsWritten out;
  Draft own = draft;
  // First of all, because types that differ only in their rules are written as one.
  for (draft::Type& at : own.types) {
    out.left_out_rules += at.rules.size();
    at.rules.clear();
  }
  if (writing.before != nullptr) own = with_earlier_names(own, *writing.before);
  sort_kinds_and_fields(own);
  const ChosenNames names = choose_names(own, writing.taken_shared, writing.shares_types);
  const FactsFiles files(own, names, writing.product);

  std::set<std::string> groups;
  for (const draft::Kind& at : own.kinds) groups.insert(at.group);
  for (const std::string& group : groups) {
    WrittenFacts written;
    written.group = group;
    written.has_kinds = true;
    written.text = files.file(group, group.empty(), true);
    out.files.push_back(std::move(written));
  }
  if (writing.shares_types && !groups.contains("")) {
    WrittenFacts written;
    written.text = files.file("", true, false);
    out.files.push_back(std::move(written));
  }
  return out;
}

}  // namespace meshlint::schema
