#include <re2/re2.h>

#include <memory>
#include <vector>

#include "rules/route/route.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {
namespace {

// How many earlier matches each match is compared with. Real lists are short; the limit keeps a
// hostile list from taking quadratic time.
constexpr std::size_t kMostEarlierMatches = 300;

// The one entry of a StringMatch: exact, prefix or regex.
struct StringMatch {
  enum class Kind : std::uint8_t { kOther, kPresent, kExact, kPrefix, kRegex };
  Kind kind = Kind::kOther;
  std::string_view text;
};

StringMatch string_match(Node node) {
  using Kind = StringMatch::Kind;
  if (node.is_map() && node.empty()) return {Kind::kPresent, {}};
  if (node.size() != 1) return {};
  for (const auto& [name, kind] :
       {std::pair{"exact", Kind::kExact}, std::pair{"prefix", Kind::kPrefix},
        std::pair{"regex", Kind::kRegex}}) {
    const Node value = node[name];
    if (value.is_scalar() && !text::has_placeholder(value.text())) return {kind, value.text()};
  }
  return {};
}

// A literal prefix of everything that the regex matches, as far as it is easy to see.
std::string_view literal_prefix(std::string_view regex) {
  if (regex.starts_with('^')) regex.remove_prefix(1);
  if (regex.find('|') != std::string_view::npos) return {};
  std::size_t end = 0;
  while (end < regex.size() &&
         std::string_view(".*+?()[]{}\\^$").find(regex[end]) == std::string_view::npos) {
    ++end;
  }
  // A quantifier applies to the last character, which isn't literal then.
  if (end > 0 && end < regex.size() &&
      std::string_view("*+?{").find(regex[end]) != std::string_view::npos) {
    --end;
  }
  return regex.substr(0, end);
}

// Envoy matches the whole string, so anchors change nothing.
bool matches_everything(std::string_view regex, bool is_path) {
  if (regex.starts_with('^')) regex.remove_prefix(1);
  if (regex.ends_with('$') && !regex.ends_with("\\$")) regex.remove_suffix(1);
  // A path is never empty and begins with a slash.
  return regex == ".*" || (is_path && (regex == "/.*" || regex == ".+"));
}

// An earlier match, and what is worth keeping between comparisons.
struct EarlierMatch {
  Node match;                             // missing for a route without `match`
  Node route;                             // the http entry
  std::unique_ptr<const RE2> path_regex;  // compiled when first needed
};

class Cover {
 public:
  explicit Cover(Node spec_gateways) : spec_gateways_(spec_gateways) {}

  // Whether `earlier` matches every request that `later` matches. False if that isn't certain, as
  // with unknown conditions or placeholders.
  bool covers(EarlierMatch& earlier, Node later) const {
    if (!earlier.match) return true;
    for (const auto [key, value] : earlier.match.entries()) {
      if (value.is_null() || ((value.is_list() || value.is_map()) && value.empty())) continue;
      const std::string_view name = key.text();
      if (name == "name" || name == "statPrefix" || name == "ignoreUriCase") continue;
      if (!covers_field(name, value, later, earlier)) return false;
    }
    return true;
  }

 private:
  bool covers_field(std::string_view name, Node value, Node later, EarlierMatch& earlier) const {
    if (name == "uri") return covers_path(earlier, later);
    if (name == "gateways") return covers_gateways(value, later["gateways"]);
    const Node other = later[name];
    if (name == "scheme" || name == "method" || name == "authority") {
      return covers_text(string_match(value), string_match(other));
    }
    if (name == "headers" || name == "queryParams") {
      for (const auto [field, condition] : value.entries()) {
        const Node narrower = other[field.text()];
        if (!narrower || !covers_text(string_match(condition), string_match(narrower)))
          return false;
      }
      return value.is_map();
    }
    if (name == "sourceLabels" || name == "withoutHeaders") {
      for (const auto [field, condition] : value.entries()) {
        if (!yaml::deep_equal(condition, other[field.text()])) return false;
      }
      return value.is_map();
    }
    if (name == "port" || name == "sourceNamespace") return yaml::deep_equal(value, other);
    return false;
  }

