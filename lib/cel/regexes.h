// Regular expressions, each compiled once.
#ifndef MESHLINT_CEL_REGEXES_H_
#define MESHLINT_CEL_REGEXES_H_

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace meshlint::cel {

// Not copyable. Safe from any number of threads.
class Regexes {
 public:
  Regexes();
  ~Regexes();
  Regexes(const Regexes&) = delete;
  Regexes& operator=(const Regexes&) = delete;

  // The expression, which lives as long as this; check its ok() before using it.
  const re2::RE2& get(std::string_view pattern);

 private:
  std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> compiled_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_REGEXES_H_
