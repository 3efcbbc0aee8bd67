#include "cel/schema_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/problems.h"
#include "cel/schema_types.h"
#include "cel/text_forms.h"
#include "schema/problems.h"
#include "text/placeholder.h"

namespace meshlint::cel {
namespace {

constexpr std::uint32_t kSelf = 0;
constexpr std::uint32_t kOldSelf = 1;

// What all rules of one object may cost together.
// Source: k8s.io/apiextensions-apiserver, pkg/apiserver/schema/cel.
constexpr std::int64_t kBudgetOfObject = 10'000'000;

// Problems after which the API server runs no rules.
bool turns_rules_off(const text::Problem& problem) {
  return problem.turns_rules_off || problem.kind == schema::kWrongType ||
         problem.kind == schema::kAmbiguousScalar || problem.kind == schema::kMissingField ||
         problem.kind == schema::kUnknownValue;
}

}  // namespace

RuleCode compile_rule(schema::Type self, const schema::Rule& rule, const SchemaTypes& types,
                      Environment& environment) {
  environment.objects = &types;
  const TypeId self_type =
      types.type(environment.types, self).value_or(TypeTable::simple(TypeKind::kDyn));
  const TypeId old_self =
      rule.has_optional_old_self ? environment.types.optional(self_type) : self_type;
  environment.variables = {{"self", self_type}, {"oldSelf", old_self}};
  const auto compiled = [&](std::string_view expression, TypeKind wanted, std::string_view noun) {
    Compiled result = compile(expression, environment);
    const TypeKind given = environment.types[result.type].kind;
    if (result.issues.empty() && given != wanted && given != TypeKind::kDyn) {
      result.issues.push_back(
          {0, 0,
           fmt::format("the result is {}, not {}", environment.types.text(result.type), noun)});
    }
    return result;
  };
  RuleCode code;
  code.rule = compiled(rule.expression, TypeKind::kBool, "a bool");
  code.is_about_changes = code.rule.issues.empty() && code.rule.uses[kOldSelf];
  if (!rule.message_expression.empty()) {
    code.message = compiled(rule.message_expression, TypeKind::kString, "a string");
  }
  return code;
}

// One walk over a resource.
class SchemaRules::Visit {
 public:
  Visit(SchemaRules& rules, const SchemaTypes& types, yaml::Node resource,
        schema::TargetVersions& versions, std::vector<text::Problem>& problems)
      : rules_(rules),
        types_(types),
        resource_(resource),
        versions_(versions),
        problems_(problems),
        frame_(rules.regexes_, &types) {}

  void value(schema::Type type, schema::Type self, yaml::Node node) {
    if (!type.has_rules()) return;
    const schema::Version version = versions_.of(type);
    for (const schema::Facet facet : type.facets()) {
      if (facet.kind() == schema::FacetKind::kRule && facet.when().contains(version)) {
        judge(self, facet, node);
      }
      if (facet.kind() != schema::FacetKind::kAll) continue;
      for (std::size_t i = 0; i < facet.size(); ++i) value(facet.type(i), self, node);
    }
    if (type.element()) {
      for (const yaml::Node item : node) child(type.element(), item);
      for (const auto [key, value] : node.entries()) child(type.element(), value);
    }
    if (!node.is_map() || type.fields().empty()) return;
    for (const auto [key, value] : node.entries()) {
      const schema::Field field = type.field(key.text(), version);
      if (field) child(field.type(), value);
    }
  }

 private:
  // The types of a CRD form a tree, so this is as deep as the document at most.
  void child(schema::Type type, yaml::Node node) {
    if (!node.is_null()) value(type, type, node);
  }

  void judge(schema::Type self, const schema::Facet& facet, yaml::Node node) {
    if (left_ <= 0) return;
    const schema::Rule rule = facet.rule();
    if (const ProgramView* const program = rules_.shipped(self, rule)) {
      const Value result = run(*program, self, rule, node);
      if (!result.is_true() && !has_variable(node)) report_shipped(self, facet, node);
      return;
    }
    if (trimmed(rule.expression).empty()) return;
    const RuleCode& compiled = rules_.compiled(self, rule, types_);
    if (!compiled.rule.issues.empty()) {
      return leave(self, rule, node, compiled.rule.issues.front());
    }
    if (compiled.is_about_changes && !rule.has_optional_old_self) return;
    const Value result = run(compiled.rule.program.view(), self, rule, node);
    if (result.is_true() || result.is(ValueKind::kUnknown) || has_variable(node)) return;
    std::string message = message_of(compiled, self, rule, node);
    if (result.is_error()) {
      message = fmt::format("{} evaluating rule: {}", result.text(), message);
    }
    report(kRuleFailed, rule, node, message);
  }

  Value run(const ProgramView& program, schema::Type self, const schema::Rule& rule,
            yaml::Node node) {
    const std::int64_t budget = std::min(left_, Frame::kDefaultBudget);
    frame_.start(program, budget);
    frame_.bind(kSelf, frame_.value_of(node, SchemaTypes::node_type(self)));
    if (rule.has_optional_old_self) frame_.bind(kOldSelf, Value::optional(nullptr));
    const Value result = evaluate(program, frame_);
    left_ -= budget - frame_.budget();
    return result;
  }

