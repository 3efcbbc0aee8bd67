#include "text/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace meshlint::text {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;

std::optional<std::string> read_all(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return std::nullopt;
  const bool has_size = S_ISREG(status.st_mode) && status.st_size > 0;
  std::string bytes;
  std::size_t count = 0;
  while (true) {
    // One byte more than there should be, so that a short read tells that this was all.
    const std::size_t room =
        has_size && count == 0 ? static_cast<std::size_t>(status.st_size) + 1 : kChunk;
    bytes.resize(count + room);
    const ssize_t got = ::read(file, bytes.data() + count, room);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    count += static_cast<std::size_t>(got);
    if (got == 0 || (has_size && static_cast<std::size_t>(got) < room)) break;
  }
  bytes.resize(count);
  return bytes;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::optional<std::string> bytes = read_all(file);
  ::close(file);
  return bytes;
}

}  // namespace meshlint::text
