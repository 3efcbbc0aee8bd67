#include "argocd/application_set.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/ignore.h"
#include "model/repository_url.h"
#include "template/functions.h"
#include "text/problem.h"
#include "text/shown.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::argocd {
namespace {

using model::Resource;
using text::ProblemKind;
using yaml::Entry;
using yaml::Node;
using yaml::Record;

constexpr std::size_t kDeepestTree = 100;

// A generator of generators may hold one more level of them.
constexpr std::size_t kDeepestGenerator = 2;

struct UndecidedGenerator {
  std::string_view name;
  std::string_view reason;
};

constexpr auto kUndecided = std::to_array<UndecidedGenerator>({
    {"clusterDecisionResource", "what it selects is in the cluster, not in the files"},
    {"plugin", "a plugin is not called"},
    {"pullRequest", "pull requests are not fetched"},
    {"scmProvider", "other repositories are not listed"},
});

constexpr auto kGenerators =
    std::to_array<std::string_view>({"clusterDecisionResource", "clusters", "git", "list", "matrix",
                                     "merge", "plugin", "pullRequest", "scmProvider"});

bool has_placeholder(std::string_view text) { return text.find("{{") != text.npos; }

// Go's path.Match: every `*` stays in its segment, however many stand together.
bool segment_glob_matches(std::string_view glob, std::string_view path) {
  std::string single;
  for (const char c : glob) {
    if (c != '*' || !single.ends_with('*')) single += c;
  }
  return model::glob_matches(single, path);
}

// The folder that every path of a pattern lies in.
std::string_view literal_folder(std::string_view pattern) {
  return model::directory_of(
      pattern.substr(0, std::min(pattern.find_first_of("*?[{"), pattern.size())));
}

// The last entry of `over` wins, but what is empty does not count: how templates of generators are
// laid over the set's.
Node laid_over(yaml::Arena& arena, Node base, Node over, std::size_t depth = 0) {
  if (!templates::is_true(over)) return base ? base : over;
  if (!base.is_map() || !over.is_map() || depth > kDeepestTree) return over;
  std::vector<Entry> entries;
  for (const auto [key, value] : base.entries()) {
    const Node laid = laid_over(arena, value, over[key.text()], depth + 1);
    entries.push_back({*key.record(), *laid.record()});
  }
  for (const auto [key, value] : over.entries()) {
    if (!base.key(key.text())) entries.push_back({*key.record(), *value.record()});
  }
  return yaml::place(arena, yaml::map_record(arena, entries, base.span()));
}

// A merge patch: maps merge, null deletes, all else replaces. An Application has no lists with
// merge keys.
Node patched(yaml::Arena& arena, Node base, Node patch, std::size_t depth = 0) {
  if (!base.is_map() || !patch.is_map() || depth > kDeepestTree) return patch;
  std::vector<Entry> entries;
  for (const auto [key, value] : base.entries()) {
    const Node change = patch[key.text()];
    if (change.is_null()) continue;
    const Node result = change ? patched(arena, value, change, depth + 1) : value;
    entries.push_back({*key.record(), *result.record()});
  }
  for (const auto [key, value] : patch.entries()) {
    if (!base.key(key.text()) && !value.is_null()) {
      entries.push_back({*key.record(), *value.record()});
    }
  }
  return yaml::place(arena, yaml::map_record(arena, entries, base.span()));
}

// "a.b" of a tree of maps or the entry "a.b" of a flat one; missing if there is neither.
Node parameter(Node parameters, std::string_view key) {
  if (const Node flat = parameters[key]) return flat;
  Node value = parameters;
  while (value && !key.empty()) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    value = value[key.substr(0, dot)];
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return value;
}

// `selector` of a generator: labels are parameters, of all levels.
bool is_selected(Node selector, Node parameters) {
  for (const auto [key, value] : selector["matchLabels"].entries()) {
    const Node found = parameter(parameters, key.text());
    if (!found.is_scalar() || found.text() != value.text()) return false;
  }
  for (const Node expression : selector["matchExpressions"]) {
    const Node found = parameter(parameters, expression["key"].text());
    const std::string_view op = expression["operator"].text();
    bool is_listed = false;
    for (const Node value : expression["values"]) {
      is_listed |= found.is_scalar() && value.text() == found.text();
    }
    if (op == "In" && !is_listed) return false;
    if (op == "NotIn" && is_listed) return false;
    if (op == "Exists" && !found) return false;
    if (op == "DoesNotExist" && found) return false;
  }
  return true;
}

class Expander {
 public:
  Expander(const Resource& set, GeneratorInputs& inputs)
      : set_(set), inputs_(inputs), arena_(*inputs.arena), spec_(set.root["spec"]) {
    is_go_ = spec_["goTemplate"].as_bool().value_or(false);
    for (const Node option : spec_["goTemplateOptions"]) {
      if (option.text() == "missingkey=error") missing_ = templates::MissingKey::kError;
    }
  }

