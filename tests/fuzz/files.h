// A text as a small tree of files, as the examples of rule pages write them.
#ifndef MESHLINT_TESTS_FUZZ_FILES_H_
#define MESHLINT_TESTS_FUZZ_FILES_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/linter.h"

namespace meshlint::fuzz {

// Lines that begin with "# file: " start a new file; what comes before the first one is `path`.
inline std::vector<Input> files_of(std::string_view text, std::string path) {
  constexpr std::string_view kFileMark = "# file: ";
  std::vector<Input> inputs = {{.path = std::move(path), .text = ""}};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kFileMark)) {
      inputs.push_back({.path = std::string(line.substr(kFileMark.size())), .text = ""});
    } else {
      *inputs.back().text += line;
      *inputs.back().text += '\n';
    }
  }
  return inputs;
}

}  // namespace meshlint::fuzz

#endif  // MESHLINT_TESTS_FUZZ_FILES_H_
