#include "model/helm_values.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "model/ignore.h"
#include "yaml/build.h"

namespace meshlint::model {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Helm accepts up to 65536. A list is filled up with nulls, so this limit is much lower.
constexpr std::size_t kLargestIndex = 1024;
constexpr std::size_t kDeepestName = 30;  // Helm's own limit

constexpr std::size_t kDeepestMerge = 200;

// One step of a parameter's name: a key or a list index.
struct Step {
  std::string key;
  std::size_t index = 0;
  bool is_index = false;
};

Node merge(yaml::Arena& arena, Node base, Node over, std::size_t depth) {
  if (!base.is_map() || !over.is_map() || depth > kDeepestMerge) return over;
  std::vector<Entry> entries;
  entries.reserve(base.size() + over.size());
  for (const auto [key, value] : base.entries()) {
    const Node replacement = over[key.text()];
    entries.push_back(
        {*key.record(),
         *(replacement ? merge(arena, value, replacement, depth + 1) : value).record()});
  }
  for (const auto [key, value] : over.entries()) {
    if (!base.key(key.text())) entries.push_back({*key.record(), *value.record()});
  }
  return place(arena, yaml::map_record(arena, entries, over.span()));
}

bool is_word(std::string_view text, std::string_view word) {
  return text.size() == word.size() && std::ranges::equal(text, word, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

// The type of a value in --set.
yaml::ScalarType set_type(std::string_view text) {
  if (is_word(text, "true") || is_word(text, "false")) return yaml::ScalarType::kBool;
  if (is_word(text, "null")) return yaml::ScalarType::kNull;
  if (text == "0") return yaml::ScalarType::kInt;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [at, error] = std::from_chars(begin, end, number);
  const bool is_int = !text.empty() && text[0] != '0' && error == std::errc() && at == end;
  return is_int ? yaml::ScalarType::kInt : yaml::ScalarType::kString;
}

// Reads `NAME=VALUE` as Helm's command line does. Name and value are in two nodes.
class SetParser {
 public:
  SetParser(yaml::Arena& arena, Node name, Node value, bool is_string, const text::Sources& sources)
      : arena_(arena), name_(name), value_(value), is_string_(is_string), sources_(sources) {
    text_ = name.text();
    text_ += '=';
    text_ += escaped(value.text());
  }

  // Sets this value instead of the written one.
  void replace_value(const Record& leaf) { leaf_ = leaf; }

  SetResult run(Node values) {
    Node result = values;
    while (at_ < text_.size() && !mistake_) result = assign(result);
    return mistake_ ? SetResult{values, std::move(mistake_)} : SetResult{result, std::nullopt};
  }

 private:
  // Argo CD escapes the commas in a value, unless it is a list in braces.
  static std::string escaped(std::string_view value) {
    if (value.starts_with('{') && value.ends_with('}')) return std::string(value);
    std::string result;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == ',' && i > 0 && value[i - 1] != '\\') result += '\\';
      result += value[i];
    }
    return result;
  }

  void fail(Node at, std::string message) {
    if (!mistake_) mistake_ = HelmMistake{at, at.span(), std::move(message)};
  }

  // Reads one NAME=VALUE, up to the comma that ends it.
  Node assign(Node values) {
    std::vector<Step> steps;
    std::string key;
    bool has_key = false;
    const auto end_key = [&] {
      if (has_key) steps.push_back({.key = std::exchange(key, {})});
      has_key = false;
    };
    for (; at_ < text_.size() && text_[at_] != '='; ++at_) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        key += text_[++at_];
        has_key = true;
      } else if (c == '.') {
        const bool is_behind_index = !steps.empty() && steps.back().is_index;
        if (!has_key && !steps.empty() && !is_behind_index) {
          fail(name_, "a key is missing between two dots");
          return values;
        }
        end_key();
      } else if (c == '[') {
        end_key();
        if (!read_index(steps)) return values;
      } else if (c == ',') {
        fail(name_, fmt::format("`{}` has no value before the comma; write `\\,`", key));
        return values;
      } else {
        key += c;
        has_key = true;
      }
    }
    if (!has_key && at_ > 0 && text_[at_ - 1] == '.') {
      fail(name_, "a key is missing after the last dot");
      return values;
    }
    end_key();
    if (steps.empty()) {  // Helm sets nothing, and says nothing
      at_ = text_.size();
      return values;
    }
    if (steps.size() > kDeepestName) {
      fail(name_, fmt::format("the name has more than {} levels", kDeepestName));
      return values;
    }
    ++at_;  // the `=`
    const Record leaf = read_value();
    if (mistake_) return values;
    const Record root = with_step(values, steps, leaf);
    return mistake_ ? values : place(arena_, root);
  }

  bool read_index(std::vector<Step>& steps) {
    std::size_t index = 0;
    const char* const end = text_.data() + text_.size();
    const char* const begin = text_.data() + at_ + 1;
    const auto [after, error] = std::from_chars(begin, end, index);
    if (error != std::errc() || after == end || *after != ']') {
      const std::size_t close = std::min(text_.find(']', at_), text_.find('=', at_));
      fail(name_, fmt::format("`{}` is not a list index; write an integer",
                              text_.substr(at_ + 1, std::min(close, text_.size()) - at_ - 1)));
      return false;
    }
    if (index > kLargestIndex) {
      fail(name_, fmt::format("index {} fills the list up with nulls; it is not checked", index));
      return false;
    }
    steps.push_back({.key = {}, .index = index, .is_index = true});
    at_ = static_cast<std::size_t>(after - text_.data());
    return true;
  }

  Record read_value() {
    if (leaf_) {
      at_ = text_.size();
      return *leaf_;
    }
    if (at_ < text_.size() && text_[at_] == '{') return read_list();
    const std::size_t begin = at_;
    std::string text;
    for (; at_ < text_.size() && text_[at_] != ','; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      text += text_[at_];
    }
    const bool is_all = at_ >= text_.size() && begin == name_.text().size() + 1;
    if (at_ < text_.size()) ++at_;
    return typed(text, is_all ? value_.span() : inside(text));
  }

  // {a,b}: a list of values.
  Record read_list() {
    std::vector<Record> items;
    std::string text;
    bool is_closed = false;
    for (++at_; at_ < text_.size() && !is_closed; ++at_) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        text += text_[++at_];
      } else if (c == ',' || c == '}') {
        items.push_back(typed(text, inside(text)));  // Helm reads `{}` as one empty string
        text.clear();
        is_closed = c == '}';
      } else {
        text += c;
      }
    }
    if (!is_closed) fail(value_, "the list has no closing `}`");
    if (at_ < text_.size() && text_[at_] == ',') ++at_;
    return yaml::list_record(arena_, items, value_.span());
  }

  // The place of a part of the value: after the parts that were found before.
  text::Span inside(std::string_view part) {
    const std::size_t found = value_.text().find(part, found_);
    if (part.empty() || found == std::string_view::npos) return value_.span();
    found_ = found + part.size();
    const std::string_view bytes = sources_[value_.span().source].bytes();
    return yaml::ScalarMap(value_, bytes).span(found, found_);
  }

  Record typed(std::string_view text, text::Span at) {
    const yaml::ScalarType type = is_string_ ? yaml::ScalarType::kString : set_type(text);
    const bool is_true = type == yaml::ScalarType::kBool && is_word(text, "true");
    const std::string_view plain = type != yaml::ScalarType::kBool ? text
                                   : is_true                       ? "true"
                                                                   : "false";
    Record record = yaml::string_record(arena_, plain, at);
    if (text == value_.text()) record.style = value_.style();
    record.type = type;
    return record;
  }

  // The values with `leaf` at the end of `steps`.
  Record with_step(Node at, std::span<const Step> steps, const Record& leaf) {
    if (steps.empty()) return leaf;
    const Step& step = steps.front();
    if (!step.is_index) {
      if (at && !at.is_null() && !at.is_map()) {
        fail(name_, fmt::format("the parent of `{}` is not a mapping", step.key));
        return leaf;
      }
      const Record child = with_step(at[step.key], steps.subspan(1), leaf);
      return yaml::with_entry(arena_, at, yaml::string_record(arena_, step.key, name_.span()),
                              child);
    }
    if (at && !at.is_null() && !at.is_list()) {
      fail(name_, fmt::format("the parent of index {} is not a list", step.index));
      return leaf;
    }
    std::vector<Record> items;
    for (const Node item : at) items.push_back(*item.record());
    if (items.size() <= step.index) items.resize(step.index + 1, yaml::null_record(leaf.span));
    items[step.index] = with_step(at.item(step.index), steps.subspan(1), leaf);
    return yaml::list_record(arena_, items, leaf.span);
  }

  yaml::Arena& arena_;
  Node name_;
  Node value_;
  bool is_string_;
  const text::Sources& sources_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t found_ = 0;
  std::optional<Record> leaf_;
  std::optional<HelmMistake> mistake_;
};