  // The meaning of an empty StringMatch depends on the field, so it covers only another empty one.
  static bool covers_text(StringMatch wide, StringMatch narrow) {
    using Kind = StringMatch::Kind;
    if (wide.kind == Kind::kOther || narrow.kind == Kind::kOther) return false;
    switch (wide.kind) {
      case Kind::kExact:
        return narrow.kind == Kind::kExact && narrow.text == wide.text;
      case Kind::kPrefix:
        return (narrow.kind == Kind::kExact || narrow.kind == Kind::kPrefix) &&
               !wide.text.empty() && narrow.text.starts_with(wide.text);
      case Kind::kRegex:
        return matches_everything(wide.text, false) ||
               (narrow.kind == Kind::kRegex && narrow.text == wide.text);
      default:
        return narrow.kind == Kind::kPresent;
    }
  }

  static bool covers_path(EarlierMatch& earlier, Node later) {
    using Kind = StringMatch::Kind;
    const StringMatch wide = string_match(earlier.match["uri"]);
    if (wide.kind == Kind::kOther || wide.kind == Kind::kPresent) return false;
    if (wide.kind == Kind::kPrefix && wide.text == "/") return true;
    if (wide.kind == Kind::kRegex && matches_everything(wide.text, true)) return true;

    const StringMatch narrow = string_match(later["uri"]);
    if (narrow.kind == Kind::kOther || narrow.kind == Kind::kPresent) return false;
    // A regex never ignores case, whatever ignoreUriCase is.
    const bool wide_ignores_case = earlier.match["ignoreUriCase"].as_bool().value_or(false);
    const bool narrow_ignores_case =
        narrow.kind != Kind::kRegex && later["ignoreUriCase"].as_bool().value_or(false);
    const auto is_equal = [&](std::string_view a, std::string_view b) {
      return wide_ignores_case ? text::equals_ignoring_case(a, b) : a == b;
    };

    if (wide.kind == Kind::kRegex) {
      if (narrow_ignores_case) return false;
      if (narrow.kind == Kind::kRegex) return narrow.text == wide.text;
      return narrow.kind == Kind::kExact && fully_matches(earlier, wide.text, narrow.text);
    }
    if (narrow_ignores_case && !wide_ignores_case) return false;
    if (wide.kind == Kind::kExact) {
      return narrow.kind == Kind::kExact && is_equal(narrow.text, wide.text);
    }
    const std::string_view beginning =
        narrow.kind == Kind::kRegex ? literal_prefix(narrow.text) : narrow.text;
    return is_equal(beginning.substr(0, wide.text.size()), wide.text);
  }

  static bool fully_matches(EarlierMatch& earlier, std::string_view regex, std::string_view path) {
    if (!earlier.path_regex) {
      RE2::Options options;
      options.set_log_errors(false);
      earlier.path_regex =
          std::make_unique<const RE2>(re2::StringPiece(regex.data(), regex.size()), options);
    }
    return earlier.path_regex->ok() &&
           RE2::FullMatch(re2::StringPiece(path.data(), path.size()), *earlier.path_regex);
  }

  // A match without gateways uses those of the VirtualService, which are only the sidecars (`mesh`)
  // if it names none either.
  bool covers_gateways(Node wide, Node narrow) const {
    const Node later = narrow.empty() ? spec_gateways_ : narrow;
    const auto has = [wide](std::string_view gateway) {
      return std::ranges::any_of(wide, [gateway](Node each) { return each.text() == gateway; });
    };
    if (later.empty()) return has("mesh");
    return std::ranges::all_of(later, [&has](Node each) { return has(each.text()); });
  }

