#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/schema_import.h"
#include "schema/crd.h"
#include "schema/facts_file.h"
#include "schema/facts_writer.h"
#include "schema/merge.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint {
namespace {

using schema::draft::Draft;

constexpr std::string_view kDefaultHead =
    "# yaml-language-server: $schema=facts.schema.json\n"
    "# Made by `meshlint schema import`; only this comment and the section `adds` are kept.\n";

std::string file_name(const SchemaImport& import, const std::string& group) {
  return (group.empty() ? "core" : group) + (import.suffix.empty() ? "" : '.' + import.suffix) +
         ".yaml";
}

bool is_wanted(const std::vector<std::string>& wanted, const std::string& name) {
  return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

// Puts the product's own kinds first: another channel of the same API has kinds of the same name,
// and only where the product has none yet are those to take the names of types from.
void put_own_kinds_first(schema::FactsSet& facts, const std::string& product) {
  std::ranges::stable_partition(facts.draft.kinds, [&](const schema::draft::Kind& kind) {
    return facts.products[kind.product].name == product;
  });
}

// What the files of schemas/ declare: their product, group, kinds and types.
struct Declared {
  std::string path;
  std::string product;
  std::string group;
  std::set<std::string, std::less<>> kinds;
  std::set<std::string, std::less<>> types;
};

std::vector<Declared> declared_in(const std::vector<SchemaFile>& facts) {
  std::vector<Declared> all;
  for (const SchemaFile& file : facts) {
    const text::Source source(file.path, file.text);
    const yaml::File parsed = yaml::parse(source, 0);
    if (parsed.documents.empty()) continue;
    const yaml::Node root = parsed.documents.front().root;
    Declared declared{
        file.path, std::string(root["product"].text()), std::string(root["group"].text()), {}, {}};
    for (const yaml::EntryView kind : root["kinds"].entries())
      declared.kinds.emplace(kind.key.text());
    for (const yaml::EntryView type : root["types"].entries())
      declared.types.emplace(type.key.text());
    all.push_back(std::move(declared));
  }
  return all;
}

// What the schemas of one version say.
Draft read_version(const SchemaVersion& version, std::vector<std::string>& notes) {
  schema::SchemaReading reading;
  std::vector<std::unique_ptr<text::Source>> sources;
  std::vector<yaml::File> files;
  std::vector<yaml::Node> roots;
  for (const SchemaFile& file : version.files) {
    if (file.path.ends_with(".tsv")) {
      reading.scopes.merge(schema::parse_kind_scopes(file.text));
      continue;
    }
    const auto id = static_cast<text::SourceId>(sources.size());
    sources.push_back(std::make_unique<text::Source>(file.path, file.text));
    files.push_back(yaml::parse(*sources.back(), id));
    for (const yaml::Document& document : files.back().documents) roots.push_back(document.root);
  }
  schema::SchemaRead read = schema::read_schemas(roots, reading);
  const auto note = [&](const text::Problem& problem) {
    notes.push_back(
        text::located_message(*sources[problem.at.source], problem.at.begin, problem.message));
  };
  for (const yaml::File& file : files) std::ranges::for_each(file.problems, note);
  std::ranges::for_each(read.problems, note);
  if (read.dropped_metadata > 0) {
    notes.push_back(fmt::format("{}: constraints on the metadata of {} schemas are left out",
                                version.version, read.dropped_metadata));
  }
  return std::move(read.draft);
}

}  // namespace

Result<SchemaImported> import_schemas(const SchemaImport& import) {
  SchemaImported out;
  std::vector<std::pair<schema::Version, Draft>> drafts;
  for (const SchemaVersion& version : import.versions) {
    const std::optional<schema::Version> parsed = schema::parse_version(version.version);
    if (!parsed) return Error{fmt::format("\"{}\" is not a version", version.version)};
    drafts.emplace_back(*parsed, read_version(version, out.notes));
  }
  std::ranges::stable_sort(drafts, {}, &std::pair<schema::Version, Draft>::first);

  const std::vector<Declared> declared = declared_in(import.facts);
  const auto is_elsewhere = [&](const schema::draft::Kind& kind) {
    return std::ranges::any_of(declared, [&](const Declared& file) {
      return file.product != import.product && file.group == kind.group &&
             file.kinds.contains(kind.name);
    });
  };
  std::set<std::string> left_out;
  for (auto& [version, draft] : drafts) {
    std::erase_if(draft.kinds, [&](const schema::draft::Kind& kind) {
      if (!is_wanted(import.groups, kind.group) || !is_wanted(import.kinds, kind.name)) return true;
      if (!import.only_new_kinds || !is_elsewhere(kind)) return false;
      left_out.insert(kind.name + '.' + kind.group);
      return true;
    });
  }
  if (!left_out.empty()) {
    out.notes.push_back(fmt::format("{} kinds that other products have are left out: {}",
                                    left_out.size(), fmt::join(left_out, ", ")));
  }
  const Draft merged = schema::merge(drafts);
  if (merged.kinds.empty()) return Error{"no kind to import"};

  std::vector<schema::FactsInput> inputs;
  for (const SchemaFile& file : import.facts) inputs.push_back({file.path, file.text});
  std::vector<std::string> errors;
  std::optional<schema::FactsSet> before = schema::read_facts(std::move(inputs), errors);
  if (!before && !errors.empty()) {
    // Going on would lose the names of types, and with them the paths of what people wrote.
    return Error{fmt::format("the facts that are there cannot be read: {}", errors.front())};
  }
  if (before) put_own_kinds_first(*before, import.product);
  schema::FactsWriting writing;
  writing.product = import.product;
  writing.before = before ? &before->draft : nullptr;
  writing.shares_types = !import.shared.empty();
  std::set<std::string> made = {import.shared};
  for (const schema::draft::Kind& kind : merged.kinds) made.insert(file_name(import, kind.group));
  for (const Declared& file : declared) {
    // A file's own types go before shared ones, but shared ones must differ.
    if (!file.group.empty() || made.contains(file.path)) continue;
    writing.taken_shared.insert(file.types.begin(), file.types.end());
  }
  schema::FactsWritten written = schema::write_facts(merged, writing);
  if (written.left_out_rules > 0) {
    out.notes.push_back(fmt::format("{} rules in CEL are left out", written.left_out_rules));
  }
  for (schema::WrittenFacts& file : written.files) {
    SchemaFile facts;
    facts.path = file.has_kinds ? file_name(import, file.group) : import.shared;
    const auto old = std::ranges::find(import.facts, facts.path, &SchemaFile::path);
    schema::HandWritten kept;
    if (old != import.facts.end()) kept = schema::hand_written_parts(old->text);
    facts.text = kept.head.empty() ? std::string(kDefaultHead) : kept.head;
    facts.text += file.text;
    if (!kept.adds.empty()) facts.text += '\n' + kept.adds;
    out.files.push_back(std::move(facts));
  }
  return out;
}

}  // namespace meshlint
