// What a rule says, and what it may ask: the sink of findings.
//
//   report.add(routes, "weights of the {} routes sum to {}, not 100", routes.size(), sum)
//       .related(subsets, "subsets defined here")
//       .note("Envoy divides each weight by their sum");
#ifndef MESHLINT_CHECK_REPORT_H_
#define MESHLINT_CHECK_REPORT_H_

#include <fmt/core.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/resource.h"
#include "schema/version.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::check {

// A problem that a rule found, with the tree it points into.
struct RawFinding {
  std::size_t rule = 0;  // index into the registry
  text::Problem problem;
  yaml::Node node;                            // may be missing
  const model::Resource* resource = nullptr;  // may be null
};

// A reference that a rule could not judge, for what it names may lie outside of the environment.
struct UncheckedReference {
  std::size_t rule = 0;  // index into the registry
  yaml::Node node;
};

// One finding that a rule reports; each call adds to it.
class FindingBuilder {
 public:
  explicit FindingBuilder(text::Problem& problem) : problem_(problem) {}

  // A second place with a few words: "subsets defined here". A missing node adds nothing.
  FindingBuilder& related(yaml::Node node, std::string_view message);
  FindingBuilder& related(text::Span at, std::string_view message);
  FindingBuilder& note(std::string_view text);
  // Replaces the source text of a node. Safe: the applied meaning stays, or the text is rejected
  // today and this is the only repair.
  FindingBuilder& safe_fix(std::string_view title, yaml::Node node, std::string_view text);
  FindingBuilder& unsafe_fix(std::string_view title, yaml::Node node, std::string_view text);
  FindingBuilder& fix(text::SpanFix fix);
  // Points at some bytes instead of the whole node.
  FindingBuilder& at(text::Span span);

 private:
  text::Problem& problem_;
};

// The settings that a rule's page declares, and the versions to judge by.
struct RuleSettings {
  const schema::Targets* targets = nullptr;
  // Values of the running rule's options, in the order of its page.
  std::span<const std::pair<std::string_view, std::string_view>> options;
};

// Collects the findings of one rule on one subject.
class Report {
 public:
  Report(std::size_t rule, const model::Resource* resource, const RuleSettings& settings,
         std::vector<RawFinding>& findings, std::vector<UncheckedReference>* unchecked = nullptr)
      : rule_(rule),
        resource_(resource),
        settings_(settings),
        findings_(findings),
        unchecked_(unchecked) {}

  // Tells a finding at a node: the smallest wrong thing. The values become arguments of their own.
  template <typename... Args>
  FindingBuilder add(yaml::Node node, fmt::format_string<Args...> message, Args&&... args) {
    return add(resource_, node, message, std::forward<Args>(args)...);
  }

  // The same for a rule that sees an environment: names the resource that it is about.
  template <typename... Args>
  FindingBuilder add(const model::Resource* resource, yaml::Node node,
                     fmt::format_string<Args...> message, Args&&... args) {
    return add_formatted(resource, node, message, fmt::make_format_args(args...));
  }

  // The same for a message that is already written, with the values in it.
  FindingBuilder add_text(const model::Resource* resource, yaml::Node node, std::string message,
                          std::vector<std::string> arguments);

  // Counts a reference that is left alone because what it names may lie outside of the environment.
  // A node counts once, in however many environments that happens.
  void not_checked(yaml::Node reference);

  // The version of Istio to judge by.
  const schema::Target& istio() const;
  const schema::Target& argo_cd() const;

  // The value of an option that the rule's page declares, as written in the configuration or the
  // page's default; empty if the page has no such option.
  std::string_view option(std::string_view name) const;

 private:
  // Compiled once, so that a rule does not pay for the formatter with each message.
  FindingBuilder add_formatted(const model::Resource* resource, yaml::Node node,
                               fmt::string_view message, fmt::format_args arguments);

  std::size_t rule_;
  const model::Resource* resource_;
  const RuleSettings& settings_;
  std::vector<RawFinding>& findings_;
  std::vector<UncheckedReference>* unchecked_;
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_REPORT_H_
