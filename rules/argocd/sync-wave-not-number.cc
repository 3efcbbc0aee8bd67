#include <charconv>

#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {
namespace {

// Like Go's strconv.Atoi: an optional sign and decimal digits, without spaces.
bool is_wave(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int32_t wave = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, wave);
  return error == std::errc() && at == end;
}

}  // namespace

void sync_wave_not_number(const Environment& environment, Report& report) {
  for (const Resource& resource : environment.resources) {
    const Node wave = resource.root["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"];
    // An unquoted number is a type error that the schema reports.
    if (wave.type() != yaml::ScalarType::kString) continue;
    if (is_templated(wave.text()) || is_wave(wave.text())) continue;
    report.add(&resource, wave,
               "sync wave `{}` isn't an integer, so Argo CD uses wave 0; write an integer",
               wave.text());
  }
}

}  // namespace meshlint::rules::argocd
