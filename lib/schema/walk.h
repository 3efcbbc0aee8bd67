// The walk behind validate(): from the root down, each value together with its type. Its parts are
// in walk.cc (kinds of values), limits.cc, conditions.cc, unknown_field.cc and metadata.cc.
#ifndef MESHLINT_SCHEMA_WALK_H_
#define MESHLINT_SCHEMA_WALK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "schema/facts.h"
#include "schema/part.h"
#include "schema/version.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Where the walk is. The frames of a value and its parents form a list on the stack.
struct Frame {
  const Frame* up = nullptr;
  Type type;
  yaml::Node value;
  yaml::Node key;  // missing for the root and for the items of a list
  std::size_t depth = 0;
};

class Walk {
 public:
  Walk(const Targets& targets, Part part, std::vector<text::Problem>& problems,
       std::vector<text::Span>* left_alone = nullptr)
      : versions_(targets), part_(part), problems_(problems), left_alone_(left_alone) {}

  void resource(Kind kind, yaml::Node resource);
  void value(const Frame& frame);

 private:
  enum class Standing : std::uint8_t { kHolds, kNewer, kGone };

  const Judge& judge(Type type) { return versions_.judge(type); }
  Standing standing(const Window& when, const Judge& judge) const;
  bool applies(const Window& when, Type type) {
    return when.is_always() || when.contains(judge(type).version);
  }
  // Whether the type has such a facet in the version to check against.
  bool has(FacetKind kind, Type type);
  // Whether an object accepts unknown fields; if the version is unknown, whether any version does.
  bool is_open(Type type);
  // The format of the type in the version to check against.
  Format format_of(Type type);

  // walk.cc
  ApiVersion api_version(Kind kind, yaml::Node resource);
  void typed(const Frame& frame);
  void scalar(const Frame& frame);
  void text_value(const Frame& frame);
  void integer_value(const Frame& frame);
  void list(const Frame& frame);
  void map(const Frame& frame);
  void object(const Frame& frame);
  void missing(const Frame& frame, const std::vector<std::string_view>& guesses);
  void wrong_type(const Frame& frame);
  void ambiguous(const Frame& frame);

  // limits.cc
  void facets(const Frame& frame);
  void limit(const Frame& frame, const Facet& facet);
  void pattern(const Frame& frame, std::string_view pattern);
  void format(const Frame& frame, Format format);
  void enumeration(const Frame& frame);
  void duplicates(const Frame& frame, const Facet* keys);
  bool matches(std::string_view pattern, std::string_view text);

  // conditions.cc
  void group(const Frame& frame, const Facet& group);
  void condition(const Frame& frame, const Facet& condition);
  std::vector<text::Problem> problems_as(const Frame& frame, Type type);

  // unknown_field.cc
  // Returns the field that was probably meant, or nothing.
  std::string_view unknown_field(const Frame& frame, yaml::EntryView entry, bool may_guess);
  std::string place_hint(const Frame& frame, std::string_view name);

  // metadata.cc
  void metadata(Kind kind, const Frame& root);
  void labels_and_annotations(yaml::Node metadata);
  void contents(Kind kind, const Frame& root);
  void embedded(const Frame& frame);

  // Reports a field, value or API version that isn't in the target version.
  void other_version(yaml::Node at, std::string what, Standing standing, const Window& when,
                     const Judge& judge);
  // "`retries.backoff`", "an item of `hosts`", "VirtualService".
  static std::string name_of(const Frame& frame);
  // Where to report a problem of the whole value.
  static text::Span span_of_owner(const Frame& frame);
  text::Problem& add(text::ProblemKind kind, text::Span at, std::string message,
                     std::vector<std::string> arguments);
  // Adds a fix that replaces a plain or quoted scalar, if its span is just that text.
  static void replace(text::Problem& problem, yaml::Node scalar, std::string title,
                      std::string text, bool is_safe);

  TargetVersions versions_;
  const Part part_;
  std::vector<text::Problem>& problems_;
  std::vector<text::Span>* left_alone_;
  std::size_t branch_depth_ = 0;  // of nested conditions
  std::vector<std::pair<const char*, std::unique_ptr<re2::RE2>>> patterns_;
};

inline constexpr std::size_t kLongestMessage = 99;

// The user's text, shortened to one line; the same in quotes; the same in backticks.
std::string shown(std::string_view text);
std::string quoted(std::string_view text);
std::string ticked(std::string_view text);
// "the number 5", "a list".
std::string described(yaml::Node node);

inline bool is_present(yaml::Node node) { return node && !node.is_null(); }
// The value of a field, found as the type's reader finds it.
yaml::EntryView entry_of(Type type, yaml::Node map, std::string_view name);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_WALK_H_
