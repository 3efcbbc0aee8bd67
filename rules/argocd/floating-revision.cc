#include <algorithm>
#include <array>
#include <string>

#include "model/repository_url.h"
#include "rules/argocd/argocd.h"
#include "schema/version.h"

namespace meshlint::rules::argocd {
namespace {

// Names that are always branches. Other names may be tags and are not reported.
constexpr auto kBranches = std::to_array<std::string_view>(
    {"HEAD", "dev", "develop", "development", "latest", "main", "master", "trunk"});

bool is_range(std::string_view revision) {
  return revision.find_first_of("*^~<>|, ") != revision.npos;
}

bool is_branch(std::string_view revision, std::string_view url) {
  if (revision.starts_with("refs/heads/")) return true;
  if (model::is_istio_repository(url) && revision.starts_with("release-")) return true;
  return std::ranges::find(kBranches, revision) != kBranches.end();
}

// "1", "1.2", "1.x" and "v1.2.x": a Helm repository selects the newest version that matches.
bool is_partial_version(std::string_view revision) {
  if (revision.starts_with('v')) revision.remove_prefix(1);
  if (revision.empty() || revision.find_first_not_of("0123456789.xX") != revision.npos) {
    return false;
  }
  return std::ranges::count(revision, '.') < 2 || revision.find_first_of("xX") != revision.npos;
}

// "git.example.com/shop" of "git.example.com/shop/manifests".
std::string_view owner_of(std::string_view url) {
  return url.substr(0, std::min(url.rfind('/'), url.size()));
}

// Repositories of the same owner as this one may follow a branch on purpose.
bool is_foreign(std::string_view url, const std::vector<std::string>& own_urls) {
  if (model::is_istio_repository(url)) return !model::is_one_of(url, own_urls);
  if (own_urls.empty()) return false;
  const std::string normalized = model::normalized_url(url);
  return std::ranges::none_of(own_urls, [&](const std::string& own) {
    return own == normalized || owner_of(own) == owner_of(normalized);
  });
}

// Why it floats, or empty.
std::string_view reason(Node source, const Environment& environment) {
  const std::string_view url = source["repoURL"].text();
  const std::string_view revision = source["targetRevision"].text();
  const bool is_chart = !source["chart"].text().empty();
  if (is_range(revision)) return "a range of versions";
  if (is_chart) {
    if (revision.empty()) return {};  // Argo CD rejects a chart without a version
    return is_partial_version(revision) ? "a range of versions" : "";
  }
  if (!is_foreign(url, environment.own_urls)) return {};
  if (revision.empty()) return "the default branch";
  return is_branch(revision, url) ? "a branch" : "";
}

}  // namespace

void floating_revision(const Environment& environment, Report& report) {
  for (const Resource* const application : environment.of_kind("argoproj.io", "Application")) {
    for_each_source(application->root["spec"], [&](Node source) {
      const Node url = source["repoURL"];
      const Node revision = source["targetRevision"];
      if (url.text().empty() || is_templated(url.text()) || is_templated(revision.text())) return;
      const std::string_view why = reason(source, environment);
      if (why.empty()) return;
      if (revision.text().empty()) {
        report.add(application, revision ? revision : url,
                   "no `targetRevision`, so Argo CD follows the default branch of `{}`; name a tag",
                   url.text());
      } else {
        report.add(application, revision, "targetRevision `{}` is {}; name an exact version",
                   revision.text(), why);
      }
    });
  }
}

}  // namespace meshlint::rules::argocd
