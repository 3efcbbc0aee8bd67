#include "kustomize/selector.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "kustomize/problems.h"
#include "text/ascii.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"

namespace meshlint::kustomize {
namespace {

constexpr std::int64_t kRegexMemory = std::int64_t{1} << 20;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Characters that match only themselves in a regular expression. A dot matches any character, but
// it's rarely meant that way, and names with dots are still matched as patterns.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return text::is_alphanumeric(c) || c == '-' || c == '_' || c == '/' || c == ':';
  });
}

// Words, commas, parentheses and operators of a label selector.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::string_view next() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ == text_.size()) return {};
    const std::size_t begin = at_;
    if (is_operator(text_[at_])) {
      ++at_;
      const std::string_view two = text_.substr(begin, 2);
      if (two == "==" || two == "!=") ++at_;
      return text_.substr(begin, at_ - begin);
    }
    while (at_ < text_.size() && !is_blank(text_[at_]) && !is_operator(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::string_view peek() {
    const std::size_t before = at_;
    const std::string_view token = next();
    at_ = before;
    return token;
  }
  static bool is_word(std::string_view token) { return !token.empty() && !is_operator(token[0]); }

 private:
  static bool is_operator(char c) {
    return c == '=' || c == '!' || c == '(' || c == ')' || c == ',' || c == '<' || c == '>';
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<LabelSelector> LabelSelector::parse(std::string_view text) {
  LabelSelector selector;
  Lexer lexer(text);
  if (lexer.peek().empty()) return selector;
  while (true) {
    Condition condition;
    std::string_view token = lexer.next();
    if (token == "!") {
      condition.op = Operator::kAbsent;
      token = lexer.next();
    }
    if (!Lexer::is_word(token)) return std::nullopt;
    condition.key = token;
    const std::string_view op = lexer.peek();
    if (condition.op == Operator::kExists && !op.empty() && op != ",") {
      lexer.next();
      if (op == "in" || op == "notin") {
        condition.op = op == "in" ? Operator::kIn : Operator::kNotIn;
        if (lexer.next() != "(") return std::nullopt;
        std::string_view separator;
        do {
          const std::string_view value = lexer.peek();
          condition.values.emplace_back(Lexer::is_word(value) ? lexer.next() : "");
          separator = lexer.next();
        } while (separator == ",");
        if (separator != ")") return std::nullopt;
      } else if (op == "=" || op == "==" || op == "!=" || op == "<" || op == ">") {
        condition.op = op == "!="  ? Operator::kNotIn
                       : op == "<" ? Operator::kLess
                       : op == ">" ? Operator::kGreater
                                   : Operator::kIn;
        condition.values.emplace_back(Lexer::is_word(lexer.peek()) ? lexer.next() : "");
      } else {
        return std::nullopt;
      }
    }
    selector.conditions_.push_back(std::move(condition));
    const std::string_view separator = lexer.next();
    if (separator.empty()) return selector;
    if (separator != ",") return std::nullopt;
  }
}

bool LabelSelector::meets(const Condition& condition, yaml::Node labels) {
  const yaml::Node value = labels[condition.key];
  const bool is_listed =
      value && std::ranges::find(condition.values, value.text()) != condition.values.end();
  switch (condition.op) {
    case Operator::kExists:
      return static_cast<bool>(value);
    case Operator::kAbsent:
      return !value;
    case Operator::kIn:
      return is_listed;
    case Operator::kNotIn:  // a missing label is in no list
      return !is_listed;
    case Operator::kLess:
    case Operator::kGreater: {
      const auto has = number_of(value.text());
      const auto limit = number_of(condition.values.front());
      if (!has || !limit) return false;
      return condition.op == Operator::kLess ? *has < *limit : *has > *limit;
    }
  }
  return false;
}

bool LabelSelector::matches(yaml::Node labels) const {
  return std::ranges::all_of(conditions_,
                             [&](const Condition& condition) { return meets(condition, labels); });
}

TargetSelector::TargetSelector() = default;
TargetSelector::TargetSelector(TargetSelector&&) noexcept = default;
TargetSelector& TargetSelector::operator=(TargetSelector&&) noexcept = default;
TargetSelector::~TargetSelector() = default;

bool TargetSelector::Pattern::fits(std::string_view value) const {
  if (text.empty()) return true;
  return regex ? re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *regex)
               : value == text;
}

std::optional<TargetSelector> TargetSelector::compile(yaml::Node target,
                                                      std::vector<text::Problem>& problems) {
  TargetSelector selector;
  selector.node_ = target;
  bool is_good = true;
  const auto pattern = [&](std::string_view field) {
    Pattern result;
    const yaml::Node node = yaml::field_of(target, field);
    result.text = node.as_string().value_or(std::string_view());
    if (is_plain(result.text)) return result;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    result.regex = std::make_unique<re2::RE2>(result.text, options);
    if (!result.regex->ok()) {
      is_good = false;
      problems.push_back(
          text::make_problem(kInvalidPatch, node.span(),
                             fmt::format("`{}: {}` isn't a regular expression: {}", field,
                                         text::shown(result.text), result.regex->error()),
                             {std::string(field), result.text, result.regex->error()}));
    }
    return result;
  };
  const auto labels = [&](std::string_view field) {
    const yaml::Node node = yaml::field_of(target, field);
    const std::string_view written = node.as_string().value_or(std::string_view());
    std::optional<LabelSelector> result = LabelSelector::parse(written);
    if (!result) {
      is_good = false;
      problems.push_back(
          text::make_problem(kInvalidPatch, node.span(),
                             fmt::format("`{}: {}` isn't a selector; write it like `a=b,c!=d`",
                                         field, text::shown(written)),
                             {std::string(field), std::string(written)}));
      return LabelSelector();
    }
    return *std::move(result);
  };
  selector.group_ = pattern("group");
  selector.version_ = pattern("version");
  selector.kind_ = pattern("kind");
  selector.name_ = pattern("name");
  selector.namespace_ = pattern("namespace");
  selector.labels_ = labels("labelSelector");
  selector.annotations_ = labels("annotationSelector");
  if (!is_good) return std::nullopt;
  return selector;
}

std::string_view TargetSelector::misfit(const Object& object) const {
  if (!kind_.fits(object.kind)) return "kind";
  if (!group_.fits(object.group())) return "group";
  if (!version_.fits(object.version())) return "version";
  const PreviousId original = object.original();
  if (!name_.fits(original.name) && !name_.fits(object.name)) return "name";
  if (!namespace_.fits(original.ns) && !namespace_.fits(object.effective_namespace())) {
    return "namespace";
  }
  const yaml::Node metadata = object.root["metadata"];
  if (!labels_.matches(metadata["labels"])) return "labelSelector";
  if (!annotations_.matches(metadata["annotations"])) return "annotationSelector";
  return {};
}

bool TargetSelector::has_id_conditions() const {
  return std::ranges::any_of(
      std::initializer_list<const Pattern*>{&group_, &version_, &kind_, &name_, &namespace_},
      [](const Pattern* pattern) { return !pattern->text.empty(); });
}

bool TargetSelector::fits_any_id(const Object& object) const {
  if (!group_.fits(object.group()) || !version_.fits(object.version())) return false;
  const auto fits = [&](std::string_view name, std::string_view ns, std::string_view kind) {
    return kind_.fits(kind) && name_.fits(name) && namespace_.fits(ns);
  };
  return fits(object.name, object.effective_namespace(), object.kind) ||
         std::ranges::any_of(object.previous,
                             [&](const PreviousId& id) { return fits(id.name, id.ns, id.kind); });
}

bool TargetSelector::fits_labels(const Object& object) const {
  const yaml::Node metadata = object.root["metadata"];
  return labels_.matches(metadata["labels"]) && annotations_.matches(metadata["annotations"]);
}

template <typename Fits>
std::vector<std::uint32_t> TargetSelector::select_if(Objects& objects, const Fits& fits) const {
  std::vector<std::uint32_t> result;
  const auto keep = [&](std::uint32_t i) {
    const Object& object = objects.all()[i];
    if (!object.is_removed && fits(object)) result.push_back(i);
  };
  const std::string_view kind = literal_kind();
  const std::string_view name = literal_name();
  if (!kind.empty() && !name.empty()) {
    std::ranges::for_each(objects.named(kind, name), keep);
  } else if (!name.empty()) {
    std::ranges::for_each(objects.of_name(name), keep);
  } else if (!kind.empty()) {
    std::ranges::for_each(objects.of_kind(kind), keep);
  } else {
    for (std::size_t i = 0; i < objects.size(); ++i) keep(static_cast<std::uint32_t>(i));
  }
  return result;
}

std::vector<std::uint32_t> TargetSelector::select(Objects& objects) const {
  return select_if(objects, [&](const Object& object) { return misfit(object).empty(); });
}

std::vector<std::uint32_t> TargetSelector::select_by_any_id(Objects& objects) const {
  return select_if(
      objects, [&](const Object& object) { return fits_any_id(object) && fits_labels(object); });
}

}  // namespace meshlint::kustomize
