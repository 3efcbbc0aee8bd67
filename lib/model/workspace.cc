#include "model/workspace.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "meshlint/linter.h"
#include "model/ignore.h"
#include "model/parallel.h"
#include "model/roots.h"
#include "text/file.h"
#include "yaml/any_case.h"

namespace meshlint::model {
namespace fs = std::filesystem;
namespace {

using yaml::field_of;

bool is_manifest_name(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json") ||
         is_kustomization_file(name);
}

std::string below(std::string_view directory, std::string_view name) {
  std::string result(directory);
  if (!result.empty()) result += '/';
  result += name;
  return result;
}

// The entries of a kustomization that name files or folders. Field names match in any case.
class NamedFiles {
 public:
  std::vector<std::string> paths;
  std::vector<std::string> plugins;  // of these, what may hold transformers and generators
  std::vector<std::string> texts;    // files that a generator takes over as they are

  void of_kustomization(yaml::Node root, const text::Sources& sources) {
    for (const std::string_view list : kLists) {
      for (const yaml::Node entry : field_of(root, list)) add(entry);
    }
    for (const std::string_view list : {"transformers", "generators", "validators"}) {
      for (const yaml::Node entry : field_of(root, list)) {
        add(entry);
        add(entry.text(), plugins);
        if (entry.text().find('\n') == std::string_view::npos) continue;
        const yaml::File file = yaml::parse_embedded(entry, sources[entry.span().source]);
        for (const yaml::Document& document : file.documents) of_plugin(document.root);
      }
    }
    for (const std::string_view list : {"patches", "patchesJson6902", "replacements"}) {
      for (const yaml::Node entry : field_of(root, list)) add(field_of(entry, "path"));
    }
    add(field_of(field_of(root, "openapi"), "path"));
    for (const std::string_view list : {"configMapGenerator", "secretGenerator"}) {
      for (const yaml::Node entry : field_of(root, list)) of_generator(entry);
    }
    for (const yaml::Node entry : field_of(root, "helmCharts")) {
      add(field_of(entry, "valuesFile"));
      for (const yaml::Node file : field_of(entry, "additionalValuesFiles")) add(file);
    }
  }

  // A transformer or generator in its own file.
  void of_plugin(yaml::Node root) {
    if (root["apiVersion"].text() != "builtin") return;
    add(field_of(root, "path"));
    add(field_of(root, "targetFilePath"));
    for (const yaml::Node entry : field_of(root, "paths")) add(entry);
    for (const yaml::Node entry : field_of(root, "replacements")) add(field_of(entry, "path"));
    of_generator(root);
  }

 private:
  static constexpr std::string_view kLists[] = {
      "resources", "bases", "components", "patchesStrategicMerge", "crds", "configurations"};

  void of_generator(yaml::Node entry) {
    add(field_of(entry, "env").text(), texts);
    for (const yaml::Node file : field_of(entry, "envs")) add(file.text(), texts);
    for (const yaml::Node file : field_of(entry, "files")) {
      const std::string_view text = file.text();
      const std::size_t equals = text.find('=');
      add(equals == text.npos ? text : text.substr(equals + 1), texts);
    }
  }

  void add(yaml::Node entry) { add(entry.text(), paths); }
  static void add(std::string_view path, std::vector<std::string>& to) {
    if (path.empty() || path.find('\n') != path.npos || path.find("://") != path.npos) return;
    to.emplace_back(path);
  }
};

// Collects the file patterns of an ApplicationSet's git generators at all levels.
void collect_git_files(yaml::Node generators, std::size_t depth,
                       std::vector<std::string_view>& patterns) {
  for (const yaml::Node generator : generators) {
    for (const yaml::Node file : generator.at("git.files")) patterns.push_back(file["path"].text());
    if (depth >= 3) continue;
    for (const std::string_view kind : {"matrix", "merge"}) {
      collect_git_files(generator[kind]["generators"], depth + 1, patterns);
    }
  }
}

std::vector<std::string> git_remotes_of(const std::string& config) {
  std::vector<std::string> urls;
  const auto text = text::read_file(config);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  bool is_remote = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with('[')) is_remote = line.starts_with("[remote ");
    if (!is_remote || !line.starts_with("url")) continue;
    const std::size_t equals = line.find('=');
    if (equals == line.npos) continue;
    line.remove_prefix(equals + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    urls.emplace_back(line);
  }
  return urls;
}

std::uint64_t ns_since(std::chrono::steady_clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start)
          .count());
}

}  // namespace

