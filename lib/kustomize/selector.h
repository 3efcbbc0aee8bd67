// Which objects a patch is for: the `target` of a patch entry.
#ifndef MESHLINT_KUSTOMIZE_SELECTOR_H_
#define MESHLINT_KUSTOMIZE_SELECTOR_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/objects.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace re2 {
class RE2;
}

namespace meshlint::kustomize {

// A list of conditions in the syntax of kubectl's --selector: "a=b,c!=d,e in (f,g),h,!i".
class LabelSelector {
 public:
  // Nothing on a syntax error.
  static std::optional<LabelSelector> parse(std::string_view text);

  bool has_conditions() const { return !conditions_.empty(); }
  // Whether a mapping of labels or annotations (which can be missing) meets all conditions.
  bool matches(yaml::Node labels) const;

 private:
  enum class Operator : std::uint8_t { kExists, kAbsent, kIn, kNotIn, kLess, kGreater };
  struct Condition {
    std::string key;
    Operator op = Operator::kExists;
    std::vector<std::string> values;
  };
  static bool meets(const Condition& condition, yaml::Node labels);

  std::vector<Condition> conditions_;
};

// The compiled form of a `target`. Movable.
class TargetSelector {
 public:
  // A field that can't be compiled becomes a problem, and the result is empty.
  static std::optional<TargetSelector> compile(yaml::Node target,
                                               std::vector<text::Problem>& problems);

  TargetSelector(TargetSelector&&) noexcept;
  TargetSelector& operator=(TargetSelector&&) noexcept;
  ~TargetSelector();

  // Indexes of the objects that match, in order. Fast if the target has a kind or a name without
  // regular expression syntax.
  std::vector<std::uint32_t> select(Objects& objects) const;
  // The same for replacements, which also match previous ids of an object.
  std::vector<std::uint32_t> select_by_any_id(Objects& objects) const;
  // Whether any id of the object matches, including previous ones. Ignores labels and annotations.
  bool fits_any_id(const Object& object) const;
  bool fits_labels(const Object& object) const;
  // Whether it has conditions on an object's id, or only on labels and annotations.
  bool has_id_conditions() const;
  // Kind and name if they are literal strings, not patterns; else empty.
  std::string_view literal_kind() const { return kind_.literal(); }
  std::string_view literal_name() const { return name_.literal(); }
  bool has_label_conditions() const {
    return labels_.has_conditions() || annotations_.has_conditions();
  }
  // The first field of the target that doesn't match the object, or empty.
  std::string_view misfit(const Object& object) const;
  yaml::Node node() const { return node_; }

 private:
  // A field of the target. Matches everything if it is missing or empty, else the whole value.
  struct Pattern {
    std::string text;
    std::unique_ptr<re2::RE2> regex;  // null for a literal string

    std::string_view literal() const { return regex ? std::string_view() : text; }
    bool fits(std::string_view value) const;
  };

  TargetSelector();
  template <typename Fits>
  std::vector<std::uint32_t> select_if(Objects& objects, const Fits& fits) const;

  yaml::Node node_;
  Pattern group_, version_, kind_, name_, namespace_;
  LabelSelector labels_, annotations_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_SELECTOR_H_
