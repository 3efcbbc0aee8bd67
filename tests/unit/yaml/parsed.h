// The first document of a text, for tests of what takes trees.
#ifndef MESHLINT_TESTS_UNIT_YAML_PARSED_H_
#define MESHLINT_TESTS_UNIT_YAML_PARSED_H_

#include <string>
#include <utility>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::yaml {

// Neither copyable nor movable: the nodes view its text.
class Parsed {
 public:
  explicit Parsed(std::string text) : source_("in.yaml", std::move(text)) {}
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;

  Node root() const { return file_.documents.at(0).root; }

 private:
  text::Source source_;
  File file_ = parse(source_, 0);
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_TESTS_UNIT_YAML_PARSED_H_
