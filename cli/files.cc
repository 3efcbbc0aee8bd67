#include "cli/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace meshlint::cli {
namespace {

namespace fs = std::filesystem;

// Above the library's own limit for a file, so that the library reports a file that is too large.
constexpr std::size_t kMostStdinBytes = std::size_t{300} << 20;

Error error_of(const fs::path& path) {
  return {fmt::format("{}: {}", path.string(), std::generic_category().message(errno))};
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> read_stdin() {
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stdin)) {
    text.append(buffer, count);
    if (text.size() > kMostStdinBytes) {
      return Error{fmt::format("standard input is larger than {} bytes", kMostStdinBytes)};
    }
  }
  if (std::ferror(stdin) != 0) return Error{"cannot read standard input"};
  return text;
}

Result<fs::path> replace_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::path target = fs::weakly_canonical(path, error);
  if (error) target = path;
  struct stat before {};
  const bool exists = ::stat(target.c_str(), &before) == 0;
  if (exists && !S_ISREG(before.st_mode)) {
    const int file = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return error_of(path);
    const bool is_written = write_all(file, text);
    if (::close(file) != 0 || !is_written) return error_of(path);
    return target;
  }

  std::string temporary = target.string() + ".meshlint-XXXXXX";
  const int file = ::mkstemp(temporary.data());
  if (file < 0) return error_of(path);
  bool is_written = write_all(file, text);
  if (exists) {
    // Changing the owner clears set-id bits, so the mode comes after it.
    if (::fchown(file, before.st_uid, before.st_gid) != 0) errno = 0;
    is_written = is_written && ::fchmod(file, before.st_mode & 07777) == 0;
  } else {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    is_written = is_written && ::fchmod(file, 0666 & ~mask) == 0;
  }
  is_written = ::close(file) == 0 && is_written;
  if (!is_written || ::rename(temporary.c_str(), target.c_str()) != 0) {
    Error reason = error_of(path);
    ::unlink(temporary.c_str());
    return reason;
  }
  return target;
}

bool holds(const fs::path& path, std::string_view text) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size != text.size()) return false;
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return bytes == text;
}

}  // namespace meshlint::cli
