#include "textproto.h"

#include <cctype>
#include <charconv>

namespace meshlint::conformance {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Message message(char end) {
    Message result;
    for (skip_blanks(); at_ < text_.size() && text_[at_] != end; skip_blanks()) {
      field(result);
      skip_blanks();
      if (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == ';')) ++at_;
    }
    ++at_;
    return result;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool skip(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n:{}<>[],;#\"'").find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    if (at_ == begin) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  void field(Message& to) {
    std::string name;
    if (skip('[')) {
      const std::size_t end = std::min(text_.find(']', at_), text_.size());
      name = text_.substr(at_, end - at_);
      at_ = end + 1;
    } else {
      name = word();
    }
    skip(':');
    if (!skip('[')) return value(to, std::move(name));
    while (!skip(']') && at_ < text_.size()) {
      value(to, name);
      skip(',');
    }
  }

  void value(Message& to, std::string name) {
    Message::Field field{std::move(name), {}, nullptr};
    if (skip('{')) {
      field.message = std::make_unique<Message>(message('}'));
    } else if (skip('<')) {
      field.message = std::make_unique<Message>(message('>'));
    } else if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      while (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
        string(field.text);
        skip_blanks();
      }
    } else {
      field.text = word();
    }
    to.fields.push_back(std::move(field));
  }

  void string(std::string& to) {
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\') {
        ++at_;
        escape(to);
      } else {
        to += text_[at_++];
      }
    }
    ++at_;
  }

  void escape(std::string& to) {
    constexpr std::string_view kLetters = "abfnrtv";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v";
    const char c = text_[at_++];
    if (const std::size_t found = kLetters.find(c); found != kLetters.npos) {
      to += kMeanings[found];
    } else if (c == 'x' || c == 'X') {
      to += static_cast<char>(number(2, 16));
    } else if (c >= '0' && c <= '7') {
      --at_;
      to += static_cast<char>(number(3, 8));
    } else if (c == 'u' || c == 'U') {
      append_code_point(to, number(c == 'u' ? 4 : 8, 16));
    } else {
      to += c;
    }
  }

  std::uint32_t number(std::size_t digits, int base) {
    std::uint32_t value = 0;
    const std::string_view text = text_.substr(at_, digits);
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
    at_ += static_cast<std::size_t>(result.ptr - text.data());
    return value;
  }

  static void append_code_point(std::string& to, std::uint32_t code) {
    if (code < 0x80) {
      to += static_cast<char>(code);
      return;
    }
    const int tails = code < 0x800 ? 1 : (code < 0x10000 ? 2 : 3);
    to += static_cast<char>((0xFFU << (7 - tails) & 0xFFU) | code >> (6 * tails));
    for (int i = tails - 1; i >= 0; --i) to += static_cast<char>(0x80U | (code >> (6 * i) & 0x3FU));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool Message::has(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return true;
  }
  return false;
}

const std::string& Message::text(std::string_view name) const {
  static const std::string kEmpty;
  for (const Field& field : fields) {
    if (field.name == name) return field.text;
  }
  return kEmpty;
}

const Message& Message::at(std::string_view name) const {
  static const Message kEmpty;
  for (const Field& field : fields) {
    if (field.name == name && field.message) return *field.message;
  }
  return kEmpty;
}

std::vector<const Message*> Message::all(std::string_view name) const {
  std::vector<const Message*> result;
  for (const Field& field : fields) {
    if (field.name == name && field.message) result.push_back(field.message.get());
  }
  return result;
}

bool Message::mentions(std::string_view part) const {
  for (const Field& field : fields) {
    if (field.name.find(part) != part.npos || field.text.find(part) != part.npos) return true;
    if (field.message && field.message->mentions(part)) return true;
  }
  return false;
}

Message read_textproto(std::string_view text) { return Reader(text).message('\0'); }

}  // namespace meshlint::conformance
