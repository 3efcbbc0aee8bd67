#include "kustomize/name_reference.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "kustomize/field_specs.h"
#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// Whether the shorter list is the end of the longer one.
bool same_end(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  const std::size_t count = std::min(a.size(), b.size());
  return std::equal(a.end() - static_cast<std::ptrdiff_t>(count), a.end(),
                    b.end() - static_cast<std::ptrdiff_t>(count));
}

bool agree(const Object& a, const Object& b, bool allows_none) {
  const auto fit = [&](const auto& x, const auto& y) {
    if (x.empty() || y.empty()) return allows_none || (x.empty() && y.empty());
    return same_end(x, y);
  };
  return fit(a.prefixes, b.prefixes) && fit(a.suffixes, b.suffixes);
}

class Updater {
 public:
  Updater(Context& context, Stage& stage)
      : context_(context),
        arena_(context.arena()),
        objects_(stage.objects.all()),
        own_(stage.places.references) {
    for (std::size_t i = 0; i < objects_.size(); ++i) {
      if (objects_[i].is_removed) continue;
      std::unordered_set<std::string_view> names;
      for (const PreviousId& id : objects_[i].previous) {
        if (names.insert(id.name).second) by_former_name_[id.name].push_back(i);
      }
    }
  }

  void run() {
    for (Object& object : objects_) {
      if (!object.is_removed) update(object);
    }
    context_.report(std::move(obstacles_));
  }

 private:
  using Candidates = std::vector<const Object*>;

  void update(Object& referrer) {
    const bool is_role_binding = referrer.kind == "RoleBinding";
    reachable_.clear();
    if (is_role_binding) {
      for (const yaml::Node subject : referrer.root["subjects"]) {
        if (subject["kind"].text() == "ServiceAccount") {
          reachable_.insert(subject["namespace"].text());
        }
      }
    }
    const std::string_view kind = referrer.original().kind;
    const yaml::Node before = referrer.root;
    const auto update_at = [&](const NameReference& reference) {
      yaml::Node obstacle;
      const auto root = rewrite_at(
          arena_, referrer.root, {.path = reference.path}, {},
          [&](yaml::Node node) { return updated(referrer, reference, node); }, &obstacle);
      if (obstacle) {
        context_.add_obstacle(referrer, obstacle, {.at = {}, .what = "nameReference"}, obstacles_);
      }
      if (root) referrer.replace(arena_, *root);
    };
    for_each_name_reference(kind, referrer.group(), referrer.version(), before, update_at);
    for (const NameReference& reference : own_) {
      const FieldSpec spec{reference.kind, reference.group, reference.version, {}};
      if (spec.fits(kind, referrer.group(), referrer.version())) update_at(reference);
    }
    context_.note_step(referrer, before,
                       {.at = yaml::Node(referrer.source).span(), .what = "name reference"});
  }

  std::optional<yaml::Record> updated(const Object& referrer, const NameReference& reference,
                                      yaml::Node node) {
    if (node.is_list()) {
      return rewrite_items(arena_, node,
                           [&](yaml::Node item) { return updated(referrer, reference, item); });
    }
    if (node.is_map()) return updated_map(referrer, reference, node);
    if (!node.is_scalar() || node.is_null()) return std::nullopt;
    const Object* const target = referral(referrer, reference, node, std::nullopt, false);
    if (!target || target->name == node.text()) return std::nullopt;
    return yaml::string_record(arena_, target->name, node.span());
  }

  // A reference with a namespace, which is updated together with the name.
  std::optional<yaml::Record> updated_map(const Object& referrer, const NameReference& reference,
                                          yaml::Node node) {
    const yaml::Node name = node["name"];
    if (!name || name.is_null()) report_nameless(referrer, reference, node);
    if (!name.is_scalar()) return std::nullopt;
    const yaml::Node ns = node["namespace"];
    const Object* const target = referral(
        referrer, reference, name, ns.is_scalar() ? std::optional(ns.text()) : std::nullopt, true);
    if (!target || (target->name == name.text() && target->ns.empty())) return std::nullopt;
    yaml::Record result = *node.record();
    if (target->name != name.text()) {
      const yaml::Record key = yaml::string_record(arena_, "name", name.span());
      result = yaml::with_entry(arena_, node, key,
                                yaml::string_record(arena_, target->name, name.span()));
    }
    if (!target->ns.empty() && target->ns != ns.text()) {
      const yaml::Node written = target->root["metadata"]["namespace"];
      const yaml::Record key = yaml::string_record(arena_, "namespace", name.span());
      result = yaml::with_entry(arena_, yaml::Node(&result), key, *written.record());
    }
    if (result.entries == node.record()->entries) return std::nullopt;
    return result;
  }

