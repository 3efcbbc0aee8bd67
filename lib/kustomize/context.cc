#include "kustomize/context.h"

#include <fmt/core.h>

#include <iterator>

#include "kustomize/problems.h"
#include "text/edit_distance.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/document.h"
#include "yaml/problems.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

using text::ProblemKind;

// Each search for a similar name compares many of them, so their number is limited for hostile
// input.
constexpr std::size_t kMaxSuggestions = 50;

}  // namespace

text::Span place_of_absence(yaml::Node node) {
  for (const auto [key, value] : node.entries()) return key.span();
  return node.span();
}

text::Span name_place(const Object& object) {
  const yaml::Node name = yaml::Node(object.source)["metadata"]["name"];
  return name ? name.span() : place_of_absence(yaml::Node(object.source));
}

std::size_t node_count(yaml::Node node) {
  std::size_t count = 1;
  for (const yaml::Node item : node) count += node_count(item);
  for (const auto [key, value] : node.entries()) count += node_count(value);
  return count;
}

std::vector<yaml::Entry> string_pairs(yaml::Node map) {
  std::vector<yaml::Entry> pairs;
  for (const auto [key, value] : map.entries()) {
    if (!value.as_string() && !value.is_null()) continue;
    yaml::Record text = *value.record();
    if (value.is_null()) text.size = 0;
    // Unquoted, a date would not stay a string in the output.
    text.type = yaml::ScalarType::kString;
    if (text.style == yaml::Style::kPlain) text.style = yaml::Style::kDoubleQuoted;
    // kustomize writes a key without its quotes, and then reads it as whatever type it looks like.
    yaml::Record name = *key.record();
    name.type = yaml::type_when_plain(key.text());
    pairs.push_back({name, text});
  }
  return pairs;
}

void Repeated::add(std::vector<text::Problem> found) {
  for (text::Problem& problem : found) {
    const auto key = std::tuple(problem.at, problem.kind);
    const auto old = by_place_.find(key);
    if (old == by_place_.end()) {
      by_place_.emplace(key, std::pair(std::move(problem), 0));
    } else {
      ++old->second.second;
    }
  }
}

std::vector<text::Problem> Repeated::take() {
  std::vector<text::Problem> result;
  result.reserve(by_place_.size());
  for (auto& [key, found] : by_place_) {
    auto& [problem, more] = found;
    if (more > 0) problem.notes.push_back(fmt::format("same for {} more resources", more));
    result.push_back(std::move(problem));
  }
  return result;
}

text::Problem& Context::report(ProblemKind kind, text::Span at, std::string message,
                               std::vector<std::string> arguments) {
  return build.problems.emplace_back(
      text::make_problem(kind, at, std::move(message), std::move(arguments)));
}

void Context::report(Repeated repeated) {
  std::ranges::move(repeated.take(), std::back_inserter(build.problems));
}

void Context::unresolved(text::Span at, std::string what, std::string reason) {
  build.unresolved.push_back({at, std::move(what), std::move(reason)});
}

bool Context::spend(std::size_t nodes, text::Span at) {
  if (nodes <= node_budget) {
    node_budget -= nodes;
    return true;
  }
  if (!std::exchange(has_too_many_, true)) {
    report(yaml::kSizeProblem, at, "the build gets too large here; the rest is not built");
  }
  return false;
}

void Context::add_obstacle(const Object& object, yaml::Node obstacle, const Cause& cause,
                           Repeated& repeated) {
  // Another path of the same transformer may have replaced the node by one with the same span.
  std::string path = yaml::path_of(object.root, obstacle);
  if (path.empty()) path = yaml::path_of(object.root, obstacle.span());
  const auto [is, wanted] = obstacle.is_scalar()
                                ? std::pair("single value", "expects a mapping or a list")
                            : obstacle.is_list() ? std::pair("list", "writes a single value")
                                                 : std::pair("mapping", "writes a single value");
  text::Problem found = text::make_problem(
      kInvalidResource, obstacle.span(),
      fmt::format("`{}` of {} is a {}, but `{}` {}", path, object.title(), is, cause.what, wanted),
      {path, object.title(), std::string(cause.what)});
  if (!(cause.at == text::Span{})) found.related.push_back({cause.at, "transformer set here"});
  std::vector<text::Problem> all;
  all.push_back(std::move(found));
  repeated.add(std::move(all));
}

