// Groups of fields, and conditions, which check a value against more types: all, any, one, not.
#include <algorithm>
#include <iterator>
#include <limits>

#include <fmt/core.h>

#include "schema/problems.h"
#include "schema/walk.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using yaml::EntryView;

// Nested conditions are rare. Deeper ones are not checked, so that the time for a value is bounded
// by its size times a constant.
constexpr std::size_t kDeepestBranch = 8;

// The field of a condition that requires one field and nothing else.
EntryView only_required(const Frame& frame, Type condition) {
  EntryView only{};
  for (const Field field : condition.fields()) {
    const EntryView entry = entry_of(frame.type, frame.value, field.name());
    const bool says_more = !field.type().facets().empty() || !field.type().fields().empty();
    if (only.key || !entry.key || !field.is_required() || says_more) return {};
    only = entry;
  }
  return only;
}

}  // namespace

void Walk::group(const Frame& frame, const Facet& group) {
  EntryView first{};
  std::string_view first_name;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string_view name = group.name(i);
    const EntryView entry = entry_of(frame.type, frame.value, name);
    if (!is_present(entry.value)) continue;
    if (!first.key) {
      first = entry;
      first_name = name;
      continue;
    }
    if (group.kind() == FacetKind::kAtLeastOne) return;
    const bool is_later = first.key.span() < entry.key.span();
    Problem& problem =
        add(kExclusiveFields, (is_later ? entry : first).key.span(),
            fmt::format("`{}` and `{}` exclude each other; keep one of them", first_name, name),
            {std::string(first_name), std::string(name)});
    problem.related.push_back({(is_later ? first : entry).key.span(),
                               fmt::format("`{}` is set here", is_later ? first_name : name)});
  }
  if (first.key || group.kind() == FacetKind::kAtMostOne || part_ == Part::kPatch) return;
  std::string names;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!names.empty()) names += i + 1 == group.size() ? " or " : ", ";
    names += '`' + std::string(group.name(i)) + '`';
  }
  add(kMissingField, span_of_owner(frame),
      fmt::format("{} has no {}; add one", name_of(frame), names), {name_of(frame), names});
}

std::vector<Problem> Walk::problems_as(const Frame& frame, Type type) {
  std::vector<Problem> problems;
  Walk walk(versions_.targets(), part_, problems);
  walk.versions_ = versions_;
  walk.branch_depth_ = branch_depth_ + 1;
  walk.value({frame.up, type, frame.value, frame.key, frame.depth});
  return problems;
}

void Walk::condition(const Frame& frame, const Facet& condition) {
  if (branch_depth_ >= kDeepestBranch) return;
  std::size_t fitting = 0;
  std::vector<Problem> nearest;  // of the branch with the fewest problems
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < condition.size(); ++i) {
    std::vector<Problem> problems = problems_as(frame, condition.type(i));
    if (condition.kind() == FacetKind::kAll) {
      std::ranges::move(problems, std::back_inserter(problems_));
      continue;
    }
    if (problems.empty()) {
      ++fitting;
    } else if (problems.size() < fewest) {
      fewest = problems.size();
      nearest = std::move(problems);
    }
  }
  switch (condition.kind()) {
    case FacetKind::kAll:
      return;
    case FacetKind::kNot:
      if (fitting == 0) return;
      if (const EntryView field = only_required(frame, condition.type(0)); field.key) {
        add(kNoAlternative, field.key.span(),
            fmt::format("the schema doesn't allow `{}` in {}; remove it", field.key.text(),
                        name_of(frame)),
            {std::string(field.key.text()), name_of(frame)});
        return;
      }
      add(kNoAlternative, span_of_owner(frame),
          fmt::format("{} has a form that its schema doesn't allow; change it", name_of(frame)),
          {name_of(frame)});
      return;
    case FacetKind::kOne:
      if (fitting == 1) return;
      if (fitting > 1) {
        add(kNoAlternative, span_of_owner(frame),
            fmt::format("{} matches {} alternatives of its schema, not one; remove fields",
                        name_of(frame), fitting),
            {name_of(frame), std::to_string(fitting)});
        return;
      }
      break;
    default:
      if (fitting > 0) return;
  }
  if (nearest.empty()) return;  // no alternatives at all
  Problem& problem = add(kNoAlternative, nearest.front().at,
                         fmt::format("{} matches none of {} alternatives; the nearest: {}",
                                     name_of(frame), condition.size(), nearest.front().message),
                         {name_of(frame), std::to_string(condition.size())});
  for (std::size_t i = 1; i < nearest.size(); ++i) {
    problem.related.push_back({nearest[i].at, std::move(nearest[i].message)});
  }
}

}  // namespace meshlint::schema
