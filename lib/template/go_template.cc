#include "template/go_template.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cel/text_forms.h"
#include "template/functions.h"
#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::templates {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Blocks in blocks, and parentheses in parentheses.
constexpr std::size_t kDeepestNesting = 100;

struct Pipeline;

// One operand: `.a.b`, `$x.a`, `"text"`, `12`, `name`, `(pipeline).a`.
struct Term {
  enum class Kind { kDot, kLiteral, kVariable, kFunction, kPipeline };
  Kind kind = Kind::kDot;
  Node literal;           // of kLiteral; missing is nil
  std::string_view name;  // of kVariable ("$x") and kFunction
  const TemplateFunction* function = nullptr;
  std::unique_ptr<Pipeline> pipeline;
  std::vector<std::string_view> fields;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Command {
  std::vector<Term> terms;
};

struct Pipeline {
  std::vector<std::string_view> variables;
  bool is_assignment = false;  // `=`, not `:=`
  std::vector<Command> commands;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Block {
  enum class Kind { kText, kAction, kIf, kWith, kRange, kBreak, kContinue };
  Kind kind = Kind::kText;
  std::string_view text;
  std::size_t begin = 0;  // of the text, or of the action's `{{`
  Pipeline pipeline;
  std::vector<Block> body;
  std::vector<Block> otherwise;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Reads a template into blocks. The first mistake ends it.
class Parser {
 public:
  Parser(std::string_view text, yaml::Arena& arena) : text_(text), arena_(arena) {}

  std::vector<Block> parse() {
    std::vector<Block> blocks;
    const End end = parse_blocks(blocks, 0);
    if (!problem_ && end.keyword != Keyword::kNone) {
      fail(end.at, at_, fmt::format("`{}` without a block to end", word_of(end.keyword)));
    }
    return blocks;
  }

  std::optional<TemplateProblem> problem() { return std::move(problem_); }

 private:
  enum class Keyword { kNone, kEnd, kElse };
  // What ended a list of blocks; after `else` the reader stands behind the word.
  struct End {
    Keyword keyword = Keyword::kNone;
    std::size_t at = 0;
  };

  static std::string_view word_of(Keyword keyword) {
    return keyword == Keyword::kElse ? "{{else}}" : "{{end}}";
  }

  void fail(std::size_t begin, std::size_t end, std::string message,
            TemplateProblem::Kind kind = TemplateProblem::Kind::kSyntax) {
    if (problem_) return;
    problem_ = {.kind = kind,
                .begin = std::min(begin, text_.size()),
                .end = std::min(std::max(begin, end), text_.size()),
                .message = std::move(message),
                .key = {}};
  }

  bool starts(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  // At `}}`, or at `-}}` behind a blank.
  bool is_at_close() const {
    return starts("}}") || (starts("-}}") && at_ > 0 && is_blank(text_[at_ - 1]));
  }
  void close(std::size_t open) {
    skip_blanks();
    if (problem_) return;
    if (!is_at_close()) {
      if (at_ >= text_.size()) return fail(open, open + 2, "`{{` is not closed by `}}`");
      return fail(at_, at_ + 1, fmt::format("unexpected `{}` in an action", text_[at_]));
    }
    const bool trims = starts("-");
    at_ += trims ? 3 : 2;
    if (trims) skip_blanks();
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  End parse_blocks(std::vector<Block>& blocks, std::size_t depth) {
    if (depth > kDeepestNesting) {
      fail(at_, at_, "blocks are nested too deep", TemplateProblem::Kind::kTooLarge);
    }
    while (!problem_ && at_ < text_.size()) {
      const std::size_t open = std::min(text_.find("{{", at_), text_.size());
      std::string_view literal = text_.substr(at_, open - at_);
      const bool trims =
          open + 3 < text_.size() && text_[open + 2] == '-' && is_blank(text_[open + 3]);
      while (trims && !literal.empty() && is_blank(literal.back())) literal.remove_suffix(1);
      if (!literal.empty()) {
        Block& block = blocks.emplace_back();
        block.text = literal;
        block.begin = at_;
      }
      at_ = open;
      if (open == text_.size()) break;
      at_ += trims ? 3 : 2;
      const std::size_t inner = at_;
      skip_blanks();
      if (starts("/*")) {
        skip_comment(open);
        continue;
      }
      const std::string_view keyword = word();
      if (keyword == "end") {
        close(open);
        return {Keyword::kEnd, open};
      }
      if (keyword == "else") return {Keyword::kElse, open};
      parse_action(keyword, open, inner, blocks, depth);
    }
    return {Keyword::kNone, at_};
  }

  void skip_comment(std::size_t open) {
    const std::size_t end = text_.find("*/", at_);
    if (end == text_.npos) return fail(open, open + 2, "a comment is not closed by `*/`");
    at_ = end + 2;
    close(open);
  }

  void parse_action(std::string_view keyword, std::size_t open, std::size_t inner,
                    std::vector<Block>& blocks, std::size_t depth) {
    Block block;
    block.begin = open;
    if (keyword == "if" || keyword == "with" || keyword == "range") {
      block.kind = keyword == "if"     ? Block::Kind::kIf
                   : keyword == "with" ? Block::Kind::kWith
                                       : Block::Kind::kRange;
      parse_branches(block, open, depth);
    } else if (keyword == "break" || keyword == "continue") {
      block.kind = keyword == "break" ? Block::Kind::kBreak : Block::Kind::kContinue;
      close(open);
    } else if (keyword == "template" || keyword == "define" || keyword == "block") {
      fail(open, at_, fmt::format("`{}` is not followed here", keyword),
           TemplateProblem::Kind::kUndecidable);
    } else {
      block.kind = Block::Kind::kAction;
      at_ = inner;
      block.pipeline = parse_pipeline(0);
      close(open);
    }
    blocks.push_back(std::move(block));
  }

  // From behind `if` to behind its `{{end}}`.
  void parse_branches(Block& block, std::size_t open, std::size_t depth) {
    block.pipeline = parse_pipeline(0);
    close(open);
    End end = parse_blocks(block.body, depth + 1);
    if (problem_) return;
    if (end.keyword == Keyword::kElse) {
      skip_blanks();
      if (is_at_close()) {
        close(end.at);
        end = parse_blocks(block.otherwise, depth + 1);
        if (!problem_ && end.keyword == Keyword::kElse) {
          return fail(end.at, at_, "a second `{{else}}` in one block");
        }
      } else {  // `{{else if x}}` shares the {{end}} of the outer block
        const std::string_view keyword = word();
        if (keyword != "if" && keyword != "with") {
          return fail(end.at, at_, fmt::format("unexpected `{}` after `else`", keyword));
        }
        if (depth > kDeepestNesting) {
          return fail(end.at, at_, "blocks are nested too deep", TemplateProblem::Kind::kTooLarge);
        }
        Block& inner = block.otherwise.emplace_back();
        inner.begin = end.at;
        inner.kind = keyword == "if" ? Block::Kind::kIf : Block::Kind::kWith;
        return parse_branches(inner, open, depth + 1);
      }
    }
    if (!problem_ && end.keyword == Keyword::kNone) {
      fail(open, open + 2, "a block is not closed by `{{end}}`");
    }
  }

  Pipeline parse_pipeline(std::size_t depth) {
    Pipeline pipeline;
    skip_blanks();
    pipeline.begin = at_;
    if (depth > kDeepestNesting) {
      fail(at_, at_, "parentheses are nested too deep", TemplateProblem::Kind::kTooLarge);
      return pipeline;
    }
    parse_variables(pipeline);
    while (!problem_) {
      Command command = parse_command(depth);
      if (problem_) break;
      if (command.terms.empty()) {
        fail(pipeline.begin, at_, "an action without a value");
        break;
      }
      pipeline.commands.push_back(std::move(command));
      skip_blanks();
      if (!starts("|")) break;
      ++at_;
    }
    pipeline.end = at_;
    while (pipeline.end > pipeline.begin && is_blank(text_[pipeline.end - 1])) --pipeline.end;
    return pipeline;
  }

  // `$x :=`, `$i, $x :=`, `$x =`; leaves the place alone if there is none.
  void parse_variables(Pipeline& pipeline) {
    const std::size_t start = at_;
    std::vector<std::string_view> names;
    while (at_ < text_.size() && text_[at_] == '$') {
      const std::size_t begin = at_++;
      word();
      names.push_back(text_.substr(begin, at_ - begin));
      skip_blanks();
      if (starts(",") && names.size() == 1) {
        ++at_;
        skip_blanks();
        continue;
      }
      break;
    }
    const bool declares = starts(":=");
    if (!names.empty() && (declares || (starts("=") && !starts("==")))) {
      at_ += declares ? 2 : 1;
      pipeline.is_assignment = !declares;
      pipeline.variables = std::move(names);
      for (const std::string_view name : pipeline.variables) known_.push_back(name);
      skip_blanks();
      return;
    }
    at_ = start;
  }

  Command parse_command(std::size_t depth) {
    Command command;
    while (!problem_) {
      skip_blanks();
      if (at_ >= text_.size() || is_at_close() || starts("|") || starts(")")) break;
      command.terms.push_back(parse_term(depth));
    }
    return command;
  }

  Term parse_term(std::size_t depth) {
    Term term;
    term.begin = at_;
    const char c = text_[at_];
    if (c == '.') {
      if (at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) {
        parse_number(term);
      } else if (at_ + 1 >= text_.size() || !is_name(text_[at_ + 1])) {
        ++at_;
      }
    } else if (c == '$') {
      term.kind = Term::Kind::kVariable;
      ++at_;
      word();
      term.name = text_.substr(term.begin, at_ - term.begin);
      if (term.name != "$" && std::ranges::find(known_, term.name) == known_.end()) {
        fail(term.begin, at_, fmt::format("no variable `{}` is set before", term.name));
      }
    } else if (c == '"') {
      parse_string(term);
    } else if (c == '`') {
      const std::size_t end = text_.find('`', at_ + 1);
      if (end == text_.npos) {
        fail(at_, at_ + 1, "a text is not closed by a backquote");
        return term;
      }
      set_text(term, text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
    } else if (c == '(') {
      ++at_;
      term.kind = Term::Kind::kPipeline;
      term.pipeline = std::make_unique<Pipeline>(parse_pipeline(depth + 1));
      skip_blanks();
      if (!problem_ && !starts(")")) fail(term.begin, term.begin + 1, "`(` is not closed by `)`");
      ++at_;
    } else if (is_digit(c) || c == '-' || c == '+') {
      parse_number(term);
    } else if (c == '\'') {
      fail(at_, at_ + 1, "`'` does not quote a text; use `\"` or a backquote");
    } else if (is_name(c)) {
      parse_name(term);
    } else {
      fail(at_, at_ + 1, fmt::format("unexpected `{}` in an action", c));
    }
    if (!problem_) parse_fields(term);
    term.end = at_;
    return term;
  }

  void parse_fields(Term& term) {
    while (at_ + 1 < text_.size() && text_[at_] == '.' && is_name(text_[at_ + 1])) {
      ++at_;
      term.fields.push_back(word());
    }
    if (at_ < text_.size() && !is_blank(text_[at_]) && !is_at_close() && text_[at_] != '|' &&
        text_[at_] != ')' && text_[at_] != ',' && text_[at_] != '(') {
      fail(at_, at_ + 1,
           fmt::format("unexpected `{}` in an action; keys with other characters are read by "
                       "`index`",
                       text_[at_]));
    }
  }

  void parse_name(Term& term) {
    term.name = word();
    if (term.name == "true" || term.name == "false") {
      term.kind = Term::Kind::kLiteral;
      Record record = yaml::plain_record(arena_, term.name, {});
      term.literal = yaml::place(arena_, record);
    } else if (term.name == "nil") {
      term.kind = Term::Kind::kLiteral;
    } else {
      term.kind = Term::Kind::kFunction;
      term.function = find_template_function(term.name);
      if (term.function == nullptr) {
        fail(term.begin, at_,
             fmt::format("there is no function `{}`; a parameter is written `.{}`", term.name,
                         term.name));
      }
    }
  }

  void parse_number(Term& term) {
    while (at_ < text_.size() && (is_name(text_[at_]) || text_[at_] == '.' ||
                                  ((text_[at_] == '-' || text_[at_] == '+') &&
                                   (at_ == term.begin || text_[at_ - 1] == 'e')))) {
      ++at_;
    }
    const std::string_view number = text_.substr(term.begin, at_ - term.begin);
    term.kind = Term::Kind::kLiteral;
    Record record = yaml::plain_record(arena_, number, {});
    if (record.type != yaml::ScalarType::kInt && record.type != yaml::ScalarType::kFloat) {
      fail(term.begin, at_, fmt::format("`{}` is no number", number));
    }
    term.literal = yaml::place(arena_, record);
  }

  void set_text(Term& term, std::string_view value) {
    term.kind = Term::Kind::kLiteral;
    term.literal = yaml::place(arena_, yaml::string_record(arena_, value, {}));
  }

  void parse_string(Term& term) {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_) {
      if (text_[at_] != '\\') {
        value += text_[at_];
        continue;
      }
      if (++at_ == text_.size()) break;
      switch (text_[at_]) {
        case 'n':
          value += '\n';
          break;
        case 't':
          value += '\t';
          break;
        case 'r':
          value += '\r';
          break;
        case '"':
        case '\\':
        case '\'':
          value += text_[at_];
          break;
        default:
          return fail(at_ - 1, at_ + 1, fmt::format("escape `\\{}` is not read", text_[at_]),
                      TemplateProblem::Kind::kUndecidable);
      }
    }
    if (at_ >= text_.size() || text_[at_] != '"') {
      return fail(term.begin, term.begin + 1, "a text is not closed by `\"`");
    }
    ++at_;
    set_text(term, value);
  }

  std::string_view text_;
  yaml::Arena& arena_;
  std::size_t at_ = 0;
  std::vector<std::string_view> known_;  // variables; blocks do not end them here
  std::optional<TemplateProblem> problem_;
};

// Runs the blocks of one template for one set of parameters.
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
        fail(block.begin, block.begin, "it takes too many steps", TemplateProblem::Kind::kTooLarge);
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
      return fail(in, in, "it makes too much text", TemplateProblem::Kind::kTooLarge);
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
    const auto names = block.pipeline.variables;
    const Node value = evaluate(block.pipeline, dot);
    variables_.resize(scope);
    if (result_.problem) return;
    std::vector<std::pair<Node, Node>> items;  // key or index, value
    FunctionCall make({}, arena_, budget_);
    if (value.is_list()) {
      for (const Node item : value) {
        items.emplace_back(make.integer(static_cast<std::int64_t>(items.size())), item);
      }
    } else if (value.is_map()) {
      for (const auto [key, entry] : value.entries()) items.emplace_back(key, entry);
      std::ranges::stable_sort(items, {}, [](const auto& item) { return item.first.text(); });
    } else if (value.type() == yaml::ScalarType::kInt) {
      const std::int64_t count = value.as_int().value_or(0);
      for (std::int64_t i = 0; i < count && make.spend(32); ++i) {
        items.emplace_back(make.integer(i), make.integer(i));
      }
    } else if (value && !value.is_null()) {
      return fail(block.begin, block.pipeline.end,
                  fmt::format("cannot range over {}", go_text(value)));
    }
    if (make.has_failed())
      return fail(block.begin, block.pipeline.end, make.message(), make.kind());
    if (items.empty()) return run(block.otherwise, dot);
    for (const auto& [key, item] : items) {
      if (names.size() == 2) variables_.push_back({names[0], key});
      if (!names.empty()) variables_.push_back({names.back(), item});
      run(block.body, item);
      variables_.resize(scope);
      if (result_.problem) return;
      const Leave leave = std::exchange(leave_, Leave::kNot);
      if (leave == Leave::kBreak) break;
    }
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
           fmt::format("`{}` is no function and takes no arguments", written(first)));
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
      fail(term.begin, end, fmt::format("`{}` asks for a key of what is null", key));
      return {};
    }
    if (!value || value.is_map()) {
      const Node found = value[field];
      if (!found && missing_ == MissingKey::kError) {
        fail(term.begin, end, fmt::format("no parameter `{}`", key),
             TemplateProblem::Kind::kMissingKey, key);
      }
      return found;
    }
    fail(term.begin, end,
         fmt::format("`{}` asks for a key of {}, which has none", key,
                     value.is_list() ? "a list" : fmt::format("`{}`", value.text())));
    return {};
  }

