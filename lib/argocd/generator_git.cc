#include "argocd/generator_git.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "argocd/functions.h"
#include "argocd/problems.h"
#include "model/ignore.h"
#include "model/repository_url.h"
#include "template/go_text.h"
#include "template/go_values.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Go's path.Match: every `*` stays within a path segment, even if there are several in a row.
bool segment_glob_matches(std::string_view glob, std::string_view path) {
  std::string single;
  for (const char c : glob) {
    if (c != '*' || !single.ends_with('*')) single += c;
  }
  return model::glob_matches(single, path);
}

// The folder that contains everything a pattern can match.
std::string_view literal_folder(std::string_view pattern) {
  return model::directory_of(
      pattern.substr(0, std::min(pattern.find_first_of("*?[{"), pattern.size())));
}

bool excludes(Node pattern) { return pattern["exclude"].as_bool().value_or(false); }

// The `path` of the first pattern that matches; missing if none does or one excludes the path.
template <typename Matches>
Node matching_pattern(Node patterns, std::string_view path, Matches matches) {
  Node found;
  for (const Node pattern : patterns) {
    if (!matches(pattern["path"].text(), path)) continue;
    if (excludes(pattern)) return {};
    if (!found) found = pattern["path"];
  }
  return found;
}

// {a: {b: [x]}} becomes "a.b.0": x.
void flatten(const GeneratorContext& context, Node value, const std::string& prefix,
             std::size_t depth, std::vector<Entry>& entries) {
  const auto below = [&](std::string_view name) {
    return prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name);
  };
  if (depth > kDeepestTree) return;
  if (value.is_map() && (!value.empty() || prefix.empty())) {
    for (const auto [name, inner] : value.entries()) {
      flatten(context, inner, below(name.text()), depth + 1, entries);
    }
  } else if (value.is_list() && !value.empty()) {
    std::size_t i = 0;
    for (const Node item : value) {
      flatten(context, item, below(fmt::format("{}", i++)), depth + 1, entries);
    }
  } else if (value) {
    entries.push_back(
        {context.key(prefix),
         yaml::string_record(context.arena(), templates::go_text(value), value.span())});
  }
}

// One git generator at work.
class GitGenerator {
 public:
  GitGenerator(const GeneratorContext& context, const Generator& generator, ParameterSets& sets)
      : context_(context), body_(generator.body), sets_(sets) {}

  void add_folders() {
    for (const std::string& folder : context_.inputs.workspace->directories()) {
      if (folder.empty() || folder.starts_with('.') || folder.find("/.") != folder.npos) continue;
      const Node pattern = matching_pattern(body_["directories"], folder, segment_glob_matches);
      if (!pattern) continue;
      if (context_.is_full(sets_, body_["directories"].span())) return;
      std::vector<Entry> entries;
      add_path(pattern, folder, {}, entries);
      context_.add_with_values(sets_, entries, body_, pattern.span());
    }
  }

  void add_files() {
    for (const auto& file : context_.inputs.workspace->files()) {
      const Node pattern = matching_pattern(body_["files"], file->path, model::wide_glob_matches);
      if (pattern) add_file(*file, pattern);
    }
  }

 private:
  void add_file(const model::ManifestFile& file, Node pattern) {
    if (!file.yaml.problems.empty()) {
      context_.report.add_unresolved(pattern.span(), file.path,
                                     "the file can't be read, so its parameters are unknown");
      return;
    }
    if (file.yaml.documents.empty()) return add_object(Node(), pattern, file.path);
    const Node root = file.yaml.documents.front().root;
    if (root.is_map()) return add_object(root, pattern, file.path);
    const auto report_kind = [&](Node value) {
      context_.report.add(value.span(),
                          "file of a `git` generator has neither a mapping nor a list of mappings");
    };
    for (const Node item : root) {
      if (item.is_map()) {
        add_object(item, pattern, file.path);
      } else {
        report_kind(item);
      }
    }
    if (!root.is_list() && !root.is_null()) {
      report_kind(root);
    } else if (root.empty()) {
      add_object(Node(), pattern, file.path);
    }
  }

  // `object` is missing for an empty file, which has a set with its path alone.
  void add_object(Node object, Node pattern, std::string_view path) {
    if (context_.is_full(sets_, body_["files"].span())) return;
    std::vector<Entry> entries;
    const Node values = object ? templates::go_values(context_.arena(), object) : Node();
    if (context_.is_go()) {
      for (const auto [name, value] : values.entries()) {
        entries.push_back({*name.record(), *value.record()});
      }
    } else {
      flatten(context_, values, "", 0, entries);
    }
    add_path(pattern, model::directory_of(path), model::name_of(path), entries);
    context_.add_with_values(sets_, entries, body_, pattern.span());
  }