  Expansion run() {
    for (const Node generator : spec_["generators"]) {
      std::size_t kinds = 0;
      for (const std::string_view kind : kGenerators) {
        const Node body = generator[kind];
        if (!body || body.is_null()) continue;
        ++kinds;
        Sets sets;
        if (!generate(generator, kind, Node(), 0, sets)) continue;
        const Node base = body["template"].is_map()
                              ? laid_over(arena_, spec_["template"], body["template"])
                              : spec_["template"];
        for (const Node parameters : sets) make_application(base, parameters);
      }
      if (kinds == 0 && generator.is_map()) {
        tell(generator.span(), "this entry names no generator, so it makes nothing");
      }
    }
    for (auto& [key, unset] : unset_) tell_unset(unset);
    return std::move(result_);
  }

 private:
  using Sets = std::vector<Node>;

  void tell(text::Span at, std::string message, std::vector<std::string> arguments = {},
            ProblemKind kind = ProblemKind::kBadGenerator) {
    if (!told_.emplace(at, message).second) return;
    result_.problems.push_back(
        text::make_problem(kind, at, std::move(message), std::move(arguments)));
  }

  bool leave_open(Node at, std::string what, std::string reason) {
    const bool is_new = open_.emplace(at.span(), what).second;
    if (is_new) result_.unresolved.push_back({at.span(), std::move(what), std::move(reason)});
    return false;
  }

  std::string generator_name(std::string_view kind) const {
    return fmt::format("{} generator of {}", kind, set_.title());
  }

  // The text's own bytes [begin, end) in its file; for a text that was made, the whole of it.
  text::Span inside(Node scalar, std::size_t begin, std::size_t end) const {
    const text::Source& source = inputs_.workspace->sources()[scalar.span().source];
    return yaml::ScalarMap(scalar, source.bytes()).span(begin, end);
  }

  // --- Generators

  // Adds the parameter sets of one kind of generator in an entry; false if they are not decided.
  bool generate(Node entry, std::string_view kind, Node outer, std::size_t depth, Sets& sets) {
    Node body = entry[kind];
    if (outer) {
      const auto rendered = render_tree(body, outer, false);
      if (!rendered) {
        return leave_open(entry.key(kind), generator_name(kind),
                          "its text cannot be rendered with the outer generator's parameters");
      }
      body = *rendered;
    }
    Sets all;
    if (!generate_all(entry, kind, body, depth, all)) return false;
    const Node selector = entry["selector"];
    for (const Node parameters : all) {
      if (selector.is_map() && !is_selected(selector, parameters)) continue;
      sets.push_back(parameters);
    }
    return true;
  }

  bool generate_all(Node entry, std::string_view kind, Node body, std::size_t depth, Sets& sets) {
    const auto undecided = std::ranges::find(kUndecided, kind, &UndecidedGenerator::name);
    if (undecided != kUndecided.end()) {
      return leave_open(entry.key(kind), generator_name(kind), std::string(undecided->reason));
    }
    if (kind == "list") return list(body, sets);
    if (kind == "git") return git(entry, body, sets);
    if (kind == "clusters") return clusters(entry, body, sets);
    if (depth >= kDeepestGenerator) {
      tell(entry.key(kind).span(), fmt::format("a {} this deep inside of others is refused", kind),
           {std::string(kind)});
      return false;
    }
    return kind == "matrix" ? matrix(entry, body, depth, sets) : merge(entry, body, depth, sets);
  }

  bool is_full(const Sets& sets, Node at) {
    if (sets.size() < kMostApplications) return false;
    tell(at.span(),
         fmt::format("the generators make more than {} Applications; the rest is left out here",
                     kMostApplications),
         {}, ProblemKind::kBadGenerator);
    return true;
  }

  // One map more: the set as templates see it.
  void add(Sets& sets, const std::vector<Entry>& entries, text::Span at) {
    sets.push_back(yaml::place(arena_, yaml::map_record(arena_, entries, at)));
  }
  Record key(std::string_view name) { return yaml::string_record(arena_, name, {}); }

  bool list(Node body, Sets& sets) {
    for (const Node element : body["elements"]) {
      if (is_full(sets, element)) break;
      if (!element.is_map()) {
        tell(element.span(), "an element of a list generator has to be a map");
        continue;
      }
      if (is_go_) {
        sets.push_back(templates::go_values(arena_, element));
        continue;
      }
      std::vector<Entry> entries;
      for (const auto [name, value] : element.entries()) {
        if (name.text() == "values") {
          for (const auto [inner, text] : value.entries()) {
            entries.push_back(
                {key(fmt::format("values.{}", inner.text())), flat_value(inner, text)});
          }
        } else {
          entries.push_back({*name.record(), flat_value(name, value)});
        }
      }
      add(sets, entries, element.span());
    }
    return elements_of_yaml(body["elementsYaml"], sets);
  }

  // Without goTemplate a list generator takes texts only.
  Record flat_value(Node name, Node value) {
    if (value.type() == yaml::ScalarType::kString) return *value.record();
    tell(value.span(),
         fmt::format("`{}` is no text; without `goTemplate` a list generator takes only texts, so "
                     "quote it",
                     name.text()),
         {std::string(name.text())});
    return yaml::string_record(arena_, value.is_scalar() ? value.text() : "", value.span());
  }

