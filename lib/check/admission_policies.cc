#include "check/admission_policies.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/text_forms.h"
#include "check/problems.h"

namespace meshlint::check {
namespace {

constexpr std::string_view kGroup = "admissionregistration.k8s.io";
constexpr std::string_view kPolicyKind = "ValidatingAdmissionPolicy";
constexpr std::string_view kBindingKind = "ValidatingAdmissionPolicyBinding";
constexpr std::string_view kNamespaceNameLabel = "kubernetes.io/metadata.name";

// Places of the variables that every expression may name; composed ones follow.
enum Variable : std::uint32_t {
  kObject,
  kOldObject,
  kRequest,
  kNamespaceObject,
  kAuthorizer,
  kRequestResource,
  kParams,
};

enum class Verdict : std::uint8_t { kNo, kYes, kUndecidable };

Verdict verdict(bool is_true) { return is_true ? Verdict::kYes : Verdict::kNo; }

// No if any says no, else undecidable if any is.
Verdict both(Verdict a, Verdict b) {
  if (a == Verdict::kNo || b == Verdict::kNo) return Verdict::kNo;
  return a == Verdict::kYes ? b : a;
}

// Yes if any says yes, else undecidable if any is.
Verdict either(Verdict a, Verdict b) {
  if (a == Verdict::kYes || b == Verdict::kYes) return Verdict::kYes;
  return a == Verdict::kNo ? b : a;
}

bool has_text(yaml::Node list, std::string_view text) {
  return std::ranges::any_of(list, [text](yaml::Node item) { return item.text() == text; });
}

bool has_text_or_star(yaml::Node list, std::string_view text) {
  return has_text(list, "*") || has_text(list, text);
}

// The labels of an object, or of a namespace of which only the name may be known.
struct Labels {
  yaml::Node node;
  std::string_view namespace_name;  // gives the label that every namespace has
  bool are_known = true;

  // The value; nothing if there is no such label.
  std::optional<std::string_view> find(std::string_view key) const {
    if (key == kNamespaceNameLabel && !namespace_name.empty()) return namespace_name;
    const yaml::Node value = node[key];
    return value ? std::optional(value.text()) : std::nullopt;
  }
  bool knows(std::string_view key) const {
    return are_known || (key == kNamespaceNameLabel && !namespace_name.empty());
  }
};

Verdict fits(yaml::Node requirement, const Labels& labels) {
  const std::string_view key = requirement["key"].text();
  if (!labels.knows(key)) return Verdict::kUndecidable;
  const std::optional<std::string_view> value = labels.find(key);
  const std::string_view relation = requirement["operator"].text();
  if (relation == "Exists") return verdict(value.has_value());
  if (relation == "DoesNotExist") return verdict(!value);
  const bool is_listed = value && has_text(requirement["values"], *value);
  return verdict(relation == "In" ? is_listed : !is_listed);
}

Verdict selects(yaml::Node selector, const Labels& labels) {
  Verdict result = Verdict::kYes;
  for (const auto [key, value] : selector["matchLabels"].entries()) {
    if (!labels.knows(key.text())) {
      result = both(result, Verdict::kUndecidable);
    } else {
      result = both(result, verdict(labels.find(key.text()) == value.text()));
    }
  }
  for (const yaml::Node requirement : selector["matchExpressions"]) {
    result = both(result, fits(requirement, labels));
  }
  return result;
}

text::Problem problem_at(text::ProblemKind kind, yaml::Node at, std::string message) {
  return text::make_problem(kind, at.span(), std::move(message));
}

// The name of a kind in URLs and policies; empty if it is not known. Kubernetes' own kinds are
// named by rule.
// Source: UnsafeGuessKindToResource in k8s.io/apimachinery, pkg/api/meta.
std::string plural_of(schema::Kind kind) {
  if (!kind) return {};
  if (!kind.plural().empty()) return std::string(kind.plural());
  if (!kind.product() || kind.product()->name != "kubernetes") return {};
  std::string name(kind.name());
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (name == "endpoints") return name;
  if (name.ends_with('s')) return name + "es";
  if (!name.ends_with('y')) return name + "s";
  name.pop_back();
  return name + "ies";
}

// An expression with the place where it stands.
struct Expression {
  yaml::Node node;
  cel::Compiled compiled;
};

struct Validation {
  yaml::Node node;
  Expression rule;
  std::optional<Expression> message;
};

}  // namespace

struct AdmissionPolicies::Policy {
  Policy(const model::Resource& resource, cel::Libraries libraries)
      : root(resource.root), name(resource.name) {
    using cel::TypeTable;
    environment.libraries = libraries;
    const cel::TypeId authorizer =
        environment.types.opaque("kubernetes.authorization.Authorizer", {});
    const cel::TypeId check =
        environment.types.opaque("kubernetes.authorization.ResourceCheck", {});
    environment.variables = {{"object"},
                             {"oldObject"},
                             {"request"},
                             {"namespaceObject"},
                             {"authorizer", authorizer},
                             {"authorizer.requestResource", check}};
    if (root.at("spec.paramKind")) environment.variables.push_back({"params"});
    first_composed = static_cast<std::uint32_t>(environment.variables.size());

    const yaml::Node spec = root["spec"];
    for (const yaml::Node condition : spec["matchConditions"]) {
      conditions.push_back(expression(condition["expression"], cel::TypeKind::kBool));
    }
    for (const yaml::Node variable : spec["variables"]) {
      variables.push_back(expression(variable["expression"], cel::TypeKind::kDyn));
      environment.variables.push_back(
          {fmt::format("variables.{}", variable["name"].text()), variables.back().compiled.type});
    }
    for (const yaml::Node validation : spec["validations"]) {
      Validation& added = validations.emplace_back();
      added.node = validation;
      added.rule = expression(validation["expression"], cel::TypeKind::kBool);
      if (validation["messageExpression"]) {
        added.message = expression(validation["messageExpression"], cel::TypeKind::kString);
      }
    }
  }

