#include "check/assertion.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "cel/evaluate.h"
#include "cel/format_text.h"
#include "cel/frame.h"
#include "cel/schema_types.h"

namespace meshlint::check {
namespace {

schema::Type type_below(schema::Type type, const PathStep& step) {
  if (!type) return {};
  if (step.name.empty() || type.kind() == schema::TypeKind::kMap) return type.element();
  const schema::Field field = type.field(step.name, {});
  return field ? field.type() : schema::Type();
}

// The value of an option, of the kind that its default is.
cel::Value option_value(std::string_view default_text, std::string_view text) {
  const auto read = [&](auto number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
  };
  switch (yaml::resolve_plain(default_text)) {
    case yaml::ScalarType::kInt: {
      const auto number = read(std::int64_t{0});
      return number ? cel::Value::integer(*number)
                    : cel::Value::error("an option is not an integer");
    }
    case yaml::ScalarType::kFloat: {
      const auto number = read(0.0);
      return number ? cel::Value::real(*number) : cel::Value::error("an option is not a number");
    }
    case yaml::ScalarType::kBool:
      return cel::Value::boolean(text == "true");
    default:
      return cel::Value::string(text);
  }
}

// A null is an absent field to the API server, but a value to an expression.
bool holds_null(yaml::Node root) {
  std::vector<yaml::Node> open{root};
  while (!open.empty()) {
    const yaml::Node node = open.back();
    open.pop_back();
    if (node.is_null()) return true;
    for (const yaml::Node item : node) open.push_back(item);
    for (const auto [key, value] : node.entries()) open.push_back(value);
  }
  return false;
}

// All assertions of one rule on one resource.
class Judge {
 public:
  Judge(const model::Resource& resource, const AssertionContext& context, Report& report)
      : resource_(resource), context_(context), frame_(context.frame), report_(report) {}

  void judge(const Assertion& assertion) {
    visit(assertion, resource_.root, context_.root, assertion.each);
  }

 private:
  void visit(const Assertion& assertion, yaml::Node node, schema::Type type,
             std::string_view path) {
    const std::optional<PathStep> step = take_step(path);
    if (!step) return test(assertion, node, type);
    const schema::Type below = type_below(type, *step);
    if (!step->name.empty()) {
      const yaml::Node child = node[step->name];
      if (child && !child.is_null()) visit(assertion, child, below, path);
      return;
    }
    for (const yaml::Node item : node) {
      if (!item.is_null()) visit(assertion, item, below, path);
    }
    for (const auto [key, value] : node.entries()) {
      if (!value.is_null()) visit(assertion, value, below, path);
    }
  }

  void test(const Assertion& assertion, yaml::Node self, schema::Type type) {
    const cel::Value holds = run(assertion.condition, self, type);
    if (holds.is_true()) return;
    if (!holds.is_false()) {
      if (!context_.is_well_formed || holds_null(self)) return;
      report_.add(self, "this rule's `assert` cannot be evaluated here: {}",
                  holds.is_error() ? holds.text() : "its result is not a boolean");
      return;
    }
    std::string message;
    std::vector<std::string> arguments;
    for (const MessagePiece& piece : assertion.message) {
      message += piece.text;
      if (piece.value.steps.empty()) continue;
      message += arguments.emplace_back(text_of(run(piece.value, self, type)));
    }
    const yaml::Found at = yaml::find(self, assertion.at);
    FindingBuilder finding =
        report_.add_text(&resource_, at.node, std::move(message), std::move(arguments));
    finding.at(at.shown().span());
    for (const RelatedValue& related : assertion.related) {
      const yaml::Found place = yaml::find(self, related.at);
      if (place.is_whole) finding.related(place.shown(), std::string(related.text));
    }
  }

  cel::Value run(const cel::ProgramView& program, yaml::Node self, schema::Type type) {
    frame_.start(program);
    frame_.bind(kSelf, frame_.value_of(self, type_number(type)));
    frame_.bind(kObject, frame_.value_of(resource_.root, type_number(context_.root)));
    std::uint32_t variable = kFirstOption;
    for (const PageOption& option : context_.page.options) {
      frame_.bind(variable++, option_value(option.value, report_.option(option.name)));
    }
    return cel::evaluate(program, frame_);
  }

  static cel::NodeType type_number(schema::Type type) {
    return type ? cel::SchemaTypes::node_type(type) : 0;
  }

  // What is not there is said as nothing: a message is never lost over a value that it wanted to
  // show.
  std::string text_of(const cel::Value& value) {
    std::string text;
    if (value.is_failure() || !cel::append_text(frame_, value, text)) return "(none)";
    return text;
  }

  const model::Resource& resource_;
  const AssertionContext& context_;
  cel::Frame& frame_;
  Report& report_;
};

}  // namespace

std::optional<PathStep> take_step(std::string_view& path) {
  constexpr std::string_view kEach = "[*]";
  if (path.starts_with(kEach)) {
    path.remove_prefix(kEach.size());
    if (path.starts_with('.')) path.remove_prefix(1);
    return PathStep{};
  }
  if (path.starts_with("[\"") || path.starts_with("['")) {
    const std::size_t close = path.find(path[1], 2);
    if (close == path.npos || close == 2 || !path.substr(close + 1).starts_with(']')) {
      return std::nullopt;
    }
    const PathStep step{path.substr(2, close - 2)};
    path.remove_prefix(close + 2);
    if (path.starts_with('.')) path.remove_prefix(1);
    return step;
  }
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  if (end == 0) return std::nullopt;
  const PathStep step{path.substr(0, end)};
  path.remove_prefix(path.substr(end).starts_with('.') ? end + 1 : end);
  return step;
}

void judge(std::span<const Assertion> assertions, const model::Resource& resource,
           const AssertionContext& context, Report& report) {
  Judge judge(resource, context, report);
  for (const Assertion& assertion : assertions) {
    if (covers(assertion, resource.group(), resource.kind)) judge.judge(assertion);
  }
}

}  // namespace meshlint::check
