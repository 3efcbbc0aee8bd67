// The kustomizations that are being built, each of which includes the next one.
#ifndef MESHLINT_KUSTOMIZE_INCLUDE_CHAIN_H_
#define MESHLINT_KUSTOMIZE_INCLUDE_CHAIN_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace meshlint::kustomize {

class IncludeChain {
 public:
  void push(std::string directory) { directories_.push_back(std::move(directory)); }
  void pop() { directories_.pop_back(); }
  std::size_t depth() const { return directories_.size(); }

  // The first folder of the chain that is `directory` or lies in it, which makes including
  // `directory` a cycle for kustomize; null if there's none.
  const std::string* first_within(const std::string& directory) const;
  // The folders of the chain after `directory`: " by way of a, b". Empty if it's the last one.
  std::string way_from(const std::string& directory) const;

 private:
  std::vector<std::string> directories_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_INCLUDE_CHAIN_H_
