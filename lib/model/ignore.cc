#include "model/ignore.h"

#include <algorithm>

namespace meshlint::model {
namespace {

// Matches `[...]` at the start of `glob` against one character. Returns the length of the set, or 0
// if there is none.
std::size_t match_set(std::string_view glob, char c, bool& matches) {
  std::size_t i = 1;
  const bool is_negated = i < glob.size() && (glob[i] == '!' || glob[i] == '^');
  if (is_negated) ++i;
  bool found = false;
  const std::size_t first = i;
  for (; i < glob.size() && (glob[i] != ']' || i == first); ++i) {
    if (i + 2 < glob.size() && glob[i + 1] == '-' && glob[i + 2] != ']') {
      found |= glob[i] <= c && c <= glob[i + 2];
      i += 2;
    } else {
      found |= glob[i] == c;
    }
  }
  if (i >= glob.size()) return 0;
  matches = found != is_negated && c != '/';
  return i + 1;
}

// The most alternatives of a glob with braces that are tried.
constexpr int kMostAlternatives = 256;

bool wide_glob_without_braces_matches(std::string_view glob, std::string_view path) {
  std::size_t g = 0;
  std::size_t p = 0;
  std::size_t star = glob.npos;
  std::size_t star_path = 0;
  while (p < path.size() || g < glob.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = ++g;
      star_path = p;
      continue;
    }
    bool is_match = false;
    std::size_t length = 1;
    if (g < glob.size() && p < path.size()) {
      if (glob[g] == '[') length = match_set(glob.substr(g), path[p], is_match);
      if (glob[g] != '[' || length == 0) {
        length = glob[g] == '\\' && g + 1 < glob.size() ? 2 : 1;
        is_match = glob[g] == '?' || glob[g + length - 1] == path[p];
      }
    }
    if (is_match) {
      g += length;
      ++p;
    } else if (star != glob.npos && star_path < path.size()) {
      g = star;
      p = ++star_path;
    } else {
      return false;
    }
  }
  return true;
}

bool wide_glob_matches(const std::string& glob, std::string_view path, int& left) {
  if (--left < 0) return false;
  // Expand the innermost pair of braces first.
  const std::size_t close = glob.find('}');
  const std::size_t open = close == glob.npos ? close : glob.rfind('{', close);
  if (open == glob.npos) return wide_glob_without_braces_matches(glob, path);
  for (std::size_t at = open + 1; at <= close;) {
    const std::size_t end = std::min(glob.find(',', at), close);
    std::string one = glob.substr(0, open);
    one.append(glob, at, end - at);
    one.append(glob, close + 1);
    if (wide_glob_matches(one, path, left)) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool wide_glob_matches(std::string_view glob, std::string_view path) {
  int left = kMostAlternatives;
  return wide_glob_matches(std::string(glob), path, left);
}

bool glob_matches(std::string_view glob, std::string_view path) {
  // Two places to backtrack to: the last `*`, which may match one more character of its segment,
  // and the last `**`, which may match any character.
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t g = 0;
  std::size_t p = 0;
  std::size_t star = kNone;
  std::size_t star_path = 0;
  std::size_t stars = kNone;
  std::size_t stars_path = 0;
  while (p < path.size() || g < glob.size()) {
    bool is_step = false;
    if (g < glob.size()) {
      if (glob.substr(g).starts_with("**")) {
        g += 2;
        if (g < glob.size() && glob[g] == '/') ++g;  // `**/` may match nothing at all
        stars = g;
        stars_path = p;
        star = kNone;
        continue;
      }
      if (glob[g] == '*') {
        star = ++g;
        star_path = p;
        continue;
      }
      if (p < path.size()) {
        if (glob[g] == '?' && path[p] != '/') {
          is_step = true;
          ++g;
        } else if (glob[g] == '[') {
          bool matches = false;
          const std::size_t length = match_set(glob.substr(g), path[p], matches);
          if (length > 0 && matches) {
            is_step = true;
            g += length;
          }
        } else {
          const bool is_escaped = glob[g] == '\\' && g + 1 < glob.size();
          if (glob[g + (is_escaped ? 1 : 0)] == path[p]) {
            is_step = true;
            g += is_escaped ? 2 : 1;
          }
        }
      }
    }
    if (is_step) {
      ++p;
    } else if (star != kNone && star_path < path.size() && path[star_path] != '/') {
      g = star;
      p = ++star_path;
    } else if (stars != kNone && stars_path < path.size()) {
      g = stars;
      p = ++stars_path;
      star = kNone;
    } else {
      return false;
    }
  }
  return true;
}

void IgnorePatterns::add(std::string_view pattern, std::string_view directory) {
  Pattern result{.directory = std::string(directory)};
  if (pattern.starts_with('!')) {
    result.is_negated = true;
    pattern.remove_prefix(1);
  }
  if (pattern.ends_with('/')) {
    result.is_directory_only = true;
    pattern.remove_suffix(1);
  }
  result.is_anchored = pattern.find('/') != pattern.npos;
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  if (pattern.empty()) return;
  result.glob = pattern;
  patterns_.push_back(std::move(result));
}

void IgnorePatterns::add_file(std::string_view text, std::string_view directory) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (!line.empty() && !line.starts_with('#')) add(line, directory);
  }
}

IgnorePatterns::Verdict IgnorePatterns::verdict(std::string_view path, bool is_directory) const {
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->is_directory_only && !is_directory) continue;
    std::string_view rest = path;
    if (!pattern->directory.empty()) {
      if (!rest.starts_with(pattern->directory) || rest.size() <= pattern->directory.size() ||
          rest[pattern->directory.size()] != '/') {
        continue;
      }
      rest.remove_prefix(pattern->directory.size() + 1);
    }
    if (!pattern->is_anchored) rest.remove_prefix(rest.rfind('/') + 1);  // npos + 1 is 0
    if (glob_matches(pattern->glob, rest)) {
      return pattern->is_negated ? Verdict::kKept : Verdict::kIgnored;
    }
  }
  return Verdict::kNone;
}

}  // namespace meshlint::model
