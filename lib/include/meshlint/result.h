// Result<T>: a value, or the plain sentence that says why there is none.
//
//   Result<Config> config = load_config(path);
//   if (!config) return std::move(config).error();
#ifndef MESHLINT_RESULT_H_
#define MESHLINT_RESULT_H_

#include <string>
#include <utility>
#include <variant>

namespace meshlint {

// What the world, or the caller, got wrong: one sentence, lower-case start, no
// full stop, that names the file or flag and says what to do.
struct Error {
  std::string message;
};

// Holds a T or an Error, never both and never neither. Reading the one that is
// not there is a mistake of the caller and throws std::bad_variant_access.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  // True if there is a value.
  explicit operator bool() const { return state_.index() == 0; }

  // The value.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // The reason why there is no value.
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace meshlint

#endif  // MESHLINT_RESULT_H_
