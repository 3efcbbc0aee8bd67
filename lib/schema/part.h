// Whether a value is complete.
#ifndef MESHLINT_SCHEMA_PART_H_
#define MESHLINT_SCHEMA_PART_H_

#include <cstdint>

namespace meshlint::schema {

enum class Part : std::uint8_t {
  kWhole,
  kPatch  // partial: no field is missing in it, `$patch` and null are allowed
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_PART_H_
