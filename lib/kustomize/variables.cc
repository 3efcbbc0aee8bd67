#include "kustomize/variables.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kustomize/field_steps.h"
#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

text::Span name_place_of(const Variable& variable) {
  return yaml::field_of(variable.entry, "name").span();
}

// Splits "a.b[0].c", which also reaches into lists, into the steps a, b, 0, c.
std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  for (const std::string& step : field_steps(path)) {
    const std::size_t bracket = step.find('[');
    if (bracket == 0 || bracket == step.npos || !step.ends_with(']')) {
      steps.push_back(step);
      continue;
    }
    steps.push_back(step.substr(0, bracket));
    steps.push_back(step.substr(bracket + 1, step.size() - bracket - 2));
  }
  return steps;
}

void add(Context& context, Stage& stage, const Variable& variable) {
  const auto old = std::ranges::find(stage.variables, variable.name, &Variable::name);
  if (old == stage.variables.end()) {
    stage.variables.push_back(variable);
    return;
  }
  context
      .report(kInvalidVariable, name_place_of(variable),
              fmt::format("duplicate variable \"{}\"; rename one of the two",
                          text::shown(variable.name)),
              {std::string(variable.name)})
      .related.push_back({name_place_of(*old), "first defined here"});
}

// The index of the object that `objref` names.
std::optional<std::size_t> referred(Context& context, Stage& stage, const Variable& variable) {
  const yaml::Node reference = yaml::field_of(variable.entry, "objref");
  const auto text_of = [&](std::string_view field) {
    return yaml::field_of(reference, field).text();
  };
  std::string api_version(text_of("apiVersion"));
  if (api_version.empty()) {
    api_version = text_of("group");
    if (!api_version.empty()) api_version += '/';
    api_version += text_of("version");
  }
  Object wanted;
  wanted.api_version = api_version;
  wanted.kind = text_of("kind");
  wanted.name = text_of("name");
  wanted.ns = text_of("namespace");
  const bool counts_namespace = !wanted.ns.empty() || wanted.is_cluster_scoped();
  std::vector<std::size_t> found;
  for (const std::uint32_t i : stage.objects.named(wanted.kind, wanted.name)) {
    const Object& object = stage.objects.all()[i];
    if (object.is_removed || object.api_version != api_version) continue;
    const auto fits = [&](const PreviousId& id) {
      return id.kind == wanted.kind && id.name == wanted.name &&
             (!counts_namespace || id.ns == wanted.effective_namespace());
    };
    const PreviousId now{
        .name = object.name, .ns = object.effective_namespace(), .kind = object.kind};
    if (fits(now) || std::ranges::any_of(object.previous, fits)) found.push_back(i);
  }
  if (found.size() > 1) {
    context
        .report(kInvalidVariable, reference.span(),
                fmt::format("the variable \"{}\" matches {} objects named {}; add a namespace",
                            text::shown(variable.name), found.size(), wanted.title()),
                {std::string(variable.name), std::to_string(found.size()), wanted.title()})
        .related.push_back({name_place(stage.objects.all()[found.front()]), "first match"});
    return std::nullopt;
  }
  return found.empty() ? std::nullopt : std::optional(found.front());
}

// The value of a variable.
struct Value {
  yaml::Record record;
  bool is_string = true;
};

class Resolver {
 public:
  Resolver(Context& context, Stage& stage) : context_(context), stage_(stage) {}

  void run() {
    for (const Variable& variable : stage_.variables) {
      if (const std::optional<Value> value = value_of(variable)) {
        values_.emplace(variable.name, *value);
      }
    }
    if (values_.empty()) return;
    const SpecTables places = all_places(Places::kVarReference, stage_.places);
    const Cause cause{.at = stage_.variables.front().entry.span(), .what = "vars"};
    context_.change_all(stage_, cause, [&](Writer& writer, Object& object) {
      // Most labels and annotations have no `$(`, so this is cheap.
      for_each_spec(places, object.kind, object.group(), object.version(),
                    [&](const FieldSpec& spec) { resolve_at(writer, object, spec); });
    });
  }

