#include "rules/route/route.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {
namespace {

// Whether the `%` of a header value make complete variables: `%NAME%`, `%NAME(text)%`,
// `%NAME(["a", "b"])%`. A doubled one is a percent sign.
bool has_complete_variables(std::string_view value) {
  enum class In {
    kText,
    kName,
    kArguments,
    kItem,
    kString,
    kAfterItem,
    kAfterList,
    kAfterArguments
  };
  In in = In::kText;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool is_space = c == ' ';
    switch (in) {
      case In::kText:
        if (c != '%') break;
        if (value.substr(i + 1).starts_with('%')) {
          ++i;
        } else {
          in = In::kName;
        }
        break;
      case In::kName:
        if (c == '%') in = In::kText;
        if (c == '(') in = In::kArguments;
        break;
      case In::kArguments:
        if (c == '[') {
          in = In::kItem;
        } else if (!is_space) {
          in = In::kString;
        }
        break;
      case In::kItem:
        if (c == '"') {
          in = In::kString;
        } else if (!is_space) {
          return false;
        }
        break;
      case In::kString:
        if (c == '\\') {
          if (++i == value.size()) return false;
        } else if (c == ')') {
          in = In::kAfterArguments;
        } else if (c == '"') {
          in = In::kAfterItem;
        }
        break;
      case In::kAfterItem:
        if (c == ',') {
          in = In::kItem;
        } else if (c == ']') {
          in = In::kAfterList;
        } else if (!is_space) {
          return false;
        }
        break;
      case In::kAfterList:
        if (c == ')') {
          in = In::kAfterArguments;
        } else if (!is_space) {
          return false;
        }
        break;
      case In::kAfterArguments:
        if (c == '%') {
          in = In::kText;
        } else if (!is_space) {
          return false;
        }
        break;
    }
  }
  return in == In::kText;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

void check_name(Node name, bool may_be_host, Report& report) {
  const std::string_view text = name.text();
  if (!name.is_scalar() || text::has_placeholder(text)) return;
  if (text.empty()) {
    report.add(name, "header without a name, rejected by Istio; write one, or remove it");
  } else if (is_authority(text)) {
    if (!may_be_host) {
      report.add(name, "header `{}` can't be changed here, rejected by Istio; set it in `request`",
                 text);
    }
  } else if (text.starts_with(':')) {
    report.add(name, "pseudo-header `{}` can't be changed, rejected by Istio; remove it", text);
  }
}

void check_value(Node value, Report& report) {
  const std::string_view text = value.text();
  if (!value.is_scalar() || value.is_null() || text::has_placeholder(text)) return;
  if (std::ranges::any_of(text, is_control)) {
    report.add(value, "header value with a control character, rejected by Istio; remove it");
  } else if (!report.istio().is_before(1, 16) && !has_complete_variables(text)) {
    report.add(value, "header value `{}` has an incomplete variable; write `%%` for a percent sign",
               text);
  }
}

void check_operations(Node operations, bool is_request, Report& report) {
  for (const std::string_view operation : {"add", "set"}) {
    for (const auto [name, value] : operations[operation].entries()) {
      check_name(name, is_request, report);
      check_value(value, report);
    }
  }
  for (const Node name : operations["remove"]) {
    if (!name.is_null()) check_name(name, false, report);
  }
}

void check_headers(Node headers, Report& report) {
  check_operations(headers["request"], true, report);
  check_operations(headers["response"], false, report);
}

}  // namespace

void invalid_header(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    check_headers(http["headers"], report);
    for (const Node destination : http["route"]) check_headers(destination["headers"], report);
  }
}

}  // namespace meshlint::rules::route
