// What we print against what the real kustomize prints, for thousands of scalars that are hard
// to print. Needs `kustomize` on the PATH or its path in MESHLINT_KUSTOMIZE.
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/print.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

namespace fs = std::filesystem;

std::string kustomize() {
  const char* const path = std::getenv("MESHLINT_KUSTOMIZE");
  return path != nullptr ? path : "kustomize";
}

// What a command prints, or nothing if it fails.
std::string output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) {
    text.append(buffer, size);
  }
  return pclose(pipe) == 0 ? text : std::string();
}

// A string in the double quotes of JSON and YAML.
std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  // Breaks of YAML 1.1, as the real kustomize reads.
  for (const auto& [raw, escape] : {std::pair{"\u2028", "\\u2028"}, std::pair{"\u2029", "\\u2029"},
                                    std::pair{"\u0085", "\\u0085"}}) {
    for (std::size_t at; (at = result.find(raw)) != result.npos;) {
      result.replace(at, std::string_view(raw).size(), escape);
    }
  }
  return result + '"';
}

// Texts that come out of pieces which matter to some rule of the printer.
std::vector<std::string> nasty_strings() {
  const std::vector<std::string> pieces = {
      "a",       "Zed",    "0",      "12",     " ",    "  ",   "\n",   "\n\n", "\t",
      ":",       ": ",     "#",      " #",     "-",    "- ",   "?",    "? ",   "'",
      "\"",      "\\",     "%",      "@",      "`",    "!",    "&",    "*",    "|",
      ">",       "{",      "}",      "[",      "]",    ",",    "=",    "<",    "<<",
      "~",       ".",      "...",    "---",    "é",    "ü x",  "漢字", "😀",    "\u2028",
      "\u2029",  "\u0085", "\u00A0", "\uFEFF", "\x01", "\x1B", "\r",   "\x07", "$(VAR)",
      "{{ x }}", "/",      "_",      "+",      "e",    "yes",  "null", "true", "word and word "};
  std::vector<std::string> result;
  // Every first, every last and every only character of ASCII.
  for (int c = 1; c < 0x7F; ++c) {
    const char one = static_cast<char>(c);
    result.push_back(std::string(1, one));
    result.push_back(std::string(1, one) + "x");
    result.push_back(std::string(1, one) + " x");
    result.push_back("x" + std::string(1, one));
    result.push_back("x" + std::string(1, one) + "y");
    result.push_back("x " + std::string(1, one) + " y");
    result.push_back("x\n" + std::string(1, one));
    result.push_back("x\n" + std::string(1, one) + "y\n");
  }
  std::mt19937 random(20241126);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  for (int i = 0; i < 6000; ++i) {
    std::string text;
    for (std::size_t count = 1 + below(6); count > 0; --count) text += pieces[below(pieces.size())];
    // The real one takes these for the marks of documents, and fails.
    const bool has_mark = text.find("---") != text.npos || text.find("...") != text.npos;
    if (has_mark && text.find("\u0085") != text.npos) continue;
    result.push_back(text);
  }
  // Long lines of words, some of which have to be quoted.
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t count = 5 + below(40); count > 0; --count) {
      text += below(12) == 0 ? pieces[below(pieces.size())] : std::string(1 + below(14), 'w');
      if (below(8) != 0) text += ' ';
    }
    result.push_back(text);
  }
  return result;
}

