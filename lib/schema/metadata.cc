// Names, labels and annotations, by the rules of k8s.io/apimachinery/pkg/util/validation.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "schema/problems.h"
#include "schema/walk.h"
#include "text/ascii.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::schema {
namespace {

using yaml::EntryView;
using yaml::Node;

constexpr std::size_t kLongestSubdomain = 253;
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kAnnotationBytes = std::size_t{256} * 1024;
// Of a ConfigMap or Secret. Source: k8s.io/api/core/v1, MaxSecretSize.
constexpr std::size_t kDataBytes = std::size_t{1024} * 1024;

bool is_lower_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && is_lower_alnum(text.front()) &&
         is_lower_alnum(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_lower_alnum(c) || c == '-'; });
}

bool is_dns_subdomain(std::string_view text) {
  if (text.empty() || text.size() > kLongestSubdomain) return false;
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view label = text.substr(0, dot);
    const bool is_label =
        !label.empty() && is_lower_alnum(label.front()) && is_lower_alnum(label.back()) &&
        std::ranges::all_of(label, [](char c) { return is_lower_alnum(c) || c == '-'; });
    if (!is_label) return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

// A part of a path: anything but a slash and a percent sign, and not "." or "..".
bool is_path_segment(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && text.find_first_of("/%") == text.npos;
}

// RFC 1035, which still applies to Services.
bool is_service_name(std::string_view text) { return is_dns_label(text) && text.front() >= 'a'; }

// What a label value and the name behind a key's prefix may be.
bool is_label_text(std::string_view text) {
  return text.size() <= kLongestLabel && !text.empty() && text::is_alphanumeric(text.front()) &&
         text::is_alphanumeric(text.back()) && std::ranges::all_of(text, [](char c) {
           return text::is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
         });
}

bool is_qualified_name(std::string_view text, bool is_lowered) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return is_label_text(text);
  std::string prefix(text.substr(0, slash));
  if (is_lowered) {  // the case of annotation keys doesn't matter
    std::ranges::transform(prefix, prefix.begin(), text::to_lower);
  }
  return is_dns_subdomain(prefix) && is_label_text(text.substr(slash + 1));
}

struct NameRule {
  bool (*allows)(std::string_view);
  std::string_view fix;
};

constexpr NameRule kSubdomain = {is_dns_subdomain, "use a-z, 0-9, `-` and `.`"};
constexpr NameRule kLabel = {is_dns_label, "use up to 63 of a-z, 0-9 and `-`"};
constexpr NameRule kServiceName = {is_service_name,
                                   "use up to 63 of a-z, 0-9 and `-`, a letter first"};
constexpr NameRule kPathSegment = {is_path_segment, "use a name without `/` and `%`"};

const NameRule& rule_of(Kind kind) {
  if (kind.group() == "rbac.authorization.k8s.io") return kPathSegment;
  if (kind.group().empty() && kind.name() == "Namespace") return kLabel;
  if (kind.group().empty() && kind.name() == "Service") return kServiceName;
  return kSubdomain;
}

// Source: k8s.io/apimachinery/pkg/apis/meta/v1, ObjectMeta; the last two are of older versions.
constexpr auto kMetadataFields = std::to_array<std::string_view>(
    {"name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences",
     "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
     "managedFields", "resourceVersion", "selfLink", "uid", "clusterName", "initializers"});

// The text to check; empty if another tool replaces a placeholder in it.
std::string_view final_text(Node node) {
  const std::string_view text = node.as_string().value_or("");
  return text::has_placeholder(text) ? std::string_view() : text;
}

}  // namespace

