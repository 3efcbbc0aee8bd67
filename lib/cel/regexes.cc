#include "cel/regexes.h"

#include <re2/re2.h>

#include <mutex>

namespace meshlint::cel {

Regexes::Regexes() = default;
Regexes::~Regexes() = default;

const re2::RE2& Regexes::get(std::string_view pattern) {
  {
    const std::shared_lock lock(mutex_);
    const auto found = compiled_.find(pattern);
    if (found != compiled_.end()) return *found->second;
  }
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(1 << 20);
  auto compiled =
      std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  const std::unique_lock lock(mutex_);
  return *compiled_.try_emplace(std::string(pattern), std::move(compiled)).first->second;
}

}  // namespace meshlint::cel
