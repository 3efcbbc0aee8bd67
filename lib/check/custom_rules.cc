#include "check/custom_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <utility>

#include "check/page_reader.h"
#include "text/base_path.h"
#include "text/given_files.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::check {

// What the rules view: sources, trees, programs, and the lists of each page.
struct CustomRules::Kept {
  struct Lists {
    std::string id;
    std::vector<std::string_view> aliases;
    std::vector<std::string_view> formerly;
    std::vector<std::string_view> supersedes;
    std::vector<std::string_view> bad;
    std::vector<std::string_view> good;
    std::vector<PageOption> options;
    std::deque<std::vector<MessagePiece>> messages;
    std::vector<Assertion> assertions;
  };

  text::Sources sources;
  std::deque<yaml::File> files;
  std::vector<DraftPage> pages;
  std::deque<Lists> lists;
  std::vector<Rule> rules;

  void add(const DraftPage& page);
};

namespace {

std::vector<std::string_view> texts_of(yaml::Node list) {
  std::vector<std::string_view> texts;
  std::ranges::transform(list, std::back_inserter(texts), &yaml::Node::text);
  return texts;
}

}  // namespace

void CustomRules::Kept::add(const DraftPage& page) {
  const yaml::Node root = page.root;
  Lists& list = lists.emplace_back();
  list.id = page.id();
  list.aliases = texts_of(root["aliases"]);
  list.formerly = texts_of(root["formerly"]);
  list.supersedes = texts_of(root["supersedes"]);
  list.bad = texts_of(root["bad"]);
  list.good = texts_of(root["good"]);
  for (const auto [name, option] : root["options"].entries()) {
    list.options.push_back({name.text(), option["default"].text(), option["what"].text()});
  }
  for (const DraftAssertion& draft : page.assertions) {
    std::vector<MessagePiece>& message = list.messages.emplace_back();
    for (const DraftAssertion::Piece& piece : draft.message) {
      message.push_back({piece.text, piece.value.view()});
    }
    list.assertions.push_back({draft.of.kind, draft.of.group, draft.each, draft.condition.view(),
                               draft.at, message, draft.related});
  }
  rules.push_back({.page = {.id = list.id,
                            .title = root["title"].text(),
                            .severity = page.severity,
                            .is_default = root["default"].as_bool().value_or(true),
                            .since = root["since"].text(),
                            .what = root["what"].text(),
                            .why = root["why"].text(),
                            .fix = root["fix"].text(),
                            .aliases = list.aliases,
                            .formerly = list.formerly,
                            .supersedes = list.supersedes,
                            .options = list.options,
                            .bad = list.bad,
                            .good = list.good},
                   .assertions = list.assertions});
}

CustomRules::CustomRules() = default;
CustomRules::CustomRules(CustomRules&&) noexcept = default;
CustomRules& CustomRules::operator=(CustomRules&&) noexcept = default;
CustomRules::~CustomRules() = default;

Result<CustomRules> CustomRules::load(const std::vector<std::string>& paths,
                                      const schema::OwnSchemas& schemas, std::string_view base) {
  CustomRules custom;
  if (paths.empty()) return custom;
  auto kept = std::make_unique<Kept>();
  std::vector<std::string> mistakes;
  PageReader reader(PageOrigin::kCustom, schemas, kept->sources);
  for (const std::string& path : paths) {
    const Result<std::vector<text::SourceId>> ids =
        text::read_given_files(path, base, kept->sources);
    if (!ids) return ids.error();
    if (ids->empty()) return Error{fmt::format("{}: no rule page found", path)};
    for (const text::SourceId id : *ids) {
      const text::Source& source = kept->sources[id];
      kept->files.push_back(yaml::parse(source, id));
      const Result<std::string> whole = text::absolute_path(source.path(), base);
      if (!whole) return whole.error();
      kept->pages.push_back(reader.read(*whole, kept->files.back(), id, false));
      const std::string rule = kept->pages.back().id();
      if (Registry().find(rule)) {
        mistakes.push_back(fmt::format("{}: duplicate rule {}: meshlint has one of this name",
                                       source.path(), rule));
      }
    }
  }
  for (const text::Problem& mistake : reader.mistakes()) {
    mistakes.push_back(text::located_message(kept->sources, mistake));
  }
  std::ranges::sort(kept->pages, {}, &DraftPage::id);
  const auto duplicate = std::ranges::adjacent_find(kept->pages, {}, &DraftPage::id);
  if (duplicate != kept->pages.end()) {
    mistakes.push_back(fmt::format("duplicate rule {}: two pages have this name", duplicate->id()));
  }
  std::set<std::string> names;
  for (const DraftPage& page : kept->pages) names.insert(page.id());
  for (const DraftPage& page : kept->pages) {
    for (const yaml::Node name : page.root["formerly"]) {
      if (!Registry().find(name.text()) && names.emplace(name.text()).second) continue;
      mistakes.push_back(fmt::format("{}: `formerly` lists `{}`, which is the name of another rule",
                                     page.id(), name.text()));
    }
  }
  for (const DraftPage& page : kept->pages) {
    for (const yaml::Node name : page.root["supersedes"]) {
      if (Registry().find(name.text()) || names.contains(std::string(name.text()))) continue;
      mistakes.push_back(
          fmt::format("{}: `supersedes` lists `{}`, an unknown rule", page.id(), name.text()));
    }
  }
  if (!mistakes.empty()) return Error{fmt::format("{}", fmt::join(mistakes, "\n"))};
  for (const DraftPage& page : kept->pages) kept->add(page);
  custom.kept_ = std::move(kept);
  return custom;
}

std::span<const Rule> CustomRules::rules() const {
  return kept_ ? std::span<const Rule>(kept_->rules) : std::span<const Rule>();
}

}  // namespace meshlint::check