 private:
  std::optional<Value> value_of(const Variable& variable) {
    // A patch may have removed the object.
    if (variable.object == Variable::kUnbound || stage_.objects.all()[variable.object].is_removed) {
      if (!stage_.may_have_more) {
        const yaml::Node reference = yaml::field_of(variable.entry, "objref");
        const yaml::Node name = yaml::field_of(reference, "name");
        context_.report(
            kInvalidVariable, name ? name.span() : variable.entry.span(),
            fmt::format("{} \"{}\" of the variable \"{}\" not found in this kustomization",
                        yaml::field_of(reference, "kind").text(), text::shown(name.text()),
                        text::shown(variable.name)),
            {std::string(name.text()), std::string(variable.name)});
      }
      return std::nullopt;
    }
    const Object& object = stage_.objects.all()[variable.object];
    const yaml::Node path = yaml::field_of(yaml::field_of(variable.entry, "fieldref"), "fieldPath");
    const std::string_view written = path.text().empty() ? "metadata.name" : path.text();
    const yaml::Node value = value_at(object.root, steps_of(written));
    if (!value) {
      if (!stage_.may_differ) {
        context_
            .report(kInvalidVariable, path ? path.span() : variable.entry.span(),
                    fmt::format("{} has no value at `{}`", object.title(), text::shown(written)),
                    {object.title(), std::string(written)})
            .related.push_back({name_place(object), "object of the variable"});
      }
      return std::nullopt;
    }
    if (!value.is_scalar()) return std::nullopt;  // kustomize leaves `$(NAME)` as it is
    yaml::ScalarBuffer buffer;
    const yaml::ScalarValue scalar = yaml::scalar_value(value, buffer);
    const bool is_string = scalar.type == yaml::ScalarType::kString;
    const std::string_view text = context_.arena().copy(scalar.text);
    return Value{is_string ? yaml::string_record(context_.arena(), text, value.span())
                           : yaml::plain_record(context_.arena(), text, value.span()),
                 is_string};
  }

  void resolve_at(Writer& writer, Object& object, const FieldSpec& spec) {
    const auto root = rewrite_at(writer.arena, object.root, {.path = spec.field.path}, {},
                                 [&](yaml::Node node) { return resolved(node); });
    if (root) object.replace(writer.arena, *root);
  }

  std::optional<yaml::Record> resolved(yaml::Node node) {
    if (node.is_list()) {
      return rewrite_items(context_.arena(), node, [&](yaml::Node item) { return in_text(item); });
    }
    if (!node.is_map()) return in_text(node);
    std::vector<yaml::Entry> entries;
    bool is_changed = false;
    for (const auto [key, value] : node.entries()) {
      const std::optional<yaml::Record> fresh = in_text(value);
      is_changed |= fresh.has_value();
      entries.push_back({*key.record(), fresh.value_or(*value.record())});
    }
    if (!is_changed) return std::nullopt;
    return yaml::map_record(context_.arena(), entries, node.span());
  }

  // Replaces the variables in "$(A)-$(B)". "$$" is a dollar sign; unknown names stay as they are.
  std::optional<yaml::Record> in_text(yaml::Node node) {
    const std::string_view text = node.text();
    if (text.find('$') == text.npos) return std::nullopt;
    std::string result;
    text::Span cause = node.span();
    for (std::size_t i = 0; i < text.size();) {
      const std::string_view rest = text.substr(i);
      if (rest.starts_with("$$")) {
        result += '$';
        i += 2;
        continue;
      }
      const std::size_t end = rest.starts_with("$(") ? rest.find(')') : rest.npos;
      const auto value = end == rest.npos ? values_.end() : values_.find(rest.substr(2, end - 2));
      if (end == rest.npos || value == values_.end()) {
        const std::size_t size = end == rest.npos ? 1 : end + 1;
        result += rest.substr(0, size);
        i += size;
        continue;
      }
      // If the variable is the whole string, the result has the type of its value.
      if (i == 0 && end + 1 == text.size()) return value->second.record;
      if (!context_.spend(value->second.record.size, node.span())) return std::nullopt;
      result.append(value->second.record.text, value->second.record.size);
      cause = value->second.record.span;
      i += end + 1;
    }
    if (result == text) return std::nullopt;
    return yaml::string_record(context_.arena(), result, cause);
  }

  Context& context_;
  Stage& stage_;
  std::unordered_map<std::string_view, Value> values_;
};

}  // namespace

void add_variables(Context& context, const Kustomization& kustomization, Stage& stage) {
  for (const yaml::Node entry : kustomization.field("vars")) {
    const yaml::Node name = yaml::field_of(entry, "name");
    if (!name.as_string() || name.text().empty()) continue;
    Variable variable{.entry = entry, .name = name.text()};
    variable.object = referred(context, stage, variable).value_or(Variable::kUnbound);
    add(context, stage, variable);
  }
}

void merge_variables(Context& context, Stage& stage, const std::vector<Variable>& inner,
                     const std::vector<std::size_t>& new_places) {
  for (Variable variable : inner) {
    if (variable.object != Variable::kUnbound) variable.object = new_places[variable.object];
    add(context, stage, variable);
  }
}

void resolve_variables(Context& context, Stage& stage) {
  if (!stage.variables.empty()) Resolver(context, stage).run();
}

}  // namespace meshlint::kustomize
