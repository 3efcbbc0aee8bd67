#include "cel/scope.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace meshlint::cel {
namespace {

constexpr auto kNamedTypes = std::to_array<NamedType>({
    {"bool", "bool"},
    {"bytes", "bytes"},
    {"double", "double"},
    {"dyn", "dyn"},
    {"google.protobuf.Duration", "duration"},
    {"google.protobuf.Timestamp", "timestamp"},
    {"int", "int"},
    {"list", "list(dyn)"},
    {"map", "map(dyn, dyn)"},
    {"net.CIDR", "net.CIDR"},
    {"net.IP", "net.IP"},
    {"null_type", "null"},
    {"optional_type", "optional_type(dyn)"},
    {"string", "string"},
    {"type", "type(dyn)"},
    {"uint", "uint"},
    {"kubernetes.Quantity", "kubernetes.Quantity"},
    {"kubernetes.Semver", "kubernetes.Semver"},
    {"kubernetes.URL", "kubernetes.URL"},
});

}  // namespace

const NamedType* find_named_type(std::string_view name) {
  const auto* const found = std::ranges::find(kNamedTypes, name, &NamedType::name);
  return found == kNamedTypes.end() ? nullptr : found;
}

std::vector<std::string> name_candidates(std::string_view container, std::string_view name) {
  if (name.starts_with('.')) return {std::string(name.substr(1))};
  std::vector<std::string> result;
  while (!container.empty()) {
    result.push_back(fmt::format("{}.{}", container, name));
    const std::size_t dot = container.rfind('.');
    container = dot == container.npos ? std::string_view() : container.substr(0, dot);
  }
  result.emplace_back(name);
  return result;
}

const Scope::Local* Scope::find(std::string_view name) const {
  const auto found = std::find_if(locals_.rbegin(), locals_.rend(),
                                  [name](const Local& local) { return local.name == name; });
  return found == locals_.rend() ? nullptr : &*found;
}

std::optional<std::string> Scope::qualified_name(const Ast& ast, ExprId id) const {
  std::vector<std::string_view> parts;
  while (ast[id].kind == ExprKind::kSelect) {
    parts.push_back(ast[id].name);
    id = ast.children(id)[0];
  }
  if (ast[id].kind != ExprKind::kIdent || find(ast[id].name)) return std::nullopt;
  std::string name(ast[id].name);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    name += '.';
    name += *part;
  }
  return name;
}

std::uint32_t Scope::take_slot() {
  slot_count_ = std::max(slot_count_, next_slot_ + 1);
  return next_slot_++;
}

}  // namespace meshlint::cel
