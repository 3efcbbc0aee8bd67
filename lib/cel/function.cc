#include "cel/function.h"

#include <array>

namespace meshlint::cel {

std::span<const std::span<const Function>> function_tables() {
  static const std::array kTables = {
      operator_functions(),   conversion_functions(), time_functions(),     string_functions(),
      format_functions(),     list_functions(),       math_functions(),     optional_functions(),
      url_functions(),        network_functions(),    quantity_functions(), semver_functions(),
      authorizer_functions(),
  };
  return kTables;
}

const Function& function(FunctionId id) {
  std::size_t index = id;
  for (const std::span<const Function> table : function_tables()) {
    if (index < table.size()) return table[index];
    index -= table.size();
  }
  return function_tables().front().front();
}

}  // namespace meshlint::cel
