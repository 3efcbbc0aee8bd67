// Reads JSON with RapidJSON's SAX reader. Its events have values but no places: a token ends at the
// current position of the stream, and begins at the first significant byte after the previous one.

#include <fmt/core.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <string>

#include "yaml/problems.h"
#include "yaml/reader.h"
#include "yaml/tree_builder.h"

namespace meshlint::yaml {
namespace {

// RapidJSON's stream concept over bytes that are not NUL-terminated.
class ViewStream {
 public:
  using Ch = char;

  explicit ViewStream(std::string_view bytes) : bytes_(bytes) {}
  char Peek() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }
  char Take() { return at_ < bytes_.size() ? bytes_[at_++] : '\0'; }
  std::size_t Tell() const { return at_; }
  // Needed only for parsing in place, which is not used.
  char* PutBegin() { return nullptr; }
  void Put(char) {}
  void Flush() {}
  std::size_t PutEnd(char*) { return 0; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

class Handler {
 public:
  Handler(std::string_view bytes, const ViewStream& stream, Arena& arena, TreeBuilder& builder)
      : bytes_(bytes), stream_(stream), arena_(arena), builder_(builder) {}

  bool Null() { return plain(ScalarType::kNull); }
  bool Bool(bool) { return plain(ScalarType::kBool); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) {
    const std::size_t begin = next_token();
    const std::string_view text = bytes_.substr(begin, stream_.Tell() - begin);
    builder_.scalar(text, Style::kPlain, resolve_plain(text), offset(begin), offset(stream_.Tell()),
                    0);
    return true;
  }
  // Numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  bool String(const char* text, rapidjson::SizeType length, bool) {
    const std::size_t begin = next_token();
    const std::size_t end = stream_.Tell();
    const std::string_view value(text, length);
    const std::string_view written =
        end >= begin + 2 ? bytes_.substr(begin + 1, end - begin - 2) : std::string_view();
    builder_.scalar(written == value ? written : arena_.copy(value), Style::kDoubleQuoted,
                    ScalarType::kString, offset(begin), offset(end), 0);
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return String(text, length, copy);
  }

  bool StartObject() { return begin(Kind::kMap); }
  bool StartArray() { return begin(Kind::kList); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool EndArray(rapidjson::SizeType) { return end(); }

 private:
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  std::size_t next_token() {
    const std::size_t from = builder_.last_end() + (is_fresh_ ? 1 : 0);  // past the bracket
    is_fresh_ = false;
    return std::min(bytes_.find_first_not_of(" \t\r\n,:", from), bytes_.size());
  }

  bool plain(ScalarType type) {
    const std::size_t begin = next_token();
    const std::size_t end = stream_.Tell();
    builder_.scalar(bytes_.substr(begin, end - begin), Style::kPlain, type, offset(begin),
                    offset(end), 0);
    return true;
  }
  // The iterative parser sends the event before it consumes the bracket.
  bool begin(Kind kind) {
    builder_.begin_collection(kind, Style::kFlow, offset(stream_.Tell()), 0);
    is_fresh_ = true;
    return true;
  }
  bool end() {
    is_fresh_ = false;
    builder_.end_collection(offset(stream_.Tell() + 1));
    return true;
  }

  std::string_view bytes_;
  const ViewStream& stream_;
  Arena& arena_;
  TreeBuilder& builder_;
  bool is_fresh_ = false;  // nothing read yet in the innermost collection
};

}  // namespace

void read_json(std::string_view bytes, text::SourceId source, const Limits& limits, File& file) {
  TreeBuilder builder(file.arena, source, nullptr, limits, file.problems);
  ViewStream stream(bytes);
  Handler handler(bytes, stream, file.arena, builder);
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  try {
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
    if (result.IsError()) {
      if (result.Code() == rapidjson::kParseErrorDocumentEmpty) return;
      const auto at = static_cast<std::uint32_t>(std::min(result.Offset(), bytes.size()));
      builder.problem(kSyntax, at, at,
                      fmt::format("invalid JSON: {}", rapidjson::GetParseError_En(result.Code())));
      return;
    }
  } catch (const DocumentAborted&) {
    return;  // the builder has reported why
  }
  const Node root = builder.finish();
  file.documents.push_back({.root = root, .span = root.span()});
}

}  // namespace meshlint::yaml
