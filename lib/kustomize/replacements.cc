#include "kustomize/replacements.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kustomize/selector.h"
#include "kustomize/structured_text.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

using text::ProblemKind;

constexpr std::int64_t kRegexMemory = std::int64_t{1} << 20;
constexpr std::size_t kMaxSteps = 100;
// Values can be put into themselves, over and over.
constexpr std::size_t kDeepestValue = 400;
constexpr std::string_view kDefaultPath = "metadata.name";

std::optional<std::size_t> index_of(std::string_view step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return index;
}

// "[name=web]" in its two parts; the name is empty for items that are single values.
struct ItemStep {
  std::string_view field;
  std::string_view value;
};
std::optional<ItemStep> item_step(std::string_view step) {
  if (!step.starts_with('[') || !step.ends_with(']')) return std::nullopt;
  step = step.substr(1, step.size() - 2);
  const std::size_t equals = step.find('=');
  if (equals == step.npos) return std::nullopt;
  return ItemStep{step.substr(0, equals), step.substr(equals + 1)};
}

bool is_deeper(yaml::Node node, std::size_t levels) {
  if (levels == 0) return true;
  for (const yaml::Node item : node) {
    if (is_deeper(item, levels - 1)) return true;
  }
  for (const auto [key, value] : node.entries()) {
    if (is_deeper(value, levels - 1)) return true;
  }
  return false;
}

std::vector<std::string> split(std::string_view text, std::string_view delimiter) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(delimiter);
    parts.emplace_back(text.substr(0, at));
    if (at == text.npos) return parts;
    text.remove_prefix(at + delimiter.size());
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view delimiter) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += delimiter;
    result += parts[i];
  }
  return result;
}

// `options` of a source or of a target.
struct Options {
  std::string_view delimiter;
  std::int64_t index = 0;
  bool creates = false;

  static Options of(yaml::Node node) {
    return {.delimiter = yaml::field_of(node, "delimiter").text(),
            .index = yaml::field_of(node, "index").as_int().value_or(0),
            .creates = yaml::field_of(node, "create").as_bool() == true};
  }
};

// Writes one value at every place of an object that a path leads to.
class Placer {
 public:
  Placer(Context& context, const Options& options, const yaml::Record& value, text::Span path_at)
      : context_(context), options_(options), value_(value), path_at_(path_at) {}

  // The new tree, or nothing if it stays as it is. `places` counts the places.
  std::optional<yaml::Record> place(yaml::Node root, std::span<const std::string> steps,
                                    std::size_t& places) {
    steps_ = steps;
    places_ = 0;
    if (std::optional<yaml::Record> inside = in_text(root)) {
      places = 1;
      return inside;
    }
    std::optional<yaml::Record> result = at(root, 0);
    places = places_;
    return result;
  }

  // Why nothing was found, if there is more to say than that.
  const std::string& reason() const { return reason_; }

 private:
  bool creates() const { return options_.creates; }

  std::optional<yaml::Record> at(yaml::Node node, std::size_t i) {
    if (i == steps_.size()) return written(node);
    const std::string& step = steps_[i];
    if (step == "*") {
      if (!node.is_list()) return unfit(node, step);
      return rewrite_items(context_.arena(), node,
                           [&](yaml::Node item) { return at(item, i + 1); });
    }
    if (const auto item = item_step(step)) return at_items(node, *item, i);
    if (const auto index = index_of(step)) return at_index(node, *index, i);
    if (step == "-" && node.is_list() && creates()) return with_new_item(node, i);
    return at_field(node, i);
  }

  std::optional<yaml::Record> at_field(yaml::Node node, std::size_t i) {
    if (!node.is_map() && !node.is_null()) return unfit(node, steps_[i]);
    const yaml::Node field = node[steps_[i]];
    if (!field && !creates()) return std::nullopt;
    std::optional<yaml::Record> value = field ? at(field, i + 1) : created(i + 1);
    if (!value) return std::nullopt;
    const yaml::Record key = yaml::string_record(context_.arena(), steps_[i], path_at_);
    return yaml::with_entry(context_.arena(), node.is_map() ? node : yaml::Node(), key, *value);
  }

  std::optional<yaml::Record> at_index(yaml::Node node, std::size_t index, std::size_t i) {
    // A map may have keys that are numbers.
    if (node.is_map()) return at_field(node, i);
    if (!node.is_list()) return unfit(node, steps_[i]);
    if (index == node.size() && creates()) return with_new_item(node, i);
    if (index >= node.size()) {
      reason_ = fmt::format("the list has {} items only", node.size());
      return std::nullopt;
    }
    std::size_t at_item = 0;
    return rewrite_items(context_.arena(), node,
                         [&](yaml::Node item) -> std::optional<yaml::Record> {
                           return at_item++ == index ? at(item, i + 1) : std::nullopt;
                         });
  }

