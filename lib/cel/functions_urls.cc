// URLs, as Go's url.ParseRequestURI reads them.
// Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "cel/function.h"
#include "cel/opaque.h"
#include "text/ascii.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
using text::is_digit;
using text::is_hex;

bool has_valid_escapes(std::string_view text) {
  for (std::size_t i = text.find('%'); i != text.npos; i = text.find('%', i + 1)) {
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
  }
  return true;
}

// Removes "https:" from "https://..." and returns "https". Empty if there is no scheme, nothing if
// it is missing before the colon.
std::optional<std::string_view> take_scheme(std::string_view& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_letter(c)) continue;
    if (is_digit(c) || c == '+' || c == '-' || c == '.') {
      if (i == 0) return std::string_view();
      continue;
    }
    if (c != ':') return std::string_view();
    if (i == 0) return std::nullopt;
    const std::string_view scheme = text.substr(0, i);
    text.remove_prefix(i + 1);
    return scheme;
  }
  return std::string_view();
}

// "", ":80" or ":".
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  return text.front() == ':' && std::ranges::all_of(text.substr(1), is_digit);
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.rfind(']');
    return end != host.npos && is_port(host.substr(end + 1));
  }
  const std::size_t colon = host.rfind(':');
  if (colon != host.npos && !is_port(host.substr(colon))) return false;
  constexpr std::string_view kAllowed = "!$&'()*+,;=:[]<>\"-_.~%";
  return std::ranges::all_of(host, [&](char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
           kAllowed.find(c) != kAllowed.npos;
  });
}

bool is_user_info(std::string_view text) {
  constexpr std::string_view kAllowed = "-._:~!$&'()*+,;=%@";
  return std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || is_digit(c) || kAllowed.find(c) != kAllowed.npos;
  });
}

std::optional<Url> parse(Frame& frame, std::string_view text) {
  if (std::ranges::any_of(
          text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    return std::nullopt;
  }
  Url url;
  if (text == "*") return Url{{}, {}, text, {}};
  const std::optional<std::string_view> scheme = take_scheme(text);
  if (!scheme) return std::nullopt;
  std::string lowered(*scheme);
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  url.scheme = frame.string(lowered).text();
  if (const std::size_t mark = text.find('?'); mark != text.npos) {
    url.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (!text.starts_with('/')) {
    // "mailto:a@b": the rest is opaque.
    return url.scheme.empty() ? std::nullopt : std::optional(url);
  }
  if (text.starts_with("//") && (!url.scheme.empty() || !text.starts_with("///"))) {
    text.remove_prefix(2);
    const std::size_t slash = std::min(text.find('/'), text.size());
    std::string_view authority = text.substr(0, slash);
    text.remove_prefix(slash);
    if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
      if (!is_user_info(authority.substr(0, at))) return std::nullopt;
      authority.remove_prefix(at + 1);
    }
    if (!is_host(authority) || !has_valid_escapes(authority)) return std::nullopt;
    url.host = authority;
  }
  if (!has_valid_escapes(text)) return std::nullopt;
  url.path = text;
  return url;
}

Value url_of(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const std::optional<Url> url = parse(frame, arguments[0].text());
  if (url) return frame.opaque(OpaqueKind::kUrl, *url);
  return frame.error("`{}` is not a URL", arguments[0].text().substr(0, 64));
}

Value is_url(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  return Value::boolean(parse(frame, arguments[0].text()).has_value());
}

Value scheme(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  return Value::string(arguments[0].as<Url>().scheme);
}

Value host(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  return Value::string(arguments[0].as<Url>().host);
}

struct HostAndPort {
  std::string_view host;
  std::string_view port;
};

HostAndPort split_host(std::string_view text) {
  HostAndPort result{text, {}};
  const std::size_t colon = text.rfind(':');
  if (colon != text.npos && is_port(text.substr(colon))) {
    result = {text.substr(0, colon), text.substr(colon + 1)};
  }
  if (result.host.starts_with('[') && result.host.ends_with(']')) {
    result.host = result.host.substr(1, result.host.size() - 2);
  }
  return result;
}

Value hostname(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  return Value::string(split_host(arguments[0].as<Url>().host).host);
}

Value port(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  return Value::string(split_host(arguments[0].as<Url>().host).port);
}

Value escaped_path(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  constexpr std::string_view kPlain = "-._~$&+,/:;=@!'()*[]%";
  std::string escaped;
  for (const char c : arguments[0].as<Url>().path) {
    if (is_letter(c) || is_digit(c) || kPlain.find(c) != kPlain.npos) {
      escaped += c;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return frame.string(escaped);
}

// Decodes %41 and + in a query's key or value.
std::string unescaped(std::string_view text) {
  const auto digit = [](char c) {
    if (is_digit(c)) return c - '0';
    return (c >= 'a' ? c - 'a' : c - 'A') + 10;
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

Value query(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kUrl)) return no_overload();
  std::vector<std::pair<std::string, std::vector<Value>>> entries;
  std::string_view rest = arguments[0].as<Url>().query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty() || part.find(';') != part.npos || !has_valid_escapes(part)) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    std::string key = unescaped(part.substr(0, equals));
    const Value value = frame.string(unescaped(part.substr(std::min(equals + 1, part.size()))));
    if (!frame.charge(1 + entries.size())) return Frame::exhausted();
    auto found = std::ranges::find(entries, key, &decltype(entries)::value_type::first);
    if (found == entries.end()) {
      found = entries.insert(entries.end(), {std::move(key), {}});
    }
    found->second.push_back(value);
  }
  std::vector<Value> flat;
  for (const auto& [key, values] : entries) {
    flat.push_back(frame.string(key));
    flat.push_back(frame.list(values));
  }
  const Value built = frame.list(flat);
  return built.is_error() ? built : Value::map(built.values());
}

constexpr auto kFunctions = std::to_array<Function>({
    {"url", Library::kUrls, "(string) kubernetes.URL", url_of},
    {"isURL", Library::kUrls, "(string) bool", is_url},
    {"getScheme", Library::kUrls, "kubernetes.URL.() string", scheme},
    {"getHost", Library::kUrls, "kubernetes.URL.() string", host},
    {"getHostname", Library::kUrls, "kubernetes.URL.() string", hostname},
    {"getPort", Library::kUrls, "kubernetes.URL.() string", port},
    {"getEscapedPath", Library::kUrls, "kubernetes.URL.() string", escaped_path},
    {"getQuery", Library::kUrls, "kubernetes.URL.() map(string, list(string))", query},
});

}  // namespace

std::span<const Function> url_functions() { return kFunctions; }

}  // namespace meshlint::cel
