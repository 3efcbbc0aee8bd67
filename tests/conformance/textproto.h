// Reads protobuf's text format, as far as the test files of the CEL specification use it.
#ifndef MESHLINT_TESTS_CONFORMANCE_TEXTPROTO_H_
#define MESHLINT_TESTS_CONFORMANCE_TEXTPROTO_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace meshlint::conformance {

// A message: fields in order, each a scalar's text or a message.
struct Message {
  struct Field {
    std::string name;
    std::string text;
    std::unique_ptr<Message> message;
  };
  std::vector<Field> fields;

  bool has(std::string_view name) const;
  // The text of the first field with that name; empty if there is none.
  const std::string& text(std::string_view name) const;
  // The message of the first one; an empty message if there is none.
  const Message& at(std::string_view name) const;
  std::vector<const Message*> all(std::string_view name) const;
  // True if a name or text anywhere in it contains `part`.
  bool mentions(std::string_view part) const;
};

Message read_textproto(std::string_view text);

}  // namespace meshlint::conformance

#endif  // MESHLINT_TESTS_CONFORMANCE_TEXTPROTO_H_
