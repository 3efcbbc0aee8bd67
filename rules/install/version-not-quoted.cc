#include <fmt/core.h>

#include <string>

#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

// Deeper than any values tree; the reader's own bound is not far above.
constexpr int kMaxDepth = 100;

// In an IstioOperator the others have a type, which tells a number there.
bool is_version_key(std::string_view key, InstallWay way) {
  if (way == InstallWay::kIstioOperator) return key == "tag";
  return key == "tag" || key == "hub" || key == "revision" || key == "version";
}

// What a chart gets for the number, or empty if that is what was written: 1.22 stays, 1.20 does
// not.
std::string changed_text(Node value) {
  if (value.is_quoted()) return {};
  std::string read;
  if (value.type() == yaml::ScalarType::kFloat) {
    read = fmt::format("{}", value.as_double().value_or(0));
  } else if (value.type() == yaml::ScalarType::kInt && value.as_int()) {
    read = fmt::format("{}", *value.as_int());
  }
  return read == value.text() ? std::string() : read;
}

// A parameter is a string to the Application's schema, which tells a number there, and to Helm.
bool is_parameter(const Component& component, Node value) {
  for (const Node parameter : component.source.at("helm.parameters")) {
    if (parameter["value"].span() == value.span()) return true;
  }
  return false;
}

void check_values(const Component& component, Node values, int depth, Report& report) {
  if (depth > kMaxDepth) return;
  for (const auto [key, value] : values.entries()) {
    if (!value.is_scalar()) {
      check_values(component, value, depth + 1, report);
      continue;
    }
    if (!is_version_key(key.text(), component.way)) continue;
    const std::string read = changed_text(value);
    if (read.empty() || is_parameter(component, value)) continue;
    const std::string quoted = fmt::format("\"{}\"", value.text());
    report
        .add(component.resource, value, "{} {} is read as the number {}; quote it", key.text(),
             value.text(), read)
        .unsafe_fix(fmt::format("write {}", quoted), value, quoted);
  }
  for (const Node item : values) check_values(component, item, depth + 1, report);
}

}  // namespace

// Only trees without a type for these fields: an Application's own `targetRevision` is a string to
// its schema, which tells it there.
void version_not_quoted(const InstallView& install, Report& report) {
  const Resource* previous = nullptr;
  for (const Component& component : install.components) {
    if (component.way != InstallWay::kIstioOperator) {
      check_values(component, component.values, 0, report);
    } else if (component.resource != nullptr && component.resource != previous) {
      check_values(component, component.resource->at("spec"), 0, report);
      previous = component.resource;
    }
  }
}

}  // namespace meshlint::rules::install
