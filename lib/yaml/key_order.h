// The order in which `kustomize build` writes the keys of a mapping.
#ifndef MESHLINT_YAML_KEY_ORDER_H_
#define MESHLINT_YAML_KEY_ORDER_H_

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace meshlint::yaml {

// Compares two keys: numbers inside of them compare by value ("a2" before "a10"), and letters come
// after all other characters. Not copyable; not safe for several threads at once.
class KeyOrder {
 public:
  // True if `a` comes before `b`.
  bool operator()(std::string_view a, std::string_view b);

 private:
  bool is_letter(std::string_view text, std::size_t at);
  bool is_digit(std::string_view text, std::size_t at);
  std::size_t read_number(std::string_view text, std::size_t at, std::int64_t& value);

  // Compiled for the first key that isn't ASCII.
  std::optional<RE2> letter_;
  std::optional<RE2> digit_;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_KEY_ORDER_H_