  std::optional<yaml::Record> at_items(yaml::Node node, const ItemStep& wanted, std::size_t i) {
    if (!node.is_list()) return unfit(node, steps_[i]);
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    const re2::RE2 regex(re2::StringPiece(wanted.value.data(), wanted.value.size()), options);
    const std::size_t before = places_;
    bool is_any = false;
    std::optional<yaml::Record> result =
        rewrite_items(context_.arena(), node, [&](yaml::Node item) -> std::optional<yaml::Record> {
          const yaml::Node field = wanted.field.empty() ? item : item[wanted.field];
          if (!field.is_scalar() || !regex.ok() ||
              !re2::RE2::PartialMatch(re2::StringPiece(field.text().data(), field.text().size()),
                                      regex)) {
            return std::nullopt;
          }
          is_any = true;
          return at(item, i + 1);
        });
    if (is_any || !creates() || places_ != before) return result;
    // A new item that is what the step asks for.
    yaml::Record fresh = yaml::plain_record(context_.arena(), wanted.value, path_at_);
    if (!wanted.field.empty()) {
      const yaml::Entry name{yaml::string_record(context_.arena(), wanted.field, path_at_), fresh};
      fresh = yaml::map_record(context_.arena(), std::span(&name, 1), path_at_);
    }
    const std::optional<yaml::Record> value = at(yaml::Node(&fresh), i + 1);
    return appended(node, value.value_or(fresh));
  }

  std::optional<yaml::Record> with_new_item(yaml::Node list, std::size_t i) {
    const std::optional<yaml::Record> value = created(i + 1);
    if (!value) return std::nullopt;
    return appended(list, *value);
  }

  yaml::Record appended(yaml::Node list, const yaml::Record& item) {
    std::vector<yaml::Record> items;
    for (const yaml::Node old : list) items.push_back(*old.record());
    items.push_back(item);
    return yaml::list_record(context_.arena(), items, list.span());
  }

  // What is made for the rest of the path where there is nothing.
  std::optional<yaml::Record> created(std::size_t i) {
    if (i == steps_.size()) return written(yaml::Node());
    const std::string& step = steps_[i];
    const bool is_list = step == "*" || step == "-" || item_step(step) || index_of(step);
    const yaml::Record empty = is_list ? yaml::list_record(context_.arena(), {}, path_at_)
                                       : yaml::map_record(context_.arena(), {}, path_at_);
    return at(yaml::Node(&empty), i);
  }

  std::optional<yaml::Record> unfit(yaml::Node node, std::string_view step) {
    if (reason_.empty() && node) {
      reason_ = fmt::format("there is no list or map to look for `{}` in", text::shown(step));
    }
    return std::nullopt;
  }

  // The value in the place of an old one; the type of an old single value stays.
  std::optional<yaml::Record> written(yaml::Node old) {
    ++places_;
    yaml::Record value = value_;
    if (!options_.delimiter.empty()) {
      // What is new here is of the value's kind.
      if (old ? !old.is_scalar() : value.kind != yaml::Kind::kScalar) {
        reason_ = "`delimiter` asks for a single value";
        --places_;
        return std::nullopt;
      }
      std::vector<std::string> parts = split(old.text(), options_.delimiter);
      const std::string text(value.text, value.kind == yaml::Kind::kScalar ? value.size : 0);
      if (options_.index < 0) {
        parts.insert(parts.begin(), text);
      } else if (static_cast<std::size_t>(options_.index) >= parts.size()) {
        parts.push_back(text);
      } else {
        parts[static_cast<std::size_t>(options_.index)] = text;
      }
      const std::string whole = joined(parts, options_.delimiter);
      if (!context_.spend(whole.size(), path_at_)) return std::nullopt;
      value = yaml::string_record(context_.arena(), whole, value.span);
    }
    if (value.kind != yaml::Kind::kScalar) {
      // A map or list has no text, and of a single value kustomize changes the text only.
      if (!old.is_scalar()) return value;
      return yaml::string_record(context_.arena(), {}, value.span);
    }
    if (old && !old.is_scalar()) return value;
    yaml::ScalarBuffer buffer;
    const bool is_string = old && yaml::scalar_value(old, buffer).type == yaml::ScalarType::kString;
    const std::string_view text(value.text, value.size);
    if (is_string) {
      if (value.style == yaml::Style::kPlain) {
        value.style = yaml::Style::kDoubleQuoted;
        value.type = yaml::ScalarType::kString;
      }
      return value;
    }
    return yaml::plain_record(context_.arena(), text, value.span);
  }

