// The host program that turns the pages below rules/ into read-only tables.
//
//   meshlint_compile_rules OUTPUT.cc PAGE.yaml...
//
// What is wrong with a page is told as path:line:column: message, and the build stops.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/edit_distance.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::check {
namespace {

constexpr std::string_view kKeys[] = {"title",   "severity", "since",   "sees",    "match",
                                      "reports", "default",  "aliases", "options", "what",
                                      "why",     "fix",      "bad",     "good"};

// A subject that a body may see, and the member of `Rule` for it.
struct Subject {
  std::string_view name;
  std::string_view type;
  std::string_view member;
};
constexpr Subject kSubjects[] = {
    {"resource", "Resource", "see_resource"},
    {"install", "InstallView", "see_install"},
    {"environment", "Environment", "see_environment"},
    {"document", "Document", "see_document"},
};

struct LoadedPage {
  std::string family;
  std::string name;
  yaml::Node root;
  const Subject* subject = nullptr;                        // null: reports a problem
  std::vector<std::pair<std::string, std::string>> match;  // kind, group

  std::string id() const { return family + '/' + name; }
};

std::string identifier(std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '-', '_');
  return result;
}

std::string literal(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        result += "\\n\"\n\"";
        break;
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\t':
        result += "\\t";
        break;
      case '?':
        result += "\\?";  // no trigraphs
        break;
      case '\0':
        result += "\\000";
        break;
      default:
        result += c;
    }
  }
  return result + '"';
}

class Compiler {
 public:
  void load(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    const text::SourceId id = sources_.add(path.string(), bytes);
    files_.push_back(yaml::parse(sources_[id], id));
    const yaml::File& file = files_.back();
    for (const text::Problem& problem : file.problems) complain(problem.at, problem.message);
    if (file.documents.size() != 1 || !file.documents[0].root.is_map()) {
      complain({id, 0, 0}, "a page is one map");
      return;
    }
    LoadedPage page;
    page.family = path.parent_path().filename().string();
    page.name = path.stem().string();
    page.root = file.documents[0].root;
    check(page, path);
    pages_.push_back(std::move(page));
  }

  bool is_wrong() const { return is_wrong_; }

  std::string generate() {
    std::ranges::sort(pages_, {}, &LoadedPage::id);
    std::string out =
        "// Generated from the pages below rules/; changes belong there.\n"
        "#include \"check/registry.h\"\n\n"
        "using namespace std::string_view_literals;\n\n";
    for (const LoadedPage& page : pages_) {
      if (page.subject == nullptr) continue;
      out += fmt::format("namespace meshlint::rules::{} {{\nvoid {}(const {}&, Report&);\n}}\n",
                         identifier(page.family), identifier(page.name), page.subject->type);
    }
    out += "\nnamespace meshlint::check::generated {\nnamespace {\n";
    for (std::size_t i = 0; i < pages_.size(); ++i) lists(out, i);
    out += "constexpr Rule kRuleTable[] = {\n";
    for (std::size_t i = 0; i < pages_.size(); ++i) entry(out, i);
    out += "};\n";
    dispatch(out);
    problems(out);
    out +=
        "}  // namespace\n"
        "constinit const std::span<const Rule> kRules = kRuleTable;\n"
        "constinit const std::span<const KindRules> kKindRules = kKindRuleTable;\n"
        "constinit const std::span<const std::uint16_t> kResourceRules = kResourceRuleTable;\n"
        "constinit const std::span<const std::int16_t> kProblemRules = kProblemRuleTable;\n"
        "}  // namespace meshlint::check::generated\n";
    return out;
  }

 private:
  void complain(text::Span at, std::string_view message) {
    const text::LineColumn place = text::LineIndex(sources_[at.source].bytes()).at(at.begin);
    fmt::print(stderr, "{}:{}:{}: {}\n", sources_[at.source].path(), place.line, place.column,
               message);
    is_wrong_ = true;
  }

  void check(LoadedPage& page, const std::filesystem::path& path) {
    const yaml::Node root = page.root;
    for (const auto [key, value] : root.entries()) {
      if (std::ranges::find(kKeys, key.text()) == std::end(kKeys)) {
        complain(key.span(), fmt::format("unknown key `{}`; did you mean `{}`?", key.text(),
                                         text::nearest_name(key.text(), kKeys)));
      }
    }
    for (const std::string_view key : {"title", "severity", "since", "what", "why", "fix"}) {
      if (root[key].text().empty()) {
        complain(root.span(), fmt::format("the page says no `{}`", key));
      }
    }
    for (const std::string_view key : {"bad", "good"}) {
      if (root[key].empty())
        complain(root.span(), fmt::format("the page has no `{}` example", key));
    }
    const std::string_view severity = root["severity"].text();
    if (severity != "error" && severity != "warning" && severity != "info") {
      complain(root["severity"].span(), "severity is error, warning or info");
    }
    const bool has_body =
        std::filesystem::exists(std::filesystem::path(path).replace_extension("cc"));
    if (const yaml::Node reports = root["reports"]) {
      if (std::ranges::find(text::kProblemNames, reports.text()) == text::kProblemNames.end()) {
        complain(reports.span(), fmt::format("no stage reports `{}`", reports.text()));
      }
      if (has_body || root["sees"])
        complain(reports.span(), "`reports` goes without a body and `sees`");
    } else {
      check_body(page, has_body);
    }
  }

