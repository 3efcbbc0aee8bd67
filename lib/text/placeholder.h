// Values that another tool fills in before anything is applied, so that the text in the file
// says nothing about what the cluster gets.
#ifndef MESHLINT_TEXT_PLACEHOLDER_H_
#define MESHLINT_TEXT_PLACEHOLDER_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace meshlint::text {

// True for a text with `${VAR}` in it, which Flux and envsubst replace before anything is applied.
inline bool has_variable(std::string_view text) {
  const std::size_t at = text.find("${");
  return at != std::string_view::npos && text.find('}', at) != std::string_view::npos;
}

// True for a text with `$(VAR)`, `${VAR}` or `{{ expression }}` in it: kustomize's vars, Flux' and
// envsubst's variables, and the templates of Helm and ApplicationSets.
inline bool has_placeholder(std::string_view text) {
  const auto has = [text](std::string_view open, std::string_view close) {
    const std::size_t at = text.find(open);
    return at != std::string_view::npos && text.find(close, at) != std::string_view::npos;
  };
  return has_variable(text) || has("$(", ")") || has("{{", "}}");
}

// True for a word such as MYSQL_PORT_PLACEHOLDER, which a kustomize replacement or sed puts a value
// in the place of.
inline bool is_placeholder_word(std::string_view text) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_of_word = [&](char c) {
    return is_capital(c) || (c >= '0' && c <= '9') || c == '_';
  };
  return text.find('_') != std::string_view::npos && std::ranges::any_of(text, is_capital) &&
         std::ranges::all_of(text, is_of_word);
}

// True for a host or path with such a word as one of its parts:
// reviews.SHOP_NAMESPACE.svc.cluster.local.
inline bool has_placeholder_part(std::string_view text) {
  bool is_first = true;
  while (true) {
    const std::size_t end = text.find_first_of("./");
    if (end == std::string_view::npos) return !is_first && is_placeholder_word(text);
    if (is_placeholder_word(text.substr(0, end))) return true;
    is_first = false;
    text.remove_prefix(end + 1);
  }
}

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_PLACEHOLDER_H_