  Node call(const Command& command, Node dot, const Node* last) {
    const Term& first = command.terms.front();
    // These two stop at the argument that decides.
    if (first.name == "and" || first.name == "or") {
      Node value;
      const std::size_t count = command.terms.size() - 1 + (last != nullptr ? 1 : 0);
      for (std::size_t i = 0; i < count && !result_.problem; ++i) {
        value = i + 1 < command.terms.size() ? evaluate(command.terms[i + 1], dot) : *last;
        if (is_true(value) == (first.name == "or")) break;
      }
      if (count == 0) fail(first.begin, first.end, fmt::format("`{}` needs arguments", first.name));
      return value;
    }
    std::vector<Node> arguments;
    for (std::size_t i = 1; i < command.terms.size() && !result_.problem; ++i) {
      arguments.push_back(evaluate(command.terms[i], dot));
    }
    if (last != nullptr) arguments.push_back(*last);
    if (result_.problem) return {};
    return call_function(first, arguments);
  }

  Node call_function(const Term& term, std::span<const Node> arguments) {
    const TemplateFunction& function = *term.function;
    if (function.call == nullptr) {
      fail(term.begin, term.end, fmt::format("what `{}` gives is not known here", function.name),
           TemplateProblem::Kind::kUndecidable);
      return {};
    }
    const auto count = static_cast<int>(arguments.size());
    if (count < function.least || (function.most >= 0 && count > function.most)) {
      fail(term.begin, term.end,
           fmt::format("`{}` is given {} arguments, and takes {}{}", function.name, count,
                       function.least,
                       function.most < 0                 ? " or more"
                       : function.most == function.least ? ""
                                                         : fmt::format(" to {}", function.most)));
      return {};
    }
    if (budget_.steps == 0) {
      fail(term.begin, term.end, "it takes too many steps", TemplateProblem::Kind::kTooLarge);
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

Record go_record(yaml::Arena& arena, Node node, std::size_t depth) {
  Record record = *node.record();
  if (depth > kDeepestNesting) return record;
  switch (node.kind()) {
    case yaml::Kind::kMap: {
      std::vector<Entry> entries;
      entries.reserve(node.size());
      for (const auto [key, value] : node.entries()) {
        entries.push_back({*key.record(), go_record(arena, value, depth + 1)});
      }
      return yaml::map_record(arena, entries, record.span);
    }
    case yaml::Kind::kList: {
      std::vector<Record> items;
      items.reserve(node.size());
      for (const Node item : node) items.push_back(go_record(arena, item, depth + 1));
      return yaml::list_record(arena, items, record.span);
    }
    case yaml::Kind::kScalar:
    case yaml::Kind::kMissing:
      break;
  }
  const auto set_text = [&](std::string_view text) {
    const std::string_view copy = arena.copy(text);
    record.text = copy.data();
    record.size = static_cast<std::uint32_t>(copy.size());
  };
  if (const auto boolean = node.as_bool()) set_text(*boolean ? "true" : "false");
  if (const auto number = node.as_double()) {
    set_text(cel::double_text(*number));
    record.type = yaml::ScalarType::kFloat;
  }
  return record;
}

void append_text(Node value, std::size_t depth, std::string& out) {
  if (!value || value.is_null()) {
    out += "<nil>";
  } else if (value.is_scalar()) {
    out += value.text();
  } else if (depth > kDeepestNesting) {
    out += "...";
  } else if (value.is_list()) {
    out += '[';
    bool is_first = true;
    for (const Node item : value) {
      if (!std::exchange(is_first, false)) out += ' ';
      append_text(item, depth + 1, out);
    }
    out += ']';
  } else {
    std::vector<yaml::EntryView> entries;
    for (const auto entry : value.entries()) entries.push_back(entry);
    std::ranges::stable_sort(entries, {}, [](const auto& entry) { return entry.key.text(); });
    out += "map[";
    bool is_first = true;
    for (const auto& [key, entry] : entries) {
      if (!std::exchange(is_first, false)) out += ' ';
      out += key.text();
      out += ':';
      append_text(entry, depth + 1, out);
    }
    out += ']';
  }
}

}  // namespace

class GoTemplate::Impl {
 public:
  explicit Impl(std::string_view text) : text_(text) {
    Parser parser(text, arena_);
    blocks_ = parser.parse();
    problem_ = parser.problem();
  }

  RenderedText render(Node parameters, MissingKey missing, yaml::Arena& arena,
                      TemplateBudget& budget) const {
    if (problem_) {
      RenderedText result;
      result.problem = problem_;
      return result;
    }
    if (blocks_.size() == 1 && blocks_.front().kind == Block::Kind::kText) {
      RenderedText result;
      result.text = blocks_.front().text;
      result.pieces.push_back({0, blocks_.front().begin, true});
      return result;
    }
    Evaluator evaluator(text_, parameters, missing, arena, budget);
    evaluator.run(blocks_, parameters);
    RenderedText result = evaluator.take();
    if (!result.problem) result.sole = sole_value(parameters);
    return result;
  }

 private:
  // Of `{{ .a.b }}` alone, the value.
  Node sole_value(Node parameters) const {
    if (blocks_.size() != 1 || blocks_.front().kind != Block::Kind::kAction) return {};
    const Pipeline& pipeline = blocks_.front().pipeline;
    if (!pipeline.variables.empty() || pipeline.commands.size() != 1) return {};
    const std::vector<Term>& terms = pipeline.commands.front().terms;
    if (terms.size() != 1 || terms.front().kind != Term::Kind::kDot) return {};
    Node value = parameters;
    for (const std::string_view field : terms.front().fields) value = value[field];
    return value;
  }

  std::string_view text_;
  yaml::Arena arena_;  // of literals
  std::vector<Block> blocks_;
  std::optional<TemplateProblem> problem_;
};

GoTemplate GoTemplate::parse(std::string_view text) {
  return GoTemplate(std::make_unique<const Impl>(text));
}

GoTemplate::GoTemplate(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
GoTemplate::GoTemplate(GoTemplate&&) noexcept = default;
GoTemplate& GoTemplate::operator=(GoTemplate&&) noexcept = default;
GoTemplate::~GoTemplate() = default;

RenderedText GoTemplate::render(Node parameters, MissingKey missing, yaml::Arena& arena,
                                TemplateBudget& budget) const {
  return impl_->render(parameters, missing, arena, budget);
}

RenderedText replace_placeholders(std::string_view text, Node parameters, yaml::Arena& arena,
                                  TemplateBudget& budget) {
  RenderedText result;
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("{{", at);
    const std::size_t close = open == text.npos ? open : text.find("}}", open + 2);
    const std::size_t end = close == text.npos ? text.size() : close + 2;
    const std::size_t begin = close == text.npos ? text.size() : open;
    if (begin > at) {
      result.pieces.push_back({out.size(), at, true});
      out += text.substr(at, begin - at);
    }
    if (begin == text.size()) break;
    std::string_view key = text.substr(open + 2, close - open - 2);
    while (!key.empty() && is_blank(key.front())) key.remove_prefix(1);
    while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
    const Node value = parameters[key];
    result.pieces.push_back({out.size(), open, !value});
    if (value.is_scalar()) {
      out += value.text();
      if (open == 0 && end == text.size()) result.sole = value;
    } else {
      out += text.substr(open, end - open);
      if (!key.empty()) {
        result.unset.push_back({.kind = TemplateProblem::Kind::kMissingKey,
                                .begin = open,
                                .end = end,
                                .message = {},
                                .key = std::string(key)});
      }
    }
    at = end;
    if (out.size() > budget.bytes) {
      result.problem = {.kind = TemplateProblem::Kind::kTooLarge,
                        .begin = 0,
                        .end = text.size(),
                        .message = "it makes too much text",
                        .key = {}};
      return result;
    }
  }
  budget.bytes -= std::min(budget.bytes, out.size());
  result.text = out == text ? text : arena.copy(out);
  return result;
}

Node go_values(yaml::Arena& arena, Node root) {
  return root ? yaml::place(arena, go_record(arena, root, 0)) : root;
}

std::string go_text(Node value) {
  std::string out;
  append_text(value, 0, out);
  return out;
}

std::string normalized_name(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, 253)) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_kept = (low >= 'a' && low <= 'z') || is_digit(low) || low == '-' || low == '.';
    // One character, however many bytes it has, is one dash.
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    result += is_kept ? low : '-';
  }
  const std::size_t first = result.find_first_not_of("-.");
  if (first == result.npos) return {};
  return result.substr(first, result.find_last_not_of("-.") - first + 1);
}

}  // namespace meshlint::templates
