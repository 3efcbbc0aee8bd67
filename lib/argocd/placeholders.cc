#include "argocd/placeholders.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "template/problem.h"

namespace meshlint::argocd {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

templates::RenderedText replace_placeholders(std::string_view text, yaml::Node parameters,
                                             yaml::Arena& arena,
                                             templates::TemplateBudget& budget) {
  templates::RenderedText result;
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
    const yaml::Node value = parameters[key];
    result.pieces.push_back({out.size(), open, !value});
    if (value.is_scalar()) {
      out += value.text();
      if (open == 0 && end == text.size()) result.sole = value;
    } else {
      out += text.substr(open, end - open);
      if (!key.empty()) {
        result.unset.push_back({.kind = templates::TemplateProblem::Kind::kMissingKey,
                                .begin = open,
                                .end = end,
                                .message = {},
                                .key = std::string(key)});
      }
    }
    at = end;
    if (out.size() > budget.bytes) {
      result.problem = {.kind = templates::TemplateProblem::Kind::kTooLarge,
                        .begin = 0,
                        .end = text.size(),
                        .message = "limit of generated text reached",
                        .key = {}};
      return result;
    }
  }
  budget.bytes -= std::min(budget.bytes, out.size());
  result.text = out == text ? text : arena.copy(out);
  return result;
}

}  // namespace meshlint::argocd
