#include <algorithm>
#include <optional>
#include <set>

#include "rules/conflict/conflict.h"

namespace meshlint::rules::conflict {
namespace {

// No cluster has more; further ones count as not checked.
constexpr std::size_t kMostInjectors = 32;

// The labels that decide on injection. An empty string stands for a missing label.
struct Labels {
  std::string_view injection;  // of a namespace: istio-injection; of a pod: sidecar.istio.io/inject
  std::string_view revision;   // istio.io/rev
};

enum class Side : std::uint8_t { kNamespace, kPod };

// The value of a label, or nothing for one that injection does not use.
std::optional<std::string_view> value_of(const Labels& labels, Side side, std::string_view key) {
  if (key == "istio.io/rev") return labels.revision;
  if (key == (side == Side::kPod ? "sidecar.istio.io/inject" : "istio-injection")) {
    return labels.injection;
  }
  return std::nullopt;
}

bool is_met(Node expression, std::string_view value) {
  const std::string_view op = expression["operator"].text();
  const auto is_listed = [&] {
    return !value.empty() && std::ranges::any_of(expression["values"], [value](Node each) {
      return each.text() == value;
    });
  };
  if (op == "In") return is_listed();
  if (op == "NotIn") return !is_listed();
  if (op == "Exists") return !value.empty();
  if (op == "DoesNotExist") return value.empty();
  return false;
}

// Whether a selector can match objects with those labels, whatever their other labels are.
bool takes(Node selector, const Labels& labels, Side side) {
  for (const auto& [key, value] : selector["matchLabels"].entries()) {
    const auto has = value_of(labels, side, key.text());
    if (has && *has != value.text()) return false;
  }
  return std::ranges::all_of(selector["matchExpressions"], [&](Node expression) {
    const auto has = value_of(labels, side, expression["key"].text());
    return !has || is_met(expression, *has);
  });
}

// Selectors on other labels may keep two webhooks apart.
bool asks_for_other_labels(Node selector, Side side) {
  const Labels none;
  const auto is_other = [&](Node key) { return !value_of(none, side, key.text()); };
  for (const auto& [key, value] : selector["matchLabels"].entries()) {
    if (is_other(key)) return true;
  }
  return std::ranges::any_of(selector["matchExpressions"], [&](Node expression) {
    // The charts exclude some namespaces by name.
    return expression["operator"].text() != "NotIn" && is_other(expression["key"]);
  });
}

struct Injector {
  const Resource* configuration;
  Node webhook;
};

void collect_revisions(Node selector, std::set<std::string_view>& revisions) {
  revisions.insert(selector["matchLabels"]["istio.io/rev"].text());
  for (const Node expression : selector["matchExpressions"]) {
    if (expression["key"].text() != "istio.io/rev") continue;
    for (const Node value : expression["values"]) revisions.insert(value.text());
  }
}

}  // namespace

void duplicate_injector(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  std::vector<Injector> injectors;
  std::set<std::string_view> revisions = {""};
  for (const Resource* const configuration :
       environment.of_kind("admissionregistration.k8s.io", "MutatingWebhookConfiguration")) {
    for (const Node webhook : configuration->root["webhooks"]) {
      if (!webhook["name"].text().ends_with("sidecar-injector.istio.io") ||
          asks_for_other_labels(webhook["namespaceSelector"], Side::kNamespace) ||
          asks_for_other_labels(webhook["objectSelector"], Side::kPod)) {
        continue;
      }
      if (injectors.size() == kMostInjectors) {
        report.not_checked(webhook);
        continue;
      }
      injectors.push_back({configuration, webhook});
      collect_revisions(webhook["namespaceSelector"], revisions);
      collect_revisions(webhook["objectSelector"], revisions);
    }
  }
  if (injectors.size() < 2) return;

  std::vector<Labels> namespaces;
  std::vector<Labels> pods;
  for (const std::string_view revision : revisions) {
    for (const std::string_view word : {"", "enabled", "disabled"}) {
      namespaces.push_back({word, revision});
    }
    for (const std::string_view word : {"", "true", "false"}) pods.push_back({word, revision});
  }
  std::set<std::pair<std::size_t, std::size_t>> reported;
  for (const Labels& ns : namespaces) {
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < injectors.size(); ++i) {
      if (takes(injectors[i].webhook["namespaceSelector"], ns, Side::kNamespace)) here.push_back(i);
    }
    for (const Labels& pod : pods) {
      const Injector* first = nullptr;
      for (const std::size_t i : here) {
        const Injector& injector = injectors[i];
        if (!takes(injector.webhook["objectSelector"], pod, Side::kPod)) continue;
        if (first == nullptr) {
          first = &injector;
          continue;
        }
        const std::size_t other = static_cast<std::size_t>(first - injectors.data());
        if (!reported.insert({other, i}).second) continue;
        report
            .add(injector.configuration, injector.webhook["name"],
                 "`{}` already injects pods in namespaces with {}; give one a revision",
                 first->configuration->name,
                 !ns.revision.empty()
                     ? fmt::format("`istio.io/rev: {}`", ns.revision)
                     : (ns.injection.empty() ? std::string("no label")
                                             : fmt::format("`istio-injection: {}`", ns.injection)))
            .related(first->webhook["name"], "the other webhook");
      }
    }
  }
}

}  // namespace meshlint::rules::conflict
