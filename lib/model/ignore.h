// Patterns in the form of .gitignore (git-scm.com/docs/gitignore).
#ifndef MESHLINT_MODEL_IGNORE_H_
#define MESHLINT_MODEL_IGNORE_H_

#include <string>
#include <string_view>
#include <vector>

namespace meshlint::model {

// The patterns of one file or list; later ones win over earlier ones.
class IgnorePatterns {
 public:
  // Adds a pattern relative to `directory` ("" for the root).
  void add(std::string_view pattern, std::string_view directory);
  // Adds each line of the .gitignore in `directory`.
  void add_file(std::string_view text, std::string_view directory);

  enum class Verdict { kNone, kIgnored, kKept };
  // The result of the last pattern that matches a path below the root.
  Verdict verdict(std::string_view path, bool is_directory) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::string directory;
    std::string glob;
    bool is_negated = false;
    bool is_directory_only = false;
    bool is_anchored = false;  // matches from its folder on, not a name at any depth
  };
  std::vector<Pattern> patterns_;
};

// Whether a glob matches a whole path: `*` and `?` stay within a segment, `**` crosses segments,
// and [a-z] is a set. Linear in the path for each star.
bool glob_matches(std::string_view glob, std::string_view path);

// The same for a glob whose `*` and `?` also match `/`, and that may have alternatives, `{a,b}`.
// git reads paths on its command line like this, and Argo CD `include` and `exclude`.
bool wide_glob_matches(std::string_view glob, std::string_view path);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_IGNORE_H_
