#include "kustomize/field_steps.h"

#include <charconv>
#include <system_error>
#include <utility>

namespace meshlint::kustomize {

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

std::optional<std::size_t> index_of(std::string_view step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return index;
}

std::optional<ItemStep> item_step(std::string_view step) {
  if (!step.starts_with('[') || !step.ends_with(']')) return std::nullopt;
  step = step.substr(1, step.size() - 2);
  const std::size_t equals = step.find('=');
  if (equals == step.npos) return std::nullopt;
  return ItemStep{step.substr(0, equals), step.substr(equals + 1)};
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

}  // namespace meshlint::kustomize