  void check_body(LoadedPage& page, bool has_body) {
    const yaml::Node sees = page.root["sees"];
    const auto subject = std::ranges::find(kSubjects, sees.text(), &Subject::name);
    if (subject == std::end(kSubjects)) {
      complain(sees ? sees.span() : page.root.span(),
               "`sees` is resource, install, environment or document");
      return;
    }
    page.subject = &*subject;
    if (!has_body) complain(sees.span(), "there is no body of the same name beside the page");
    const yaml::Node match = page.root["match"];
    if ((subject->name == "resource") != static_cast<bool>(match)) {
      complain(sees.span(), "`match` belongs to rules that see a resource, and only to them");
    }
    const auto add = [&](yaml::Node kind) {
      const std::string_view text = kind.text();
      const std::size_t dot = std::min(text.find('.'), text.size());
      page.match.emplace_back(text.substr(0, dot), text.substr(std::min(dot + 1, text.size())));
      if (dot == 0)
        complain(kind.span(), "a kind is written Kind.group, or Kind for the core group");
    };
    if (match.is_scalar()) add(match);
    for (const yaml::Node kind : match) add(kind);
  }

  static void string_list(std::string& out, std::string_view name, std::size_t i, yaml::Node list) {
    if (list.empty()) return;
    out += fmt::format("constexpr std::string_view k{}{}[] = {{\n", name, i);
    // With its length: an example may hold a NUL byte.
    for (const yaml::Node item : list) out += literal(item.text()) + "sv,\n";
    out += "};\n";
  }

  void lists(std::string& out, std::size_t i) const {
    const yaml::Node root = pages_[i].root;
    string_list(out, "Aliases", i, root["aliases"]);
    string_list(out, "Bad", i, root["bad"]);
    string_list(out, "Good", i, root["good"]);
    if (root["options"].empty()) return;
    out += fmt::format("constexpr PageOption kOptions{}[] = {{\n", i);
    for (const auto [name, option] : root["options"].entries()) {
      out += fmt::format("{{{}, {}, {}}},\n", literal(name.text()),
                         literal(option["default"].text()), literal(option["what"].text()));
    }
    out += "};\n";
  }

  void entry(std::string& out, std::size_t i) const {
    const LoadedPage& page = pages_[i];
    const yaml::Node root = page.root;
    const std::string_view severity = root["severity"].text();
    const auto list = [&](std::string_view name, std::string_view key) {
      return root[key].empty() ? std::string("{}") : fmt::format("k{}{}", name, i);
    };
    out += fmt::format(
        "{{.page = {{.id = {},\n.title = {},\n.severity = Severity::{},\n.is_default = {},\n"
        ".since = {},\n.what = {},\n.why = {},\n.fix = {},\n.aliases = {},\n.options = {},\n"
        ".bad = {},\n.good = {}}},\n",
        literal(page.id()), literal(root["title"].text()),
        severity == "error"     ? "kError"
        : severity == "warning" ? "kWarning"
                                : "kInfo",
        root["default"].as_bool().value_or(true), literal(root["since"].text()),
        literal(root["what"].text()), literal(root["why"].text()), literal(root["fix"].text()),
        list("Aliases", "aliases"), list("Options", "options"), list("Bad", "bad"),
        list("Good", "good"));
    if (page.subject != nullptr) {
      out += fmt::format(".{} = rules::{}::{}", page.subject->member, identifier(page.family),
                         identifier(page.name));
    }
    out += "},\n";
  }

  void dispatch(std::string& out) const {
    std::map<std::pair<std::string, std::string>, std::set<std::size_t>> by_kind;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      for (const auto& kind : pages_[i].match) by_kind[kind].insert(i);
    }
    std::string table;
    std::size_t first = 0;
    out += "constexpr std::uint16_t kResourceRuleTable[] = {\n";
    for (const auto& [kind, rules] : by_kind) {
      for (const std::size_t rule : rules) out += fmt::format("{}, ", rule);
      table += fmt::format("{{{}, {}, {}, {}}},\n", literal(kind.first), literal(kind.second),
                           first, rules.size());
      first += rules.size();
    }
    out += "};\nconstexpr KindRules kKindRuleTable[] = {\n" + table + "};\n";
  }

  void problems(std::string& out) {
    std::vector<int> by_problem(text::kProblemNames.size(), -1);
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      const yaml::Node reports = pages_[i].root["reports"];
      if (!reports) continue;
      const auto at = std::ranges::find(text::kProblemNames, reports.text());
      int& slot = by_problem[static_cast<std::size_t>(at - text::kProblemNames.begin())];
      if (slot >= 0) {
        complain(reports.span(), fmt::format("`{}` is already reported by {}", reports.text(),
                                             pages_[static_cast<std::size_t>(slot)].id()));
      }
      slot = static_cast<int>(i);
    }
    out += "constexpr std::int16_t kProblemRuleTable[] = {";
    for (const int rule : by_problem) out += fmt::format("{}, ", rule);
    out += "};\n";
  }

  text::Sources sources_;
  std::vector<yaml::File> files_;
  std::vector<LoadedPage> pages_;
  bool is_wrong_ = false;
};

int run(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: meshlint_compile_rules OUTPUT.cc PAGE.yaml...\n");
    return 2;
  }
  Compiler compiler;
  for (int i = 2; i < argc; ++i) compiler.load(argv[i]);
  if (compiler.is_wrong()) return 1;
  const std::string out = compiler.generate();
  if (compiler.is_wrong()) return 1;
  std::ofstream stream(argv[1], std::ios::binary);
  stream << out;
  return stream.good() ? 0 : 1;
}

}  // namespace
}  // namespace meshlint::check

int main(int argc, char** argv) { return meshlint::check::run(argc, argv); }