  bool elements_of_yaml(Node scalar, Sets& sets) {
    if (!scalar.is_scalar() || scalar.text().empty()) return true;
    if (has_placeholder(scalar.text())) {
      tell(scalar.span(), "`elementsYaml` has a placeholder that nothing around it fills");
      return true;
    }
    const text::Source& outer = inputs_.workspace->sources()[scalar.span().source];
    const yaml::File file = yaml::parse_embedded(scalar, outer);
    for (const text::Problem& wrong : file.problems) {
      tell(wrong.at, fmt::format("`elementsYaml` is no YAML: {}", wrong.message));
      return true;
    }
    if (file.documents.empty()) return true;
    const Node root = copied(file.documents.front().root);
    if (!root.is_list()) {
      tell(root.span(), "`elementsYaml` has to hold a list of maps");
      return true;
    }
    for (const Node element : root) {
      if (is_full(sets, scalar)) break;
      if (element.is_map()) {
        sets.push_back(templates::go_values(arena_, element));
      } else {
        tell(element.span(), "an element of `elementsYaml` has to be a map");
      }
    }
    return true;
  }

  // A tree of a file that goes away, with its places.
  Node copied(Node root) { return yaml::place(arena_, copied_record(root, 0)); }
  Record copied_record(Node node, std::size_t depth) {
    Record record = *node.record();
    if (node.is_map() && depth < kDeepestTree) {
      std::vector<Entry> entries;
      for (const auto [name, value] : node.entries()) {
        entries.push_back({copied_record(name, depth + 1), copied_record(value, depth + 1)});
      }
      return yaml::map_record(arena_, entries, record.span);
    }
    if (node.is_list() && depth < kDeepestTree) {
      std::vector<Record> items;
      for (const Node item : node) items.push_back(copied_record(item, depth + 1));
      return yaml::list_record(arena_, items, record.span);
    }
    const std::string_view text = arena_.copy(node.text());
    record.text = text.data();
    record.size = static_cast<std::uint32_t>(text.size());
    return record;
  }

  bool git(Node entry, Node body, Sets& sets) {
    const std::string_view url = body["repoURL"].text();
    const auto& own = *inputs_.own_urls;
    if (std::ranges::find(own, model::normalized_url(url)) == own.end()) {
      return leave_open(body["repoURL"] ? body["repoURL"] : entry.key("git"), generator_name("git"),
                        fmt::format("`{}` is another repository, not fetched", text::shown(url)));
    }
    const bool has_folders = !body["directories"].empty();
    if (!has_folders && body["files"].empty()) {
      tell(entry.key("git").span(), "this git generator has neither `directories` nor `files`");
      return true;
    }
    const Node patterns = has_folders ? body["directories"] : body["files"];
    for (const Node pattern : patterns) {
      const std::string_view text = pattern["path"].text();
      if (has_placeholder(text)) {
        return leave_open(pattern["path"], generator_name("git"),
                          "the pattern has a placeholder that nothing around it fills");
      }
      if (!inputs_.workspace->knows_all_below(literal_folder(text))) {
        return leave_open(pattern["path"], generator_name("git"),
                          "its folder is not among the paths of this run");
      }
    }
    // Inside of a matrix, every set of the first generator walks the repository again.
    const std::size_t cost =
        patterns.size() *
        (has_folders ? inputs_.workspace->directories().size() : inputs_.workspace->files().size());
    if (cost > inputs_.budget.steps) {
      tell(entry.key("git").span(),
           "the generators take too many steps; the rest is left out here");
      return true;
    }
    inputs_.budget.steps -= cost;
    const std::size_t before = sets.size();
    if (has_folders) {
      git_folders(body, sets);
    } else if (!git_files(body, sets)) {
      return false;
    }
    if (sets.size() == before) tell_nothing(patterns);
    return true;
  }

  void tell_nothing(Node patterns) {
    for (const Node pattern : patterns) {
      if (pattern["exclude"].as_bool().value_or(false)) continue;
      tell(pattern["path"].span(),
           fmt::format("`{}` matches nothing in this repository, so no Application is made",
                       pattern["path"].text()),
           {std::string(pattern["path"].text())}, ProblemKind::kGeneratorMatchesNothing);
      return;
    }
  }

  // The pattern that takes a path, missing if none does or one excludes it.
  template <typename Matches>
  static Node taking_pattern(Node patterns, std::string_view path, Matches matches) {
    Node taking;
    for (const Node pattern : patterns) {
      if (!matches(pattern["path"].text(), path)) continue;
      if (pattern["exclude"].as_bool().value_or(false)) return {};
      if (!taking) taking = pattern["path"];
    }
    return taking;
  }

  void git_folders(Node body, Sets& sets) {
    for (const std::string& folder : inputs_.workspace->directories()) {
      if (folder.empty() || folder.starts_with('.') || folder.find("/.") != folder.npos) continue;
      const Node pattern = taking_pattern(body["directories"], folder, segment_glob_matches);
      if (!pattern) continue;
      if (is_full(sets, body["directories"])) return;
      std::vector<Entry> entries;
      add_path(body, pattern, folder, {}, entries);
      finish_set(body, entries, sets, pattern.span());
    }
  }

