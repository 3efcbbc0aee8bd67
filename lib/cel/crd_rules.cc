#include "cel/crd_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "cel/cost.h"
#include "cel/problems.h"
#include "cel/schema_rules.h"
#include "cel/schema_types.h"
#include "cel/sizes.h"
#include "cel/text_forms.h"
#include "schema/own_schemas.h"
#include "text/edit_distance.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

using schema::FacetKind;
using schema::Type;
using yaml::Node;

constexpr std::string_view kRules = "x-kubernetes-validations";
constexpr auto kReasons = std::to_array<std::string_view>(
    {"FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate"});

bool has_facet(Type type, FacetKind kind) {
  return std::ranges::any_of(type.facets(),
                             [&](schema::Facet facet) { return facet.kind() == kind; });
}

// Whether the schema has rules. It's as deep as a document at most.
bool has_rules(Node schema) {
  if (schema.is_list()) return std::ranges::any_of(schema, has_rules);
  return std::ranges::any_of(schema.entries(), [](const yaml::EntryView& entry) {
    return entry.key.text() == kRules || has_rules(entry.value);
  });
}

// Extends `path` with the fields from a schema to another one in it, and returns the key of that.
Node lead(Node schema, Node target, std::string& path) {
  const auto below = [&](Node key, Node child, std::string_view step) {
    const std::size_t size = path.size();
    path += step;
    if (child == target) return key;
    const Node found = lead(child, target, path);
    if (!found) path.resize(size);
    return found;
  };
  for (const auto [key, property] : schema["properties"].entries()) {
    const std::string step = fmt::format("{}{}", path.empty() ? "" : ".", key.text());
    if (const Node found = below(key, property, step)) return found;
  }
  for (const std::string_view each : {"items", "additionalProperties"}) {
    if (!schema[each].is_map()) continue;
    if (const Node found = below(schema.key(each), schema[each], "[*]")) return found;
  }
  return {};
}

// "12.5 times", as the API server writes it.
std::string factor(std::uint64_t cost, std::uint64_t most) {
  const double ratio = static_cast<double>(cost) / static_cast<double>(most);
  if (ratio > 100) return "more than 100 times";
  return ratio < 1.5 ? fmt::format("{:.3f} times", std::max(ratio, 1.001))
                     : fmt::format("{:.1f} times", ratio);
}

// Walks the schema of one version together with the type that was read from it.
class Visit {
 public:
  Visit(Node root, const schema::Tables& tables, Libraries libraries, const text::Sources& sources,
        const std::function<std::size_t()>& count_objects, std::vector<text::Problem>& problems)
      : root_(root),
        sizes_(root),
        types_(tables),
        libraries_(libraries),
        sources_(sources),
        count_objects_(count_objects),
        problems_(problems) {}

  std::vector<RuleCost> run(Type root) && {
    schema(root_, root, true);
    check_total();
    std::vector<RuleCost> costs;
    for (const Costed& each : costs_) costs.push_back({each.rule, each.cost});
    return costs;
  }

 private:
  // A rule that compiles, its place and its cost.
  struct Costed {
    Node rule;
    Node schema;
    Type type;
    std::vector<Node> around;  // the lists and maps around the schema's values
    std::uint64_t cost = 0;
  };

  // `is_tracked`: an update can match the values here with the old ones.
  void schema(Node schema, Type type, bool is_tracked) {
    for (const Node rule : schema[kRules]) check(rule, schema, type, is_tracked);
    for (const auto [name, property] : schema["properties"].entries()) {
      const schema::Field field = type.field(name.text(), {});
      if (field) this->schema(property, field.type(), is_tracked);
    }
    if (!type.element()) return;
    const bool is_list = type.kind() == schema::TypeKind::kList;
    around_.push_back(schema);
    this->schema(schema[is_list ? "items" : "additionalProperties"], type.element(),
                 is_tracked && (!is_list || has_facet(type, FacetKind::kKeys)));
    around_.pop_back();
  }

  RuleCode compile(Node node, Type type, Environment& environment) const {
    environment.libraries = libraries_;
    environment.folds_constants = false;
    return compile_rule(
        type,
        {.expression = node["rule"].text(),
         .message_expression = node["messageExpression"].text(),
         .has_optional_old_self = node["optionalOldSelf"].as_bool().value_or(false)},
        types_, environment);
  }

