#include "yaml/scalar_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "text/ascii.h"

namespace meshlint::yaml {
namespace {

using text::is_digit;

// Writes into a buffer that is large enough by construction.
class Writer {
 public:
  explicit Writer(ScalarBuffer& buffer) : buffer_(buffer) {}

  void put(char c) { *end_++ = c; }
  void put(std::string_view text) { end_ = std::copy(text.begin(), text.end(), end_); }
  void put(std::size_t count, char c) { end_ = std::fill_n(end_, count, c); }
  template <typename Integer>
  void put_number(Integer value) {
    end_ = std::to_chars(end_, buffer_.data() + buffer_.size(), value).ptr;
  }
  void put_padded(int value, int width) {
    for (int power = width == 4 ? 1000 : 10; power > 0; power /= 10) {
      put(static_cast<char>('0' + value / power % 10));
    }
  }
  std::string_view text() const {
    return {buffer_.data(), static_cast<std::size_t>(end_ - buffer_.data())};
  }

 private:
  ScalarBuffer& buffer_;
  char* end_ = buffer_.data();
};

// ---- Times, in the forms that the reader takes for one.

struct Time {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string_view fraction;  // fractional digits of the second
  int offset_minutes = 0;
};

int days_in(int month, int year) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && is_leap ? 29 : kDays[month - 1];
}

class TimeParser {
 public:
  explicit TimeParser(std::string_view text) : rest_(text) {}

  std::optional<Time> parse() {
    Time time;
    if (rest_.size() < 5 || !std::all_of(rest_.begin(), rest_.begin() + 4, is_digit)) {
      return std::nullopt;
    }
    for (int i = 0; i < 4; ++i) time.year = time.year * 10 + (rest_[i] - '0');
    rest_.remove_prefix(4);
    if (!take('-') || !number(time.month) || !take('-') || !number(time.day)) return std::nullopt;
    if (time.month < 1 || time.month > 12 || time.day < 1 ||
        time.day > days_in(time.month, time.year)) {
      return std::nullopt;
    }
    if (rest_.empty()) return time;
    const bool has_zone = take('T') || take('t');
    if (!has_zone) {
      if (!take(' ')) return std::nullopt;
      while (take(' ')) {
      }
    }
    if (!number(time.hour) || !take(':') || !number(time.minute) || !take(':') ||
        !number(time.second) || time.hour > 23 || time.minute > 59 || time.second > 59) {
      return std::nullopt;
    }
    fraction(time);
    if (has_zone && !zone(time)) return std::nullopt;
    return rest_.empty() ? std::optional(time) : std::nullopt;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // One or two digits.
  bool number(int& value) {
    std::size_t count = 0;
    for (value = 0; count < 2 && count < rest_.size() && is_digit(rest_[count]); ++count) {
      value = value * 10 + (rest_[count] - '0');
    }
    rest_.remove_prefix(count);
    return count > 0;
  }

  void fraction(Time& time) {
    if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',') || !is_digit(rest_[1])) return;
    std::size_t end = 1;
    while (end < rest_.size() && is_digit(rest_[end])) ++end;
    time.fraction = rest_.substr(1, std::min<std::size_t>(end - 1, 9));
    while (time.fraction.ends_with('0')) time.fraction.remove_suffix(1);
    rest_.remove_prefix(end);
  }

  bool zone(Time& time) {
    if (take('Z')) return true;
    if (rest_.size() < 6 || (rest_[0] != '+' && rest_[0] != '-') || rest_[3] != ':') return false;
    for (const std::size_t i : {1, 2, 4, 5}) {
      if (!is_digit(rest_[i])) return false;
    }
    const int hours = (rest_[1] - '0') * 10 + (rest_[2] - '0');
    const int minutes = (rest_[4] - '0') * 10 + (rest_[5] - '0');
    if (hours > 24 || minutes > 60) return false;
    time.offset_minutes = (hours * 60 + minutes) * (rest_[0] == '-' ? -1 : 1);
    rest_.remove_prefix(6);
    return true;
  }

  std::string_view rest_;
};

std::string_view time_text(const Time& time, ScalarBuffer& buffer) {
  Writer out(buffer);
  out.put_padded(time.year, 4);
  out.put('-');
  out.put_padded(time.month, 2);
  out.put('-');
  out.put_padded(time.day, 2);
  out.put('T');
  out.put_padded(time.hour, 2);
  out.put(':');
  out.put_padded(time.minute, 2);
  out.put(':');
  out.put_padded(time.second, 2);
  if (!time.fraction.empty()) {
    out.put('.');
    out.put(time.fraction);
  }
  if (time.offset_minutes == 0) {
    out.put('Z');
  } else {
    const int minutes = std::abs(time.offset_minutes);
    out.put(time.offset_minutes < 0 ? '-' : '+');
    out.put_padded(minutes / 60, 2);
    out.put(':');
    out.put_padded(minutes % 60, 2);
  }
  return out.text();
}

