#include "cel/overloads.h"

#include <map>

namespace meshlint::cel {

Overload read_overload(TypeTable& types, std::string_view& text) {
  const auto skip = [&](std::string_view mark) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    return true;
  };
  Overload overload;
  if (!skip("(")) {
    overload.is_method = true;
    // The dot of "net.IP" is followed by a letter, that of the method by a parenthesis.
    std::string_view receiver = text.substr(0, text.find(".("));
    text.remove_prefix(receiver.size());
    overload.parameters.push_back(read_type(types, receiver));
    skip(".(");
  }
  if (!skip(")")) {
    do {
      if (skip("...")) {
        overload.is_variadic = true;
      } else {
        overload.parameters.push_back(read_type(types, text));
      }
    } while (skip(","));
    skip(")");
  }
  overload.result = read_type(types, text);
  skip("|");
  return overload;
}

bool has_overload(std::string_view overloads, bool is_method) {
  if (!is_method && overloads.starts_with('(')) return true;
  if (is_method && !overloads.starts_with('(')) return true;
  for (std::size_t at = overloads.find("| "); at != overloads.npos;
       at = overloads.find("| ", at + 2)) {
    if ((overloads[at + 2] == '(') != is_method) return true;
  }
  return false;
}

bool accepts_count(TypeTable& types, std::span<const std::string_view> overloads, std::size_t count,
                   bool is_method) {
  for (std::string_view text : overloads) {
    while (!text.empty()) {
      const Overload overload = read_overload(types, text);
      const std::size_t wanted = overload.parameters.size();
      if (overload.is_method != is_method) continue;
      if (wanted == count || (overload.is_variadic && wanted < count)) return true;
    }
  }
  return false;
}

std::optional<TypeId> resolve_call(TypeTable& types, Substitution& substitution,
                                   std::span<const std::string_view> overloads,
                                   std::span<const TypeId> arguments, bool is_method) {
  std::optional<TypeId> result;
  for (std::string_view text : overloads) {
    while (!text.empty()) {
      const Overload overload = read_overload(types, text);
      if (overload.is_method != is_method) continue;
      std::vector<TypeId> wanted = overload.parameters;
      if (overload.is_variadic && !wanted.empty()) {
        while (wanted.size() < arguments.size()) wanted.push_back(wanted.back());
      }
      if (wanted.size() != arguments.size()) continue;
      std::map<TypeId, TypeId> fresh;
      for (TypeId& type : wanted) type = substitution.instantiate(type, fresh);
      if (!substitution.assign_all(wanted, arguments)) continue;
      const TypeId type =
          substitution.resolve(substitution.instantiate(overload.result, fresh), false);
      result = !result || *result == type ? type : TypeTable::simple(TypeKind::kDyn);
    }
  }
  return result;
}

}  // namespace meshlint::cel
