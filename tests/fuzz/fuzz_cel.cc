// An expression, and behind a line `---` the object that it is about. Compiling and evaluating
// must stand anything, checked or not, and give the same when they are asked twice.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/format_text.h"
#include "text/source.h"
#include "yaml/document.h"

namespace {

using namespace meshlint;

void require(bool is_true) {
  if (!is_true) std::abort();
}

std::string text_of(cel::Frame& frame, const cel::Value& value) {
  std::string text(cel::type_name(value));
  if (value.is_error()) text += value.text();
  cel::append_text(frame, value, text);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kBudget = 20'000;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kSeparator = "\n---\n";
  const std::size_t end = std::min(input.find(kSeparator), input.size());
  const std::string_view expression = input.substr(0, end);
  const text::Source source("a.yaml", std::string(input.substr(end)));
  const yaml::File file = yaml::parse(source, 0);

  for (const bool is_checked : {true, false}) {
    cel::Environment environment;
    environment.libraries = cel::all_libraries();
    environment.is_checked = is_checked;
    environment.variables = {{"self"}, {"unbound"}};
    const cel::Compiled compiled = cel::compile(expression, environment);
    for (const cel::Issue& issue : compiled.issues) {
      require(!issue.message.empty() && issue.begin <= issue.end && issue.begin <= end);
    }
    if (!compiled.issues.empty()) continue;
    cel::Regexes regexes;
    cel::Frame frame(regexes);
    const cel::ProgramView program = compiled.program.view();
    std::string before;
    for (int i = 0; i < 2; ++i) {
      frame.start(program, kBudget);
      if (!file.documents.empty()) frame.bind(0, frame.value_of(file.documents.front().root));
      const cel::Value value = cel::evaluate(program, frame);
      const std::string text = text_of(frame, value);
      require(i == 0 || text == before);
      before = text;
    }
  }
  return 0;
}
