// The host program that turns the pages below rules/ into read-only tables.
//
//   meshlint_compile_rules OUTPUT.cc PAGE.yaml...
//
// A mistake in a page is printed as path:line:column: message, and the build stops.

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cel/emit_program.h"
#include "check/page_reader.h"
#include "text/given_files.h"
#include "text/problem.h"
#include "text/source.h"
#include "text/source_literal.h"
#include "yaml/document.h"

namespace meshlint::check {
namespace {

// The parameter of a body and the member of `Rule` for it, by Subject.
struct SubjectNames {
  std::string_view type;
  std::string_view member;
};
constexpr SubjectNames kSubjects[] = {
    {},
    {"Resource", "see_resource"},
    {"InstallView", "see_install"},
    {"Environment", "see_environment"},
    {"Document", "see_document"},
};

const SubjectNames& names_of(Subject subject) {
  return kSubjects[static_cast<std::size_t>(subject)];
}

std::string identifier(std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '-', '_');
  return result;
}

class Compiler {
 public:
  void load(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    const text::SourceId id = sources_.add(path.string(), bytes);
    files_.push_back(yaml::parse(sources_[id], id));
    const bool has_body =
        std::filesystem::exists(std::filesystem::path(path).replace_extension("cc"));
    pages_.push_back(reader_.read(path, files_.back(), id, has_body));
  }

  // Prints what is wrong; true if there is anything.
  bool is_wrong() const {
    for (const text::Problem& mistake : reader_.mistakes()) {
      fmt::print(stderr, "{}\n", text::located_message(sources_, mistake));
    }
    return !reader_.mistakes().empty();
  }

  // Nothing if two pages report the same problem, or if a name of a rule is wrong.
  std::optional<std::string> generate() {
    std::ranges::sort(pages_, {}, &DraftPage::id);
    std::string out =
        "// Generated from the pages below rules/; changes belong there.\n"
        "#include <array>\n#include <limits>\n\n#include \"check/registry.h\"\n\n"
        "using namespace std::string_view_literals;\n\n";
    for (const DraftPage& page : pages_) {
      if (page.subject == Subject::kNone) continue;
      out +=
          fmt::format("namespace meshlint::rules::{} {{\nvoid {}(const {}&, Report&);\n}}\n",
                      identifier(page.family), identifier(page.name), names_of(page.subject).type);
    }
    out += "\nnamespace meshlint::check::generated {\nnamespace {\n";
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      lists(out, i);
      assertions(out, i);
    }
    out += "constexpr Rule kRuleTable[] = {\n";
    for (std::size_t i = 0; i < pages_.size(); ++i) entry(out, i);
    out += "};\n";
    dispatch(out);
    if (!names(out)) return std::nullopt;
    out +=
        "}  // namespace\n"
        "constinit const std::span<const Rule> kRules = kRuleTable;\n"
        "constinit const std::span<const KindRules> kKindRules = kKindRuleTable;\n"
        "constinit const std::span<const std::uint16_t> kResourceRules = kResourceRuleTable;\n"
        "constinit const std::span<const FormerName> kFormerNames = kFormerNameTable;\n"
        "}  // namespace meshlint::check::generated\n";
    return out;
  }

 private:
  static void string_list(std::string& out, std::string_view name, std::size_t i, yaml::Node list) {
    if (list.empty()) return;
    out += fmt::format("constexpr std::string_view k{}{}[] = {{\n", name, i);
    // With its length: an example may hold a NUL byte.
    for (const yaml::Node item : list) out += text::source_literal(item.text()) + "sv,\n";
    out += "};\n";
  }

  void lists(std::string& out, std::size_t i) const {
    const yaml::Node root = pages_[i].root;
    string_list(out, "Aliases", i, root["aliases"]);
    string_list(out, "Formerly", i, root["formerly"]);
    string_list(out, "Supersedes", i, root["supersedes"]);
    string_list(out, "Bad", i, root["bad"]);
    string_list(out, "Good", i, root["good"]);
    if (root["options"].empty()) return;
    out += fmt::format("constexpr PageOption kOptions{}[] = {{\n", i);
    for (const auto [name, option] : root["options"].entries()) {
      out += fmt::format("{{{}, {}, {}}},\n", text::source_literal(name.text()),
                         text::source_literal(option["default"].text()),
                         text::source_literal(option["what"].text()));
    }
    out += "};\n";
  }

  void assertions(std::string& out, std::size_t i) const {
    if (pages_[i].assertions.empty()) return;
    std::string table;
    std::size_t number = 0;
    for (const DraftAssertion& assertion : pages_[i].assertions) {
      const std::string name = fmt::format("kAssertion{}x{}", i, number++);
      const std::string condition = cel::source_of(assertion.condition, name, out);
      std::string pieces;
      for (std::size_t k = 0; k < assertion.message.size(); ++k) {
        const DraftAssertion::Piece& piece = assertion.message[k];
        const std::string value =
            cel::source_of(piece.value, fmt::format("{}Piece{}", name, k), out);
        pieces += fmt::format("{{{}, {}}},\n", text::source_literal(piece.text), value);
      }
      out += fmt::format("constexpr MessagePiece {}Message[] = {{\n{}}};\n", name, pieces);
      std::string related;
      for (const RelatedValue& value : assertion.related) {
        related += fmt::format("{{{}, {}}}, ", text::source_literal(value.at),
                               text::source_literal(value.text));
      }
      if (!related.empty()) {
        out += fmt::format("constexpr RelatedValue {}Related[] = {{{}}};\n", name, related);
        related = name + "Related";
      }
      table += fmt::format(
          "{{{}, {}, {}, {}, {}, {}Message, {}}},\n", text::source_literal(assertion.of.kind),
          text::source_literal(assertion.of.group), text::source_literal(assertion.each), condition,
          text::source_literal(assertion.at), name, related.empty() ? "{}" : related);
    }
    out += fmt::format("constexpr Assertion kAssertions{}[] = {{\n{}}};\n", i, table);
  }

