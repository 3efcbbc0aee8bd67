// Runs the same work for a range of indexes on several threads.
#ifndef MESHLINT_MODEL_PARALLEL_H_
#define MESHLINT_MODEL_PARALLEL_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace meshlint::model {

// Calls work(i) for each i below `count`, each exactly once, in no fixed order. `work` must be safe
// to call from several threads; write the result of i to slot i of a container sized beforehand.
template <typename Work>
void parallel_for(unsigned jobs, std::size_t count, const Work& work) {
  const std::size_t threads = std::min<std::size_t>(std::max(jobs, 1U), count);
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next = 0;
  const auto take_turns = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  helpers.reserve(threads - 1);
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(take_turns);
  take_turns();
}

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_PARALLEL_H_