  bool git_files(Node body, Sets& sets) {
    const auto& files = inputs_.workspace->files();
    for (const auto& file : files) {
      const Node pattern = taking_pattern(body["files"], file->path, model::wide_glob_matches);
      if (!pattern) continue;
      if (!file->yaml.problems.empty()) {
        leave_open(pattern, file->path, "the file cannot be read, so its parameters are not known");
        continue;
      }
      if (file->yaml.documents.empty()) {
        add_file_set(body, pattern, file->path, Node(), sets);
        continue;
      }
      const Node root = file->yaml.documents.front().root;
      if (root.is_map()) {
        add_file_set(body, pattern, file->path, root, sets);
        continue;
      }
      for (const Node item : root) {
        if (item.is_map()) {
          add_file_set(body, pattern, file->path, item, sets);
        } else {
          tell(item.span(), "a file for a git generator has to hold a map or a list of maps");
        }
      }
      if (!root.is_list() && !root.is_null()) {
        tell(root.span(), "a file for a git generator has to hold a map or a list of maps");
      } else if (root.empty()) {
        add_file_set(body, pattern, file->path, Node(), sets);
      }
    }
    return true;
  }

  void add_file_set(Node body, Node pattern, std::string_view path, Node object, Sets& sets) {
    if (is_full(sets, body["files"])) return;
    std::vector<Entry> entries;
    const Node values = object ? templates::go_values(arena_, object) : Node();
    if (is_go_) {
      for (const auto [name, value] : values.entries()) {
        entries.push_back({*name.record(), *value.record()});
      }
    } else {
      flatten(values, "", 0, entries);
    }
    add_path(body, pattern, model::directory_of(path), model::name_of(path), entries);
    finish_set(body, entries, sets, pattern.span());
  }

  // {a: {b: [x]}} becomes "a.b.0": x.
  void flatten(Node value, const std::string& prefix, std::size_t depth,
               std::vector<Entry>& entries) {
    const auto below = [&](std::string_view name) {
      return prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name);
    };
    if (depth > kDeepestTree) return;
    if (value.is_map() && (!value.empty() || prefix.empty())) {
      for (const auto [name, inner] : value.entries()) {
        flatten(inner, below(name.text()), depth + 1, entries);
      }
    } else if (value.is_list() && !value.empty()) {
      std::size_t i = 0;
      for (const Node item : value)
        flatten(item, below(fmt::format("{}", i++)), depth + 1, entries);
    } else if (value) {
      entries.push_back(
          {key(prefix), yaml::string_record(arena_, templates::go_text(value), value.span())});
    }
  }