std::optional<std::string> join(std::string_view directory, std::string_view path) {
  if (path.starts_with('/')) return std::nullopt;
  std::vector<std::string_view> parts;
  for (std::string_view rest : {directory, path}) {
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('/'), rest.size());
      const std::string_view part = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (part == "..") {
        if (parts.empty()) return std::nullopt;
        parts.pop_back();
      } else if (!part.empty() && part != ".") {
        parts.push_back(part);
      }
    }
  }
  std::string result;
  for (const std::string_view part : parts) result = below(result, part);
  return result;
}

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_kustomization_file(std::string_view path) {
  return std::ranges::find(kKustomizationNames, name_of(path)) != std::end(kKustomizationNames);
}

// Fills a workspace: finds the files, reads and parses them, then does the same for the files that
// only a kustomization refers to.
class Loader {
 public:
  Loader(Workspace& workspace, std::span<const Input> inputs, const LoadOptions& options)
      : workspace_(workspace),
        options_(options),
        paths_(*workspace.real_paths_),
        roots_(inputs, {.base = options.base, .root = options.root, .folder = options.folder},
               paths_),
        root_(roots_.root()) {
    workspace_.base_ = roots_.base();
    workspace_.root_ = root_;
    for (const std::string& pattern : options.exclude) excluded_.add(pattern, roots_.folder());
    if (!root_.empty()) workspace_.git_remotes_ = git_remotes_of(on_disk(".git/config"));
  }

  void load(std::span<const Input> inputs) {
    workspace_.is_all_in_memory_ =
        std::ranges::all_of(inputs, [](const Input& input) { return input.text.has_value(); });
    for (const Input& input : inputs) add(input);
    finish_batch(true);
    load_references();
    std::ranges::sort(workspace_.files_, {}, [](const auto& file) { return file->path; });
  }

 private:
  struct Pending {
    std::string path;
    std::optional<std::string> text;
  };

  void add(const Input& input) {
    const bool has_place =
        !root_.empty() && (input.path.starts_with('/') || !options_.base.empty());
    const std::optional<std::string> in_workspace =
        has_place ? roots_.in_workspace(input, paths_) : join("", input.path);
    if (input.text) {
      const std::string path = in_workspace.value_or(std::string(name_of(input.path)));
      for (std::string_view at = directory_of(path); !at.empty(); at = directory_of(at)) {
        workspace_.directories_.emplace(at);
      }
      enqueue({path, input.text});
      return;
    }
    const RealPath& real = paths_.of(input.path);
    if (!input.path.starts_with('/') && options_.base.empty()) {
      skip_input(input.path, "a relative path, but the configuration has no base");
    } else if (real.kind == RealPath::Kind::kMissing) {
      skip_input(input.path, "no such file or folder");
    } else if (!in_workspace) {
      skip_input(input.path, "outside the repository that this run checks");
    } else if (real.kind == RealPath::Kind::kFolder) {
      walk(*in_workspace);
    } else if (real.kind == RealPath::Kind::kFile) {
      enqueue({*in_workspace, std::nullopt});
    } else {
      skip_input(input.path, "neither a file nor a folder");
    }
  }

  // `is_text`: the reference uses its bytes unparsed.
  void enqueue(Pending pending, bool is_text = false) {
    const auto [known, is_new] = known_.emplace(pending.path, is_text);
    known->second &= is_text;
    if (is_new) pending_.push_back(std::move(pending));
  }

  void skip(std::string_view path, std::string reason) {
    skip_input(path, std::move(reason));
    workspace_.unchecked_.back().place.path = roots_.shown(path);
  }

