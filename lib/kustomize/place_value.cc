#include "kustomize/place_value.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/field_path.h"
#include "kustomize/field_steps.h"
#include "kustomize/structured_text.h"
#include "text/shown.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

constexpr std::int64_t kRegexMemory = std::int64_t{1} << 20;

std::string joined(const std::vector<std::string>& parts, std::string_view delimiter) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += delimiter;
    result += parts[i];
  }
  return result;
}

class Placer {
 public:
  Placer(Context& context, const ReplacementOptions& options, const yaml::Record& value,
         text::Span path_at)
      : context_(context), options_(options), value_(value), path_at_(path_at) {}

  Placement place(yaml::Node root, std::span<const std::string> steps) {
    steps_ = steps;
    places_ = 0;
    if (std::optional<yaml::Record> inside = in_text(root)) return {.root = inside, .places = 1};
    std::optional<yaml::Record> result = at(root, 0);
    return {.root = result, .places = places_, .reason = std::move(reason_)};
  }

 private:
  bool creates() const { return options_.creates; }

  std::optional<yaml::Record> at(yaml::Node node, std::size_t i) {
    if (i == steps_.size()) return written(node);
    const std::string& step = steps_[i];
    if (step == "*") {
      if (!node.is_list()) return unfit(node, step, "list");
      return rewrite_items(context_.arena(), node,
                           [&](yaml::Node item) { return at(item, i + 1); });
    }
    if (const auto item = item_step(step)) return at_items(node, *item, i);
    if (const auto index = index_of(step)) return at_index(node, *index, i);
    if (step == "-" && node.is_list() && creates()) return with_new_item(node, i);
    return at_field(node, i);
  }

  std::optional<yaml::Record> at_field(yaml::Node node, std::size_t i) {
    if (!node.is_map() && !node.is_null()) return unfit(node, steps_[i], "mapping");
    const yaml::Node field = node[steps_[i]];
    if (!field && !creates()) return std::nullopt;
    std::optional<yaml::Record> value = field ? at(field, i + 1) : created(i + 1);
    if (!value) return std::nullopt;
    const yaml::Record key = yaml::string_record(context_.arena(), steps_[i], path_at_);
    return yaml::with_entry(context_.arena(), node.is_map() ? node : yaml::Node(), key, *value);
  }

  std::optional<yaml::Record> at_index(yaml::Node node, std::size_t index, std::size_t i) {
    // A mapping can have integers as keys.
    if (node.is_map()) return at_field(node, i);
    if (!node.is_list()) return unfit(node, steps_[i], "list");
    if (index == node.size() && creates()) return with_new_item(node, i);
    if (index >= node.size()) {
      reason_ = node.size() == 1 ? std::string("the list has only 1 item")
                                 : fmt::format("the list has only {} items", node.size());
      return std::nullopt;
    }
    std::size_t at_item = 0;
    return rewrite_items(context_.arena(), node,
                         [&](yaml::Node item) -> std::optional<yaml::Record> {
                           return at_item++ == index ? at(item, i + 1) : std::nullopt;
                         });
  }

  std::optional<yaml::Record> at_items(yaml::Node node, const ItemStep& wanted, std::size_t i) {
    if (!node.is_list()) return unfit(node, steps_[i], "list");
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
    // A new item that matches the step.
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

  // What is created for the rest of a path that does not exist.
  std::optional<yaml::Record> created(std::size_t i) {
    if (i == steps_.size()) return written(yaml::Node());
    const std::string& step = steps_[i];
    const bool is_list = step == "*" || step == "-" || item_step(step) || index_of(step);
    const yaml::Record empty = is_list ? yaml::list_record(context_.arena(), {}, path_at_)
                                       : yaml::map_record(context_.arena(), {}, path_at_);
    return at(yaml::Node(&empty), i);
  }

  std::optional<yaml::Record> unfit(yaml::Node node, std::string_view step,
                                    std::string_view wanted) {
    if (reason_.empty() && node) {
      reason_ = fmt::format("the parent of `{}` is not a {}", text::shown(step), wanted);
    }
    return std::nullopt;
  }

  // The value in the place of an old one. The type of an old scalar stays.
  std::optional<yaml::Record> written(yaml::Node old) {
    ++places_;
    yaml::Record value = value_;
    if (!options_.delimiter.empty()) {
      const std::optional<yaml::Record> whole = with_part(old);
      if (!whole) return std::nullopt;
      value = *whole;
    }
    if (value.kind != yaml::Kind::kScalar) {
      // kustomize changes only the text of an old scalar, and a mapping or list has no text.
      if (!old.is_scalar()) return value;
      return yaml::string_record(context_.arena(), {}, value.span);
    }
    if (old && !old.is_scalar()) return value;
    yaml::ScalarBuffer buffer;
    const bool is_string = old && yaml::scalar_value(old, buffer).type == yaml::ScalarType::kString;
    if (!is_string) {
      return yaml::plain_record(context_.arena(), std::string_view(value.text, value.size),
                                value.span);
    }
    if (value.style == yaml::Style::kPlain) {
      value.style = yaml::Style::kDoubleQuoted;
      value.type = yaml::ScalarType::kString;
    }
    return value;
  }

  // The old string with the value as one of its parts between delimiters.
  std::optional<yaml::Record> with_part(yaml::Node old) {
    // Where there is nothing yet, the value itself has to be a scalar.
    if (old ? !old.is_scalar() : value_.kind != yaml::Kind::kScalar) {
      reason_ = "`delimiter` needs a single value";
      --places_;
      return std::nullopt;
    }
    std::vector<std::string> parts = split(old.text(), options_.delimiter);
    const std::string text(value_.text, value_.kind == yaml::Kind::kScalar ? value_.size : 0);
    if (options_.index < 0) {
      parts.insert(parts.begin(), text);
    } else if (static_cast<std::size_t>(options_.index) >= parts.size()) {
      parts.push_back(text);
    } else {
      parts[static_cast<std::size_t>(options_.index)] = text;
    }
    const std::string whole = joined(parts, options_.delimiter);
    if (!context_.spend(whole.size(), path_at_)) return std::nullopt;
    return yaml::string_record(context_.arena(), whole, value_.span);
  }

  // A path can go on into a string that holds YAML or JSON.
  std::optional<yaml::Record> in_text(yaml::Node root) {
    for (std::size_t i = 1; i < steps_.size(); ++i) {
      const yaml::Node node = value_at(root, steps_.first(i));
      if (!node.is_scalar()) continue;
      const std::optional<std::string> text = with_value_in_text(
          context_.arena(), node, steps_.subspan(i), [&](yaml::Node old) { return written(old); });
      if (!text || !context_.spend(text->size(), path_at_)) return std::nullopt;
      const yaml::Record value = yaml::string_record(context_.arena(), *text, node.span());
      const ReplacementOptions whole;
      Placer outer(context_, whole, value, path_at_);
      outer.steps_ = steps_.first(i);
      return outer.at(root, 0);
    }
    return std::nullopt;
  }

  Context& context_;
  const ReplacementOptions& options_;
  const yaml::Record& value_;
  text::Span path_at_;
  std::span<const std::string> steps_;
  std::size_t places_ = 0;
  std::string reason_;
};

}  // namespace

Placement place_value(Context& context, yaml::Node root, std::span<const std::string> steps,
                      const ReplacementOptions& options, const yaml::Record& value,
                      text::Span path_at) {
  return Placer(context, options, value, path_at).place(root, steps);
}

}  // namespace meshlint::kustomize