// Collects the layers of one source.
class Layers {
 public:
  Layers(const ValueFiles& files, yaml::Arena& arena) : files_(files), arena_(arena) {}

  HelmValues take() { return std::move(result_); }

  void merge_over(Node over) { result_.values = merged_values(arena_, result_.values, over); }
  void set_incomplete() { result_.is_complete = false; }

  void add_file(Node entry, bool may_be_missing) {
    const std::optional<std::string> path = path_of(entry.text());
    if (!path) return set_incomplete();
    if (path->find_first_of("*?[") != path->npos) return add_glob(entry, *path, may_be_missing);
    const ManifestFile* const file = files_.workspace->file(*path);
    if (file != nullptr) return add(*file);
    if (files_.workspace->has_file(*path)) return set_incomplete();  // another kind of file
    if (may_be_missing) return;
    set_incomplete();
    add_mistake(entry, fmt::format("file `{}` not found in this repository", *path));
  }

  void add_text(Node text, std::vector<yaml::File>& embedded) {
    const text::Source& outer = files_.workspace->sources()[text.span().source];
    yaml::File file = yaml::parse_embedded(text, outer);
    if (!file.documents.empty() && file.documents.front().root.is_map()) {
      merge_over(file.documents.front().root);
    } else if (!file.problems.empty()) {
      set_incomplete();
    }
    embedded.push_back(std::move(file));
  }