  // The same for a path as the caller gave it.
  void skip_input(std::string_view path, std::string reason) {
    Unchecked& passed_over = workspace_.unchecked_.emplace_back();
    passed_over.place.path = path;
    passed_over.what = path;
    passed_over.reason = std::move(reason);
  }

  // Reads the .gitignore files from the root down to a folder.
  void read_ignores_above(std::string_view directory) {
    std::string at;
    read_ignores(at);
    while (!directory.empty()) {
      const std::size_t end = std::min(directory.find('/'), directory.size());
      at = below(at, directory.substr(0, end));
      directory.remove_prefix(std::min(end + 1, directory.size()));
      if (!directory.empty()) read_ignores(at);
    }
  }

  void read_ignores(const std::string& directory) {
    if (!ignores_read_.insert(directory).second) return;
    if (const auto text = text::read_file(on_disk(below(directory, ".gitignore")))) {
      ignored_.add_file(*text, directory);
    }
  }

  bool is_left_out(const std::string& path, bool is_directory) const {
    using enum IgnorePatterns::Verdict;
    return excluded_.verdict(path, is_directory) == kIgnored ||
           ignored_.verdict(path, is_directory) == kIgnored;
  }

  void walk(const std::string& start) {
    workspace_.walked_.push_back(start);
    workspace_.directories_.insert(start);
    read_ignores_above(start);
    std::vector<std::string> folders = {start};
    while (!folders.empty()) {
      const std::string directory = std::move(folders.back());
      folders.pop_back();
      read_ignores(directory);
      std::error_code error;
      std::vector<fs::directory_entry> entries;
      for (fs::directory_iterator at(on_disk(directory), error), end; !error && at != end;
           at.increment(error)) {
        entries.push_back(*at);
      }
      if (error) skip(directory, "the folder cannot be read");
      std::ranges::sort(entries, {}, [](const auto& entry) { return entry.path(); });
      const bool is_chart = std::ranges::any_of(
          entries, [](const auto& entry) { return entry.path().filename() == "Chart.yaml"; });
      for (const fs::directory_entry& entry : entries) {
        visit(entry, directory, is_chart, folders);
      }
    }
  }

  void visit(const fs::directory_entry& entry, const std::string& directory, bool is_chart,
             std::vector<std::string>& folders) {
    std::error_code error;
    const std::string name = entry.path().filename().string();
    const std::string path = below(directory, name);
    const bool is_directory = entry.is_directory(error) && !entry.is_symlink(error);
    if (is_directory && (name == ".git" || name == "node_modules")) return;
    if (!is_directory && !is_manifest_name(name)) return;
    if (is_left_out(path, is_directory)) return;
    if (is_directory) {
      workspace_.directories_.insert(path);
      if (is_chart && name == "templates") {
        skip(path, "templates of a Helm chart, which need values to become manifests");
      } else {
        folders.push_back(path);
      }
      return;
    }
    if (entry.is_symlink(error)) {
      if (!is_inside(paths_.of(entry.path().string()))) {
        skip(path, "a symbolic link that leads out of the repository");
      }
      return;  // discovery finds its target in the repository anyway
    }
    if (entry.is_regular_file(error)) enqueue({path, std::nullopt});
  }

