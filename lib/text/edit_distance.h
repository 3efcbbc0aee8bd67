// "Did you mean": the nearest of some known names.
#ifndef MESHLINT_TEXT_EDIT_DISTANCE_H_
#define MESHLINT_TEXT_EDIT_DISTANCE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace meshlint::text {

// Number of inserted, deleted, replaced or swapped neighbouring characters that
// turn one text into the other; letter case does not count. Stops counting
// above `limit` and then gives limit + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// Collects candidates and keeps the one nearest to a misspelled name.
//
//   NearestName nearest("retriesOn");
//   for (const Field& field : fields) nearest.consider(field.name);
//   nearest.best();  // "retryOn", or empty if nothing is near enough
class NearestName {
 public:
  explicit NearestName(std::string_view written);

  void consider(std::string_view candidate);
  // Empty if no candidate is near, or if two are equally near.
  std::string_view best() const { return is_ambiguous_ ? std::string_view() : best_; }

 private:
  std::string_view written_;
  std::string_view best_;
  std::size_t best_distance_;
  bool is_ambiguous_ = false;
};

// The nearest of `names` to `written`, or empty.
std::string_view nearest_name(std::string_view written, std::span<const std::string_view> names);

// The end of a message that guesses: "; did you mean `x`?", or nothing for an empty name.
std::string did_you_mean(std::string_view name, char quote = '`');

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_EDIT_DISTANCE_H_