  void check(Node node, Node schema, Type type, bool is_tracked) {
    const Node expression = node["rule"];
    if (!expression.as_string() || trimmed(expression.text()).empty()) {
      if (node.is_map()) add(expression ? expression : node, "the rule is empty");
      return;
    }
    const bool is_optional = node["optionalOldSelf"].as_bool().value_or(false);
    Environment environment;
    const RuleCode code = compile(node, type, environment);
    add_issues(expression, code.rule.issues);
    const std::size_t objects = code.rule.issues.empty() ? 0 : count_objects_();
    if (objects > 0) {
      problems_.back().notes.push_back(
          objects == 1 ? "1 object of the kind is not checked"
                       : fmt::format("{} objects of the kind are not checked", objects));
    }
    add_issues(node["messageExpression"], code.message.issues);
    if (code.rule.issues.empty() && code.is_about_changes && !is_tracked) {
      add(expression,
          "`oldSelf` in a list without keys is never known; set `x-kubernetes-list-type: map`");
    }
    if (code.rule.issues.empty() && is_optional && !code.is_about_changes) {
      add(node["optionalOldSelf"], "`optionalOldSelf` of a rule without `oldSelf`; delete it");
    }
    check_message(node, expression);
    check_reason(node["reason"]);
    check_path(node["fieldPath"], type);
    if (code.rule.issues.empty()) check_cost({node, schema, type, around_}, code, environment);
  }

  std::uint64_t cost_of(const Costed& rule, const Compiled& compiled,
                        const Environment& environment, SchemaSizes& sizes) const {
    return times(max_cost(compiled, environment.types, sizes, rule.schema),
                 sizes.max_count(rule.schema, rule.around));
  }

  void check_cost(Costed rule, const RuleCode& code, const Environment& environment) {
    rule.cost = cost_of(rule, code.rule, environment, sizes_);
    if (rule.cost > kMaxRuleCost) {
      add_costly(rule, kMaxRuleCost,
                 fmt::format("the rule can cost {} the limit of the API server",
                             factor(rule.cost, kMaxRuleCost)));
    }
    // A message is evaluated at most once.
    if (code.message.issues.empty() && !code.message.program.steps.empty()) {
      const std::uint64_t cost = max_cost(code.message, environment.types, sizes_, rule.schema);
      if (cost > kMaxRuleCost) {
        add(kCrdRuleTooCostly, rule.rule["messageExpression"].span(),
            fmt::format("the message can cost {} the limit of the API server; simplify it",
                        factor(cost, kMaxRuleCost)));
      } else {
        total_ = plus(total_, cost);
      }
    }
    // A rule that is reported alone doesn't count for the total.
    if (rule.cost <= kMaxRuleCost) total_ = plus(total_, rule.cost);
    costs_.push_back(std::move(rule));
  }

  void check_total() {
    if (total_ <= kMaxSchemaCost) return;
    const Costed* most = nullptr;
    for (const Costed& each : costs_) {
      if (each.cost <= kMaxRuleCost && (!most || each.cost > most->cost)) most = &each;
    }
    if (!most) return;
    const std::uint64_t rest = std::min(total_ - most->cost, kMaxSchemaCost);
    add_costly(
        *most, kMaxSchemaCost - rest,
        fmt::format("all rules together can cost {} the limit of the API server, this one the most",
                    factor(total_, kMaxSchemaCost)));
  }

  // Suggests limits: for the schemas where one reduces the cost the most, until the rule costs no
  // more than `most`.
  void add_costly(const Costed& rule, std::uint64_t most, std::string message) {
    constexpr std::uint64_t kCommonSize = 100;
    constexpr std::size_t kMaxNamed = 3;
    constexpr std::size_t kMaxTried = 32;
    Environment environment;
    const RuleCode code = compile(rule.rule, rule.type, environment);
    SchemaSizes sizes(root_);
    std::uint64_t cost = cost_of(rule, code.rule, environment, sizes);
    std::vector<Node> bounded;
    while (cost > most && bounded.size() < kMaxNamed) {
      std::vector<Node> tried;
      Node best;
      for (const Node candidate : std::vector(sizes.asked())) {
        if (tried.size() == kMaxTried) break;
        if (std::ranges::find(tried, candidate) != tried.end()) continue;
        tried.push_back(candidate);
        if (sizes.max_size(candidate) <= kCommonSize) continue;
        SchemaSizes trial = sizes;
        trial.assume(candidate, kCommonSize);
        const std::uint64_t reached = cost_of(rule, code.rule, environment, trial);
        if (reached >= cost) continue;
        cost = reached;
        best = candidate;
      }
      if (!best) break;
      sizes.assume(best, kCommonSize);
      bounded.push_back(best);
    }
    text::Problem& problem = add(kCrdRuleTooCostly, rule.rule["rule"].span(), std::move(message));
    if (bounded.empty()) problem.message += "; simplify it";
    for (const Node schema : bounded) {
      const std::string_view bound = SchemaSizes::bound_of(schema);
      std::string path;
      const Node key = lead(root_, schema, path);
      problem.message += fmt::format("{} {} {} at `{}`", schema == bounded.front() ? ";" : " and",
                                     schema[bound] ? "lower" : "set", bound, path);
      problem.related.push_back({key.span(), fmt::format("{} applies here", bound)});
    }
  }