  // Reads and parses the pending files. Source ids follow the order of paths, not of threads.
  void finish_batch(bool is_discovered) {
    std::ranges::sort(pending_, {}, &Pending::path);
    const auto read_start = std::chrono::steady_clock::now();
    std::vector<std::optional<std::string>> bytes(pending_.size());
    parallel_for(options_.jobs, pending_.size(), [&](std::size_t i) {
      bytes[i] = pending_[i].text ? std::move(pending_[i].text)
                                  : text::read_file(on_disk(pending_[i].path));
    });
    workspace_.read_ns_ += ns_since(read_start);

    std::vector<std::unique_ptr<ManifestFile>> files;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      if (!bytes[i]) {
        skip(pending_[i].path, "the file cannot be read");
        continue;
      }
      // Most JSON is for other tools: settings, dashboards, lock files. The schema of a chart is
      // needed.
      if (is_discovered && pending_[i].path.ends_with(".json") &&
          name_of(pending_[i].path) != "values.schema.json" &&
          bytes[i]->find("\"apiVersion\"") == std::string::npos) {
        known_.erase(pending_[i].path);  // a reference may still need it
        passed_json_.push_back(
            {pending_[i].path, pending_[i].text ? std::move(bytes[i]) : std::nullopt});
        continue;
      }
      auto file = std::make_unique<ManifestFile>();
      file->path = pending_[i].path;
      file->source = workspace_.sources_->add(roots_.shown(file->path), std::move(*bytes[i]));
      file->is_discovered = is_discovered;
      // One kustomization may use a file as text that another one lists as a resource.
      file->is_text = known_.at(file->path);
      if (file->is_text) texts_.emplace(file->path, file.get());
      files.push_back(std::move(file));
    }
    pending_.clear();
    const auto parse_start = std::chrono::steady_clock::now();
    parallel_for(options_.jobs, files.size(), [&](std::size_t i) {
      if (!files[i]->is_text) parse(*files[i]);
    });
    workspace_.parse_ns_ += ns_since(parse_start);
    for (auto& file : files) {
      workspace_.by_path_[file->path] = file.get();
      workspace_.by_source_.push_back(file.get());
      note_references(*file);
      workspace_.files_.push_back(std::move(file));
    }
  }

  void parse(ManifestFile& file) const {
    file.yaml = yaml::parse((*workspace_.sources_)[file.source], file.source, options_.limits);
  }

  void note_references(const ManifestFile& file) {
    if (may_refer(file)) unfollowed_.push_back(&file);
    for (const yaml::Document& document : file.yaml.documents) {
      if (document.root["kind"].text() != "ApplicationSet") continue;
      collect_git_files(document.root.at("spec.generators"), 0, git_files_);
    }
  }

  static bool may_refer(const ManifestFile& file) {
    return is_kustomization_file(file.path) ||
           std::ranges::any_of(file.yaml.documents, [](const yaml::Document& document) {
             return document.root["apiVersion"].text() == "builtin";
           });
  }

  void load_references() {
    while (!unfollowed_.empty()) {
      for (const ManifestFile* const file : std::exchange(unfollowed_, {})) follow(*file);
      finish_batch(false);
    }
    load_git_files();
  }

  void follow(const ManifestFile& file) {
    const bool is_kustomization = is_kustomization_file(file.path);
    NamedFiles found;
    for (const yaml::Document& document : file.yaml.documents) {
      if (is_kustomization) {
        found.of_kustomization(document.root, *workspace_.sources_);
      } else {
        found.of_plugin(document.root);
      }
    }
    const std::string folder(directory_of(file.path));
    const std::set<std::string> listing = listing_[file.path];
    if (is_kustomization) {
      for (const std::string& path : found.plugins) note_plugin(folder, path, folder);
      // For a folder of plugins, its files count as listed by those who list the folder.
      for (const std::string& lister : listing) {
        for (const std::string& path : found.paths) note_plugin(folder, path, lister);
      }
      follow(folder, found);
    } else {
      for (const std::string& lister : listing) follow(lister, found);
    }
  }

  void follow(const std::string& folder, const NamedFiles& found) {
    for (const std::string& path : found.paths) follow(folder, path, false);
    for (const std::string& path : found.texts) follow(folder, path, true);
  }

  // Paths in the file of a plugin are relative to the kustomization that lists it, `lister`.
  void note_plugin(std::string_view folder, const std::string& written, const std::string& lister) {
    const auto path = join(folder, written);
    if (!path) return;
    std::vector<std::string> files = {*path};
    for (const std::string_view name : kKustomizationNames) files.push_back(below(*path, name));
    for (const std::string& file : files) {
      if (!listing_[file].insert(lister).second) continue;
      if (const ManifestFile* const known = workspace_.file(file)) unfollowed_.push_back(known);
    }
  }

  // Loads the JSON files with the parameters of git generators.
  void load_git_files() {
    if (git_files_.empty()) return;
    for (Pending& json : passed_json_) {
      const bool is_named = std::ranges::any_of(git_files_, [&](std::string_view pattern) {
        return wide_glob_matches(pattern, json.path);
      });
      if (!is_named) continue;
      read_as_manifest(json.path);
      enqueue(std::move(json));
    }
    finish_batch(false);
  }

  void follow(std::string_view folder, const std::string& written, bool is_text) {
    const auto path = join(folder, written);
    if (!path) return;
    if (workspace_.file(*path)) {
      if (!is_text) read_as_manifest(*path);
      return;
    }
    if (is_inside_file(*path)) {
      enqueue({*path, std::nullopt}, is_text);
      return;
    }
    for (const std::string_view name : kKustomizationNames) {
      const std::string inner = below(*path, name);
      if (!workspace_.file(inner) && is_inside_file(inner)) enqueue({inner, std::nullopt});
    }
  }

  // Parses a file that was read as text before.
  void read_as_manifest(const std::string& path) {
    const auto text = texts_.extract(path);
    if (text.empty()) return;
    ManifestFile& file = *text.mapped();
    file.is_text = false;
    parse(file);
    note_references(file);
  }

  std::string on_disk(std::string_view path) const {
    std::string result = root_;
    if (!result.ends_with('/')) result += '/';
    return result.append(path);
  }

  // Whether it is a regular file below the root after all links are resolved.
  bool is_inside_file(const std::string& path) {
    const RealPath real = paths_.of(root_, path);
    return real.kind == RealPath::Kind::kFile && is_inside(real);
  }

  bool is_inside(const RealPath& real) const { return !leads_out(relative_path(real.path, root_)); }

  Workspace& workspace_;
  const LoadOptions& options_;
  RealPaths& paths_;
  const Roots roots_;
  const std::string& root_;
  IgnorePatterns excluded_;
  IgnorePatterns ignored_;
  std::set<std::string> ignores_read_;
  std::map<std::string, bool> known_;           // whether it is wanted as text only
  std::map<std::string, ManifestFile*> texts_;  // read as text only
  std::vector<Pending> pending_;
  std::vector<const ManifestFile*> unfollowed_;
  std::map<std::string, std::set<std::string>> listing_;  // folders that list a file as a plugin
  std::vector<Pending> passed_json_;                      // JSON that is no manifest
  std::vector<std::string_view> git_files_;               // patterns of git generators
};