// Plain scalars as people write them: numbers, dates and words of all forms.
std::vector<std::string> nasty_plains() {
  std::vector<std::string> result = {
      "yes",
      "no",
      "on",
      "off",
      "y",
      "n",
      "Y",
      "N",
      "true",
      "True",
      "TRUE",
      "false",
      "~",
      "null",
      "Null",
      "NULL",
      "nUll",
      "tRue",
      "0",
      "-0",
      "+0",
      "00",
      "0777",
      "08",
      "0o17",
      "0O17",
      "-0o17",
      "0x1F",
      "0X1f",
      "-0x10",
      "+0x10",
      "0xZZ",
      "0x",
      "0b101",
      "0B11",
      "-0b11",
      "+12",
      "-12",
      "1_000",
      "1__0",
      "_1",
      "1_",
      "-_5",
      "0x_1F",
      "0_8",
      "9223372036854775807",
      "9223372036854775808",
      "-9223372036854775808",
      "-9223372036854775809",
      "18446744073709551615",
      "18446744073709551616",
      "+18446744073709551615",
      "99999999999999999999999",
      "0777777777777777777777777",
      "0xFFFFFFFFFFFFFFFF",
      "0xFFFFFFFFFFFFFFFFF",
      "1.0",
      "1.5",
      "-1.5",
      "+1.5",
      "1.",
      ".5",
      "-.5",
      "+.5",
      ".5_0",
      "._5",
      "1_0.5",
      "1.5e3",
      "1e3",
      "1E3",
      "1e+3",
      "1e-3",
      "1e",
      "1e5_0",
      "1e_5",
      "e5",
      "1.2.3",
      "1e400",
      "1e-400",
      "1e19",
      "1e20",
      "1e21",
      "1e22",
      "123456.5",
      "1234567.5",
      "0.0001",
      "0.00001",
      "0.000001",
      "0.0000001",
      "123456789012345678901234567890",
      "1234567890123456789.5",
      "0.1",
      "100.10",
      "3.14159265358979323846",
      "5e-324",
      "1.7976931348623157e308",
      "-0.0",
      "0.0",
      "0e0",
      "2020-01-01",
      "2020-1-1",
      "2020-13-01",
      "2020-02-30",
      "2020-02-29",
      "2019-02-29",
      "2020-01-01T10:00:00Z",
      "2020-01-01t10:00:00Z",
      "2020-01-01T10:00:00",
      "2020-01-01 10:00:00",
      "2020-01-01   10:00:00",
      "2020-01-01 10:00",
      "2020-01-01T1:2:3Z",
      "2020-01-01T10:00:00.5Z",
      "2020-01-01T10:00:00.500Z",
      "2020-01-01T10:00:00.1234567890123Z",
      "2020-01-01 10:00:00.25",
      "2020-01-01T10:00:00+02:00",
      "2020-01-01T10:00:00-05:30",
      "2020-01-01T10:00:00+00:00",
      "2020-01-01T10:00:00+0200",
      "2020-01-01T24:00:00Z",
      "2020-01-01T10:60:00Z",
      "2001-12-14 21:59:43.10 -5",
      "20-01-01",
      "12020-01-01",
      "2020-01",
      "2020-01-01x",
      "12:30",
      "12:30:45",
      "1:2",
      "1:99",
      "8080:80",
      "190:20:30.15",
      "-1:30",
      "+1:30:59",
      "1_0:30",
      "10.0.0.1",
      "1.20",
      "v1.20",
      "1.20.3",
      "100m",
      "1Gi",
      "0.5Gi",
      "10%",
      "50%",
      "<<",
      "=",
      ".",
      "..",
      "...x",
      ".e3",
      ".5e",
      ".5e3",
      ".5E+3",
      "0b-1",
      "0o-17",
      "0b12",
      "0o8",
      "+",
      "-x",
      "+x",
      "1-2",
      "1 2",
      "1,2",
      "x_y",
      "0xDEADBEEF",
      "1d",
      "1f",
      "Infinity",
      "NaN",
      "inf",
      "nan",
      "+.5e-3",
      "1e1000000",
      "00.5",
      "0.50",
      "1e05",
      "010.5",
      "0_1",
      "-012",
      "+012",
  };
  std::mt19937 random(7);
  const std::string characters = "0123456789eE+-._xob:TZ ";
  for (int i = 0; i < 6000; ++i) {
    std::string text(1, "0123456789+-."[random() % 13]);
    for (std::size_t count = random() % 10; count > 0; --count) {
      text += characters[random() % (i % 2 == 0 ? characters.size() : 13)];
    }
    while (text.ends_with(' ') || text.ends_with(':')) text.pop_back();
    if (text.find(": ") != text.npos || text == "-" || text.starts_with("- ")) continue;
    result.push_back(text);
  }
  for (int i = 0; i < 2000; ++i) {
    const double value =
        std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 160) - 100);
    result.push_back(fmt::format("{}", value));
    result.push_back(fmt::format("{:.{}e}", value, random() % 20));
    result.push_back(fmt::format("{:.{}f}", value, random() % 8));
  }
  return result;
}

