// Memory that only grows, and is freed all at once.
#ifndef MESHLINT_YAML_ARENA_H_
#define MESHLINT_YAML_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <vector>

namespace meshlint::yaml {

// Movable; allocated objects stay where they are.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // Uninitialised memory for `count` objects, which are never destroyed.
  template <typename T>
  T* allocate(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    return static_cast<T*>(bytes(count * sizeof(T)));
  }

  // A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* const to = allocate<char>(text.size());
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // Frees everything that was allocated, and keeps the first block for the next objects.
  void rewind() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    next_ = blocks_.front().get();
    left_ = first_block_bytes_;
    bytes_reserved_ = first_block_bytes_;
    next_block_bytes_ = kFirstBlockBytes * 2;
  }

  std::size_t bytes_reserved() const { return bytes_reserved_; }

 private:
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);
  static constexpr std::size_t kFirstBlockBytes = 4096;
  static constexpr std::size_t kLargestBlockBytes = std::size_t{1} << 20;

  void* bytes(std::size_t wanted) {
    wanted = (wanted + kAlignment - 1) / kAlignment * kAlignment;
    if (wanted > left_) {
      const std::size_t size = std::max(wanted, next_block_bytes_);
      next_block_bytes_ = std::min(next_block_bytes_ * 2, kLargestBlockBytes);
      blocks_.emplace_back(new std::byte[size]);
      next_ = blocks_.back().get();
      left_ = size;
      bytes_reserved_ += size;
      if (blocks_.size() == 1) first_block_bytes_ = size;
    }
    void* const result = next_;
    next_ += wanted;
    left_ -= wanted;
    return result;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t first_block_bytes_ = 0;
  std::size_t next_block_bytes_ = kFirstBlockBytes;
  std::size_t bytes_reserved_ = 0;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_ARENA_H_