// ---- Numbers.

struct Integer {
  std::uint64_t magnitude = 0;
  bool is_negative = false;
};

// Digits of a base with an optional sign, if the value fits 64 bits: with a sign, signed ones.
std::optional<Integer> integer_of(std::string_view text, int base) {
  Integer result;
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  if (has_sign) {
    result.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, result.magnitude, base);
  if (error != std::errc() || at != end) return std::nullopt;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (has_sign && result.magnitude > kMost + (result.is_negative ? 1 : 0)) return std::nullopt;
  return result;
}

// The same with the base given by a prefix, as in Go.
std::optional<Integer> prefixed_integer_of(std::string_view text) {
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const std::string_view digits = text.substr(has_sign ? 1 : 0);
  if (digits.size() < 2 || digits[0] != '0') return integer_of(text, 10);
  const char mark = static_cast<char>(digits[1] | 0x20);
  const int base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
  const std::size_t prefix = mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1;
  const std::string_view rest = digits.substr(prefix);
  if (rest.empty() || rest[0] == '-' || rest[0] == '+') return std::nullopt;
  std::optional<Integer> value = integer_of(rest, base);
  if (!value || !has_sign) return value;
  value->is_negative = text[0] == '-';
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value->magnitude > kMost + (value->is_negative ? 1 : 0)) return std::nullopt;
  return value;
}

// [-+]? ( \.[0-9]+ | [0-9]+ (\.[0-9]*)? ) ([eE][-+]?[0-9]+)? that a double can hold.
std::optional<double> float_of(std::string_view text) {
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  const std::string_view digits = text.substr(has_sign ? 1 : 0);
  // Only forms that from_chars accepts in addition have to be excluded.
  if (digits.empty() || !(is_digit(digits[0]) || digits[0] == '.')) return std::nullopt;
  double value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value);
  if (at != end) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // A number that is too small is zero, one that is too large isn't a number. Only a number with
    // an exponent can be that small.
    const std::size_t exponent = digits.find_first_of("eE");
    if (exponent == digits.npos || digits[exponent + 1] != '-') return std::nullopt;
    value = 0;
  } else if (error != std::errc()) {
    return std::nullopt;
  }
  return text[0] == '-' ? -value : value;
}

// `_` is ignored in a number, but directly after a leading dot only between two digits.
bool has_stray_underscore(std::string_view text) {
  for (std::size_t i = text.find('_'); i != text.npos; i = text.find('_', i + 1)) {
    if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return true;
    }
  }
  return false;
}

struct Number {
  std::optional<Integer> integer;
  std::optional<double> real;

  explicit operator bool() const { return integer || real; }
};

enum class Reader { kResourceFile, kPrinter };

Number number_of(std::string_view text, Reader reader) {
  std::string kept;
  if (text.find('_') != text.npos) {
    if (text[0] == '.' && has_stray_underscore(text)) return {};
    kept = text;
    std::erase(kept, '_');
    text = kept;
  }
  if (text.empty()) return {};
  if (text[0] != '.') {
    if (const auto value = prefixed_integer_of(text)) return {value, {}};
  }
  // 0b-1 is -1 for both readers, 0o-17 is a number only for the reader of resource files.
  if (text.starts_with("0b") || (text.starts_with("0o") && reader == Reader::kResourceFile)) {
    return {integer_of(text.substr(2), text[1] == 'b' ? 2 : 8), {}};
  }
  return {{}, float_of(text)};
}

// The shortest digits that read back as the same double: 12345, with `point` 4, for 1234.5.
struct Digits {
  std::array<char, 24> text;
  std::size_t size = 0;
  int point = 0;  // digits before the decimal point; negative: zeros after it

  std::string_view view() const { return {text.data(), size}; }
};

Digits digits_of(double magnitude) {
  std::array<char, 32> scientific;
  const auto end = std::to_chars(scientific.data(), scientific.data() + scientific.size(),
                                 magnitude, std::chars_format::scientific)
                       .ptr;
  Digits digits;
  const char* at = scientific.data();
  for (; *at != 'e'; ++at) {
    if (is_digit(*at)) digits.text[digits.size++] = *at;
  }
  ++at;
  if (*at == '+') ++at;
  std::from_chars(at, end, digits.point);
  ++digits.point;
  return digits;
}