  // A path may lead on into a string that holds YAML or JSON.
  std::optional<yaml::Record> in_text(yaml::Node root) {
    for (std::size_t i = 1; i < steps_.size(); ++i) {
      const yaml::Node node = value_at(root, steps_.first(i));
      if (!node.is_scalar()) continue;
      const std::optional<std::string> text = with_value_in_text(
          context_, node, steps_.subspan(i), [&](yaml::Node old) { return written(old); });
      if (!text || !context_.spend(text->size(), path_at_)) return std::nullopt;
      const yaml::Record value = yaml::string_record(context_.arena(), *text, node.span());
      Placer outer(context_, {.delimiter = {}, .index = 0, .creates = false}, value, path_at_);
      outer.steps_ = steps_.first(i);
      return outer.at(root, 0);
    }
    return std::nullopt;
  }

  Context& context_;
  const Options options_;
  const yaml::Record& value_;
  text::Span path_at_;
  std::span<const std::string> steps_;
  std::size_t places_ = 0;
  std::string reason_;
};

class Replacer {
 public:
  Replacer(Context& context, Stage& stage) : context_(context), stage_(stage) {}

  void run(yaml::Node entry) {
    const yaml::Node source = yaml::field_of(entry, "source");
    const yaml::Node given = yaml::field_of(entry, "sourceValue");
    const yaml::Node targets = yaml::field_of(entry, "targets");
    if (given && source.is_map()) {
      report(given.span(), "`source` and `sourceValue` exclude each other; keep one")
          .related.push_back({source.span(), "`source` given here"});
      return;
    }
    if ((!given && !source.is_map()) || !targets.is_list()) {
      report(entry.span(), "a replacement needs a `source` and at least one of `targets`");
      return;
    }
    const std::optional<yaml::Record> value =
        given ? std::optional(*given.record()) : value_of(source);
    if (!value) {
      stage_.may_differ = true;
      return;
    }
    for (const yaml::Node target : targets) place(target, *value);
  }

 private:
  text::Problem& report(text::Span at, std::string message,
                        std::vector<std::string> arguments = {}) {
    stage_.may_differ = true;
    return context_.report(ProblemKind::kBadReplacement, at, std::move(message),
                           std::move(arguments));
  }

  static bool is_selected(const Object& object, yaml::Node source) {
    const auto fits = [](yaml::Node wanted, std::string_view has) {
      return wanted.text().empty() || wanted.text() == has;
    };
    if (!fits(yaml::field_of(source, "group"), object.group()) ||
        !fits(yaml::field_of(source, "version"), object.version())) {
      return false;
    }
    const yaml::Node ns = yaml::field_of(source, "namespace");
    const yaml::Node kind = yaml::field_of(source, "kind");
    const yaml::Node name = yaml::field_of(source, "name");
    const auto fits_id = [&](std::string_view a_name, std::string_view a_ns,
                             std::string_view a_kind) {
      return fits(kind, a_kind) && fits(name, a_name) && (ns.text().empty() || ns.text() == a_ns);
    };
    return fits_id(object.name, object.effective_namespace(), object.kind) ||
           std::ranges::any_of(object.previous, [&](const PreviousId& id) {
             return fits_id(id.name, id.ns, id.kind);
           });
  }

  // The one object that a source describes.
  const Object* source_object(yaml::Node source) {
    std::vector<std::uint32_t> candidates;
    const std::string_view name = yaml::field_of(source, "name").text();
    if (!name.empty()) {
      candidates = stage_.objects.of_name(name);
    } else {
      for (std::size_t i = 0; i < stage_.objects.size(); ++i) {
        candidates.push_back(static_cast<std::uint32_t>(i));
      }
    }
    const Object* found = nullptr;
    for (const std::uint32_t i : candidates) {
      const Object& object = stage_.objects.all()[i];
      if (object.is_removed || !is_selected(object, source)) continue;
      if (found) {
        text::Problem& problem = report(source.span(),
                                        fmt::format("the source may be {} or {}; name more of it",
                                                    found->title(), object.title()),
                                        {found->title(), object.title()});
        problem.related.push_back({name_place(*found), "one of them"});
        problem.related.push_back({name_place(object), "the other"});
        return nullptr;
      }
      found = &object;
    }
    if (!found) {
      stage_.may_differ = true;
      if (!stage_.may_have_more) {
        const yaml::Node written = yaml::field_of(source, "name");
        report(
            written ? written.span() : source.span(),
            fmt::format("no resource here is the source: {} \"{}\"{}",
                        yaml::field_of(source, "kind").text(), text::shown(name),
                        context_.did_you_mean(stage_, yaml::field_of(source, "kind").text(), name)),
            {std::string(yaml::field_of(source, "kind").text()), std::string(name)});
      }
    }
    return found;
  }

