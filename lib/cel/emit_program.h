// Programs as C++ source, for the host programs that compile expressions at build time.
#ifndef MESHLINT_CEL_EMIT_PROGRAM_H_
#define MESHLINT_CEL_EMIT_PROGRAM_H_

#include <string>
#include <string_view>

#include "cel/program.h"

namespace meshlint::cel {
// Appends constants with the prefix `name` to `out`, and returns an initializer of a ProgramView of
// them. The source needs cel/program.h, <limits> and string_view_literals, in namespace meshlint.
std::string source_of(const Program& program, const std::string& name, std::string& out);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_EMIT_PROGRAM_H_