Workspace Workspace::load(std::span<const Input> inputs, const LoadOptions& options) {
  Workspace workspace;
  workspace.real_paths_ =
      options.real_paths ? options.real_paths : std::make_shared<RealPaths>(options.base);
  Loader(workspace, inputs, options).load(inputs);
  return workspace;
}

const ManifestFile* Workspace::file(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

bool Workspace::has_file(std::string_view path) const {
  return by_path_.contains(path) || real_paths_->of(root_, path).kind == RealPath::Kind::kFile;
}

bool Workspace::has_directory(std::string_view path) const {
  return path.empty() || directories_.contains(path) ||
         real_paths_->of(root_, path).kind == RealPath::Kind::kFolder;
}

bool Workspace::knows_all_below(std::string_view directory) const {
  if (is_all_in_memory_) return true;
  return std::ranges::any_of(walked_, [&](const std::string& walked) {
    return walked.empty() || directory == walked ||
           (directory.starts_with(walked) && directory[walked.size()] == '/');
  });
}

std::optional<std::string> Workspace::real_path(std::string_view path) const {
  const RealPath real = real_paths_->of(root_, path);
  if (real.kind == RealPath::Kind::kMissing) return std::string(path);
  std::string inside = relative_path(real.path, root_);
  if (leads_out(inside)) return std::nullopt;
  return inside;
}

const ManifestFile* Workspace::kustomization(std::string_view directory) const {
  for (const std::string_view name : kKustomizationNames) {
    if (const ManifestFile* const found = file(below(directory, name))) return found;
  }
  return nullptr;
}

}  // namespace meshlint::model