  // Compiles it; mistakes become problems of the policy.
  Expression expression(yaml::Node node, cel::TypeKind wanted) {
    Expression result{node, cel::compile(node.text(), environment)};
    for (const cel::Issue& issue : result.compiled.issues) {
      problems.push_back(
          problem_at(kInvalidPolicy, node,
                     fmt::format("policy `{}` does not compile: {}", name, issue.message)));
    }
    const cel::TypeKind given = environment.types[result.compiled.type].kind;
    if (result.compiled.issues.empty() && wanted != cel::TypeKind::kDyn && given != wanted &&
        given != cel::TypeKind::kDyn) {
      problems.push_back(
          problem_at(kInvalidPolicy, node,
                     fmt::format("the type of an expression of policy `{}` is {} instead of {}",
                                 name, environment.types.text(result.compiled.type),
                                 environment.types.text(cel::TypeTable::simple(wanted)))));
    }
    return result;
  }

  yaml::Node root;
  std::string_view name;
  std::vector<yaml::Node> bindings;
  cel::Environment environment;
  std::uint32_t first_composed = 0;
  std::vector<Expression> conditions;
  std::vector<Expression> variables;
  std::deque<Validation> validations;
  std::vector<text::Problem> problems;
  cel::Regexes regexes;
  // Where something could not be decided, and why; the first time counts.
  yaml::Node undecided;
  std::string reason;
};

// One policy on one resource.
class AdmissionPolicies::Judgement {
 public:
  Judgement(const model::Environment& environment, Policy& policy, const model::Resource& resource,
            schema::Kind kind)
      : environment_(environment),
        policy_(policy),
        resource_(resource),
        kind_(kind),
        plural_(plural_of(kind)) {}

  void run(std::vector<text::Problem>& problems) {
    const Verdict constraints = matches(policy_.root.at("spec.matchConstraints"), true);
    if (constraints == Verdict::kNo) return;
    std::vector<yaml::Node> binding;
    for (const yaml::Node candidate : policy_.bindings) {
      const yaml::Node narrower = candidate.at("spec.matchResources");
      const Verdict is_bound =
          both(constraints, narrower ? matches(narrower, false) : Verdict::kYes);
      if (is_bound == Verdict::kUndecidable) undecided(policy_.root["kind"], "what it matches");
      if (is_bound == Verdict::kYes) binding.push_back(candidate);
    }
    if (binding.empty()) return;
    compute_variables();
    const Verdict conditions = judge_conditions();
    if (conditions == Verdict::kNo) return;
    for (const Validation& validation : policy_.validations) {
      const cel::Value result = evaluate(validation.rule);
      if (result.is_true()) continue;
      if (!result.is_false() || conditions == Verdict::kUndecidable) {
        undecided(validation.rule.node,
                  result.is_error() ? std::string(result.text()) : "it depends on the cluster");
        continue;
      }
      for (const yaml::Node bound : binding) tell(validation, bound, problems);
    }
  }

 private:
  void undecided(yaml::Node at, std::string reason) {
    if (policy_.undecided) return;
    policy_.undecided = at;
    policy_.reason = std::move(reason);
  }