  void add(Node at, std::string message) { add(kInvalidCrdRule, at.span(), std::move(message)); }
  text::Problem& add(text::ProblemKind kind, text::Span at, std::string message) {
    return problems_.emplace_back(text::make_problem(kind, at, std::move(message)));
  }

  void add_issues(Node scalar, const std::vector<Issue>& issues) {
    if (issues.empty()) return;
    const yaml::ScalarMap places(scalar, sources_[scalar.span().source].bytes());
    for (const Issue& issue : issues) {
      const bool is_part = issue.begin < issue.end;
      add(kInvalidCrdRule, is_part ? places.span(issue.begin, issue.end) : scalar.span(),
          fmt::format("the rule doesn't compile: {}", issue.message));
    }
  }

  void check_message(Node rule, Node expression) {
    const Node message = rule["message"];
    const std::string_view text = trimmed(message.text());
    if (message && text.empty()) add(message, "the message is empty; delete it or write one");
    if (text.find('\n') != text.npos) add(message, "the message has a line break; write one line");
    if (!message && trimmed(expression.text()).find('\n') != std::string_view::npos) {
      add(expression, "a rule of several lines needs a `message`");
    }
  }

  void check_reason(Node reason) {
    if (!reason || std::ranges::find(kReasons, reason.text()) != kReasons.end()) return;
    const std::string_view meant = text::nearest_name(reason.text(), kReasons);
    add(reason, meant.empty() ? fmt::format("unknown reason `{}`; known reasons: {}",
                                            one_line(reason.text()), fmt::join(kReasons, ", "))
                              : fmt::format("unknown reason `{}`; did you mean `{}`?",
                                            one_line(reason.text()), meant));
  }

  // ".spec.hosts", ".labels['a.b']": a path through the schema.
  void check_path(Node path, Type type) {
    std::string_view rest = path.text();
    if (!path) return;
    if (!rest.starts_with('.')) {
      return add(path, fmt::format("`fieldPath` is `{}`; start it with a dot", one_line(rest)));
    }
    while (!rest.empty()) {
      std::string_view name;
      if (rest.starts_with("['") || rest.starts_with("[\"")) {
        const std::size_t end = rest.find(std::string{rest[1], ']'}, 2);
        if (end == rest.npos) break;
        name = rest.substr(2, end - 2);
        rest.remove_prefix(end + 2);
      } else if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        name = rest.substr(0, rest.find_first_of(".["));
        rest.remove_prefix(name.size());
      }
      if (name.empty()) break;
      if (type.kind() == schema::TypeKind::kMap) {
        type = type.element();
        if (type) continue;
        return;
      }
      const schema::Field field = type.field(name, {});
      if (!field) {
        text::NearestName nearest(name);
        for (const schema::Field known : type.fields()) nearest.consider(known.name());
        return add(path, fmt::format("unknown field `{}` in `fieldPath`{}", one_line(name),
                                     text::did_you_mean(nearest.best())));
      }
      type = field.type();
    }
    if (!rest.empty()) {
      add(path, fmt::format("`fieldPath` is `{}`, not a path such as .spec.hosts",
                            one_line(path.text())));
    }
  }

  Node root_;
  SchemaSizes sizes_;
  std::vector<Node> around_;
  std::vector<Costed> costs_;
  std::uint64_t total_ = 0;
  SchemaTypes types_;
  Libraries libraries_;
  const text::Sources& sources_;
  const std::function<std::size_t()>& count_objects_;
  std::vector<text::Problem>& problems_;
};

}  // namespace

std::vector<RuleCost> check_crd_rules(Node crd, Libraries libraries, const text::Sources& sources,
                                      const std::function<std::size_t()>& count_objects,
                                      std::vector<text::Problem>& problems) {
  std::vector<RuleCost> costs;
  const Node spec = crd["spec"];
  if (!has_rules(spec)) return costs;
  std::vector<text::Problem> reported_elsewhere;
  const schema::OwnSchemas own = schema::OwnSchemas::read({&crd, 1}, reported_elsewhere);
  const schema::Kind kind = own.find(spec["group"].text(), spec["names"]["kind"].text());
  if (!kind) return costs;
  for (const Node version : spec["versions"]) {
    const schema::ApiVersion api = kind.version(version["name"].text());
    if (!api) continue;  // not served
    Visit visit(version["schema"]["openAPIV3Schema"], api.root().tables(), libraries, sources,
                count_objects, problems);
    std::ranges::copy(std::move(visit).run(api.root()), std::back_inserter(costs));
  }
  return costs;
}

}  // namespace meshlint::cel
