// What is wrong with an expression, and where.
#ifndef MESHLINT_CEL_ISSUE_H_
#define MESHLINT_CEL_ISSUE_H_

#include <cstdint>
#include <string>

namespace meshlint::cel {

// At the bytes [begin, end) of the expression's source.
struct Issue {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_ISSUE_H_
