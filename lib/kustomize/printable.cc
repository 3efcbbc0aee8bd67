#include "kustomize/printable.h"

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

bool is_endless(std::string_view number) {
  return number.ends_with("inf") || number.ends_with("nan") || number.ends_with("Inf") ||
         number.ends_with("NaN") || number.ends_with("INF") || number.ends_with("NAN");
}

// Go's decoder reads `on` and the like as strings where the type isn't bool.
bool is_text_key(yaml::Node key) {
  const std::string_view text = key.text();
  if (key.type() == yaml::ScalarType::kString) {
    const bool can_be_time = key.style() == yaml::Style::kPlain && !text.empty() &&
                             text.front() >= '0' && text.front() <= '9';
    return !can_be_time || yaml::type_when_plain(text) != yaml::ScalarType::kNone;
  }
  return key.type() == yaml::ScalarType::kBool &&
         std::string_view("tTfF").find(text.front()) == std::string_view::npos;
}

}  // namespace

yaml::Node unprintable_in(yaml::Node root) {
  if (root.type() == yaml::ScalarType::kFloat && is_endless(root.text())) return root;
  for (const yaml::Node item : root) {
    if (const yaml::Node found = unprintable_in(item)) return found;
  }
  for (const auto [key, value] : root.entries()) {
    if (key.is_scalar() && !is_text_key(key)) return key;
    if (const yaml::Node found = unprintable_in(value)) return found;
  }
  return {};
}

text::Problem unprintable_problem(yaml::Node found) {
  const std::string text = text::shown(found.text());
  std::string message;
  if (found.type() == yaml::ScalarType::kFloat && is_endless(found.text())) {
    message = fmt::format("`{}` isn't a number in JSON; kustomize rejects it", text);
  } else if (found.style() == yaml::Style::kPlain) {
    message =
        fmt::format("the key `{0}` isn't a string and kustomize rejects it; write \"{0}\"", text);
  } else {
    message = fmt::format(
        "kustomize drops the quotes of the key `{}` and rejects it as a non-string; rename it",
        text);
  }
  return text::make_problem(kInvalidResource, found.span(), std::move(message),
                            {std::string(found.text())});
}

}  // namespace meshlint::kustomize
