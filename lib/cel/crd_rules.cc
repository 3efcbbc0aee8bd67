#include "cel/crd_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cel/schema_rules.h"
#include "cel/schema_types.h"
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

// Whether rules stand in the schema. Its depth is that of a document.
bool has_rules(Node schema) {
  if (schema.is_list()) return std::ranges::any_of(schema, has_rules);
  return std::ranges::any_of(schema.entries(), [](const yaml::EntryView& entry) {
    return entry.key.text() == kRules || has_rules(entry.value);
  });
}

// One version's schema, walked side by side with the type that was read from it.
class Visit {
 public:
  Visit(const schema::Tables& tables, Libraries libraries, const text::Sources& sources,
        std::vector<text::Problem>& problems)
      : types_(tables), libraries_(libraries), sources_(sources), problems_(problems) {}

  // `is_tracked`: an update can tell which old value belongs to one here.
  void schema(Node schema, Type type, bool is_tracked) {
    for (const Node rule : schema[kRules]) check(rule, type, is_tracked);
    for (const auto [name, property] : schema["properties"].entries()) {
      const schema::Field field = type.field(name.text(), {});
      if (field) this->schema(property, field.type(), is_tracked);
    }
    if (!type.element()) return;
    const bool is_list = type.kind() == schema::TypeKind::kList;
    this->schema(schema[is_list ? "items" : "additionalProperties"], type.element(),
                 is_tracked && (!is_list || has_facet(type, FacetKind::kKeys)));
  }

 private:
  void check(Node node, Type type, bool is_tracked) {
    const Node expression = node["rule"];
    if (!expression.as_string() || trimmed(expression.text()).empty()) {
      if (node.is_map()) add(expression ? expression : node, "the rule is empty");
      return;
    }
    const RuleCode code =
        compile_rule(type,
                     {.expression = expression.text(),
                      .message_expression = node["messageExpression"].text(),
                      .has_optional_old_self = node["optionalOldSelf"].as_bool().value_or(false)},
                     types_, libraries_);
    add_issues(expression, code.rule.issues);
    add_issues(node["messageExpression"], code.message.issues);
    if (code.rule.issues.empty() && code.is_about_changes && !is_tracked) {
      add(expression,
          "the rule names `oldSelf`, but no update can tell which old item belongs to "
          "a new one; that takes a list with `x-kubernetes-list-type: map`");
    }
    check_message(node, expression);
    check_reason(node["reason"]);
    check_path(node["fieldPath"], type);
  }

  void add(Node at, std::string message) { add(at.span(), std::move(message)); }
  void add(text::Span at, std::string message) {
    text::Problem& problem = problems_.emplace_back();
    problem.kind = text::ProblemKind::kBadRule;
    problem.at = at;
    problem.message = std::move(message);
  }

  void add_issues(Node scalar, const std::vector<Issue>& issues) {
    if (issues.empty()) return;
    const yaml::ScalarMap places(scalar, sources_[scalar.span().source].bytes());
    for (const Issue& issue : issues) {
      const bool is_part = issue.begin < issue.end;
      add(is_part ? places.span(issue.begin, issue.end) : scalar.span(),
          fmt::format("the rule does not compile: {}", issue.message));
    }
  }

  void check_message(Node rule, Node expression) {
    const Node message = rule["message"];
    const std::string_view text = trimmed(message.text());
    if (message && text.empty()) add(message, "the message is blank; leave it out or write one");
    if (text.find('\n') != text.npos) add(message, "the message has a line break; write one line");
    if (!message && trimmed(expression.text()).find('\n') != std::string_view::npos) {
      add(expression, "a rule of several lines needs a `message`");
    }
  }

  void check_reason(Node reason) {
    if (!reason || std::ranges::find(kReasons, reason.text()) != kReasons.end()) return;
    const std::string_view meant = text::nearest_name(reason.text(), kReasons);
    add(reason, meant.empty() ? fmt::format("`{}` is no reason; known are {}",
                                            one_line(reason.text()), fmt::join(kReasons, ", "))
                              : fmt::format("`{}` is no reason; did you mean `{}`?",
                                            one_line(reason.text()), meant));
  }

  // ".spec.hosts", ".labels['a.b']": it has to lead through the schema.
  void check_path(Node path, Type type) {
    std::string_view rest = path.text();
    if (!path) return;
    if (!rest.starts_with('.')) {
      return add(path, fmt::format("`fieldPath` is `{}`; it begins with a dot", one_line(rest)));
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
        return add(
            path,
            fmt::format(
                "`fieldPath` leads to `{}`, which the schema does not have{}", one_line(name),
                nearest.best().empty() ? "" : fmt::format("; did you mean `{}`?", nearest.best())));
      }
      type = field.type();
    }
    if (!rest.empty()) {
      add(path,
          fmt::format("`fieldPath` is no path such as .spec.hosts: `{}`", one_line(path.text())));
    }
  }

  SchemaTypes types_;
  Libraries libraries_;
  const text::Sources& sources_;
  std::vector<text::Problem>& problems_;
};

}  // namespace

void check_crd_rules(Node crd, Libraries libraries, const text::Sources& sources,
                     std::vector<text::Problem>& problems) {
  const Node spec = crd["spec"];
  if (!has_rules(spec)) return;
  std::vector<text::Problem> told_already;
  const schema::OwnSchemas own = schema::OwnSchemas::read({&crd, 1}, told_already);
  const schema::Kind kind = own.find(spec["group"].text(), spec["names"]["kind"].text());
  if (!kind) return;
  for (const Node version : spec["versions"]) {
    const schema::ApiVersion api = kind.version(version["name"].text());
    if (!api) continue;  // not served
    Visit(api.root().tables(), libraries, sources, problems)
        .schema(version["schema"]["openAPIV3Schema"], api.root(), true);
  }
}

}  // namespace meshlint::cel