  // `is_required` says that there have to be rules; a binding without any means all.
  Verdict matches(yaml::Node match, bool is_required) {
    for (const yaml::Node rule : match["excludeResourceRules"]) {
      const Verdict is_excluded = matches_rule(rule);
      if (is_excluded != Verdict::kNo) {
        return is_excluded == Verdict::kYes ? Verdict::kNo : Verdict::kUndecidable;
      }
    }
    Verdict result = Verdict::kNo;
    for (const yaml::Node rule : match["resourceRules"])
      result = either(result, matches_rule(rule));
    if (match["resourceRules"].empty() && !is_required) result = Verdict::kYes;
    const Labels own{resource_.at("metadata.labels"), {}, true};
    if (match["objectSelector"]) result = both(result, selects(match["objectSelector"], own));
    if (match["namespaceSelector"]) {
      result = both(result, matches_namespace(match["namespaceSelector"]));
    }
    return result;
  }

  Verdict matches_rule(yaml::Node rule) {
    Verdict result = verdict(has_text_or_star(rule["operations"], "CREATE") &&
                             has_text_or_star(rule["apiGroups"], resource_.group()));
    if (rule["resourceNames"] && !rule["resourceNames"].empty()) {
      result = both(result, verdict(has_text(rule["resourceNames"], resource_.name)));
    }
    const bool is_any = has_text(rule["resources"], "*") || has_text(rule["resources"], "*/*");
    if (!is_any) {
      result = both(result, plural_.empty() ? Verdict::kUndecidable
                                            : verdict(has_text(rule["resources"], plural_)));
    }
    const std::string_view scope = rule["scope"].text();
    if (scope == "Cluster" || scope == "Namespaced") {
      const bool is_cluster = kind_ && kind_.scope() == schema::Scope::kCluster;
      result =
          both(result, kind_ ? verdict(is_cluster == (scope == "Cluster")) : Verdict::kUndecidable);
    }
    return result;
  }

  bool is_namespace() const { return resource_.is("", "Namespace"); }
  bool is_cluster_scoped() const { return kind_ && kind_.scope() == schema::Scope::kCluster; }
  const model::Resource* namespace_resource() const {
    return environment_.find("", "Namespace", "", resource_.ns);
  }

  Verdict matches_namespace(yaml::Node selector) {
    if (is_namespace()) {
      return selects(selector, {resource_.at("metadata.labels"), resource_.name, true});
    }
    if (is_cluster_scoped()) return Verdict::kYes;
    const model::Resource* const found = namespace_resource();
    const yaml::Node labels = found ? found->at("metadata.labels") : yaml::Node();
    return selects(selector, {labels, resource_.ns, found != nullptr});
  }

  // Yes, no, or undecidable if one fails for want of something.
  Verdict judge_conditions() {
    Verdict result = Verdict::kYes;
    for (const Expression& condition : policy_.conditions) {
      const cel::Value value = evaluate(condition);
      if (value.is_false()) return Verdict::kNo;
      if (!value.is_true()) result = Verdict::kUndecidable;
    }
    return result;
  }

  cel::Frame& new_frame() { return frames_.emplace_back(policy_.regexes); }

  cel::Value evaluate(const Expression& expression) {
    if (!expression.compiled.issues.empty()) return cel::Value::unknown();
    cel::Frame& frame = new_frame();
    const cel::ProgramView program = expression.compiled.program.view();
    frame.start(program);
    // Composed variables that stand below the expression have no slot in it.
    const auto known = static_cast<std::uint32_t>(expression.compiled.uses.size());
    for (std::uint32_t i = 0; i < known; ++i) {
      if (expression.compiled.uses[i]) frame.bind(i, value_of(i, frame));
    }
    return cel::evaluate(program, frame);
  }

  cel::Value value_of(std::uint32_t variable, cel::Frame& frame) {
    if (variable >= policy_.first_composed) return composed_[variable - policy_.first_composed];
    switch (variable) {
      case kObject:
        return frame.value_of(resource_.root);
      case kOldObject:
        return cel::Value::null();
      case kRequest:
        return request(frame);
      case kNamespaceObject: {
        if (is_cluster_scoped()) return cel::Value::null();
        const model::Resource* const found = namespace_resource();
        return found ? frame.value_of(found->root) : cel::Value::unknown();
      }
      default:
        return cel::Value::unknown();
    }
  }

  static cel::Value map(cel::Frame& frame, std::span<const cel::Value> keys_and_values) {
    const cel::Value list = frame.list(keys_and_values);
    return list.is_error() ? list : cel::Value::map(list.values());
  }

