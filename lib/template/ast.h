// A parsed template: blocks, and the pipelines that their actions evaluate.
#ifndef MESHLINT_TEMPLATE_AST_H_
#define MESHLINT_TEMPLATE_AST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "yaml/node.h"

namespace meshlint::templates {

struct Function;
struct Pipeline;

// One operand: `.a.b`, `$x.a`, `"string"`, `12`, `name`, `(pipeline).a`. Views the template.
struct Term {
  enum class Kind : std::uint8_t { kDot, kLiteral, kVariable, kFunction, kPipeline };
  Kind kind = Kind::kDot;
  yaml::Node literal;                  // of kLiteral; missing for nil
  std::string_view name;               // of kVariable ("$x") and kFunction
  const Function* function = nullptr;  // of a library
  std::unique_ptr<Pipeline> pipeline;
  std::vector<std::string_view> fields;
  std::size_t begin = 0;  // bytes of the template
  std::size_t end = 0;
};

// A function with its arguments, or a lone operand.
struct Command {
  std::vector<Term> terms;
};

// Commands, each of which receives the result of the one before as its last argument.
struct Pipeline {
  std::vector<std::string_view> variables;
  bool is_assignment = false;  // `=`, not `:=`
  std::vector<Command> commands;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Block {
  enum class Kind : std::uint8_t { kText, kAction, kIf, kWith, kRange, kBreak, kContinue };
  Kind kind = Kind::kText;
  std::string_view text;
  std::size_t begin = 0;  // of the text, or of the action's `{{`
  Pipeline pipeline;
  std::vector<Block> body;
  std::vector<Block> otherwise;
};

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_AST_H_