  std::optional<yaml::Record> value_of(yaml::Node source) {
    const Object* const object = source_object(source);
    if (!object) return std::nullopt;
    const yaml::Node path = yaml::field_of(source, "fieldPath");
    const std::string_view written = path.text().empty() ? kDefaultPath : path.text();
    const std::vector<std::string> steps = field_steps(written);
    const yaml::Node value = value_at(object->root, steps);
    const text::Span at = path ? path.span() : source.span();
    if (!value || value.is_null() || (!value.is_scalar() && value.empty())) {
      if (!stage_.may_differ) {
        report(at, fmt::format("{} has no value at `{}`", object->title(), text::shown(written)),
               {object->title(), std::string(written)})
            .related.push_back({name_place(*object), "source"});
      }
      return std::nullopt;
    }
    const yaml::Node options_node = yaml::field_of(source, "options");
    const Options options = Options::of(options_node);
    if (options.delimiter.empty()) {
      yaml::Record copy = *value.record();
      // What a label shares with others of its object is not handed on.
      if (value.is_scalar()) copy.text = context_.arena().copy(value.text()).data();
      return copy;
    }
    if (!value.is_scalar()) {
      report(options_node.span(),
             fmt::format("`delimiter` asks for a single value, and `{}` is a {}",
                         text::shown(written), value.is_list() ? "list" : "map"))
          .related.push_back({value.span(), "value of the source"});
      return std::nullopt;
    }
    const std::vector<std::string> parts = split(value.text(), options.delimiter);
    if (options.index < 0 || static_cast<std::size_t>(options.index) >= parts.size()) {
      report(yaml::field_of(options_node, "index") ? yaml::field_of(options_node, "index").span()
                                                   : options_node.span(),
             fmt::format("`index: {}` is out of range: \"{}\" has {} parts", options.index,
                         text::shown(value.text()), parts.size()),
             {std::to_string(options.index), std::string(value.text())})
          .related.push_back({value.span(), "value of the source"});
      return std::nullopt;
    }
    const std::string& part = parts[static_cast<std::size_t>(options.index)];
    return value.is_quoted() ? yaml::string_record(context_.arena(), part, value.span())
                             : yaml::plain_record(context_.arena(), part, value.span());
  }

  void place(yaml::Node target, const yaml::Record& value) {
    const yaml::Node select = yaml::field_of(target, "select");
    if (!select.is_map()) {
      report(target.span(), "the target has no `select`; say which resources it means");
      return;
    }
    const auto selector = TargetSelector::compile(select, context_.build.problems);
    std::vector<TargetSelector> rejects;
    bool is_good = selector.has_value();
    for (const yaml::Node reject : yaml::field_of(target, "reject")) {
      auto compiled = TargetSelector::compile(reject, context_.build.problems);
      is_good &= compiled.has_value();
      if (compiled) rejects.push_back(*std::move(compiled));
    }
    if (!is_good) {
      stage_.may_differ = true;
      return;
    }
    const auto is_rejected = [&](const Object& object) {
      return std::ranges::any_of(rejects, [&](const TargetSelector& reject) {
        if (reject.has_id_conditions() && reject.fits_any_id(object)) return true;
        return reject.has_label_conditions() && reject.fits_labels(object);
      });
    };
    std::vector<std::uint32_t> targets = selector->select_by_any_id(stage_.objects);
    const bool is_any = !targets.empty();
    std::erase_if(targets, [&](std::uint32_t i) { return is_rejected(stage_.objects.all()[i]); });
    if (!is_any) return report_no_target(select, *selector);
    const Options options = Options::of(yaml::field_of(target, "options"));
    const yaml::Node paths = yaml::field_of(target, "fieldPaths");
    for (const std::uint32_t i : targets) {
      Object& object = stage_.objects.all()[i];
      if (paths.empty()) {
        place_at(object, i, options, value, kDefaultPath, target.span());
        continue;
      }
      for (const yaml::Node path : paths) {
        place_at(object, i, options, value, path.text(), path.span());
      }
    }
  }