  // Adds `path` and the parameters that belong to it, which replace those of the same name.
  void add_path(Node pattern, std::string_view folder, std::string_view file,
                std::vector<Entry>& entries) {
    yaml::Arena& arena = context_.arena();
    const std::string_view path = folder.empty() ? "." : folder;
    const auto text = [&](std::string_view value) {
      return yaml::string_record(arena, value, pattern.span());
    };
    std::vector<std::pair<std::string_view, Record>> parts = {
        {"basename", text(model::name_of(path))},
        {"basenameNormalized", text(normalized_name(model::name_of(path)))}};
    if (!file.empty()) {
      parts.emplace_back("filename", text(file));
      parts.emplace_back("filenameNormalized", text(normalized_name(file)));
    }
    std::vector<Record> segments;
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t slash = std::min(rest.find('/'), rest.size());
      segments.push_back(text(rest.substr(0, slash)));
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    const std::string_view prefix = body_["pathParamPrefix"].text();
    const auto set = [&](std::string_view name, const Record& value) {
      std::erase_if(entries, [&](const Entry& entry) { return Node(&entry.key).text() == name; });
      entries.push_back({context_.key(name), value});
    };
    if (context_.is_go()) {
      std::vector<Entry> inner = {{context_.key("path"), text(path)}};
      for (const auto& [name, value] : parts) inner.push_back({context_.key(name), value});
      inner.push_back(
          {context_.key("segments"), yaml::list_record(arena, segments, pattern.span())});
      Record record = yaml::map_record(arena, inner, pattern.span());
      if (!prefix.empty()) {
        const std::array<Entry, 1> outer = {{{context_.key("path"), record}}};
        record = yaml::map_record(arena, outer, pattern.span());
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

  const GeneratorContext& context_;
  Node body_;
  ParameterSets& sets_;
};

// Whether the repository and the folders of all patterns are known; if not, notes why.
bool are_patterns_known(const GeneratorContext& context, const Generator& generator,
                        Node patterns) {
  for (const Node pattern : patterns) {
    const std::string_view text = pattern["path"].text();
    if (is_template(text)) {
      return context.report.add_unresolved(
          pattern["path"].span(), context.title_of(generator),
          "the pattern has a placeholder that no outer generator fills");
    }
    if (!context.inputs.workspace->knows_all_below(literal_folder(text))) {
      return context.report.add_unresolved(pattern["path"].span(), context.title_of(generator),
                                           "its folder isn't among the paths of this run");
    }
  }
  return true;
}

void report_no_match(const GeneratorContext& context, Node patterns) {
  for (const Node pattern : patterns) {
    if (excludes(pattern)) continue;
    context.report.add(
        pattern["path"].span(),
        fmt::format("`{}` matches nothing in this repository, so no Application is created",
                    pattern["path"].text()),
        {std::string(pattern["path"].text())}, kGeneratorMatchesNothing);
    return;
  }
}

}  // namespace

bool git_sets(const GeneratorContext& context, const Generator& generator, ParameterSets& sets) {
  const Node body = generator.body;
  const std::string_view url = body["repoURL"].text();
  if (!model::is_one_of(url, *context.inputs.own_urls)) {
    return context.report.add_unresolved(
        body["repoURL"] ? body["repoURL"].span() : generator.span(), context.title_of(generator),
        fmt::format("`{}` is another repository, which is not fetched", text::shown(url)));
  }
  const bool has_folders = !body["directories"].empty();
  if (!has_folders && body["files"].empty()) {
    context.report.add(generator.span(),
                       "`git` generator has neither `directories` nor `files`; add one of them");
    return true;
  }
  const Node patterns = has_folders ? body["directories"] : body["files"];
  if (!are_patterns_known(context, generator, patterns)) return false;
  // In a matrix, each set of the first generator searches the repository again.
  const model::Workspace& workspace = *context.inputs.workspace;
  const std::size_t cost =
      patterns.size() * (has_folders ? workspace.directories().size() : workspace.files().size());
  if (cost > context.inputs.budget.steps) {
    context.report.add(generator.span(),
                       "the generators take too many steps; the rest is not checked");
    return true;
  }
  context.inputs.budget.steps -= cost;
  const std::size_t before = sets.size();
  GitGenerator git(context, generator, sets);
  if (has_folders) {
    git.add_folders();
  } else {
    git.add_files();
  }
  if (sets.size() == before) report_no_match(context, patterns);
  return true;
}

}  // namespace meshlint::argocd
