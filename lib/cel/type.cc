#include "cel/type.h"

#include <algorithm>
#include <array>
#include <utility>

namespace meshlint::cel {
namespace {

// By TypeKind, up to kDuration.
constexpr auto kSimpleNames = std::to_array<std::string_view>(
    {"dyn", "null", "bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"});

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
}

// null fits all types whose values can be absent.
bool takes_null(TypeKind kind) {
  return kind == TypeKind::kNull || kind == TypeKind::kOpaque || kind == TypeKind::kObject ||
         kind == TypeKind::kTimestamp || kind == TypeKind::kDuration;
}

}  // namespace

TypeTable::TypeTable() {
  for (std::size_t i = 0; i < kSimpleNames.size(); ++i) {
    add({static_cast<TypeKind>(i), 0, std::string(kSimpleNames[i]), {}});
  }
}

TypeId TypeTable::add(Type type) {
  const auto next = static_cast<TypeId>(types_.size());
  const auto [found, is_new] = ids_.try_emplace(type, next);
  if (is_new) types_.push_back(std::move(type));
  return found->second;
}

std::string TypeTable::text(TypeId id) const {
  const Type& type = types_[id];
  if (type.kind == TypeKind::kParameter) return "dyn";
  std::string text = type.name;
  if (type.parameters.empty()) return text;
  text += '(';
  for (const TypeId parameter : type.parameters) {
    if (!text.ends_with('(')) text += ", ";
    text += this->text(parameter);
  }
  return text + ')';
}

TypeId Substitution::find(TypeId type) const {
  // Bindings are never circular, see bind().
  for (auto found = bound_.find(type); found != bound_.end(); found = bound_.find(type)) {
    type = found->second;
  }
  return type;
}

bool Substitution::occurs(TypeId parameter, TypeId in) const {
  in = find(in);
  if (in == parameter) return true;
  return std::ranges::any_of(types_[in].parameters,
                             [&](TypeId inner) { return occurs(parameter, inner); });
}

bool Substitution::is_general(TypeId a, TypeId b) const {
  const Type& left = types_[a];
  const Type& right = types_[b];
  const auto is_open = [](const Type& type) {
    return type.kind == TypeKind::kDyn || type.kind == TypeKind::kParameter;
  };
  if (is_open(left)) return true;
  if (is_open(right)) return false;
  if (right.kind == TypeKind::kNull) return true;
  if (left.kind != right.kind || left.name != right.name ||
      left.parameters.size() != right.parameters.size()) {
    return false;
  }
  for (std::size_t i = 0; i < left.parameters.size(); ++i) {
    if (!is_general(left.parameters[i], right.parameters[i])) return false;
  }
  return left.kind != TypeKind::kObject || a == b;
}

TypeId Substitution::more_general(TypeId a, TypeId b) const { return is_general(a, b) ? a : b; }

bool Substitution::bind(TypeId parameter, TypeId type, bool& was_bound) {
  was_bound = true;
  if (parameter == type) return true;
  const auto found = bound_.find(parameter);
  if (found != bound_.end()) {
    const TypeId before = found->second;
    if (before == type) return true;
    if (!is_assignable(type, before)) return false;
    const TypeId wider = more_general(type, before);
    if (!occurs(parameter, wider)) bound_[parameter] = wider;
    return true;
  }
  was_bound = false;
  if (occurs(parameter, type)) return find(type) == parameter;
  bound_[parameter] = type;
  return true;
}

bool Substitution::is_assignable(TypeId a, TypeId b) {
  if (a == b) return true;
  if (types_[b].kind == TypeKind::kParameter) {
    bool was_bound = false;
    if (bind(b, a, was_bound)) return true;
    if (was_bound) return false;
  }
  if (types_[a].kind == TypeKind::kParameter) {
    bool was_bound = false;
    return bind(a, b, was_bound);
  }
  const Type& left = types_[a];
  const Type& right = types_[b];
  if (left.kind == TypeKind::kDyn || right.kind == TypeKind::kDyn) return true;
  if (left.kind == TypeKind::kNull) return takes_null(right.kind);
  if (right.kind == TypeKind::kNull) return takes_null(left.kind);
  if (left.kind == TypeKind::kType) return right.kind == TypeKind::kType;
  if (left.kind != right.kind || left.name != right.name ||
      left.parameters.size() != right.parameters.size() || left.object != right.object) {
    return false;
  }
  // Copies, since resolving may add types and so move the table.
  const std::vector<TypeId> inner = left.parameters;
  const std::vector<TypeId> other = right.parameters;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (!is_assignable(inner[i], other[i])) return false;
  }
  return true;
}

bool Substitution::assign(TypeId wanted, TypeId given) {
  return assign_all(std::span(&wanted, 1), std::span(&given, 1));
}

bool Substitution::assign_all(std::span<const TypeId> wanted, std::span<const TypeId> given) {
  const std::map<TypeId, TypeId> before = bound_;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_assignable(wanted[i], given[i])) continue;
    bound_ = before;
    return false;
  }
  return true;
}

TypeId Substitution::resolve(TypeId type, bool is_final) {
  type = find(type);
  if (types_[type].kind == TypeKind::kParameter) {
    return is_final ? TypeTable::simple(TypeKind::kDyn) : type;
  }
  if (types_[type].parameters.empty()) return type;
  Type copy = types_[type];
  for (TypeId& parameter : copy.parameters) parameter = resolve(parameter, is_final);
  return types_.add(std::move(copy));
}

TypeId Substitution::instantiate(TypeId type, std::map<TypeId, TypeId>& fresh) {
  if (types_[type].kind == TypeKind::kParameter) {
    const auto found = fresh.find(type);
    if (found != fresh.end()) return found->second;
    return fresh[type] = types_.new_parameter();
  }
  if (types_[type].parameters.empty()) return type;
  Type copy = types_[type];
  for (TypeId& parameter : copy.parameters) parameter = instantiate(parameter, fresh);
  return types_.add(std::move(copy));
}

TypeId read_type(TypeTable& types, std::string_view& text) {
  const auto skip = [&](char c) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
  };
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto end = std::ranges::find_if_not(text, is_letter);
  const std::string_view name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(name.size());

  std::vector<TypeId> parameters;
  if (skip('(')) {
    do {
      parameters.push_back(read_type(types, text));
    } while (skip(','));
    skip(')');
  }
  if (name.size() == 1) return types.parameter(static_cast<std::uint32_t>(name.front()));
  const auto simple = std::ranges::find(kSimpleNames, name);
  if (simple != kSimpleNames.end()) {
    return static_cast<TypeId>(simple - kSimpleNames.begin());
  }
  Type type{TypeKind::kOpaque, 0, std::string(name), std::move(parameters)};
  if (name == "list") type.kind = TypeKind::kList;
  if (name == "map") type.kind = TypeKind::kMap;
  if (name == "type") type.kind = TypeKind::kType;
  return types.add(std::move(type));
}

}  // namespace meshlint::cel