  void place_at(Object& object, std::uint32_t i, const Options& options, const yaml::Record& value,
                std::string_view path, text::Span at) {
    const std::vector<std::string> steps = field_steps(path);
    if (steps.size() > kMaxSteps || is_deeper(yaml::Node(&value), kDeepestValue - steps.size())) {
      context_.report(ProblemKind::kTooDeep, at, "the value would lie too deep here");
      stage_.may_differ = true;
      return;
    }
    if (!context_.spend(node_count(yaml::Node(&value)), at)) return;
    Placer placer(context_, options, value, at);
    std::size_t places = 0;
    const std::optional<yaml::Record> root = placer.place(object.root, steps, places);
    if (places == 0) {
      if (stage_.may_differ) return;
      const std::string reason = placer.reason().empty()
                                     ? "; set `create: true` or correct the path"
                                     : "; " + placer.reason();
      report(at, fmt::format("{} has nothing at `{}`{}", object.title(), text::shown(path), reason),
             {object.title(), std::string(path)})
          .related.push_back({name_place(object), "target"});
      return;
    }
    if (!root) return;
    const yaml::Node before = object.root;
    object.replace(context_.arena(), *root);
    object.spread_shared(context_.arena(), before);
    context_.note_step(object, before, {.at = at, .what = "replacements"});
    stage_.objects.note_changed_id(i);
  }

  void report_no_target(yaml::Node select, const TargetSelector& selector) {
    if (stage_.may_have_more || stage_.is_in_component) return;
    const yaml::Node name = yaml::field_of(select, "name");
    context_.report(
        ProblemKind::kReplacementSelectsNothing, name ? name.span() : select.span(),
        name ? fmt::format(
                   "no resource fits this target: {} \"{}\"{}",
                   selector.literal_kind().empty() ? "name" : selector.literal_kind(),
                   text::shown(name.text()),
                   context_.did_you_mean(stage_, selector.literal_kind(), selector.literal_name()))
             : "no resource fits this target, so nothing is replaced",
        {std::string(name.text())});
  }

  Context& context_;
  Stage& stage_;
};

}  // namespace

std::vector<std::string> field_steps(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string& part : split(path, ".")) {
    if (!parts.empty() && parts.back().ends_with('\\')) {
      parts.back().pop_back();
      parts.back() += '.' + part;
    } else {
      parts.push_back(part);
    }
  }
  std::vector<std::string> steps;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string step = parts[i];
    if (!step.starts_with('[') || step.ends_with(']')) {
      steps.push_back(std::move(step));
      continue;
    }
    while (i + 1 < parts.size() && !step.ends_with(']')) step += '.' + parts[++i];
    if (step.find('=') == step.npos) {
      const std::size_t begin = step.find_first_not_of("[]");
      const std::size_t end = step.find_last_not_of("[]");
      step = begin == step.npos ? "" : step.substr(begin, end - begin + 1);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

yaml::Node value_at(yaml::Node root, std::span<const std::string> steps) {
  yaml::Node node = root;
  for (const std::string& step : steps) {
    if (!node) return {};
    if (node.is_map()) {
      node = node[step];
    } else if (!node.is_list()) {
      return {};
    } else if (step == "-") {
      node = node.size() == 0 ? yaml::Node() : node.item(node.size() - 1);
    } else if (const auto index = index_of(step)) {
      node = node.item(*index);
    } else if (const auto wanted = item_step(step)) {
      yaml::Node found;
      for (const yaml::Node item : node) {
        const yaml::Node field = wanted->field.empty() ? item : item[wanted->field];
        if (!found && field.is_scalar() && field.text() == wanted->value) found = item;
      }
      node = found;
    } else {
      return {};
    }
  }
  return node;
}

void apply_replacement_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                             yaml::Node entry) {
  if (!entry.is_map()) return;
  Replacer replacer(context, stage);
  const yaml::Node path = yaml::field_of(entry, "path");
  if (path.text().empty()) return replacer.run(entry);
  if (yaml::field_of(entry, "source") || yaml::field_of(entry, "targets")) {
    stage.may_differ = true;
    context.report(ProblemKind::kBadReplacement, path.span(),
                   "a replacement has either a `path` or `source` and `targets`; keep one");
    return;
  }
  const auto documents = context.documents_of_file(kustomization, path, "replacement");
  if (!documents) {
    stage.may_differ = true;
    return;
  }
  for (const yaml::Node document : *documents) {
    if (document.is_map()) replacer.run(document);
    for (const yaml::Node item : document) replacer.run(item);
  }
}

}  // namespace meshlint::kustomize
