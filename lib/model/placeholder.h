// Values that another tool fills in before anything is applied, so that the text in the file
// says nothing about what the cluster gets.
#ifndef MESHLINT_MODEL_PLACEHOLDER_H_
#define MESHLINT_MODEL_PLACEHOLDER_H_

#include <string_view>

namespace meshlint::model {

// True for a text with `$(VAR)`, `${VAR}` or `{{ expression }}` in it: kustomize's vars, Flux' and
// envsubst's variables, and the templates of Helm and ApplicationSets.
inline bool has_placeholder(std::string_view text) {
  const auto has = [text](std::string_view open, std::string_view close) {
    const std::size_t at = text.find(open);
    return at != std::string_view::npos && text.find(close, at) != std::string_view::npos;
  };
  return has("$(", ")") || has("${", "}") || has("{{", "}}");
}

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_PLACEHOLDER_H_