  // What is known of the request; the rest is unknown.
  cel::Value request(cel::Frame& frame) {
    using cel::Value;
    const auto text = [](std::string_view value) { return Value::string(value); };
    const Value kind =
        map(frame, std::array{text("group"), text(resource_.group()), text("version"),
                              text(resource_.version()), text("kind"), text(resource_.kind)});
    const Value plural = plural_.empty() ? Value::unknown() : text(plural_);
    const Value resource =
        map(frame, std::array{text("group"), text(resource_.group()), text("version"),
                              text(resource_.version()), text("resource"), plural});
    return map(frame, std::array{text("operation"),
                                 text("CREATE"),
                                 text("name"),
                                 text(resource_.name),
                                 text("namespace"),
                                 text(resource_.ns),
                                 text("kind"),
                                 kind,
                                 text("requestKind"),
                                 kind,
                                 text("resource"),
                                 resource,
                                 text("requestResource"),
                                 resource,
                                 text("userInfo"),
                                 Value::unknown(),
                                 text("dryRun"),
                                 Value::unknown(),
                                 text("options"),
                                 Value::unknown(),
                                 text("uid"),
                                 Value::unknown()});
  }

  void compute_variables() {
    for (const Expression& variable : policy_.variables) composed_.push_back(evaluate(variable));
  }

  std::string message_of(const Validation& validation) {
    if (validation.message) {
      const cel::Value text = evaluate(*validation.message);
      const std::string message =
          text.is(cel::ValueKind::kString) && text.text().find('\n') == std::string_view::npos
              ? cel::one_line(text.text())
              : std::string();
      if (!message.empty() && message.size() <= cel::kMaxMessageBytes) return message;
    }
    if (validation.node["message"]) return cel::one_line(validation.node["message"].text());
    return fmt::format("failed expression: {}", cel::one_line(validation.rule.node.text()));
  }

  void tell(const Validation& validation, yaml::Node binding,
            std::vector<text::Problem>& problems) {
    const yaml::Node actions = binding.at("spec.validationActions");
    text::ProblemKind kind = kPolicyAudited;
    if (has_text(actions, "Warn")) kind = kPolicyWarned;
    if (has_text(actions, "Deny")) kind = kPolicyDenied;
    text::Problem problem =
        problem_at(kind, resource_.at("metadata.name"),
                   fmt::format("policy `{}`: {}", policy_.name, message_of(validation)));
    problem.related.push_back({validation.rule.node.span(), "required here"});
    problems.push_back(std::move(problem));
  }

  const model::Environment& environment_;
  Policy& policy_;
  const model::Resource& resource_;
  schema::Kind kind_;
  std::string plural_;
  // One for each evaluation: values of variables live in theirs.
  std::deque<cel::Frame> frames_;
  std::vector<cel::Value> composed_;
};

AdmissionPolicies::AdmissionPolicies(const model::Environment& environment,
                                     cel::Libraries libraries)
    : environment_(environment) {
  for (const model::Resource* const resource : environment.of_kind(kGroup, kPolicyKind)) {
    auto policy = std::make_unique<Policy>(*resource, libraries);
    for (const model::Resource* const binding : environment.of_kind(kGroup, kBindingKind)) {
      if (binding->at("spec.policyName").text() != policy->name) continue;
      policy->bindings.push_back(binding->root);
      const yaml::Node actions = binding->at("spec.validationActions");
      if (has_text(actions, "Deny") && has_text(actions, "Warn")) {
        policy->problems.push_back(problem_at(
            kInvalidPolicy, actions,
            fmt::format("binding `{}` both denies and warns, rejected by Kubernetes; keep one",
                        binding->name)));
      }
    }
    policies_.push_back(std::move(policy));
  }
}

AdmissionPolicies::~AdmissionPolicies() = default;

void AdmissionPolicies::check(const model::Resource& resource, schema::Kind kind,
                              std::vector<text::Problem>& problems) {
  // Policies never judge themselves.
  if (resource.group() == kGroup) return;
  for (const std::unique_ptr<Policy>& policy : policies_) {
    if (policy->bindings.empty()) continue;
    Judgement(environment_, *policy, resource, kind).run(problems);
  }
}

void AdmissionPolicies::report(std::vector<text::Problem>& problems) const {
  for (const std::unique_ptr<Policy>& policy : policies_) {
    problems.insert(problems.end(), policy->problems.begin(), policy->problems.end());
    if (!policy->undecided) continue;
    problems.push_back(
        problem_at(kPolicyNotChecked, policy->undecided,
                   fmt::format("policy `{}` is not checked for every resource here: {}",
                               policy->name, policy->reason)));
  }
}

}  // namespace meshlint::check
