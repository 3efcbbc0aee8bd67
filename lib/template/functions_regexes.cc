#include "template/functions.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

// False if the pattern doesn't compile; then the call has failed.
bool compile(FunctionCall& call, std::unique_ptr<RE2>& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{1} << 20);
  pattern = std::make_unique<RE2>(text_of(call[0]), options);
  if (!pattern->ok()) call.fail(fmt::format("`{}` is not a regular expression", text_of(call[0])));
  return pattern->ok();
}

Node fn_regex_match(FunctionCall& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  return call.boolean(RE2::PartialMatch(text_of(call[1]), *pattern));
}

Node fn_regex_find(FunctionCall& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  const std::string text = text_of(call[1]);
  re2::StringPiece found;
  if (!pattern->Match(text, 0, text.size(), RE2::UNANCHORED, &found, 1)) return call.text("");
  return call.text({found.data(), found.size()});
}

Node fn_regex_replace_all(FunctionCall& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  // Go writes a group `$1` or `${1}`, RE2 `\1`.
  const std::string given = text_of(call[2]);
  std::string with;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == '\\') with += '\\';
    if (given[i] != '$' || i + 1 >= given.size()) {
      with += given[i];
      continue;
    }
    const bool has_brace = given[i + 1] == '{';
    const std::size_t digit = i + (has_brace ? 2 : 1);
    const bool is_one_digit = digit < given.size() && given[digit] >= '0' && given[digit] <= '9';
    const std::size_t after = digit + (has_brace ? 2 : 1);
    const bool ends_there =
        has_brace ? digit + 1 < given.size() && given[digit + 1] == '}'
                  : after - 1 >= given.size() || after == given.size() ||
                        !((given[after] >= '0' && given[after] <= '9') || given[after] == '_' ||
                          (given[after] >= 'a' && given[after] <= 'z') ||
                          (given[after] >= 'A' && given[after] <= 'Z'));
    if (!is_one_digit || !ends_there) {
      return call.fail(fmt::format("replacement `{}` is not evaluated", given),
                       TemplateProblem::Kind::kUndecidable);
    }
    with += '\\';
    with += given[digit];
    i = after - 1;
  }
  std::string text = text_of(call[1]);
  RE2::GlobalReplace(&text, *pattern, with);
  return call.text(text);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"mustRegexFind", fn_regex_find, 2, 2},
    {"mustRegexFindAll"},
    {"mustRegexMatch", fn_regex_match, 2, 2},
    {"mustRegexReplaceAll", fn_regex_replace_all, 3, 3},
    {"mustRegexReplaceAllLiteral"},
    {"mustRegexSplit"},
    {"regexFind", fn_regex_find, 2, 2},
    {"regexFindAll"},
    {"regexMatch", fn_regex_match, 2, 2},
    {"regexQuoteMeta"},
    {"regexReplaceAll", fn_regex_replace_all, 3, 3},
    {"regexReplaceAllLiteral"},
    {"regexSplit"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library regex_functions() { return kFunctions; }

}  // namespace meshlint::templates
