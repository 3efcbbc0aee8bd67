// The sync options of Argo CD, for Applications and for annotations of single resources.
#ifndef MESHLINT_RULES_ARGOCD_SYNC_OPTIONS_H_
#define MESHLINT_RULES_ARGOCD_SYNC_OPTIONS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/edit_distance.h"

namespace meshlint::rules::argocd {

enum class SyncOptionLevel : std::uint8_t { kApplication = 1, kResource = 2, kBoth = 3 };

struct SyncOption {
  std::string_view name;
  SyncOptionLevel level;
  // Values other than true and false, separated by spaces. Writing the default is allowed.
  std::string_view other_values;
};

// Argo CD compares whole strings, so case and spaces matter.
inline constexpr auto kSyncOptions = std::to_array<SyncOption>({
    {"ApplyOutOfSyncOnly", SyncOptionLevel::kApplication, ""},
    {"ClientSideApplyMigration", SyncOptionLevel::kApplication, ""},
    {"CreateNamespace", SyncOptionLevel::kApplication, ""},
    {"Delete", SyncOptionLevel::kBoth, "confirm"},
    {"FailOnSharedResource", SyncOptionLevel::kApplication, ""},
    {"Force", SyncOptionLevel::kBoth, ""},
    {"Prune", SyncOptionLevel::kBoth, "confirm"},
    {"PruneLast", SyncOptionLevel::kBoth, ""},
    {"PrunePropagationPolicy", SyncOptionLevel::kApplication, "foreground background orphan"},
    {"Replace", SyncOptionLevel::kBoth, ""},
    {"RespectIgnoreDifferences", SyncOptionLevel::kApplication, ""},
    {"ServerSideApply", SyncOptionLevel::kBoth, ""},
    {"SkipDryRunOnMissingResource", SyncOptionLevel::kBoth, ""},
    {"Validate", SyncOptionLevel::kBoth, ""},
});

// What is wrong with an option, and the option that was probably meant; empty if nothing is wrong.
struct SyncOptionVerdict {
  std::string_view wrong;
  std::string meant;
};

inline bool is_word_of(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

inline std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

inline SyncOptionVerdict judge_sync_option(std::string_view option, SyncOptionLevel level) {
  const std::size_t equals = std::min(option.find('='), option.size());
  const std::string_view name = option.substr(0, equals);
  const std::string_view value = option.substr(std::min(equals + 1, option.size()));
  const auto known = std::ranges::find(kSyncOptions, name, &SyncOption::name);
  if (known == kSyncOptions.end()) {
    text::NearestName nearest(name);
    for (const SyncOption& each : kSyncOptions) nearest.consider(each.name);
    SyncOptionVerdict verdict{"is unknown", {}};
    if (!nearest.best().empty()) {
      verdict.meant = std::string(nearest.best()) + '=' +
                      (value.empty() ? std::string("true") : lower_case(value));
    }
    return verdict;
  }
  const auto levels = static_cast<unsigned>(known->level);
  if ((levels & static_cast<unsigned>(level)) == 0) {
    return {level == SyncOptionLevel::kResource ? "is for Applications only"
                                                : "is for annotations only",
            {}};
  }
  const bool has_words = known->name == "PrunePropagationPolicy";
  if (!has_words && (value == "true" || value == "false")) return {};
  if (is_word_of(known->other_values, value)) return {};
  SyncOptionVerdict verdict{"has an unknown value", {}};
  const std::string lower = lower_case(value);
  if (equals == option.size() && !has_words) {
    verdict = {"has no value", std::string(name) + "=true"};
  } else if ((!has_words && (lower == "true" || lower == "false")) ||
             is_word_of(known->other_values, lower)) {
    verdict.meant = std::string(name) + '=' + lower;
  }
  return verdict;
}

}  // namespace meshlint::rules::argocd

#endif  // MESHLINT_RULES_ARGOCD_SYNC_OPTIONS_H_