  // `path` and what belongs to it; later entries of one name win over earlier ones.
  void add_path(Node body, Node pattern, std::string_view folder, std::string_view file,
                std::vector<Entry>& entries) {
    const std::string_view path = folder.empty() ? "." : folder;
    const auto text = [&](std::string_view value) {
      return yaml::string_record(arena_, value, pattern.span());
    };
    std::vector<std::pair<std::string, Record>> parts = {
        {"basename", text(model::name_of(path))},
        {"basenameNormalized", text(templates::normalized_name(model::name_of(path)))}};
    if (!file.empty()) {
      parts.emplace_back("filename", text(file));
      parts.emplace_back("filenameNormalized", text(templates::normalized_name(file)));
    }
    std::vector<Record> segments;
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t slash = std::min(rest.find('/'), rest.size());
      segments.push_back(text(rest.substr(0, slash)));
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    const std::string_view prefix = body["pathParamPrefix"].text();
    const auto set = [&](std::string_view name, const Record& value) {
      std::erase_if(entries, [&](const Entry& entry) { return Node(&entry.key).text() == name; });
      entries.push_back({key(name), value});
    };
    if (is_go_) {
      std::vector<Entry> inner = {{key("path"), text(path)}};
      for (const auto& [name, value] : parts) inner.push_back({key(name), value});
      inner.push_back({key("segments"), yaml::list_record(arena_, segments, pattern.span())});
      Record record = yaml::map_record(arena_, inner, pattern.span());
      if (!prefix.empty()) {
        const std::array<Entry, 1> outer = {{{key("path"), record}}};
        record = yaml::map_record(arena_, outer, pattern.span());
      }
      return set(prefix.empty() ? "path" : prefix, record);
    }
    const std::string start = prefix.empty() ? "path" : fmt::format("{}.path", prefix);
    set(start, text(path));
    for (const auto& [name, value] : parts) set(fmt::format("{}.{}", start, name), value);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      set(fmt::format("{}[{}]", start, i), segments[i]);
    }
  }

  // Adds the generator's `values`, which may use the parameters that are there already.
  void finish_set(Node body, std::vector<Entry>& entries, Sets& sets, text::Span at) {
    const Node values = body["values"];
    if (!values.is_map()) return add(sets, entries, at);
    const Node so_far = yaml::place(arena_, yaml::map_record(arena_, entries, at));
    std::vector<Entry> inner;
    for (const auto [name, value] : values.entries()) {
      const auto rendered = render_tree(value, so_far, true);
      const Record record = rendered ? *rendered->record() : *value.record();
      if (is_go_) {
        inner.push_back({*name.record(), record});
      } else {
        entries.push_back({key(fmt::format("values.{}", name.text())), record});
      }
    }
    if (is_go_) {
      std::erase_if(entries,
                    [](const Entry& entry) { return Node(&entry.key).text() == "values"; });
      entries.push_back({key("values"), yaml::map_record(arena_, inner, values.span())});
    }
    add(sets, entries, at);
  }

  bool clusters(Node entry, Node body, Sets& sets) {
    if (inputs_.clusters.empty()) {
      return leave_open(entry.key("clusters"), generator_name("clusters"),
                        "no file tells which clusters Argo CD knows");
    }
    if (body["flatList"].as_bool().value_or(false)) {
      return leave_open(entry.key("clusters"), generator_name("clusters"),
                        "`flatList` is not followed here");
    }
    const Node selector = body["selector"];
    const bool selects = !selector["matchLabels"].empty() || !selector["matchExpressions"].empty();
    bool has_local = false;
    for (const Cluster& cluster : inputs_.clusters) {
      has_local |= cluster.server == "https://kubernetes.default.svc";
      if (selects && !is_selected(selector, cluster.secret.at("metadata.labels"))) continue;
      add_cluster(body, cluster, sets);
    }
    // Argo CD knows its own cluster without a Secret, which then has no labels to select by.
    if (!selects && !has_local) {
      add_cluster(body, {"in-cluster", "https://kubernetes.default.svc", {}}, sets);
    }
    return true;
  }

  void add_cluster(Node body, const Cluster& cluster, Sets& sets) {
    const text::Span at = cluster.secret ? cluster.secret.at("metadata.name").span() : body.span();
    const auto text = [&](std::string_view value) {
      return yaml::string_record(arena_, value, at);
    };
    std::vector<Entry> entries = {
        {key("name"), text(cluster.name)},
        {key("nameNormalized"), text(templates::normalized_name(cluster.name))},
        {key("server"), text(cluster.server)},
        {key("project"), text("")}};
    std::vector<Entry> metadata;
    for (const std::string_view part : {"labels", "annotations"}) {
      const Node map = cluster.secret.at("metadata")[part];
      if (is_go_) {
        if (map.is_map()) metadata.push_back({key(part), *map.record()});
        continue;
      }
      for (const auto [name, value] : map.entries()) {
        entries.push_back({key(fmt::format("metadata.{}.{}", part, name.text())), *value.record()});
      }
    }
    if (is_go_) entries.push_back({key("metadata"), yaml::map_record(arena_, metadata, at)});
    finish_set(body, entries, sets, at);
  }

  // The one kind of generator that a child of matrix or merge names.
  std::string_view kind_of_child(Node child) {
    std::string_view kind;
    for (const std::string_view each : kGenerators) {
      if (!child[each] || child[each].is_null()) continue;
      if (!kind.empty()) {
        tell(child.key(each).span(),
             fmt::format("`{}` and `{}` stand in one entry; here each needs an entry of its own",
                         kind, each),
             {std::string(kind), std::string(each)});
        return {};
      }
      kind = each;
    }
    if (kind.empty()) tell(child.span(), "this entry names no generator");
    return kind;
  }

  bool matrix(Node entry, Node body, std::size_t depth, Sets& sets) {
    const Node children = body["generators"];
    if (children.size() != 2) {
      tell(entry.key("matrix").span(),
           fmt::format("a matrix takes exactly 2 generators, this one has {}", children.size()),
           {fmt::format("{}", children.size())});
      return false;
    }
    const Node left = children.item(0);
    const Node right = children.item(1);
    const std::string_view left_kind = kind_of_child(left);
    const std::string_view right_kind = kind_of_child(right);
    if (left_kind.empty() || right_kind.empty()) return false;
    Sets firsts;
    // Both are asked, so that all that is not decided is told.
    const bool is_left = generate(left, left_kind, Node(), depth + 1, firsts);
    if (!is_left) {
      if (std::ranges::find(kUndecided, right_kind, &UndecidedGenerator::name) !=
          kUndecided.end()) {
        Sets ignored;
        generate(right, right_kind, Node(), depth + 1, ignored);
      }
      return false;
    }
    for (const Node first : firsts) {
      Sets seconds;
      if (!generate(right, right_kind, first, depth + 1, seconds)) return false;
      for (const Node second : seconds) {
        if (is_full(sets, entry.key("matrix"))) return true;
        sets.push_back(combined(first, second));
      }
    }
    return true;
  }

  // Of one key in both, the first one's value counts; without goTemplate they have to be equal.
  Node combined(Node first, Node second) {
    if (is_go_) return laid_over(arena_, second, first);
    std::vector<Entry> entries;
    for (const auto [name, value] : first.entries()) {
      entries.push_back({*name.record(), *value.record()});
    }
    for (const auto [name, value] : second.entries()) {
      const Node other = first[name.text()];
      if (!other) {
        entries.push_back({*name.record(), *value.record()});
      } else if (other.text() != value.text()) {
        tell(value.span(),
             fmt::format("both generators of a matrix give `{}`: `{}` and `{}`", name.text(),
                         other.text(), value.text()),
             {std::string(name.text()), std::string(other.text()), std::string(value.text())});
      }
    }
    return yaml::place(arena_, yaml::map_record(arena_, entries, first.span()));
  }

  bool merge(Node entry, Node body, std::size_t depth, Sets& sets) {
    const Node children = body["generators"];
    if (children.size() < 2) {
      tell(entry.key("merge").span(),
           fmt::format("a merge takes 2 generators or more, this one has {}", children.size()),
           {fmt::format("{}", children.size())});
      return false;
    }
    if (body["mergeKeys"].empty()) {
      tell(entry.key("merge").span(), "a merge needs `mergeKeys`, the keys that its sets share");
      return false;
    }
    bool is_decided = true;
    std::vector<std::map<std::string, Node>> by_key;
    std::vector<std::string> order;
    for (const Node child : children) {
      const std::string_view kind = kind_of_child(child);
      Sets made;
      if (kind.empty() || !generate(child, kind, Node(), depth + 1, made)) {
        is_decided = false;
        continue;
      }
      auto& index = by_key.emplace_back();
      for (const Node parameters : made) {
        const std::string name = merge_key(body["mergeKeys"], parameters);
        if (!index.try_emplace(name, parameters).second) {
          tell(child.key(kind).span(),
               fmt::format("two sets of the {} generator have the same `mergeKeys`: {}", kind,
                           shown_keys(body["mergeKeys"], parameters)),
               {std::string(kind)});
          is_decided = false;
        } else if (by_key.size() == 1) {
          order.push_back(name);
        }
      }
    }
    if (!is_decided) return false;
    for (const std::string& name : order) {
      Node parameters = by_key.front()[name];
      for (std::size_t i = 1; i < by_key.size(); ++i) {
        const auto over = by_key[i].find(name);
        if (over != by_key[i].end()) parameters = overridden(parameters, over->second);
      }
      if (is_full(sets, entry.key("merge"))) break;
      sets.push_back(parameters);
    }
    return true;
  }

  static std::string merge_key(Node keys, Node parameters) {
    std::string result;
    for (const Node name : keys) {
      const Node value = parameter(parameters, name.text());
      result += value ? '=' : '-';
      result += value ? templates::go_text(value) : std::string();
      result += '\0';
    }
    return result;
  }

  static std::string shown_keys(Node keys, Node parameters) {
    std::string result;
    for (const Node name : keys) {
      const Node value = parameter(parameters, name.text());
      result += fmt::format("{}{} {}", result.empty() ? "" : ", ", name.text(),
                            value ? fmt::format("`{}`", templates::go_text(value)) : "missing");
    }
    return result;
  }

  Node overridden(Node base, Node over) {
    if (is_go_) return laid_over(arena_, base, over);
    std::vector<Entry> entries;
    for (const auto [name, value] : base.entries()) {
      const Node other = over[name.text()];
      entries.push_back({*name.record(), *(other ? other : value).record()});
    }
    for (const auto [name, value] : over.entries()) {
      if (!base[name.text()]) entries.push_back({*name.record(), *value.record()});
    }
    return yaml::place(arena_, yaml::map_record(arena_, entries, base.span()));
  }

  // --- Templates

  templates::RenderedText render_text(Node scalar, Node parameters) {
    if (!is_go_) {
      return templates::replace_placeholders(scalar.text(), parameters, arena_, inputs_.budget);
    }
    const std::string_view text = scalar.text();
    const auto [at, is_new] = templates_.try_emplace(text.data(), nullptr);
    if (is_new)
      at->second = std::make_unique<templates::GoTemplate>(templates::GoTemplate::parse(text));
    return at->second->render(parameters, missing_, arena_, inputs_.budget);
  }

  // The tree with every text rendered; nothing if one of them cannot be. Says why if `tells`.
  std::optional<Node> render_tree(Node root, Node parameters, bool tells) {
    if (!root) return root;
    bool is_changed = false;
    bool is_good = true;
    const Record record = render_record(root, parameters, tells, false, 0, is_changed, is_good);
    if (!is_good) return std::nullopt;
    return is_changed ? yaml::place(arena_, record) : root;
  }

  Record render_record(Node node, Node parameters, bool tells, bool is_free_text, std::size_t depth,
                       bool& is_changed, bool& is_good) {
    Record record = *node.record();
    if (depth > kDeepestTree) return record;
    bool is_new = false;
    if (node.is_map()) {
      std::vector<Entry> entries;
      entries.reserve(node.size());
      for (const auto [name, value] : node.entries()) {
        const bool is_free = is_free_text || name.text() == "annotations" ||
                             name.text() == "helm" || name.text() == "plugin";
        const Record new_name =
            render_record(name, parameters, tells, is_free, depth + 1, is_new, is_good);
        entries.push_back({new_name, render_record(value, parameters, tells, is_free, depth + 1,
                                                   is_new, is_good)});
      }
      if (is_new) record = yaml::map_record(arena_, entries, record.span);
    } else if (node.is_list()) {
      std::vector<Record> items;
      items.reserve(node.size());
      for (const Node item : node) {
        items.push_back(
            render_record(item, parameters, tells, is_free_text, depth + 1, is_new, is_good));
      }
      if (is_new) record = yaml::list_record(arena_, items, record.span);
    } else if (node.type() == yaml::ScalarType::kString && has_placeholder(node.text())) {
      record = render_scalar(node, parameters, tells, is_free_text, is_good);
      is_new = true;
    }
    is_changed |= is_new;
    return record;
  }

  Record render_scalar(Node node, Node parameters, bool tells, bool is_free_text, bool& is_good) {
    Record record = *node.record();
    const templates::RenderedText rendered = render_text(node, parameters);
    if (rendered.problem) {
      is_good = false;
      if (tells) tell_template(node, *rendered.problem);
      return record;
    }
    if (tells) remember_unset(node, rendered, is_free_text);
    record.text = rendered.text.data();
    record.size = static_cast<std::uint32_t>(rendered.text.size());
    if (rendered.sole && rendered.sole.span().end > 0) record.span = rendered.sole.span();
    return record;
  }

  void tell_template(Node node, const templates::TemplateProblem& wrong) {
    const text::Span at = inside(node, wrong.begin, wrong.end);
    switch (wrong.kind) {
      case templates::TemplateProblem::Kind::kUndecidable: {
        const bool is_new = open_.emplace(at, wrong.message).second;
        if (is_new) {
          result_.unresolved.push_back(
              {at, fmt::format("template of {}", set_.title()), wrong.message});
        }
        return;
      }
      case templates::TemplateProblem::Kind::kMissingKey:
        return tell(at,
                    fmt::format("no generator gives `{}`, so no Application is made", wrong.key),
                    {wrong.key}, ProblemKind::kTemplateKeyMissing);
      case templates::TemplateProblem::Kind::kSyntax:
        return tell(at, fmt::format("the template does not parse: {}", wrong.message), {},
                    ProblemKind::kBadTemplate);
      case templates::TemplateProblem::Kind::kFailed:
        return tell(at, fmt::format("the template fails: {}", wrong.message), {},
                    ProblemKind::kBadTemplate);
      case templates::TemplateProblem::Kind::kTooLarge:
        return tell(at, fmt::format("the template is left out here: {}", wrong.message), {},
                    ProblemKind::kBadTemplate);
    }
  }

  // Keys without a value, by place, with how many of the sets lack them.
  struct Unset {
    text::Span at;
    std::string key;
    std::size_t count = 0;
  };

  // Without goTemplate a foreign placeholder is text like any other: an alert's, a notification's.
  static bool looks_like_parameter(std::string_view key, bool is_free_text) {
    if (key.starts_with('.')) return !is_free_text;
    return std::ranges::all_of(key, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '.' || c == '_' || c == '-' || c == '/' || c == '[' || c == ']';
    });
  }

  void remember_unset(Node node, const templates::RenderedText& rendered, bool is_free_text) {
    for (const templates::TemplateProblem& missing : rendered.unset) {
      if (!is_go_ && !looks_like_parameter(missing.key, is_free_text)) continue;
      const text::Span at = inside(node, missing.begin, missing.end);
      if (missing.kind == templates::TemplateProblem::Kind::kFailed) {
        tell(at, fmt::format("`{}` is a whole map, which no text is made for", missing.key),
             {missing.key}, ProblemKind::kBadTemplate);
        continue;
      }
      Unset& unset = unset_[{at, missing.key}];
      unset.at = at;
      unset.key = missing.key;
      ++unset.count;
    }
  }

  void tell_unset(const Unset& unset) {
    std::string message;
    if (is_go_) {
      message =
          fmt::format("no generator gives `{}`; the text says `<no value>` instead", unset.key);
    } else if (unset.key.starts_with('.')) {
      message = fmt::format(
          "`{{{{{}}}}}` is the form of goTemplate, which is off; it stays as it is", unset.key);
    } else {
      message =
          fmt::format("no generator gives `{}`; `{{{{{}}}}}` stays as it is", unset.key, unset.key);
    }
    text::Problem told = text::make_problem(ProblemKind::kTemplateKeyMissing, unset.at,
                                            std::move(message), {unset.key});
    if (unset.count < rendered_sets_) {
      told.notes.push_back(fmt::format("so in {} of {} Applications", unset.count, rendered_sets_));
    }
    result_.problems.push_back(std::move(told));
  }

  void make_application(Node base, Node parameters) {
    if (result_.applications.size() >= kMostApplications) {
      tell(set_.root.key("kind").span(),
           fmt::format("the generators make more than {} Applications; the rest is left out here",
                       kMostApplications));
      return;
    }
    ++rendered_sets_;
    const auto rendered = render_tree(base, parameters, true);
    if (!rendered || !rendered->is_map()) return;
    Node application = *rendered;
    if (const Node patch = spec_["templatePatch"]; patch.is_scalar() && !patch.text().empty()) {
      const auto changed = with_patch(application, patch, parameters);
      if (!changed) return;
      application = *changed;
    }
    add_application(application);
  }

  std::optional<Node> with_patch(Node application, Node scalar, Node parameters) {
    const templates::RenderedText rendered = render_text(scalar, parameters);
    if (rendered.problem) {
      tell_template(scalar, *rendered.problem);
      return std::nullopt;
    }
    remember_unset(scalar, rendered, true);
    const text::Source source("", std::string(rendered.text));
    const yaml::File file = yaml::parse(source, 0);
    const text::Source& outer = inputs_.workspace->sources()[scalar.span().source];
    const PatchPlaces places{rendered.pieces, yaml::ScalarMap(scalar, outer.bytes())};
    for (const text::Problem& wrong : file.problems) {
      tell(places.of(wrong.at), fmt::format("`templatePatch` is no YAML: {}", wrong.message), {},
           ProblemKind::kBadTemplate);
      return std::nullopt;
    }
    if (file.documents.empty() || file.documents.front().root.is_null()) return application;
    const Node root = file.documents.front().root;
    if (!root.is_map()) {
      tell(places.of(root.span()), "`templatePatch` has to hold a map", {},
           ProblemKind::kBadTemplate);
      return std::nullopt;
    }
    const Node project = application.at("spec.project");
    Node result = patched(arena_, application, moved(root, places));
    if (project) {  // Argo CD keeps the template's project, whatever the patch says
      const std::array<std::string_view, 2> path = {"spec", "project"};
      result = yaml::place(arena_, yaml::with_value_at(arena_, result, path, *project.record()));
    }
    return result;
  }

  // Where a byte of a rendered patch was written.
  struct PatchPlaces {
    std::span<const templates::RenderedText::Piece> pieces;
    yaml::ScalarMap map;

    std::size_t in_template(std::size_t out) const {
      auto piece = std::ranges::upper_bound(pieces, out, {}, &templates::RenderedText::Piece::out);
      if (piece == pieces.begin()) return 0;
      --piece;
      return piece->in + (piece->is_verbatim ? out - piece->out : 0);
    }
    text::Span of(text::Span rendered) const {
      const std::size_t begin = in_template(rendered.begin);
      return map.span(begin, std::max(begin, in_template(rendered.end)));
    }
  };

  Node moved(Node root, const PatchPlaces& places) {
    return yaml::place(arena_, moved_record(root, places, 0));
  }
  Record moved_record(Node node, const PatchPlaces& places, std::size_t depth) {
    const text::Span at = places.of(node.span());
    if (node.is_map() && depth < kDeepestTree) {
      std::vector<Entry> entries;
      for (const auto [name, value] : node.entries()) {
        entries.push_back(
            {moved_record(name, places, depth + 1), moved_record(value, places, depth + 1)});
      }
      return yaml::map_record(arena_, entries, at);
    }
    if (node.is_list() && depth < kDeepestTree) {
      std::vector<Record> items;
      for (const Node item : node) items.push_back(moved_record(item, places, depth + 1));
      return yaml::list_record(arena_, items, at);
    }
    Record record = *node.record();
    const std::string_view text = arena_.copy(node.text());
    record.text = text.data();
    record.size = static_cast<std::uint32_t>(text.size());
    record.span = at;
    return record;
  }

  void add_application(Node made) {
    const Node name = made.at("metadata.name");
    if (!name.is_scalar() || name.text().empty()) return;
    if (!names_.insert(name.text()).second) {
      tell(name.span(),
           fmt::format("two sets of parameters give the Application `{}`; only the first is made",
                       name.text()),
           {std::string(name.text())});
      return;
    }
    const auto text = [&](std::string_view value, Node cause) {
      return yaml::string_record(arena_, value, cause.span());
    };
    Node metadata = made["metadata"];
    if (!set_.ns.empty()) {
      const Node cause = set_.at("metadata.namespace");
      metadata = yaml::place(
          arena_, yaml::with_entry(arena_, metadata, key("namespace"),
                                   text(set_.ns, cause ? cause : set_.at("metadata.name"))));
    }
    std::vector<Entry> entries = {{key("apiVersion"), *set_.root["apiVersion"].record()},
                                  {key("kind"), text("Application", set_.root["kind"])},
                                  {key("metadata"), *metadata.record()}};
    for (const auto [part, value] : made.entries()) {
      if (part.text() == "spec") entries.push_back({*part.record(), *value.record()});
    }
    const Node root = yaml::place(arena_, yaml::map_record(arena_, entries, made.span()));
    if (const auto resource = model::resource_of(root)) result_.applications.push_back(*resource);
  }

  const Resource& set_;
  GeneratorInputs& inputs_;
  yaml::Arena& arena_;
  Node spec_;
  bool is_go_ = false;
  templates::MissingKey missing_ = templates::MissingKey::kPrint;
  Expansion result_;
  // By the address of the template's text, which the workspace or the arena keeps.
  std::unordered_map<const char*, std::unique_ptr<templates::GoTemplate>> templates_;
  std::set<std::string_view> names_;
  std::set<std::pair<text::Span, std::string>> told_;
  std::set<std::pair<text::Span, std::string>> open_;
  std::map<std::pair<text::Span, std::string>, Unset> unset_;
  std::size_t rendered_sets_ = 0;
};