  void entry(std::string& out, std::size_t i) const {
    const DraftPage& page = pages_[i];
    const yaml::Node root = page.root;
    const auto list = [&](std::string_view name, std::string_view key) {
      return root[key].empty() ? std::string("{}") : fmt::format("k{}{}", name, i);
    };
    out += fmt::format(
        "{{.page = {{.id = {},\n.title = {},\n.severity = Severity::{},\n.is_default = {},\n"
        ".since = {},\n.what = {},\n.why = {},\n.fix = {},\n.aliases = {},\n.formerly = {},\n"
        ".supersedes = {},\n.options = {},\n.bad = {},\n.good = {}}},\n",
        text::source_literal(page.id()), text::source_literal(root["title"].text()),
        page.severity == Severity::kError     ? "kError"
        : page.severity == Severity::kWarning ? "kWarning"
                                              : "kInfo",
        root["default"].as_bool().value_or(true), text::source_literal(root["since"].text()),
        text::source_literal(root["what"].text()), text::source_literal(root["why"].text()),
        text::source_literal(root["fix"].text()), list("Aliases", "aliases"),
        list("Formerly", "formerly"), list("Supersedes", "supersedes"), list("Options", "options"),
        list("Bad", "bad"), list("Good", "good"));
    if (!page.assertions.empty()) out += fmt::format(".assertions = kAssertions{}, ", i);
    if (page.subject != Subject::kNone) {
      out += fmt::format(".{} = rules::{}::{}", names_of(page.subject).member,
                         identifier(page.family), identifier(page.name));
    }
    out += "},\n";
  }

  void dispatch(std::string& out) const {
    std::map<std::pair<std::string, std::string>, std::set<std::size_t>> by_kind;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      for (const KindName& of : pages_[i].match) by_kind[{of.kind, of.group}].insert(i);
    }
    std::string table;
    std::size_t first = 0;
    out += "constexpr std::uint16_t kResourceRuleTable[] = {\n";
    for (const auto& [kind, rules] : by_kind) {
      for (const std::size_t rule : rules) out += fmt::format("{}, ", rule);
      table += fmt::format("{{{}, {}, {}, {}}},\n", text::source_literal(kind.first),
                           text::source_literal(kind.second), first, rules.size());
      first += rules.size();
    }
    out += "};\nconstexpr KindRules kKindRuleTable[] = {\n" + table + "};\n";
  }

  // A name stays with its rule, so that a suppression never changes its meaning.
  bool names(std::string& out) const {
    std::map<std::string_view, std::size_t> by_name;
    std::set<std::string> ids;
    for (const DraftPage& page : pages_) ids.insert(page.id());
    for (const DraftPage& page : pages_) {
      for (const yaml::Node name : page.root["supersedes"]) {
        if (ids.contains(std::string(name.text()))) continue;
        fmt::print(stderr, "{}: `supersedes` lists `{}`, an unknown rule\n", page.id(),
                   name.text());
        return false;
      }
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      for (const yaml::Node name : pages_[i].root["formerly"]) {
        if (!ids.contains(std::string(name.text())) && by_name.emplace(name.text(), i).second) {
          continue;
        }
        fmt::print(stderr, "{}: `formerly` lists `{}`, which is the name of another rule\n",
                   pages_[i].id(), name.text());
        return false;
      }
    }
    out += fmt::format("constexpr std::array<FormerName, {}> kFormerNameTable = {{{{\n",
                       by_name.size());
    for (const auto& [name, rule] : by_name) {
      out += fmt::format("{{{}, {}}},\n", text::source_literal(name), rule);
    }
    out += "}};\n";
    return true;
  }

  text::Sources sources_;
  std::vector<yaml::File> files_;
  std::vector<DraftPage> pages_;
  schema::OwnSchemas no_schemas_;
  PageReader reader_{PageOrigin::kShipped, no_schemas_, sources_};
};

int run(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: meshlint_compile_rules OUTPUT.cc PAGE.yaml...\n");
    return 2;
  }
  Compiler compiler;
  for (int i = 2; i < argc; ++i) compiler.load(argv[i]);
  if (compiler.is_wrong()) return 1;
  const std::optional<std::string> out = compiler.generate();
  if (!out) return 1;
  std::ofstream stream(argv[1], std::ios::binary);
  stream << *out;
  return stream.good() ? 0 : 1;
}

}  // namespace
}  // namespace meshlint::check

int main(int argc, char** argv) { return meshlint::check::run(argc, argv); }
