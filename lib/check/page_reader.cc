#include "check/page_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "argocd/problems.h"
#include "cel/compile.h"
#include "cel/library.h"
#include "cel/problems.h"
#include "cel/schema_types.h"
#include "check/assertion.h"
#include "check/problems.h"
#include "kustomize/problems.h"
#include "schema/problems.h"
#include "text/edit_distance.h"
#include "text/problem.h"
#include "yaml/problems.h"

namespace meshlint::check {
namespace {

constexpr auto kKeys = std::to_array<std::string_view>(
    {"title",      "severity", "since",   "sees",        "match",   "for",     "assert",
     "at",         "message",  "related", "reported-by", "default", "aliases", "formerly",
     "supersedes", "options",  "what",    "why",         "fix",     "bad",     "good"});

// A folder of lib/ that reports problems.
struct Stage {
  std::string_view folder;
  std::span<const text::ProblemKind> kinds;
};

constexpr auto kStages = std::to_array<Stage>({
    {"yaml", yaml::kProblemKinds},
    {"schema", schema::kProblemKinds},
    {"cel", cel::kProblemKinds},
    {"kustomize", kustomize::kProblemKinds},
    {"argocd", argocd::kProblemKinds},
    {"check", kProblemKinds},
});

bool declares(std::string_view folder, std::string_view rule) {
  const auto stage = std::ranges::find(kStages, folder, &Stage::folder);
  return stage != kStages.end() &&
         std::ranges::find(stage->kinds, rule, &text::ProblemKind::rule) != stage->kinds.end();
}

constexpr auto kSubjects = std::to_array<std::pair<std::string_view, Subject>>({
    {"resource", Subject::kResource},
    {"install", Subject::kInstall},
    {"environment", Subject::kEnvironment},
    {"document", Subject::kDocument},
});

// A message taken apart: a text, and the expression in braces behind it.
struct RawPiece {
  std::string text;
  std::size_t begin = 0;  // of the expression in the message; begin == end: none
  std::size_t end = 0;
};

// The brace that closes the expression at `begin`; npos if none does.
std::size_t closing_brace(std::string_view message, std::size_t begin) {
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = begin; i < message.size(); ++i) {
    const char c = message[i];
    if (quote != '\0') {
      if (c == '\\') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && depth-- == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

// Nothing if a brace stays open. `{{` and `}}` are braces of the text.
std::optional<std::vector<RawPiece>> take_apart(std::string_view message) {
  std::vector<RawPiece> pieces(1);
  for (std::size_t i = 0; i < message.size(); ++i) {
    const std::string_view rest = message.substr(i);
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      pieces.back().text += message[i++];
    } else if (rest.starts_with('{')) {
      const std::size_t close = closing_brace(message, i + 1);
      if (close == message.npos) return std::nullopt;
      pieces.back().begin = i + 1;
      pieces.back().end = close;
      pieces.emplace_back();
      i = close;
    } else {
      pieces.back().text += message[i];
    }
  }
  return pieces;
}

// The type of an option's values: that of its default.
cel::TypeId option_type(yaml::Node option) {
  switch (yaml::resolve_plain(option["default"].text())) {
    case yaml::ScalarType::kInt:
      return cel::TypeTable::simple(cel::TypeKind::kInt);
    case yaml::ScalarType::kFloat:
      return cel::TypeTable::simple(cel::TypeKind::kDouble);
    case yaml::ScalarType::kBool:
      return cel::TypeTable::simple(cel::TypeKind::kBool);
    default:
      return cel::TypeTable::simple(cel::TypeKind::kString);
  }
}

// The assertions of one page for one kind.
class AssertionCompiler {
 public:
  AssertionCompiler(const DraftPage& page, const KindName& kind, schema::Type root,
                    const text::Sources& sources, std::vector<text::Problem>& mistakes)
      : page_(page), kind_(kind), root_(root), sources_(sources), mistakes_(mistakes) {
    if (root) types_.emplace(root.tables(), cel::Reader::kPage);
  }

  // For the values at a path; `at_path` is where the page says it.
  DraftAssertion compile(std::string_view path, yaml::Node at_path) {
    DraftAssertion assertion{.of = kind_, .each = std::string(path)};
    const schema::Type self = follow(root_, path, at_path);
    const yaml::Node at = page_.root["at"];
    if (at) follow(self, at.text(), at);
    assertion.at = at.text();

    cel::Environment environment;
    environment.libraries = cel::kubernetes_libraries(newest_kubernetes());
    if (types_) environment.objects = &*types_;
    const auto type_of = [&](schema::Type type) {
      const std::optional<cel::TypeId> found =
          type ? types_->type(environment.types, type) : std::nullopt;
      return found.value_or(cel::TypeTable::simple(cel::TypeKind::kDyn));
    };
    environment.variables = {{"self", type_of(self)}, {"object", type_of(root_)}};
    for (const auto [name, option] : page_.root["options"].entries()) {
      environment.variables.push_back(
          {fmt::format("options.{}", cel::escaped_name(name.text())), option_type(option)});
    }

    const yaml::Node condition = page_.root["assert"];
    cel::Compiled compiled = run(condition, 0, condition.text().size(), environment);
    const cel::TypeKind result = environment.types[compiled.type].kind;
    if (compiled.issues.empty() && result != cel::TypeKind::kBool &&
        result != cel::TypeKind::kDyn) {
      complain(condition.span(),
               fmt::format("the type of `assert` is {}; write a boolean expression",
                           environment.types.text(compiled.type)));
    }
    assertion.condition = std::move(compiled.program);
    read_message(assertion, environment);
    for (const auto [place, words] : page_.root["related"].entries()) {
      follow(self, place.text(), place);
      assertion.related.push_back({place.text(), words.text()});
    }
    return assertion;
  }

 private:
  static schema::Version newest_kubernetes() { return schema::find_product("kubernetes")->newest; }

  void complain(text::Span at, std::string message) {
    text::Problem mistake;
    mistake.at = at;
    mistake.message = std::move(message);
    mistakes_.push_back(std::move(mistake));
  }

  // The type at the end of a path; none if that is not known.
  schema::Type follow(schema::Type type, std::string_view path, yaml::Node at) {
    const std::string_view whole = path;
    while (const std::optional<PathStep> step = take_step(path)) {
      if (!type || type.kind() == schema::TypeKind::kAny) {
        type = {};
        continue;
      }
      const bool has_items =
          type.kind() == schema::TypeKind::kList || type.kind() == schema::TypeKind::kMap;
      if (step->name.empty()) {
        if (!has_items) {
          complain(at.span(),
                   fmt::format("`{}`: `[*]` follows a value that is neither a list nor a mapping",
                               whole));
          return {};
        }
        type = type.element();
        continue;
      }
      const schema::Field field = type.field(step->name, {});
      const bool is_open = type.kind() == schema::TypeKind::kMap ||
                           std::ranges::any_of(type.facets(), [](schema::Facet facet) {
                             return facet.kind() == schema::FacetKind::kOpen;
                           });
      if (!field && !is_open) {
        text::NearestName nearest(step->name);
        for (const schema::Field known : type.fields()) nearest.consider(known.name());
        complain(at.span(), fmt::format("`{}`: {} has no field `{}`{}", whole, kind_.kind,
                                        step->name, text::did_you_mean(nearest.best())));
        return {};
      }
      type = field ? field.type() : type.element();
    }
    if (!path.empty()) {
      complain(
          at.span(),
          fmt::format("`{}` is not a path such as spec.http[*].route or labels[\"a.b/c\"]", whole));
    }
    return type;
  }

  // Compiles bytes [begin, end) of a scalar's text.
  cel::Compiled run(yaml::Node scalar, std::size_t begin, std::size_t end,
                    cel::Environment& environment) {
    cel::Compiled compiled = cel::compile(scalar.text().substr(begin, end - begin), environment);
    if (compiled.issues.empty()) return compiled;
    const yaml::ScalarMap places(scalar, sources_[scalar.span().source].bytes());
    for (const cel::Issue& issue : compiled.issues) {
      complain(places.span(begin + issue.begin, begin + issue.end), issue.message);
    }
    return compiled;
  }

  void read_message(DraftAssertion& assertion, cel::Environment& environment) {
    const yaml::Node message = page_.root["message"];
    const std::optional<std::vector<RawPiece>> pieces = take_apart(message.text());
    if (!pieces) return complain(message.span(), "unclosed `{`; write `{{` for a brace");
    for (const RawPiece& raw : *pieces) {
      DraftAssertion::Piece& piece = assertion.message.emplace_back();
      piece.text = raw.text;
      if (raw.begin != raw.end) {
        piece.value = run(message, raw.begin, raw.end, environment).program;
      }
    }
  }

  const DraftPage& page_;
  const KindName& kind_;
  schema::Type root_;
  const text::Sources& sources_;
  std::vector<text::Problem>& mistakes_;
  std::optional<cel::SchemaTypes> types_;
};

}  // namespace

void PageReader::complain(text::Span at, std::string message) {
  text::Problem mistake;
  mistake.at = at;
  mistake.message = std::move(message);
  mistakes_.push_back(std::move(mistake));
}

DraftPage PageReader::read(const std::filesystem::path& path, const yaml::File& file,
                           text::SourceId source, bool has_body) {
  DraftPage page;
  page.family = path.parent_path().filename().string();
  page.name = path.stem().string();
  for (const text::Problem& problem : file.problems) complain(problem.at, problem.message);
  if (file.documents.size() != 1 || !file.documents[0].root.is_map()) {
    complain({source, 0, 0}, "a page is one mapping");
    return page;
  }
  page.root = file.documents[0].root;
  check_keys(page.root);
  check_texts(page.root);
  const std::size_t before = mistakes_.size();
  read_match(page);
  if (const yaml::Node stage = page.root["reported-by"]) {
    if (!declares(stage.text(), page.id())) {
      complain(stage.span(),
               fmt::format("lib/{}/problems.h does not declare `{}`", stage.text(), page.id()));
    }
    if (has_body || page.root["sees"] || page.root["assert"]) {
      complain(stage.span(), "`reported-by` with a body, `sees` or `assert`; delete one of them");
    }
  } else if (page.root["assert"] || origin_ == PageOrigin::kCustom) {
    if (has_body || page.root["sees"]) {
      complain(page.root.key("assert").span(),
               "`assert` with a body or `sees`; delete one of them");
    } else if (mistakes_.size() == before) {
      read_assertions(page);
    }
  } else {
    read_body(page, has_body);
  }
  return page;
}

void PageReader::check_keys(yaml::Node root) {
  for (const auto [key, value] : root.entries()) {
    if (std::ranges::find(kKeys, key.text()) == kKeys.end()) {
      complain(key.span(), fmt::format("unknown key `{}`{}", key.text(),
                                       text::did_you_mean(text::nearest_name(key.text(), kKeys))));
    }
  }
  const bool is_custom = origin_ == PageOrigin::kCustom;
  for (const std::string_view key : {"sees", "reported-by"}) {
    if (is_custom && root[key]) {
      complain(root.key(key).span(),
               fmt::format("`{}` is for the rules of meshlint; use `assert`", key));
    }
  }
  if (!is_custom && !root["assert"]) {
    for (const std::string_view key : {"for", "at", "message", "related"}) {
      if (root[key]) complain(root.key(key).span(), fmt::format("`{}` without `assert`", key));
    }
  }
}

void PageReader::check_texts(yaml::Node root) {
  const auto demand = [&](std::string_view key) {
    if (root[key].text().empty()) complain(root.span(), fmt::format("the page has no `{}`", key));
  };
  demand("title");
  demand("severity");
  if (origin_ == PageOrigin::kCustom || root["assert"]) {
    for (const std::string_view key : {"assert", "message"}) demand(key);
  }
  if (origin_ == PageOrigin::kShipped) {
    for (const std::string_view key : {"since", "what", "why", "fix"}) demand(key);
    for (const std::string_view key : {"bad", "good"}) {
      if (root[key].empty())
        complain(root.span(), fmt::format("the page has no `{}` example", key));
    }
  }
  const yaml::Node severity = root["severity"];
  if (severity && !severity_from_name(severity.text())) {
    complain(severity.span(),
             fmt::format("unknown severity `{}`; use error, warning or info", severity.text()));
  }
  check_former_names(root["formerly"]);
}

void PageReader::check_former_names(yaml::Node names) {
  if (names && !names.is_list())
    complain(names.span(), "`formerly` is not a list; write a list of rule names");
  for (const yaml::Node name : names) {
    const std::string_view text = name.text();
    const std::size_t slash = text.find('/');
    if (slash == 0 || slash == text.npos || slash + 1 == text.size()) {
      complain(name.span(), fmt::format("former name `{}` is not FAMILY/NAME", text));
    }
  }
}

void PageReader::read_match(DraftPage& page) {
  page.severity = severity_from_name(page.root["severity"].text()).value_or(Severity::kWarning);
  const yaml::Node match = page.root["match"];
  const auto add = [&](yaml::Node written) {
    const std::string_view text = written.text();
    const std::size_t dot = std::min(text.find('.'), text.size());
    KindName kind{std::string(text.substr(0, dot)),
                  std::string(text.substr(std::min(dot + 1, text.size())))};
    if (text == kAny) kind.group = kAny;  // every kind, of whatever group
    if (kind.kind.empty()) {
      complain(written.span(),
               "a kind without a name; write Kind.group, or Kind for the core group");
      return;
    }
    check_kind(written, kind);
    page.match.push_back(std::move(kind));
  };
  if (match.is_scalar()) add(match);
  for (const yaml::Node kind : match) add(kind);
}

void PageReader::check_kind(yaml::Node at, const KindName& kind) {
  if (kind.kind == kAny || kind.group == kAny || find_kind(kind)) return;
  text::NearestName nearest(kind.kind);
  bool is_known_group = false;
  for (const schema::Kind known : schema::kinds()) {
    if (known.group() != kind.group) continue;
    is_known_group = true;
    nearest.consider(known.name());
  }
  // A kind of the user's own needs no schema.
  if (origin_ == PageOrigin::kCustom && !is_known_group) return;
  complain(at.span(),
           fmt::format("unknown kind `{}`{}", at.text(), text::did_you_mean(nearest.best())));
}

schema::Kind PageReader::find_kind(const KindName& kind) const {
  if (const schema::Kind found = given_.find(kind.group, kind.kind)) return found;
  return schema::find_kind(kind.group, kind.kind);
}

void PageReader::read_body(DraftPage& page, bool has_body) {
  const yaml::Node sees = page.root["sees"];
  const auto subject =
      std::ranges::find(kSubjects, sees.text(), &std::pair<std::string_view, Subject>::first);
  if (subject == kSubjects.end()) {
    complain(sees ? sees.span() : page.root.span(),
             "unknown `sees`; use resource, install, environment or document, or `assert`");
    return;
  }
  page.subject = subject->second;
  if (!has_body) complain(sees.span(), "the page has no body: NAME.cc in the same folder");
  if ((page.subject == Subject::kResource) == page.match.empty()) {
    complain(sees.span(), "rules that see a resource need `match`, and no other rule has it");
  }
}

void PageReader::read_assertions(DraftPage& page) {
  if (page.match.empty()) return complain(page.root.span(), "the page has no `match`");
  const yaml::Node each = page.root["for"];
  for (const KindName& kind : page.match) {
    const schema::Kind known = find_kind(kind);
    const std::size_t before = mistakes_.size();
    AssertionCompiler compiler(page, kind, known ? known.root() : schema::Type(), sources_,
                               mistakes_);
    const std::string name =
        kind.group.empty() ? kind.kind : fmt::format("{}.{}", kind.kind, kind.group);
    const yaml::Node paths = each.is_map() ? each[name] : each;
    if (each.is_map() && !paths) complain(each.span(), fmt::format("`for` has no {}", name));
    if (!paths.is_list()) page.assertions.push_back(compiler.compile(paths.text(), paths));
    for (const yaml::Node path : paths) {
      page.assertions.push_back(compiler.compile(path.text(), path));
    }
    if (mistakes_.size() > before) return;  // the next kind would say the same once more
  }
}

}  // namespace meshlint::check
