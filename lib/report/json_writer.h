// The one JSON writer of all reports: RapidJSON's, with text that is always UTF-8.
#ifndef MESHLINT_REPORT_JSON_WRITER_H_
#define MESHLINT_REPORT_JSON_WRITER_H_

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "report/unicode.h"

namespace meshlint::report {

// Not copyable: the writer points at its own buffer.
class JsonWriter {
 public:
  JsonWriter() { writer_.SetIndent(' ', 2); }
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object() { writer_.StartObject(); }
  void begin_object(std::string_view name) {
    key(name);
    writer_.StartObject();
  }
  void end_object() { writer_.EndObject(); }
  void begin_array(std::string_view name) {
    key(name);
    writer_.StartArray();
  }
  void end_array() { writer_.EndArray(); }

  void key(std::string_view name) { write(name); }
  void text(std::string_view value) { write(value); }

  void field(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void field(std::string_view name, const char* value) { field(name, std::string_view(value)); }
  void field(std::string_view name, bool value) {
    key(name);
    writer_.Bool(value);
  }
  void field(std::string_view name, std::uint64_t value) {
    key(name);
    writer_.Uint64(value);
  }
  void field(std::string_view name, std::uint32_t value) {
    field(name, static_cast<std::uint64_t>(value));
  }
  void field(std::string_view name, int value) {
    key(name);
    writer_.Int(value);
  }
  void field(std::string_view name, std::span<const std::string> values) {
    begin_array(name);
    for (const std::string& value : values) text(value);
    end_array();
  }

  // The whole document with a line break at its end.
  std::string finish() const { return std::string(buffer_.GetString(), buffer_.GetSize()) + '\n'; }

 private:
  // RapidJSON writes bytes as they are, so it must get nothing but UTF-8.
  void write(std::string_view value) {
    const std::string valid = valid_utf8(value);
    writer_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace meshlint::report

#endif  // MESHLINT_REPORT_JSON_WRITER_H_
