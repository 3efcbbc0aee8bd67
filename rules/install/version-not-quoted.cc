#include <fmt/core.h>

#include <string>

#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

// Deeper than any values tree, and near the bound of the YAML reader.
constexpr int kMaxDepth = 100;

// In an IstioOperator the others are strings, and the schema reports numbers there.
bool is_version_key(std::string_view key, InstallWay way) {
  if (way == InstallWay::kIstioOperator) return key == "tag";
  return key == "tag" || key == "hub" || key == "revision" || key == "version";
}

// The text that a chart gets for the number; empty if it is unchanged: 1.22 stays, 1.20
// becomes 1.2.
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

// Parameters are strings to Helm and in the Application's schema, which reports numbers there.
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

// Only for trees without a schema for these fields: the `targetRevision` of an Application is a
// string there, so the schema reports a number.
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
