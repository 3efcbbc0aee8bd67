// The functions of ApplicationSet templates.
#ifndef MESHLINT_ARGOCD_FUNCTIONS_H_
#define MESHLINT_ARGOCD_FUNCTIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "template/functions.h"

namespace meshlint::argocd {

// What a template with `goTemplate: true` may call: Argo CD's own functions, then Go's and Sprig's.
std::vector<templates::Library> template_libraries();

// Argo CD's own: normalize, slugify, toYaml, fromYaml and fromYamlArray.
templates::Library own_functions();

// A name as Argo CD's `normalize` makes it: in lower case, with `-` for every character except
// letters, digits, `-` and `.`, and with at most 253 characters.
std::string normalized_name(std::string_view name);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_FUNCTIONS_H_
