#include "model/host_name.h"

#include <algorithm>
#include <cstddef>

#include "schema/format.h"
#include "text/ascii.h"

namespace meshlint::model {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestName = 255;

bool is_wildcard_label(std::string_view text) {
  if (text == "*") return true;
  if (text.size() > kLongestLabel) return false;
  if (text.starts_with("*-")) text.remove_prefix(2);
  if (text.starts_with('*')) text.remove_prefix(1);
  return is_dns_label(text);
}

// Go's Atoi has to read it, so 20 digits are too many.
bool is_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;
  return !text.empty() && text.size() <= kMostDigits && std::ranges::all_of(text, text::is_digit);
}

bool has_labels(std::string_view text) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    if (!is_dns_label(label)) return false;
    if (dot == text.npos) return !is_number(label);
    text.remove_prefix(dot + 1);
    if (text.empty()) return true;  // after a dot at the end
  }
}

}  // namespace

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && text::is_alphanumeric(text.front()) &&
         text::is_alphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return text::is_alphanumeric(c) || c == '-'; });
}

bool is_domain_name(std::string_view text) {
  return text.size() <= kLongestName && has_labels(text);
}

bool is_wildcard_domain(std::string_view text) {
  if (text.size() > kLongestName) return false;
  const std::size_t dot = text.find('.');
  if (!is_wildcard_label(text.substr(0, dot))) return false;
  return dot == text.npos || dot + 1 == text.size() || has_labels(text.substr(dot + 1));
}

bool is_ip_address(std::string_view text) {
  return schema::has_format(text, schema::Format::kIpv4) ||
         schema::has_format(text.substr(0, text.find('%')), schema::Format::kIpv6);
}

bool covers_host(std::string_view wide, std::string_view narrow) {
  if (!wide.starts_with('*')) return wide == narrow;
  wide.remove_prefix(1);
  if (narrow.starts_with('*')) narrow.remove_prefix(1);
  return narrow.ends_with(wide);
}

bool hosts_overlap(std::string_view a, std::string_view b) {
  return covers_host(a, b) || covers_host(b, a);
}

}  // namespace meshlint::model
