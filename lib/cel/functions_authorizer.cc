// Named formats, and the authorizer, which needs a live cluster.
// Source: https://kubernetes.io/docs/reference/using-api/cel/

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "cel/function.h"
#include "cel/opaque.h"
#include "schema/format.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

// The result of all calls on an authorizer. Since the authorizer itself is unknown, this is never
// called with known arguments only.
Value not_decidable(Frame&, Arguments) { return Value::unknown(); }

struct FormatFacts {
  std::string_view name;
  // Empty if `schema_format` decides.
  std::string_view pattern;
  std::size_t max_bytes = 0;
  schema::Format schema_format = schema::Format::kNone;
};

constexpr auto kFormats = std::to_array<FormatFacts>({
    {"dns1123Label", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", 63},
    {"dns1123Subdomain", R"(^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)",
     253},
    {"dns1035Label", "^[a-z]([-a-z0-9]*[a-z0-9])?$", 63},
    {"qualifiedName",
     R"(^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*/)?)"
     R"([A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$)",
     317},
    {"dns1123LabelPrefix", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?-?$", 63},
    {"dns1123SubdomainPrefix",
     R"(^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*-?$)", 253},
    {"dns1035LabelPrefix", "^[a-z]([-a-z0-9]*[a-z0-9])?-?$", 63},
    {"labelValue", "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", 63},
    {"uri", "", 0, schema::Format::kUri},
    {"uuid", "", 0, schema::Format::kUuid},
    {"byte", "", 0, schema::Format::kByte},
    {"date", "", 0, schema::Format::kDate},
    {"datetime", "", 0, schema::Format::kDateTime},
});

Value format_named(Frame& frame, std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &FormatFacts::name);
  if (found == kFormats.end()) return Value::optional(nullptr);
  return frame.opaque(OpaqueKind::kFormat, NamedFormat{found->name});
}

template <std::size_t kIndex>
Value format_at(Frame& frame, Arguments) {
  return format_named(frame, kFormats[kIndex].name);
}

Value named(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const Value format = format_named(frame, arguments[0].text());
  return format.is(ValueKind::kOptional) ? format : frame.optional(format);
}

// None if the string has the format, else messages.
Value validate(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kFormat) || !arguments[1].is(ValueKind::kString)) {
    return no_overload();
  }
  const std::string_view name = arguments[0].as<NamedFormat>().name;
  const std::string_view text = arguments[1].text();
  const auto format = std::ranges::find(kFormats, name, &FormatFacts::name);
  bool fits = false;
  if (format->pattern.empty()) {
    fits = schema::has_format(text, format->schema_format);
  } else {
    frame.charge(text.size() / 10);
    fits = text.size() <= format->max_bytes &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                                  frame.regexes().get(format->pattern));
  }
  if (fits) return Value::optional(nullptr);
  const Value message = frame.error("`{}` is not a {}", text.substr(0, 64), name);
  const Value messages = frame.list(std::array{Value::string(message.text())});
  return frame.optional(messages);
}

constexpr std::string_view kFormat = "() kubernetes.NamedFormat";

constexpr auto kFunctions = std::to_array<Function>({
    {"format.dns1123Label", Library::kFormats, kFormat, format_at<0>},
    {"format.dns1123Subdomain", Library::kFormats, kFormat, format_at<1>},
    {"format.dns1035Label", Library::kFormats, kFormat, format_at<2>},
    {"format.qualifiedName", Library::kFormats, kFormat, format_at<3>},
    {"format.dns1123LabelPrefix", Library::kFormats, kFormat, format_at<4>},
    {"format.dns1123SubdomainPrefix", Library::kFormats, kFormat, format_at<5>},
    {"format.dns1035LabelPrefix", Library::kFormats, kFormat, format_at<6>},
    {"format.labelValue", Library::kFormats, kFormat, format_at<7>},
    {"format.uri", Library::kFormats, kFormat, format_at<8>},
    {"format.uuid", Library::kFormats, kFormat, format_at<9>},
    {"format.byte", Library::kFormats, kFormat, format_at<10>},
    {"format.date", Library::kFormats, kFormat, format_at<11>},
    {"format.datetime", Library::kFormats, kFormat, format_at<12>},
    {"format.named", Library::kFormats, "(string) optional_type(kubernetes.NamedFormat)", named},
    {"validate", Library::kFormats, "kubernetes.NamedFormat.(string) optional_type(list(string))",
     validate},
    {"path", Library::kAuthorizer,
     "kubernetes.authorization.Authorizer.(string) kubernetes.authorization.PathCheck",
     not_decidable},
    {"group", Library::kAuthorizer,
     "kubernetes.authorization.Authorizer.(string) kubernetes.authorization.GroupCheck",
     not_decidable},
    {"serviceAccount", Library::kAuthorizer,
     "kubernetes.authorization.Authorizer.(string, string) kubernetes.authorization.Authorizer",
     not_decidable},
    {"resource", Library::kAuthorizer,
     "kubernetes.authorization.GroupCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"subresource", Library::kAuthorizer,
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"namespace", Library::kAuthorizer,
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"name", Library::kAuthorizer,
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"fieldSelector", Library::kAuthorizer,
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"labelSelector", Library::kAuthorizer,
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck",
     not_decidable},
    {"check", Library::kAuthorizer,
     "kubernetes.authorization.PathCheck.(string) kubernetes.authorization.Decision | "
     "kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.Decision",
     not_decidable},
    {"allowed", Library::kAuthorizer, "kubernetes.authorization.Decision.() bool", not_decidable},
    {"errored", Library::kAuthorizer, "kubernetes.authorization.Decision.() bool", not_decidable},
    {"reason", Library::kAuthorizer, "kubernetes.authorization.Decision.() string", not_decidable},
    {"error", Library::kAuthorizer, "kubernetes.authorization.Decision.() string", not_decidable},
});

}  // namespace

std::span<const Function> authorizer_functions() { return kFunctions; }

}  // namespace meshlint::cel