  void set(Node name, Node value, bool is_string) {
    if (!value.is_scalar()) return;
    take(SetParser(arena_, name, value, is_string, files_.workspace->sources()));
  }

  // Sets a parameter to the content of a file.
  void set_file(Node name, Node path_node) {
    const std::optional<std::string> path = path_of(path_node.text());
    const ManifestFile* const file = path ? files_.workspace->file(*path) : nullptr;
    if (file == nullptr) return set_incomplete();
    const text::Sources& sources = files_.workspace->sources();
    SetParser parser(arena_, name, path_node, true, sources);
    parser.replace_value(
        yaml::string_record(arena_, sources[file->source].bytes(), path_node.span()));
    take(std::move(parser));
  }

 private:
  void take(SetParser&& parser) {
    SetResult result = parser.run(result_.values);
    result_.values = result.values;
    if (!result.mistake) return;
    result_.mistakes.push_back(*std::move(result.mistake));
    set_incomplete();
  }

  void add_mistake(Node at, std::string message) {
    result_.mistakes.push_back({at, at.span(), std::move(message)});
  }

  // The path of an entry of `valueFiles`; nothing if it is outside the repository or unknown.
  std::optional<std::string> path_of(std::string_view entry) const {
    std::string text(entry);
    for (const std::string_view variable : {"${ARGOCD_APP_NAME}", "$ARGOCD_APP_NAME"}) {
      const std::size_t at = text.find(variable);
      if (at == text.npos || files_.application_name.empty()) continue;
      const std::size_t after = at + variable.size();
      const bool goes_on = !variable.ends_with('}') && after < text.size() &&
                           (text[after] == '_' || (text[after] >= 'A' && text[after] <= 'Z'));
      if (!goes_on) text.replace(at, variable.size(), files_.application_name);
    }
    if (text.find("://") != text.npos || text.find("{{") != text.npos) return std::nullopt;
    if (text.starts_with('$')) {
      const std::size_t slash = std::min(text.find('/'), text.size());
      const std::string_view ref = std::string_view(text).substr(1, slash - 1);
      if (std::ranges::find(files_.own_refs, ref) == files_.own_refs.end()) return std::nullopt;
      text.erase(0, std::min(slash + 1, text.size()));
      return text.find('$') == text.npos ? join("", text) : std::nullopt;
    }
    if (!files_.directory || text.find('$') != text.npos) return std::nullopt;
    return text.starts_with('/') ? join("", std::string_view(text).substr(1))
                                 : join(*files_.directory, text);
  }