// Numbers only at the end, and short: with a letter behind one, or with more than 64 bits, the
// order of the real tool contradicts itself (9 < 10 < 1a < 9), and what it prints is left to
// chance.
std::vector<std::string> nasty_keys() {
  const std::vector<std::string> pieces = {"a",  "b", "Z", "-", "_", ".", "/",  " ", "é",
                                           "漢", "€", ":", "#", "y", "~", "--", "ab"};
  const std::vector<std::string> numbers = {"0",   "1", "2",  "9",   "10", "00",
                                            "007", "٣", "1٣", "100", "99", "01"};
  std::mt19937 random(99);
  std::vector<std::string> result;
  for (int i = 0; i < 800; ++i) {
    std::string text;
    for (std::size_t count = 1 + random() % 4; count > 0; --count) {
      text += pieces[random() % pieces.size()];
    }
    if (i % 2 == 0) text += numbers[random() % numbers.size()];
    result.push_back(text);
  }
  for (const std::size_t size : {127, 128, 129, 200}) result.push_back(std::string(size, 'k'));
  result.push_back(std::string(100, 'k') + " " + std::string(20, 'l') + " m");
  result.push_back("two\nlines");
  result.push_back(" leading");
  result.push_back("tab\tand 😀");
  return result;
}

// Values of several lines as people write them, in each style, below a key of `indent` blanks.
std::vector<std::string> nasty_blocks(std::size_t indent) {
  const std::vector<std::string> lines = {
      "one",          "two words", "  more indented", "   - deep",        "",       "",
      "# no comment", "a: b",      "x # y",           "ends in a blank ", "x\ttab", "last"};
  std::mt19937 random(2024);
  const std::string margin(indent, ' ');
  std::vector<std::string> result;
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> chosen;
    for (std::size_t count = 1 + random() % 6; count > 0; --count) {
      chosen.push_back(lines[random() % lines.size()]);
    }
    chosen.push_back("end");
    std::string text;
    switch (i % 4) {
      case 0:
      case 1: {
        text = i % 4 == 0 ? "|" : ">";
        text += std::vector<std::string>{"", "-", "+"}[random() % 3];
        // A first line that is more indented needs to be told by how much, and so it is with
        // blank lines before it.
        std::size_t first = 0;
        while (chosen[first].empty()) ++first;
        if (chosen[first][0] == ' ' || chosen[first][0] == '\t') text += "2";
        for (const std::string& line : chosen) text += '\n' + (line.empty() ? "" : margin + line);
        for (std::size_t count = random() % 3; count > 0; --count) text += '\n';
        break;
      }
      case 2:
        text = "'first";
        for (const std::string& line : chosen) text += '\n' + (line.empty() ? "" : margin + line);
        text += "'";
        break;
      default:
        text = "first";
        for (const std::string& line : chosen) {
          const bool is_harmless = line.find_first_of("#:\t") == std::string::npos;
          text += '\n' + (line.empty() || !is_harmless ? "" : margin + line);
        }
    }
    result.push_back(text);
  }
  return result;
}