// Secrets hold text in `stringData`, and the same in Base64 in `data`.
std::string secret_text(Node secret, std::string_view name) {
  if (const Node plain = secret["stringData"][name]) return std::string(plain.text());
  std::string result;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : secret["data"][name].text()) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t digit = kDigits.find(c);
    if (digit == kDigits.npos) break;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      result += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
    }
  }
  return result;
}

}  // namespace

Expansion expand_application_set(const Resource& set, GeneratorInputs& inputs) {
  return Expander(set, inputs).run();
}

void collect_clusters(const std::vector<Resource>& resources, std::vector<Cluster>& clusters) {
  for (const Resource& resource : resources) {
    if (!resource.is("", "Secret")) continue;
    const Node type = resource.at("metadata.labels")["argocd.argoproj.io/secret-type"];
    if (type.text() != "cluster") continue;
    Cluster cluster{.name = secret_text(resource.root, "name"),
                    .server = secret_text(resource.root, "server"),
                    .secret = resource.root};
    while (cluster.server.ends_with('/')) cluster.server.pop_back();
    const bool is_told = !cluster.name.empty() && cluster.server.starts_with("http");
    const bool is_known = std::ranges::any_of(clusters, [&](const Cluster& other) {
      return other.name == cluster.name && other.server == cluster.server;
    });
    if (is_told && !is_known) clusters.push_back(std::move(cluster));
  }
}

}  // namespace meshlint::argocd