  void add(const ManifestFile& file) {
    if (!added_.insert(&file).second) return;
    if (!file.yaml.problems.empty()) set_incomplete();
    if (file.yaml.documents.empty()) return;
    if (file.yaml.documents.front().is_template || !file.yaml.documents.front().root.is_map()) {
      return set_incomplete();
    }
    merge_over(file.yaml.documents.front().root);
  }

  void add_glob(Node entry, const std::string& glob, bool may_be_missing) {
    bool is_found = false;
    const std::string_view folder =
        directory_of(std::string_view(glob).substr(0, glob.find_first_of("*?[")));
    const std::string prefix = folder.empty() ? "" : std::string(folder) + '/';
    const auto& files = files_.workspace->files();
    auto file = std::ranges::lower_bound(
        files, prefix, {}, [](const auto& each) -> std::string_view { return each->path; });
    for (; file != files.end() && (*file)->path.starts_with(prefix); ++file) {
      if (!glob_matches(glob, (*file)->path)) continue;
      is_found = true;
      add(**file);
    }
    if (is_found || may_be_missing) return;
    set_incomplete();
    add_mistake(entry, fmt::format("`{}` matches no file in this repository", glob));
  }

  const ValueFiles& files_;
  yaml::Arena& arena_;
  HelmValues result_;
  std::set<const ManifestFile*> added_;
};

}  // namespace

Node merged_values(yaml::Arena& arena, Node base, Node over) {
  if (!base || base.is_null()) return over;
  if (!over || over.is_null()) return base;
  return merge(arena, base, over, 0);
}

SetResult with_parameter(yaml::Arena& arena, Node values, Node name, Node value, bool is_string,
                         const text::Sources& sources) {
  return SetParser(arena, name, value, is_string, sources).run(values);
}

HelmValues helm_values(Node helm, const ValueFiles& files, yaml::Arena& arena,
                       std::vector<yaml::File>& embedded) {
  Layers layers(files, arena);
  const bool may_be_missing = helm["ignoreMissingValueFiles"].as_bool().value_or(false);
  for (const Node entry : helm["valueFiles"]) layers.add_file(entry, may_be_missing);
  if (const Node object = helm["valuesObject"]; object.is_map()) {
    layers.merge_over(object);
  } else if (const Node text = helm["values"]; text.is_scalar() && !text.is_null()) {
    layers.add_text(text, embedded);
  }
  // Argo CD collects parameters by name, so the last one of a name wins. Helm applies all of
  // --set-string after all of --set.
  for (const bool is_string : {false, true}) {
    std::vector<Node> parameters;
    std::map<std::string_view, std::size_t> by_name;
    for (const Node parameter : helm["parameters"]) {
      if (parameter["forceString"].as_bool().value_or(false) != is_string) continue;
      const auto [at, is_new] = by_name.try_emplace(parameter["name"].text(), parameters.size());
      if (is_new) {
        parameters.push_back(parameter);
      } else {
        parameters[at->second] = parameter;
      }
    }
    for (const Node parameter : parameters) {
      layers.set(parameter["name"], parameter["value"], is_string);
    }
  }
  for (const Node parameter : helm["fileParameters"]) {
    layers.set_file(parameter["name"], parameter["path"]);
  }
  return layers.take();
}

HelmValues helm_chart_values(Node chart, const Workspace& workspace, std::string_view directory,
                             yaml::Arena& arena) {
  const ValueFiles files{.workspace = &workspace,
                         .directory = std::string(directory),
                         .own_refs = {},
                         .application_name = {}};
  const Node inline_values = chart["valuesInline"];
  const std::string_view order = chart["valuesMerge"].text();
  Layers layers(files, arena);
  if (order == "merge" && inline_values.is_map()) layers.merge_over(inline_values);
  if (order != "replace" && chart["valuesFile"].is_scalar()) {
    layers.add_file(chart["valuesFile"], false);
  }
  if (order != "merge" && inline_values.is_map()) layers.merge_over(inline_values);
  for (const Node file : chart["additionalValuesFiles"]) layers.add_file(file, false);
  return layers.take();
}

}  // namespace meshlint::model
