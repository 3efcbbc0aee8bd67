#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/rule.h"

namespace meshlint::rules::kustomize {
namespace {

struct Deprecated {
  std::string_view field;
  std::string_view since;    // the kustomize version that deprecated it
  std::string_view instead;  // the field that replaces it
};

constexpr auto kDeprecated = std::to_array<Deprecated>({
    {"bases", "2.1", "resources"},
    {"commonLabels", "5.3", "labels"},
    {"helmChartInflationGenerator", "4.1", "helmCharts"},
    {"imageTags", "2.0", "images"},
    {"patchesJson6902", "5.0", "patches"},
    {"patchesStrategicMerge", "5.0", "patches"},
    {"vars", "5.0", "replacements"},
});

using Edits = std::vector<text::SpanEdit>;

// The text of a kustomization as lines, for edits that move whole lines.
class Lines {
 public:
  Lines(std::string_view bytes, text::SourceId source) : bytes_(bytes), source_(source) {}

  std::size_t begin_of(std::size_t at) const {
    return at == 0 ? 0 : bytes_.rfind('\n', at - 1) + 1;
  }
  // Right after the line break.
  std::size_t end_of(std::size_t at) const {
    const std::size_t newline = bytes_.find('\n', at);
    return newline == bytes_.npos ? bytes_.size() : newline + 1;
  }
  std::size_t indent_of(std::size_t line) const {
    const std::size_t first = std::min(bytes_.find_first_not_of(' ', line), bytes_.size());
    return first - line;
  }
  std::string_view bytes() const { return bytes_; }
  text::Span span(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

 private:
  std::string_view bytes_;
  text::SourceId source_;
};

// The lines of a block list and its key; `items` begins after the line of the key.
struct ListLines {
  std::size_t begin = 0;
  std::size_t items = 0;
  std::size_t end = 0;
  std::size_t indent = 0;  // of the dashes
};

std::optional<ListLines> list_lines(const Lines& lines, Node key, Node list) {
  if (!list.is_list() || list.empty() || list.style() != yaml::Style::kBlock) return std::nullopt;
  ListLines result;
  result.begin = lines.begin_of(key.span().begin);
  result.items = lines.end_of(key.span().end);
  result.end = lines.end_of(list.span().end);
  const std::string_view key_line = lines.bytes().substr(result.begin, result.items - result.begin);
  // Nothing else may be on the key's line: a comment there would be lost.
  if (key.span().begin != result.begin || key_line.find('#') != key_line.npos) return std::nullopt;
  const std::size_t first = lines.begin_of(list.item(0).span().begin);
  result.indent = lines.indent_of(first);
  if (first < result.items || lines.bytes().substr(first + result.indent, 2) != "- ") {
    return std::nullopt;
  }
  return result;
}

// Kustomize appends `bases` to `resources`, so their lines go after the last resource.
std::optional<Edits> move_bases(const Lines& lines, Node root) {
  const auto from = list_lines(lines, root.key("bases"), root["bases"]);
  const auto to = list_lines(lines, root.key("resources"), root["resources"]);
  if (!from || !to) return std::nullopt;
  std::string moved;
  for (std::size_t at = from->items; at < from->end; at = lines.end_of(at)) {
    std::string_view line = lines.bytes().substr(at, lines.end_of(at) - at);
    if (lines.indent_of(at) >= from->indent && line.find_first_not_of(" \r\n") != line.npos) {
      line.remove_prefix(from->indent);
      moved.append(to->indent, ' ');
    }
    moved += line;
  }
  if (!moved.ends_with('\n')) moved += '\n';
  if (!lines.bytes().substr(0, to->end).ends_with('\n')) moved.insert(0, "\n");
  if (to->end == from->begin) return Edits{{lines.span(from->begin, from->end), std::move(moved)}};
  return Edits{{lines.span(from->begin, from->end), {}},
               {lines.span(to->end, to->end), std::move(moved)}};
}

// Whether the patch file has exactly one document: what several mean in `patches` depends on the
// version of kustomize.
bool is_single_patch(const Document& document, std::string_view path) {
  const auto full = model::join(document.directory(), path);
  const model::ManifestFile* const file = full ? document.workspace->file(*full) : nullptr;
  return file != nullptr && file->yaml.documents.size() == 1 && file->yaml.problems.empty();
}

// "- x.yaml" becomes "- path: x.yaml". An inline patch becomes "- patch: |-", indented by two more.
bool add_patch_entry(const Document& document, const Lines& lines, Node item, bool is_flow,
                     Edits& edits) {
  const text::Span at = item.span();
  if (item.style() == yaml::Style::kLiteral) {
    const std::string_view header =
        lines.bytes().substr(at.begin, lines.end_of(at.begin) - at.begin);
    if (header.find_first_of("0123456789") != header.npos) return false;
    if (item.text().find("\n---") != item.text().npos) return false;
    edits.push_back({lines.span(at.begin, at.begin), "patch: "});
    for (std::size_t line = lines.end_of(at.begin); line < at.end; line = lines.end_of(line)) {
      const bool is_blank = lines.bytes()[line] == '\n' || lines.bytes()[line] == '\r';
      if (!is_blank) edits.push_back({lines.span(line, line), "  "});
    }
    return true;
  }
  const std::string_view path = item.text();
  if (!item.is_scalar() || item.style() == yaml::Style::kFolded) return false;
  if (!is_single_patch(document, path)) return false;
  edits.push_back({lines.span(at.begin, at.begin), is_flow ? "{ path: " : "path: "});
  if (is_flow) edits.push_back({lines.span(at.end, at.end), " }"});
  return true;
}

std::optional<Edits> convert_patches(const Document& document, const Lines& lines) {
  const Node list = document.root["patchesStrategicMerge"];
  if (list.empty()) return std::nullopt;
  Edits edits{{document.root.key("patchesStrategicMerge").span(), "patches"}};
  for (const Node item : list) {
    const bool is_flow = list.style() == yaml::Style::kFlow;
    if (!add_patch_entry(document, lines, item, is_flow, edits)) return std::nullopt;
  }
  return edits;
}

// `patches` run before these fields and `patchesJson6902` after them. So with one of these fields,
// a moved patch may see other names, or its changes may be overwritten.
bool changes_between(Node root) {
  for (const std::string_view field :
       {"namespace", "namePrefix", "nameSuffix", "labels", "commonLabels", "commonAnnotations"}) {
    if (root.key(field)) return true;
  }
  return false;
}

std::optional<text::SpanFix> fix_for(const Deprecated& deprecated, const Document& document,
                                     const Lines& lines) {
  const Node root = document.root;
  const Node key = root.key(deprecated.field);
  const bool is_free = !root.key(deprecated.instead);
  text::SpanFix fix{.title = fmt::format("use `{}`", deprecated.instead), .is_safe = true};
  std::optional<Edits> edits;
  if (deprecated.field == "patchesStrategicMerge") {
    if (is_free) edits = convert_patches(document, lines);
  } else if (deprecated.field == "patchesJson6902" || deprecated.field == "imageTags") {
    if (is_free) edits = Edits{{key.span(), std::string(deprecated.instead)}};
    if (deprecated.field == "patchesJson6902") fix.is_safe = !changes_between(root);
  } else if (deprecated.field == "bases") {
    edits =
        is_free ? Edits{{key.span(), std::string(deprecated.instead)}} : move_bases(lines, root);
  }
  if (!edits) return std::nullopt;
  fix.edits = std::move(*edits);
  return fix;
}

}  // namespace

void deprecated_field(const Document& document, Report& report) {
  if (!document.is_kustomization) return;
  const Lines lines(document.workspace->sources()[document.file->source].bytes(),
                    document.file->source);
  // Two fixes that add `patches` would make a duplicate key; the second follows in the next run.
  std::vector<std::string_view> taken;
  for (const auto [key, value] : document.root.entries()) {
    const auto deprecated = std::ranges::find(kDeprecated, key.text(), &Deprecated::field);
    if (deprecated == kDeprecated.end()) continue;
    auto finding = report.add(value, "`{}` is deprecated since kustomize {}; use `{}`",
                              deprecated->field, deprecated->since, deprecated->instead);
    finding.at(key.span());
    if (std::ranges::find(taken, deprecated->instead) != taken.end()) continue;
    if (auto fix = fix_for(*deprecated, document, lines)) {
      finding.fix(std::move(*fix));
      taken.push_back(deprecated->instead);
    }
  }
}

}  // namespace meshlint::rules::kustomize
