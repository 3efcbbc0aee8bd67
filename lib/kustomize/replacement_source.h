// The `source` of a replacement: which object it selects, and the value it takes from there.
#ifndef MESHLINT_KUSTOMIZE_REPLACEMENT_SOURCE_H_
#define MESHLINT_KUSTOMIZE_REPLACEMENT_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/stage.h"
#include "text/problem.h"
#include "text/span.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The path of a source or a target that has none.
inline constexpr std::string_view kDefaultFieldPath = "metadata.name";

// The value of a source. Nothing if it has none, which is reported unless an incomplete build can
// be the reason.
std::optional<yaml::Record> source_value(Context& context, Stage& stage, yaml::Node source);

// Reports what is wrong with a replacement, and that the stage lacks its effect.
text::Problem& report_bad_replacement(Context& context, Stage& stage, text::Span at,
                                      std::string message, std::vector<std::string> arguments = {});

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_REPLACEMENT_SOURCE_H_
