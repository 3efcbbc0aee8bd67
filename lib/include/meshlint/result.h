// Result<T>: a value, or an error with a message that explains why there is no value.
//
//   Result<Config> config = load_config(path);
//   if (!config) return std::move(config).error();
#ifndef MESHLINT_RESULT_H_
#define MESHLINT_RESULT_H_

#include <string>
#include <utility>
#include <variant>

namespace meshlint {

// A problem with the environment or with the caller's input. The message is one sentence that names
// the file or flag and says what to do, with a lower-case start and no full stop.
struct Error {
  std::string message;
};

// Holds either a T or an Error. Reading the one that it doesn't hold is a bug in the caller and
// throws std::bad_variant_access.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  // Whether there is a value.
  explicit operator bool() const { return state_.index() == 0; }

  // The value.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // Why there is no value.
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace meshlint

#endif  // MESHLINT_RESULT_H_
