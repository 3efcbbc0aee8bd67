#include "check/suppress.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "check/problems.h"
#include "yaml/document.h"

namespace meshlint::check {
namespace {

constexpr std::string_view kMarker = "meshlint:";
constexpr std::string_view kAnnotation = "meshlint.dev/ignore";

// Calls visit(name, offset) for each item of a comma list.
template <typename Visit>
void for_each_name(std::string_view list, Visit visit) {
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::string_view name = list.substr(begin, end - begin);
    std::size_t at = begin;
    while (name.starts_with(' ')) {
      name.remove_prefix(1);
      ++at;
    }
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) visit(name, at);
    begin = end + 1;
  }
}

// The names in "meshlint: ignore=a,b -- why", or empty.
std::string_view names_in(std::string_view comment) {
  if (!comment.starts_with(kMarker)) return {};
  comment.remove_prefix(kMarker.size());
  while (comment.starts_with(' ')) comment.remove_prefix(1);
  constexpr std::string_view kIgnore = "ignore=";
  if (!comment.starts_with(kIgnore)) return {};
  comment.remove_prefix(kIgnore.size());
  comment = comment.substr(0, comment.find(" --"));
  return comment;
}

std::size_t line_begin(std::string_view bytes, std::size_t at) {
  return at == 0 ? 0 : bytes.rfind('\n', at - 1) + 1;
}

std::size_t line_end(std::string_view bytes, std::size_t at) {
  return std::min(bytes.find('\n', at), bytes.size());
}

}  // namespace

Suppressions::Suppressions(const model::Workspace& workspace,
                           const std::vector<model::Resource>& resources, const Registry& registry)
    : registry_(registry) {
  for (const auto& file : workspace.files()) {
    const text::Source& source = workspace.sources()[file->source];
    if (source.bytes().find(kMarker) != std::string_view::npos) {
      add_comments(*file, source);
    }
  }
  std::set<text::Span> seen;
  for (const model::Resource& resource : resources) {
    const yaml::Node annotation = resource.at("metadata.annotations")[kAnnotation];
    if (annotation.is_scalar() && seen.insert(annotation.span()).second) {
      add_annotation(annotation, workspace.sources()[annotation.span().source]);
    }
  }
  std::ranges::sort(annotations_, {}, &Suppression::at);
}

void Suppressions::add_comments(const model::ManifestFile& file, const text::Source& source) {
  const std::string_view bytes = source.bytes();
  for (const yaml::Comment& comment : yaml::comments(source, file.source, file.yaml)) {
    const std::string_view names = names_in(comment.text);
    if (names.empty()) continue;
    std::size_t begin = line_begin(bytes, comment.span.begin);
    // A comment that stands alone speaks of the next line that says something.
    const bool is_alone =
        bytes.substr(begin, comment.span.begin - begin).find_first_not_of(" \t") ==
        std::string_view::npos;
    if (is_alone) {
      std::size_t next = line_end(bytes, begin) + 1;
      while (next < bytes.size()) {
        const std::size_t first = bytes.find_first_not_of(" \t\r\n", next);
        if (first == std::string_view::npos) break;
        next = line_begin(bytes, first);
        if (bytes[first] != '#' && !bytes.substr(next).starts_with("---")) break;
        next = line_end(bytes, next) + 1;
      }
      begin = std::min(next, bytes.size());
    }
    text::Span covered{file.source, static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(line_end(bytes, begin))};
    for (const yaml::Document& document : file.yaml.documents) {
      const text::Span whole = document.span;
      if (whole.begin >= covered.begin && whole.begin <= covered.end) {
        covered.end = std::max(covered.end, whole.end);  // the first line of a resource
      }
    }
    for_each_name(names, [&](std::string_view name, std::size_t) {
      const auto at = static_cast<std::uint32_t>(name.data() - bytes.data());
      comments_.push_back({.name = name,
                           .rule = registry_.current_name(name),
                           .at = {file.source, at, static_cast<std::uint32_t>(at + name.size())},
                           .covered = covered});
    });
  }
}

void Suppressions::add_annotation(yaml::Node annotation, const text::Source& source) {
  const yaml::ScalarMap map(annotation, source.bytes());
  for_each_name(annotation.text(), [&](std::string_view name, std::size_t at) {
    annotations_.push_back(
        {.name = name, .rule = registry_.current_name(name), .at = map.span(at, at + name.size())});
  });
}

bool Suppressions::covers(std::string_view rule_id, const RawFinding& finding) {
  bool is_covered = false;
  const text::Span at = finding.problem.at;
  const auto in_source = std::ranges::equal_range(
      comments_, at.source, {}, [](const Suppression& each) { return each.covered.source; });
  for (Suppression& each : in_source) {
    if (each.covered.begin <= at.begin && at.begin <= each.covered.end &&
        check::covers(each.rule, rule_id)) {
      each.is_used = is_covered = true;
    }
  }
  if (finding.resource == nullptr || annotations_.empty()) return is_covered;
  const yaml::Node annotation = finding.resource->at("metadata.annotations")[kAnnotation];
  if (!annotation.is_scalar()) return is_covered;
  for (Suppression& each : annotations_) {
    const bool is_of_resource = each.at.source == annotation.span().source &&
                                each.at.begin >= annotation.span().begin &&
                                each.at.end <= annotation.span().end;
    if (is_of_resource && check::covers(each.rule, rule_id)) each.is_used = is_covered = true;
  }
  return is_covered;
}

std::map<std::string_view, text::Span> Suppressions::former_names() const {
  std::map<std::string_view, text::Span> names;
  for (const auto* const list : {&comments_, &annotations_}) {
    for (const Suppression& each : *list) {
      if (each.name != each.rule) names.emplace(each.name, each.at);
    }
  }
  return names;
}

std::vector<text::Problem> Suppressions::unused(const Selection& selection) const {
  std::vector<text::Problem> problems;
  for (const auto* const list : {&comments_, &annotations_}) {
    for (const Suppression& each : *list) {
      if (each.is_used) continue;
      text::Problem problem{.kind = kUnusedSuppression, .at = each.at};
      problem.arguments = {std::string(each.name)};
      if (std::string reason = unknown_rule(selection.rules(), each.name); !reason.empty()) {
        problem.message = std::move(reason);
      } else {
        bool has_run = false;
        for (std::size_t rule = 0; rule < selection.rules().size(); ++rule) {
          has_run |=
              selection.is_on(rule) && check::covers(each.rule, selection.rules()[rule].page.id);
        }
        if (!has_run) continue;
        problem.message = fmt::format("{} finds nothing here; delete the suppression", each.name);
      }
      problems.push_back(std::move(problem));
    }
  }
  return problems;
}

}  // namespace meshlint::check