std::optional<std::string> Context::readable_file(const Kustomization& kustomization,
                                                  yaml::Node entry, std::string_view written,
                                                  std::string_view what) {
  const Target target = resolve(workspace, kustomization.directory, written);
  switch (target.kind) {
    case Target::Kind::kFile:
      check_place(kustomization, entry, target.path, what);
      build.files.push_back(target.path);
      return target.path;
    case Target::Kind::kDirectory:
      report(kFileNotFound, entry.span(),
             fmt::format("{} \"{}\" is a folder, not a file", what, text::shown(written)),
             {std::string(written)});
      return std::nullopt;
    case Target::Kind::kRemote:
      unresolved(entry.span(), text::shown(written), fmt::format("remote {}, not fetched", what));
      return std::nullopt;
    case Target::Kind::kOutside:
      report_leaving(entry, what, target);
      return std::nullopt;
    case Target::Kind::kMissing:
      report_missing(kustomization, entry, written, what);
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::vector<yaml::Node>> Context::documents_of_file(
    const Kustomization& kustomization, yaml::Node path, std::string_view what) {
  const auto found = readable_file(kustomization, path, path.text(), what);
  if (!found) return std::nullopt;
  const model::ManifestFile* const file = workspace.file(*found);
  if (!file || is_partly_unreadable(file->yaml)) {
    unresolved(path.span(), text::shown(path.text()), fmt::format("{}, not readable", what));
    return std::nullopt;
  }
  std::vector<yaml::Node> documents;
  for (const yaml::Document& document : file->yaml.documents) documents.push_back(document.root);
  return documents;
}

std::optional<std::vector<yaml::Node>> Context::documents_of_text(yaml::Node text,
                                                                  std::string_view what,
                                                                  ProblemKind kind) {
  build.embedded.push_back(yaml::parse_embedded(text, workspace.sources()[text.span().source]));
  const yaml::File& file = build.embedded.back();
  bool is_good = true;
  for (const text::Problem& found : file.problems) {
    if (found.kind == yaml::kDuplicateKey) {
      build.problems.push_back(found);
      continue;
    }
    // After the first syntax error, the rest of a string mostly doesn't parse either.
    if (is_good) report(kind, found.at, fmt::format("{}: {}", what, found.message));
    is_good = false;
  }
  if (!is_good) return std::nullopt;
  std::vector<yaml::Node> documents;
  for (const yaml::Document& document : file.documents) documents.push_back(document.root);
  return documents;
}

void Context::report_missing(const Kustomization& kustomization, yaml::Node entry,
                             std::string_view written, std::string_view what) {
  std::string hint;
  if (suggestions_++ < kMaxSuggestions) {
    hint = nearest_entry(workspace, kustomization.directory, written);
  }
  report(kFileNotFound, entry.span(),
         fmt::format("{} \"{}\" not found{}", what, text::shown(written),
                     text::did_you_mean(text::shown(hint), '"')),
         {std::string(written)});
}

void Context::check_place(const Kustomization& kustomization, yaml::Node entry,
                          const std::string& path, std::string_view what) {
  if (!options.is_load_restricted) return;
  const bool is_below = is_inside(kustomization.directory, path);
  if (is_below) {
    const std::optional<std::string> real = workspace.real_path(path);
    if (real == path) return;  // no link on the way
    const std::optional<std::string> from = workspace.real_path(kustomization.directory);
    if (from && real && is_inside(*from, *real)) return;
  }
  report(
      kFileOutsideFolder, entry.span(),
      fmt::format("{} \"{}\" {} this kustomization's folder; kustomize rejects it", what,
                  text::shown(entry.text()), is_below ? "is a symbolic link out of" : "is outside"),
      {std::string(entry.text())});
}

void Context::report_leaving(yaml::Node entry, std::string_view what, const Target& target) {
  report(kFileOutsideFolder, entry.span(),
         target.is_absolute
             ? fmt::format("{} \"{}\" is an absolute path; kustomize rejects it", what,
                           text::shown(entry.text()))
             : fmt::format("{} \"{}\" is outside the repository", what, text::shown(entry.text())),
         {std::string(entry.text())});
}

std::string Context::did_you_mean(const Stage& stage, std::string_view kind,
                                  std::string_view name) {
  if (suggestions_++ >= kMaxSuggestions) return "";
  text::NearestName nearest(name);
  for (const Object& object : stage.objects.all()) {
    if (object.is_removed || (!kind.empty() && object.kind != kind)) continue;
    nearest.consider(object.name);
    nearest.consider(object.original().name);
  }
  const std::string_view best = nearest.best();
  if (best.empty() || best == name) return "";
  return text::did_you_mean(text::shown(best), '"');
}

}  // namespace meshlint::kustomize
