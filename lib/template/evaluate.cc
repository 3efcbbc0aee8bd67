#include "template/evaluate.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "template/functions.h"
#include "template/go_text.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

class Evaluator {
 public:
  Evaluator(std::string_view text, Node root, MissingKey missing, yaml::Arena& arena,
            TemplateBudget& budget)
      : text_(text), missing_(missing), arena_(arena), budget_(budget) {
    variables_.push_back({"$", root});
  }

  void run(const std::vector<Block>& blocks, Node dot) {
    const std::size_t scope = variables_.size();
    for (const Block& block : blocks) {
      if (result_.problem || leave_ != Leave::kNot) break;
      if (budget_.steps == 0) {
        fail(block.begin, block.begin, "limit of evaluation steps reached",
             TemplateProblem::Kind::kTooLarge);
        break;
      }
      --budget_.steps;
      run(block, dot);
    }
    variables_.resize(scope);
  }

  RenderedText take() {
    if (!result_.problem) result_.text = arena_.copy(out_);
    return std::move(result_);
  }

 private:
  enum class Leave { kNot, kBreak, kContinue };
  struct Variable {
    std::string_view name;
    Node value;
  };
  struct Item {
    Node key;  // or the index
    Node value;
  };

  void fail(std::size_t begin, std::size_t end, std::string message,
            TemplateProblem::Kind kind = TemplateProblem::Kind::kFailed, std::string key = {}) {
    if (result_.problem) return;
    result_.problem = {.kind = kind,
                       .begin = begin,
                       .end = end,
                       .message = std::move(message),
                       .key = std::move(key)};
  }

  void write(std::string_view text, std::size_t in, bool is_verbatim) {
    if (text.empty()) return;
    if (text.size() > budget_.bytes) {
      return fail(in, in, "limit of generated text reached", TemplateProblem::Kind::kTooLarge);
    }
    budget_.bytes -= text.size();
    result_.pieces.push_back({out_.size(), in, is_verbatim});
    out_ += text;
  }

  void run(const Block& block, Node dot) {
    switch (block.kind) {
      case Block::Kind::kText:
        return write(block.text, block.begin, true);
      case Block::Kind::kAction: {
        const Node value = evaluate(block.pipeline, dot);
        if (result_.problem || !block.pipeline.variables.empty()) return;
        return print(value, block);
      }
      case Block::Kind::kIf:
      case Block::Kind::kWith: {
        const std::size_t scope = variables_.size();
        const Node value = evaluate(block.pipeline, dot);
        if (result_.problem) return;
        const bool holds = is_true(value);
        const Node inner = holds && block.kind == Block::Kind::kWith ? value : dot;
        run(holds ? block.body : block.otherwise, inner);
        variables_.resize(scope);
        return;
      }
      case Block::Kind::kRange:
        return run_range(block, dot);
      case Block::Kind::kBreak:
        leave_ = Leave::kBreak;
        return;
      case Block::Kind::kContinue:
        leave_ = Leave::kContinue;
        return;
    }
  }

  void print(Node value, const Block& block) {
    const Pipeline& pipeline = block.pipeline;
    if (!value || value.is_map()) {
      result_.unset.push_back(
          {.kind = value ? TemplateProblem::Kind::kFailed : TemplateProblem::Kind::kMissingKey,
           .begin = pipeline.begin,
           .end = pipeline.end,
           .message = {},
           .key = std::string(text_.substr(pipeline.begin, pipeline.end - pipeline.begin))});
    }
    if (!value || value.is_null()) return write("<no value>", block.begin, false);
    if (value.is_scalar()) return write(value.text(), block.begin, false);
    write(go_text(value), block.begin, false);
  }

  void run_range(const Block& block, Node dot) {
    const std::size_t scope = variables_.size();
    const Node value = evaluate(block.pipeline, dot);
    variables_.resize(scope);
    if (result_.problem) return;
    const std::vector<Item> items = items_of(block, value);
    if (result_.problem) return;
    if (items.empty()) return run(block.otherwise, dot);
    const auto& names = block.pipeline.variables;
    for (const auto& [key, item] : items) {
      if (names.size() == 2) variables_.push_back({names[0], key});
      if (!names.empty()) variables_.push_back({names.back(), item});
      run(block.body, item);
      variables_.resize(scope);
      if (result_.problem) return;
      if (std::exchange(leave_, Leave::kNot) == Leave::kBreak) break;
    }
  }

  // What `range` iterates over: a mapping in the order of its keys, an integer as 0, 1, 2 ...
  std::vector<Item> items_of(const Block& block, Node value) {
    std::vector<Item> items;
    FunctionCall make({}, arena_, budget_);
    if (value.is_list()) {
      for (const Node item : value) {
        items.push_back({make.integer(static_cast<std::int64_t>(items.size())), item});
      }
    } else if (value.is_map()) {
      for (const auto [key, entry] : value.entries()) items.push_back({key, entry});
      std::ranges::stable_sort(items, {}, [](const Item& item) { return item.key.text(); });
    } else if (value.type() == yaml::ScalarType::kInt) {
      const std::int64_t count = value.as_int().value_or(0);
      for (std::int64_t i = 0; i < count && make.spend(32); ++i) {
        items.push_back({make.integer(i), make.integer(i)});
      }
    } else if (value && !value.is_null()) {
      fail(block.begin, block.pipeline.end,
           fmt::format("`range` can't iterate over `{}`", go_text(value)));
    }
    if (make.has_failed()) fail(block.begin, block.pipeline.end, make.message(), make.kind());
    return items;
  }

