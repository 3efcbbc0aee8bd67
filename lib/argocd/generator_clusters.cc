#include "argocd/generator_clusters.h"

#include <fmt/core.h>

#include <string_view>
#include <vector>

#include "argocd/functions.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;

constexpr std::string_view kInCluster = "https://kubernetes.default.svc";

void add_cluster(const GeneratorContext& context, Node body, const Cluster& cluster,
                 ParameterSets& sets) {
  const text::Span at = cluster.secret ? cluster.secret.at("metadata.name").span() : body.span();
  const auto text = [&](std::string_view value) {
    return yaml::string_record(context.arena(), value, at);
  };
  std::vector<Entry> entries = {
      {context.key("name"), text(cluster.name)},
      {context.key("nameNormalized"), text(normalized_name(cluster.name))},
      {context.key("server"), text(cluster.server)},
      {context.key("project"), text("")}};
  std::vector<Entry> metadata;
  for (const std::string_view part : {"labels", "annotations"}) {
    const Node map = cluster.secret.at("metadata")[part];
    if (context.is_go()) {
      if (map.is_map()) metadata.push_back({context.key(part), *map.record()});
      continue;
    }
    for (const auto [name, value] : map.entries()) {
      entries.push_back(
          {context.key(fmt::format("metadata.{}.{}", part, name.text())), *value.record()});
    }
  }
  if (context.is_go()) {
    entries.push_back({context.key("metadata"), yaml::map_record(context.arena(), metadata, at)});
  }
  context.add_with_values(sets, entries, body, at);
}

}  // namespace

bool cluster_sets(const GeneratorContext& context, const Generator& generator,
                  ParameterSets& sets) {
  const auto& clusters = context.inputs.clusters;
  if (clusters.empty()) {
    return context.report.add_unresolved(generator.span(), context.title_of(generator),
                                         "no Secret declares the clusters of Argo CD");
  }
  const Node body = generator.body;
  if (body["flatList"].as_bool().value_or(false)) {
    return context.report.add_unresolved(generator.span(), context.title_of(generator),
                                         "`flatList` is not supported");
  }
  const Node selector = body["selector"];
  const bool selects = !selector["matchLabels"].empty() || !selector["matchExpressions"].empty();
  bool has_own = false;
  for (const Cluster& cluster : clusters) {
    has_own |= cluster.server == kInCluster;
    if (selects && !is_selected(selector, cluster.secret.at("metadata.labels"))) continue;
    add_cluster(context, body, cluster, sets);
  }
  // Argo CD knows its own cluster without a Secret, which then has no labels to select by.
  if (!selects && !has_own) {
    add_cluster(context, body, {"in-cluster", std::string(kInCluster), {}}, sets);
  }
  return true;
}

}  // namespace meshlint::argocd