  Node spec_gateways_;
};

// What matches the requests first, as written in the file.
std::string earlier_text(const EarlierMatch& earlier) {
  if (!earlier.match) return "the route without `match`";
  const Node uri = earlier.match["uri"];
  for (const std::string_view kind : {"exact", "prefix", "regex"}) {
    constexpr std::size_t kLongest = 30;
    if (const std::string_view text = uri[kind].text(); !text.empty()) {
      return text.size() <= kLongest ? fmt::format("{} `{}`", kind, text)
                                     : fmt::format("the {}", kind);
    }
  }
  return "the match";
}

Node place_of(const EarlierMatch& earlier) { return earlier.match ? earlier.match : earlier.route; }

void check_http(Node spec, Report& report) {
  const Cover cover(spec["gateways"]);
  std::vector<EarlierMatch> earlier_matches;
  for (const Node route : spec["http"]) {
    const Node matches = route["match"];
    const std::size_t known = earlier_matches.size();
    const auto covering = [&](Node match) -> EarlierMatch* {
      for (std::size_t i = 0; i < known; ++i) {
        if (cover.covers(earlier_matches[i], match)) return &earlier_matches[i];
      }
      return nullptr;
    };

    // If some matches are reachable, each unreachable one is reported, otherwise the route.
    std::vector<std::pair<Node, EarlierMatch*>> dead;
    if (known > 0) {
      if (matches.empty()) {
        if (EarlierMatch* const by = covering(Node())) dead.push_back({route, by});
      }
      for (const Node match : matches) {
        if (!match.is_map()) continue;
        if (EarlierMatch* const by = covering(match)) dead.push_back({match, by});
      }
    }
    if (!dead.empty() && dead.size() >= matches.size()) {
      const EarlierMatch& by = *dead.front().second;
      report
          .add(route, "route is unreachable; {} above matches its requests first", earlier_text(by))
          .related(place_of(by), "matches first");
    } else {
      for (const auto& [match, by] : dead) {
        report
            .add(match, "match is unreachable; {} above matches its requests first",
                 earlier_text(*by))
            .related(place_of(*by), "matches first");
      }
    }

    // A delegate gets only what its own routes match, and those are in another VirtualService.
    if (is_set(route["delegate"]) || !route.is_map()) continue;
    if (matches.empty()) {
      if (earlier_matches.size() < kMostEarlierMatches) {
        earlier_matches.push_back({Node(), route, nullptr});
      }
    }
    for (const Node match : matches) {
      if (earlier_matches.size() >= kMostEarlierMatches) break;
      if (match.is_map()) earlier_matches.push_back({match, route, nullptr});
    }
  }
}

// For tcp and tls routes, Envoy uses the most specific filter chain, in whatever order. So only a
// route for everything hides others, because Istio stops reading there.
void check_catch_all(Node routes, Report& report) {
  Node catch_all;
  for (const Node route : routes) {
    if (catch_all) {
      report.add(route, "route is unreachable; the route without `match` above matches everything")
          .related(catch_all, "matches first");
    } else if (route.is_map() && route["match"].empty()) {
      catch_all = route;
    }
  }
}

// Whether two matches have the same conditions; their names don't count.
bool has_same_conditions(Node a, Node b) {
  const auto conditions = [](Node match) { return match.size() - (match["name"] ? 1 : 0); };
  if (!a.is_map() || !b.is_map() || conditions(a) != conditions(b)) return false;
  return std::ranges::all_of(a.entries(), [b](const yaml::EntryView& entry) {
    return entry.key.text() == "name" || yaml::deep_equal(entry.value, b[entry.key.text()]);
  });
}

// Reports each match that repeats an earlier one of the same route, or of any route of the list.
void check_duplicates(Node routes, bool in_same_route_only, Report& report) {
  std::vector<Node> earlier_matches;
  for (const Node route : routes) {
    if (in_same_route_only) earlier_matches.clear();
    for (const Node match : route["match"]) {
      const auto earlier = std::ranges::find_if(
          earlier_matches, [match](Node each) { return has_same_conditions(each, match); });
      if (earlier != earlier_matches.end()) {
        report.add(match, "duplicate match, ignored by Istio; remove it")
            .related(*earlier, "first one here");
      } else if (earlier_matches.size() < kMostEarlierMatches) {
        earlier_matches.push_back(match);
      }
    }
  }
}

}  // namespace

// Envoy uses the first route that matches.
void unreachable_match(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  if (spec["http"].size() > 1) check_http(spec, report);
  check_duplicates(spec["http"], true, report);
  if (spec["tcp"].size() > 1) check_catch_all(spec["tcp"], report);
  check_duplicates(spec["tcp"], false, report);
  check_duplicates(spec["tls"], false, report);
}

}  // namespace meshlint::rules::route