  const Object* referral(const Object& referrer, const NameReference& reference, yaml::Node name,
                         std::optional<std::string_view> ns, bool writes_namespace) const {
    const auto found = by_former_name_.find(name.text());
    if (found == by_former_name_.end()) return nullptr;
    Candidates candidates;
    for (const std::size_t i : found->second) {
      const Object& target = objects_[i];
      if (is_of_type(target, reference) && is_reachable(referrer, target, reference)) {
        candidates.push_back(&target);
      }
    }
    if (ns) keep_namespace(candidates, *ns);
    if (candidates.size() == 1) return candidates.front();
    std::erase_if(candidates, [&](const Object* c) { return !agree(*c, referrer, true); });
    if (candidates.size() > 1) {
      std::erase_if(candidates, [&](const Object* c) { return !agree(*c, referrer, false); });
    }
    if (candidates.empty()) return nullptr;
    // Several candidates are fine if all of them lead to the same reference.
    const Object& first = *candidates.front();
    const auto other = std::ranges::find_if(candidates, [&](const Object* c) {
      return c->name != first.name || (writes_namespace && c->ns != first.ns);
    });
    if (other == candidates.end()) return &first;
    report(name, first, **other);
    return nullptr;
  }

  void report_nameless(const Object& referrer, const NameReference& reference, yaml::Node node) {
    text::Problem found =
        text::make_problem(kInvalidResource, node.span(),
                           fmt::format("`{}` of {} has no `name`; kustomize rejects it",
                                       reference.path, referrer.title()),
                           {std::string(reference.path), referrer.title()});
    obstacles_.add({std::move(found)});
  }

  void report(yaml::Node name, const Object& first, const Object& second) const {
    text::Problem found =
        text::make_problem(kInvalidResource, name.span(),
                           fmt::format("\"{}\" matches both {} and {}; kustomize rejects it",
                                       text::shown(name.text()), first.title(), second.title()),
                           {std::string(name.text()), first.title(), second.title()});
    for (const Object* const object : {&first, &second}) {
      const yaml::Node written = yaml::Node(object->source)["metadata"]["name"];
      found.related.push_back({written.span(), object == &first ? "first match" : "second match"});
    }
    context_.build.problems.push_back(std::move(found));
  }

  static bool is_of_type(const Object& target, const NameReference& reference) {
    if (!reference.target_group.empty() && target.group() != reference.target_group) return false;
    if (!reference.target_version.empty() && target.version() != reference.target_version) {
      return false;
    }
    return std::ranges::any_of(
        target.previous, [&](const PreviousId& id) { return id.kind == reference.target_kind; });
  }

  bool is_reachable(const Object& referrer, const Object& target,
                    const NameReference& reference) const {
    if (reference.path.ends_with("roleRef/name")) {
      const yaml::Node role = referrer.root["roleRef"];
      const yaml::Node group = role["apiGroup"];
      const yaml::Node kind = role["kind"];
      if (group && kind &&
          ((!group.text().empty() && target.group() != group.text()) ||
           std::ranges::none_of(target.previous, [&](const PreviousId& id) {
             return kind.text().empty() || id.kind == kind.text();
           }))) {
        return false;
      }
    }
    if (referrer.is_cluster_scoped() || target.is_cluster_scoped()) return true;
    if (referrer.effective_namespace() == target.effective_namespace()) return true;
    return target.kind == "ServiceAccount" && reachable_.contains(target.ns);
  }

  // A reference has the namespace that its target had at first, or the one it has now.
  static void keep_namespace(Candidates& candidates, std::string_view ns) {
    const auto had = [&](const Object* c) { return c->original().ns == ns; };
    if (std::ranges::any_of(candidates, had)) {
      std::erase_if(candidates, [&](const Object* c) { return !had(c); });
    } else {
      std::erase_if(candidates, [&](const Object* c) { return c->effective_namespace() != ns; });
    }
  }

  Context& context_;
  yaml::Arena& arena_;
  std::vector<Object>& objects_;
  const std::vector<NameReference>& own_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_former_name_;
  Repeated obstacles_;
  std::unordered_set<std::string_view> reachable_;  // namespaces of a RoleBinding's accounts
};

}  // namespace

void update_name_references(Context& context, Stage& stage) { Updater(context, stage).run(); }

}  // namespace meshlint::kustomize