void Walk::metadata(Kind kind, const Frame& root) {
  if (kind.scope() == Scope::kAny) return;
  const Node metadata = root.value["metadata"];
  if (!metadata.is_map()) return;
  for (const auto [key, value] : metadata.entries()) {
    const std::string_view name = key.text();
    if (value.is_null() || std::ranges::find(kMetadataFields, name) != kMetadataFields.end() ||
        text::has_placeholder(name)) {
      continue;
    }
    const std::string_view nearest = text::nearest_name(name, kMetadataFields);
    add(kUnknownField, key.span(),
        fmt::format("unknown field {} in metadata{}", quoted(name),
                    text::did_you_mean(nearest, '"')),
        {std::string(name), "metadata"});
  }
  const NameRule& rule = rule_of(kind);
  const auto check_name = [&](Node node, std::string_view text) {
    if (text.empty() || rule.allows(text)) return;
    add(kInvalidMetadata, node.span(),
        fmt::format("{} is not a valid {} name; {}", quoted(node.text()), kind.name(), rule.fix),
        {std::string(node.text()), std::string(kind.name())});
  };
  check_name(metadata["name"], final_text(metadata["name"]));
  // The server appends letters and digits, so a dash may be the last character.
  std::string generated(final_text(metadata["generateName"]));
  if (generated.size() > 1 && generated.ends_with('-')) generated.back() = 'a';
  check_name(metadata["generateName"], generated);
  if (const std::string_view ns = final_text(metadata["namespace"]);
      !ns.empty() && !is_dns_label(ns)) {
    add(kInvalidMetadata, metadata["namespace"].span(),
        fmt::format("{} is not a valid namespace name; {}", quoted(ns), kLabel.fix),
        {std::string(ns)});
  }
  labels_and_annotations(metadata);
  if (kind.group().empty() && (kind.name() == "ConfigMap" || kind.name() == "Secret")) {
    contents(kind, root);
  }
}

void Walk::labels_and_annotations(Node metadata) {
  const auto check_key = [&](EntryView entry, std::string_view what, bool is_lowered) {
    const std::string_view key = entry.key.text();
    if (text::has_placeholder(key) || is_qualified_name(key, is_lowered)) return;
    add(kInvalidMetadata, entry.key.span(),
        fmt::format("{} is not a valid {} key; write it like example.com/name, up to 63 characters "
                    "after `/`",
                    quoted(key), what),
        {std::string(key)});
  };
  for (const EntryView entry : metadata["labels"].entries()) {
    check_key(entry, "label", false);
    const std::string_view value = final_text(entry.value);
    if (value.empty() || is_label_text(value)) continue;
    add(kInvalidMetadata, entry.value.span(),
        fmt::format("{} is not a valid label value; use up to 63 letters, digits, `-`, `_` and `.`",
                    quoted(value)),
        {std::string(value)});
  }
  std::size_t bytes = 0;
  for (const EntryView entry : metadata["annotations"].entries()) {
    check_key(entry, "annotation", true);
    bytes += entry.key.text().size() + entry.value.text().size();
  }
  if (bytes > kAnnotationBytes) {
    add(kInvalidMetadata, metadata.key("annotations").span(),
        fmt::format("the annotations have {} bytes, above the API server's limit of {}", bytes,
                    kAnnotationBytes),
        {std::to_string(bytes)});
  }
}

// The API server limits the size of a ConfigMap or Secret, with binary data decoded.
void Walk::contents(Kind kind, const Frame& root) {
  std::size_t bytes = 0;
  Node largest;
  for (const std::string_view part : {"data", "binaryData", "stringData"}) {
    const bool is_encoded = part == "binaryData" || (part == "data" && kind.name() == "Secret");
    for (const auto [key, value] : root.value[part].entries()) {
      bytes += is_encoded ? value.text().size() / 4 * 3 : value.text().size();
      if (!largest || value.text().size() > largest.text().size()) largest = value;
    }
  }
  if (bytes <= kDataBytes) return;
  add(kOutOfRange, largest.span(),
      fmt::format("the {} has {} bytes, above the API server's limit of {}; split it", kind.name(),
                  bytes, kDataBytes),
      {std::string(kind.name()), std::to_string(bytes)});
}

void Walk::embedded(const Frame& frame) {
  if (part_ == Part::kPatch) return;
  for (const std::string_view name : {"apiVersion", "kind"}) {
    const EntryView entry = entry_of(frame.type, frame.value, name);
    if (entry.value.as_string() && !entry.value.text().empty()) continue;
    if (!is_present(entry.value)) {
      add(kMissingField, span_of_owner(frame),
          fmt::format("{} is a complete object, but has no `{}`; add it", name_of(frame), name),
          {name_of(frame), std::string(name)});
    } else {
      add(kWrongType, entry.key.span(),
          fmt::format("`{}` is {}, not a string", name, described(entry.value)),
          {std::string(name)});
    }
  }
  if (frame.type.field("metadata", {})) return;  // checked like any other field
  const Node metadata = frame.value["metadata"];
  if (const std::string_view name = final_text(metadata["name"]);
      !name.empty() && !is_path_segment(name)) {
    add(kInvalidMetadata, metadata["name"].span(),
        fmt::format("{} is not a valid object name; {}", quoted(name), kPathSegment.fix),
        {std::string(name)});
  }
  labels_and_annotations(metadata);
}

}  // namespace meshlint::schema