  Node evaluate(const Pipeline& pipeline, Node dot) {
    Node value;
    for (std::size_t i = 0; i < pipeline.commands.size() && !result_.problem; ++i) {
      value = evaluate(pipeline.commands[i], dot, i > 0 ? &value : nullptr);
    }
    if (result_.problem) return {};
    for (const std::string_view name : pipeline.variables) {
      if (!pipeline.is_assignment) {
        variables_.push_back({name, value});
        continue;
      }
      for (auto variable = variables_.rbegin(); variable != variables_.rend(); ++variable) {
        if (variable->name != name) continue;
        variable->value = value;
        break;
      }
    }
    return value;
  }

  Node evaluate(const Command& command, Node dot, const Node* last) {
    const Term& first = command.terms.front();
    if (first.kind == Term::Kind::kFunction) return call(command, dot, last);
    if (command.terms.size() > 1 || last != nullptr) {
      fail(first.begin, first.end,
           fmt::format("`{}` is not a function and accepts no arguments", written(first)));
      return {};
    }
    return evaluate(first, dot);
  }

  std::string_view written(const Term& term) const {
    return text_.substr(term.begin, term.end - term.begin);
  }

  Node evaluate(const Term& term, Node dot) {
    Node value;
    switch (term.kind) {
      case Term::Kind::kDot:
        value = dot;
        break;
      case Term::Kind::kLiteral:
        value = term.literal;
        break;
      case Term::Kind::kVariable:
        for (const Variable& variable : variables_) {
          if (variable.name == term.name) value = variable.value;
        }
        break;
      case Term::Kind::kFunction:
        return call_function(term, {});
      case Term::Kind::kPipeline:
        value = evaluate(*term.pipeline, dot);
        break;
    }
    std::size_t end = term.begin;
    for (const std::string_view field : term.fields) {
      if (result_.problem) return {};
      end = static_cast<std::size_t>(field.data() + field.size() - text_.data());
      value = field_of(value, field, term, end);
    }
    return value;
  }

  Node field_of(Node value, std::string_view field, const Term& term, std::size_t end) {
    const std::string key(text_.substr(term.begin, end - term.begin));
    if (value.is_null()) {
      fail(term.begin, end, fmt::format("`{}` reads a key of null", key));
      return {};
    }
    if (!value || value.is_map()) {
      const Node found = value[field];
      if (!found && missing_ == MissingKey::kError) {
        fail(term.begin, end, fmt::format("missing parameter `{}`", key),
             TemplateProblem::Kind::kMissingKey, key);
      }
      return found;
    }
    fail(term.begin, end,
         fmt::format("`{}` reads a key of {}, which is not a mapping", key,
                     value.is_list() ? "a list" : fmt::format("`{}`", value.text())));
    return {};
  }

  Node call(const Command& command, Node dot, const Node* last) {
    const Term& first = command.terms.front();
    if (first.name == "and" || first.name == "or") return call_lazily(command, dot, last);
    std::vector<Node> arguments;
    for (std::size_t i = 1; i < command.terms.size() && !result_.problem; ++i) {
      arguments.push_back(evaluate(command.terms[i], dot));
    }
    if (last != nullptr) arguments.push_back(*last);
    if (result_.problem) return {};
    return call_function(first, arguments);
  }

  // `and` and `or` evaluate no argument after the one that decides.
  Node call_lazily(const Command& command, Node dot, const Node* last) {
    const Term& first = command.terms.front();
    const std::size_t count = command.terms.size() - 1 + (last != nullptr ? 1 : 0);
    if (count == 0) {
      fail(first.begin, first.end,
           fmt::format("`{}` has 0 arguments, but expects 1 or more", first.name));
    }
    Node value;
    for (std::size_t i = 0; i < count && !result_.problem; ++i) {
      value = i + 1 < command.terms.size() ? evaluate(command.terms[i + 1], dot) : *last;
      if (is_true(value) == (first.name == "or")) break;
    }
    return value;
  }

  Node call_function(const Term& term, std::span<const Node> arguments) {
    const Function& function = *term.function;
    if (function.call == nullptr) {
      fail(term.begin, term.end, fmt::format("`{}` is not evaluated", function.name),
           TemplateProblem::Kind::kUndecidable);
      return {};
    }
    const auto count = static_cast<int>(arguments.size());
    if (count < function.least || (function.most >= 0 && count > function.most)) {
      fail(term.begin, term.end,
           fmt::format("`{}` has {} {}, but expects {}{}", function.name, count,
                       count == 1 ? "argument" : "arguments", function.least,
                       function.most < 0                 ? " or more"
                       : function.most == function.least ? ""
                                                         : fmt::format(" to {}", function.most)));
      return {};
    }
    if (budget_.steps == 0) {
      fail(term.begin, term.end, "limit of evaluation steps reached",
           TemplateProblem::Kind::kTooLarge);
      return {};
    }
    --budget_.steps;
    FunctionCall call(arguments, arena_, budget_);
    const Node value = function.call(call);
    if (call.has_failed()) {
      fail(term.begin, term.end, fmt::format("`{}`: {}", function.name, call.message()),
           call.kind());
      return {};
    }
    return value;
  }

  std::string_view text_;
  MissingKey missing_;
  yaml::Arena& arena_;
  TemplateBudget& budget_;
  std::vector<Variable> variables_;
  Leave leave_ = Leave::kNot;
  std::string out_;
  RenderedText result_;
};

}  // namespace

RenderedText evaluate(std::string_view text, const std::vector<Block>& blocks, Node parameters,
                      MissingKey missing, yaml::Arena& arena, TemplateBudget& budget) {
  Evaluator evaluator(text, parameters, missing, arena, budget);
  evaluator.run(blocks, parameters);
  return evaluator.take();
}

}  // namespace meshlint::templates
