#include "api/converter.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "yaml/node.h"

namespace meshlint {

void Converter::add(check::Located&& located) {
  text::Problem& problem = located.finding.problem;
  const Key key(problem.at, located.finding.rule, problem.message);
  const auto [at, is_new] = by_key_.try_emplace(key, findings_.size());
  if (is_new) findings_.push_back(convert(located.finding));
  auto& environments = findings_[at->second].environments;
  environments.insert(environments.end(), located.environments.begin(), located.environments.end());
}

std::vector<Finding> Converter::take() {
  for (Finding& finding : findings_) {
    std::ranges::sort(finding.environments);
    const auto rest = std::ranges::unique(finding.environments);
    finding.environments.erase(rest.begin(), rest.end());
  }
  std::ranges::stable_sort(findings_, [](const Finding& a, const Finding& b) {
    return std::tie(a.place.path, a.place.line, a.place.column, a.rule, a.message) <
           std::tie(b.place.path, b.place.line, b.place.column, b.rule, b.message);
  });
  return std::move(findings_);
}

bool Converter::changes_template(const text::SpanFix& fix) const {
  return std::ranges::any_of(fix.edits, [&](const text::SpanEdit& edit) {
    const std::string_view bytes = workspace_.sources()[edit.at.source].bytes();
    return bytes.substr(edit.at.begin, edit.at.end - edit.at.begin).find("{{") != bytes.npos;
  });
}

Finding Converter::convert(check::RawFinding& raw) {
  text::Problem& problem = raw.problem;
  Finding finding{.rule = std::string(selection_.rules()[raw.rule].page.id),
                  .severity = selection_.severity(raw.rule),
                  .message = std::move(problem.message),
                  .arguments = std::move(problem.arguments),
                  .place = places_.of(problem.at),
                  .notes = std::move(problem.notes)};
  for (text::RelatedSpan& related : problem.related) {
    finding.related.push_back({places_.of(related.at), std::move(related.message)});
  }
  for (text::SpanFix& fix : problem.fixes) {
    if (changes_template(fix)) continue;
    Fix& made = finding.fixes.emplace_back();
    made.title = std::move(fix.title);
    made.is_safe = fix.is_safe;
    for (text::SpanEdit& edit : fix.edits) {
      made.edits.push_back({.path = workspace_.sources()[edit.at.source].path(),
                            .begin = edit.at.begin,
                            .end = edit.at.end,
                            .text = std::move(edit.text)});
    }
  }
  if (raw.resource != nullptr) {
    finding.resource = raw.resource->title();
    // A merged Helm value is a copy of what stands in the Application, at the same place.
    const yaml::Node root = raw.resource->root;
    finding.field = yaml::path_of(root, raw.node);
    if (finding.field.empty()) finding.field = yaml::path_of(root, problem.at);
  }
  return finding;
}

void keep_sources(const model::Workspace& workspace, Outcome& outcome) {
  std::set<std::string_view> paths;
  for (const Finding& finding : outcome.findings) {
    paths.insert(finding.place.path);
    for (const RelatedPlace& related : finding.related) paths.insert(related.place.path);
    for (const Fix& fix : finding.fixes) {
      for (const Edit& edit : fix.edits) paths.insert(edit.path);
    }
  }
  for (text::SourceId id = 0; id < workspace.sources().size(); ++id) {
    const text::Source& source = workspace.sources()[id];
    if (paths.contains(source.path())) outcome.sources[source.path()] = source.bytes();
  }
}

}  // namespace meshlint
