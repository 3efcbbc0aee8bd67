#include "check/report.h"

namespace meshlint::check {

FindingBuilder& FindingBuilder::related(yaml::Node node, std::string_view message) {
  return node ? related(node.span(), message) : *this;
}

FindingBuilder& FindingBuilder::related(text::Span at, std::string_view message) {
  problem_.related.push_back({at, std::string(message)});
  return *this;
}

FindingBuilder& FindingBuilder::note(std::string_view text) {
  problem_.notes.emplace_back(text);
  return *this;
}

FindingBuilder& FindingBuilder::safe_fix(std::string_view title, yaml::Node node,
                                         std::string_view text) {
  return fix({std::string(title), true, {{node.span(), std::string(text)}}});
}

FindingBuilder& FindingBuilder::unsafe_fix(std::string_view title, yaml::Node node,
                                           std::string_view text) {
  return fix({std::string(title), false, {{node.span(), std::string(text)}}});
}

FindingBuilder& FindingBuilder::fix(text::SpanFix fix) {
  problem_.fixes.push_back(std::move(fix));
  return *this;
}

FindingBuilder& FindingBuilder::at(text::Span span) {
  problem_.at = span;
  return *this;
}

FindingBuilder Report::add_text(const model::Resource* resource, yaml::Node node,
                                std::string message, std::vector<std::string> arguments) {
  RawFinding& finding = findings_.emplace_back();
  finding.rule = rule_;
  finding.node = node;
  finding.resource = resource;
  finding.problem.at = node.span();
  finding.problem.arguments = std::move(arguments);
  finding.problem.message = std::move(message);
  return FindingBuilder(finding.problem);
}

FindingBuilder Report::add_formatted(const model::Resource* resource, yaml::Node node,
                                     fmt::string_view message, fmt::format_args arguments) {
  std::vector<std::string> texts;
  for (int i = 0; auto argument = arguments.get(i); ++i) {
    texts.push_back(fmt::vformat("{}", fmt::format_args(&argument, 1)));
  }
  return add_text(resource, node, fmt::vformat(message, arguments), std::move(texts));
}

void Report::not_checked(yaml::Node reference) {
  if (unchecked_ != nullptr) unchecked_->push_back({rule_, reference});
}

const schema::Target& Report::istio() const { return settings_.targets->find("istio")->second; }

const schema::Target& Report::argo_cd() const { return settings_.targets->find("argo-cd")->second; }

std::string_view Report::option(std::string_view name) const {
  for (const auto& [key, value] : settings_.options) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace meshlint::check
