// Values as Go's encoding/json prints them.
#ifndef MESHLINT_TEMPLATE_GO_JSON_H_
#define MESHLINT_TEMPLATE_GO_JSON_H_

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::templates {

// With `escapes_html`, Go's default, `<`, `>` and `&` become `\u003c` and so on.
void append_json(yaml::Node value, bool escapes_html, std::string& out);
void append_json_string(std::string_view text, bool escapes_html, std::string& out);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_GO_JSON_H_