std::string_view real_text(double value, ScalarBuffer& buffer, ScalarType& type) {
  Writer out(buffer);
  if (value == 0) {
    type = ScalarType::kInt;
    out.put('0');
    return out.text();
  }
  if (value < 0) out.put('-');
  const Digits digits = digits_of(std::abs(value));
  const auto size = static_cast<int>(digits.size);
  // kustomize converts by way of JSON, which writes integers below 1e21 without a point; those that
  // fit into 64 bits are then read as integers.
  if (digits.point >= size && digits.point <= 20) {
    ScalarBuffer whole;
    Writer plain(whole);
    if (value < 0) plain.put('-');
    plain.put(digits.view());
    plain.put(static_cast<std::size_t>(digits.point - size), '0');
    if (integer_of(plain.text(), 10)) {
      type = ScalarType::kInt;
      buffer = whole;
      return {buffer.data(), plain.text().size()};
    }
  }
  const int exponent = digits.point - 1;
  if (exponent < -4 || exponent >= 6) {
    out.put(digits.text[0]);
    if (size > 1) out.put('.');
    out.put(digits.view().substr(1));
    out.put(exponent < 0 ? "e-" : "e+");
    if (std::abs(exponent) < 10) out.put('0');
    out.put_number(std::abs(exponent));
  } else if (digits.point <= 0) {
    out.put("0.");
    out.put(static_cast<std::size_t>(-digits.point), '0');
    out.put(digits.view());
  } else {
    const auto point = static_cast<std::size_t>(digits.point);
    out.put(digits.view().substr(0, point));
    if (point < digits.size) out.put('.');
    out.put(digits.view().substr(std::min(point, digits.size)));
  }
  return out.text();
}

bool is_number_start(char c) { return is_digit(c) || c == '-' || c == '+'; }

bool is_true_or_false(std::string_view text) {
  return text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
         text == "FALSE";
}

// 12:30:45 and the like.
bool is_base_60(std::string_view text) {
  if (text.find(':') == text.npos) return false;
  std::size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
  if (i == text.size() || !is_digit(text[i])) return false;
  while (i < text.size() && (is_digit(text[i]) || text[i] == '_')) ++i;
  std::size_t groups = 0;
  while (i < text.size() && text[i] == ':') {
    const bool is_long = i + 2 < text.size() && text[i + 1] <= '5' && is_digit(text[i + 2]);
    if (i + 1 >= text.size() || !is_digit(text[i + 1])) return false;
    i += is_long ? 3 : 2;
    ++groups;
  }
  if (groups == 0) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    while (i < text.size() && (is_digit(text[i]) || text[i] == '_')) ++i;
  }
  return i == text.size();
}

}  // namespace

ScalarValue scalar_value(Node scalar, ScalarBuffer& buffer) {
  const std::string_view text = scalar.text();
  const ScalarType type = scalar.type();
  if (type == ScalarType::kNull) return {type, "null"};
  if (type == ScalarType::kBool) {
    if (!is_true_or_false(text)) return {ScalarType::kString, text};  // `yes`
    return {type, (text[0] | 0x20) == 't' ? "true" : "false"};
  }
  if (type == ScalarType::kString) {
    if (scalar.style() != Style::kPlain || text.empty() ||
        !(is_number_start(text[0]) || text[0] == '.')) {
      return {type, text};
    }
    if (resolve_plain(text) != type) return {type, text};  // `!!str 1`
  }
  if (!text.empty() && is_digit(text[0])) {
    if (const auto time = TimeParser(text).parse()) {
      return {ScalarType::kString, time_text(*time, buffer)};
    }
  }
  const Number number = number_of(text, Reader::kResourceFile);
  if (number.integer) {
    Writer out(buffer);
    if (number.integer->is_negative && number.integer->magnitude > 0) out.put('-');
    out.put_number(number.integer->magnitude);
    return {ScalarType::kInt, out.text()};
  }
  if (number.real) {
    ScalarValue value{ScalarType::kFloat, {}};
    value.text = real_text(*number.real, buffer, value.type);
    return value;
  }
  // An infinity, or a number that is too large for a double and therefore a string.
  const bool is_named = text.find_first_of("0123456789") == text.npos;
  return {type == ScalarType::kFloat && is_named ? type : ScalarType::kString, text};
}

ScalarType type_when_plain(std::string_view text) {
  Record record{};
  record.text = text.data();
  record.size = static_cast<std::uint32_t>(text.size());
  record.kind = Kind::kScalar;
  record.style = Style::kPlain;
  record.type = resolve_plain(text);
  ScalarBuffer buffer;
  const ScalarValue value = scalar_value(Node(&record), buffer);
  const bool is_time = value.type == ScalarType::kString && value.text != text;
  return is_time ? ScalarType::kNone : value.type;
}

bool is_ambiguous(std::string_view text) {
  if (text.empty()) return true;
  const char first = text[0];
  if (!is_number_start(first) && first != '.') {
    return text.size() <= 5 && std::memchr("yYnNtTfFoO~", first, 11) != nullptr &&
           resolve_plain(text) != ScalarType::kString;
  }
  if (is_digit(first) && TimeParser(text).parse()) return true;
  return number_of(text, Reader::kPrinter) || is_base_60(text) ||
         (text.size() <= 5 && text.find_first_of("iInN") != text.npos &&
          resolve_plain(text) == ScalarType::kFloat);
}

}  // namespace meshlint::yaml