  std::string message_of(const RuleCode& compiled, schema::Type self, const schema::Rule& rule,
                         yaml::Node node) {
    if (compiled.message.issues.empty() && !compiled.message.program.steps.empty()) {
      const Value text = run(compiled.message.program.view(), self, rule, node);
      const std::string_view message =
          text.is(ValueKind::kString) ? trimmed(text.text()) : std::string_view();
      if (!message.empty() && message.size() <= kMaxMessageBytes &&
          message.find('\n') == message.npos) {
        return std::string(message);
      }
    }
    if (!trimmed(rule.message).empty()) return one_line(rule.message);
    return fmt::format("failed rule: {}", one_line(rule.expression));
  }

  void report_shipped(schema::Type self, const schema::Facet& facet, yaml::Node node) {
    report(kRuleFailed, facet.rule(), node, facet.rule().message);
    const schema::Product* const product = self.product();
    if (product == nullptr || facet.when().since == schema::Version{}) return;
    std::string note = fmt::format("rule of {} {} and later", product->title,
                                   schema::to_string(facet.when().since));
    const auto target = versions_.targets().find(product->name);
    if (target != versions_.targets().end() && !target->second.from.empty()) {
      note +=
          fmt::format("; {} {} ({})", product->here, target->second.written, target->second.from);
    }
    problems_.back().notes.push_back(std::move(note));
  }

  void leave(schema::Type self, const schema::Rule& rule, yaml::Node node, const Issue& issue) {
    const std::lock_guard lock(rules_.mutex_);
    Unchecked& unchecked = rules_.unchecked_[{rule.expression.data(), self.index()}];
    if (unchecked.objects.empty()) {
      unchecked.tables = &self.tables();
      unchecked.expression = rule.expression;
      unchecked.reason = issue.message;
    }
    unchecked.objects.emplace(resource_.span(), place_of(rule, node));
  }

  // The node at the rule's path, or the last one on the way to it.
  static text::Span place_of(const schema::Rule& rule, yaml::Node node) {
    return yaml::find(node, rule.field_path).shown().span();
  }

  // Whether another tool replaces a placeholder here, so that the rule may hold.
  static bool has_variable(yaml::Node node) {
    const auto entries = node.entries();
    return text::has_variable(node.text()) || text::has_placeholder_part(node.text()) ||
           std::any_of(node.begin(), node.end(), has_variable) ||
           std::any_of(entries.begin(), entries.end(),
                       [](const yaml::EntryView& entry) { return has_variable(entry.value); });
  }

  void report(text::ProblemKind kind, const schema::Rule& rule, yaml::Node node,
              std::string_view message) {
    problems_.push_back(text::make_problem(kind, place_of(rule, node), std::string(message)));
  }

  SchemaRules& rules_;
  const SchemaTypes& types_;
  yaml::Node resource_;
  schema::TargetVersions& versions_;
  std::vector<text::Problem>& problems_;
  Frame frame_;
  std::int64_t left_ = kBudgetOfObject;
};

SchemaRules::SchemaRules(Libraries libraries, std::span<const CompiledRule> shipped)
    : libraries_(libraries), shipped_(shipped) {}
SchemaRules::~SchemaRules() = default;

const SchemaTypes& SchemaRules::types_of(const schema::Tables& tables) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const SchemaTypes>& types = types_[&tables];
  if (!types) types = std::make_unique<SchemaTypes>(tables);
  return *types;
}

const RuleCode& SchemaRules::compiled(schema::Type type, const schema::Rule& rule,
                                      const SchemaTypes& types) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const RuleCode>& kept = compiled_[{rule.expression.data(), type.index()}];
  if (!kept) {
    Environment environment;
    environment.libraries = libraries_;
    kept = std::make_unique<const RuleCode>(compile_rule(type, rule, types, environment));
  }
  return *kept;
}

const ProgramView* SchemaRules::shipped(schema::Type type, const schema::Rule& rule) const {
  if (shipped_.empty() || &type.tables() != &schema::shipped_facts()) return nullptr;
  const auto key = [](const CompiledRule& each) { return std::pair(each.place, each.type); };
  const std::pair wanted(rule.place(type.tables()), type.index());
  const auto at = std::ranges::lower_bound(shipped_, wanted, {}, key);
  return at != shipped_.end() && key(*at) == wanted ? &at->program : nullptr;
}

void SchemaRules::check(schema::Type root, yaml::Node resource, const schema::Targets& targets,
                        std::vector<text::Problem>& problems) {
  if (!root.has_rules() || std::ranges::any_of(problems, turns_rules_off)) return;
  const SchemaTypes& types = types_of(root.tables());
  yaml::Arena arena;
  schema::TargetVersions versions(targets);
  const yaml::Record stored = types.stored(arena, root, resource, versions);
  Visit(*this, types, resource, versions, problems).value(root, root, yaml::Node(&stored));
}

std::vector<NotChecked> SchemaRules::not_checked() const {
  const std::lock_guard lock(mutex_);
  std::vector<NotChecked> result;
  for (const auto& [key, unchecked] : unchecked_) {
    NotChecked& rule = result.emplace_back();
    rule.tables = unchecked.tables;
    rule.objects = unchecked.objects.size();
    rule.problem.kind = kRuleNotChecked;
    rule.problem.message = fmt::format(
        "rule `{}` of the CRD can't be checked{}: {}", one_line(unchecked.expression),
        rule.objects == 1 ? "" : fmt::format(", for {} objects", rule.objects), unchecked.reason);
    std::tie(rule.first, rule.problem.at) = *unchecked.objects.begin();
  }
  return result;
}

}  // namespace meshlint::cel