// One resource with the same scalars in each place that is printed in its own way.
std::string resource_of(const std::vector<std::string>& values) {
  std::string text =
      "apiVersion: example.com/v1\nkind: Scalars\nmetadata:\n  name: scalars\nspec:\n";
  text += "  map:\n";
  std::size_t i = 0;
  for (const std::string& value : values) text += fmt::format("    k{}: {}\n", i++, value);
  text += "  list:\n";
  for (const std::string& value : values) text += fmt::format("  - {}\n", value);
  text += "  deep:\n  - a:\n    - b:\n";
  for (const std::string& value : values) text += fmt::format("      - {}\n", value);
  return text;
}

class EmitPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (output_of(kustomize() + " version 2>/dev/null").empty()) {
      GTEST_SKIP() << "no kustomize on the PATH or at MESHLINT_KUSTOMIZE";
    }
    folder_ = fs::temp_directory_path() / fmt::format("meshlint-emit-{}", getpid());
    fs::create_directories(folder_);
    std::ofstream(folder_ / "kustomization.yaml") << "resources: [resource.yaml]\n";
  }
  void TearDown() override { fs::remove_all(folder_); }

  void compare(const std::string& resource) {
    std::ofstream(folder_ / "resource.yaml", std::ios::binary) << resource;
    const std::string want = output_of(kustomize() + " build " + folder_.string() + " 2>/dev/null");
    ASSERT_FALSE(want.empty()) << "kustomize does not build it: "
                               << output_of("(" + kustomize() + " build " + folder_.string() +
                                            " 2>&1 | tail -c 300)");
    const text::Source source("resource.yaml", resource);
    const yaml::File file = yaml::parse(source, 0);
    for (const text::Problem& problem : file.problems) ADD_FAILURE() << problem.message;
    ASSERT_EQ(file.documents.size(), 1u);
    const model::Resource made{.root = file.documents[0].root};
    const std::string got = print(std::span(&made, 1));
    if (want == got) return;
    std::size_t at = 0;
    while (at < want.size() && at < got.size() && want[at] == got[at]) ++at;
    const std::size_t from = want.rfind('\n', at) + 1;
    ADD_FAILURE() << "want: " << in_quotes(std::string_view(want).substr(from, 300))
                  << "\ngot:  " << in_quotes(std::string_view(got).substr(from, 300));
  }

 private:
  fs::path folder_;
};

TEST_F(EmitPeer, strings) {
  std::vector<std::string> values;
  for (const std::string& text : nasty_strings()) values.push_back(in_quotes(text));
  compare(resource_of(values));
}

TEST_F(EmitPeer, plain_scalars) { compare(resource_of(nasty_plains())); }

TEST_F(EmitPeer, blocks) {
  std::string text = "apiVersion: example.com/v1\nkind: Blocks\nmetadata:\n  name: x\nspec:\n";
  std::size_t i = 0;
  for (const std::string& block : nasty_blocks(4)) text += fmt::format("  k{}: {}\n", i++, block);
  text += "list:\n";
  for (const std::string& block : nasty_blocks(2)) text += fmt::format("- {}\n", block);
  compare(text);
}

TEST_F(EmitPeer, keys) {
  std::string text = "apiVersion: example.com/v1\nkind: Keys\nmetadata:\n  name: keys\nspec:\n";
  std::set<std::string> seen;
  for (const std::string& key : nasty_keys()) {
    if (key == "A" || !seen.insert(key).second) continue;
    text += fmt::format("  {}: {{A: [x, y], {}: [1]}}\n", in_quotes(key), in_quotes(key));
  }
  compare(text);
}

TEST_F(EmitPeer, annotations) {
  std::string text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  labels: {a: 1}\n  annotations:\n";
  std::size_t i = 0;
  std::vector<std::string> plains = nasty_plains();
  plains.resize(1000);  // the real one takes a square of time
  for (const std::string& plain : plains) text += fmt::format("    k{}: {}\n", i++, plain);
  compare(text + "    empty:\n");
}

}  // namespace
}  // namespace meshlint::kustomize
