// Checks manifests against one configuration.
//
//   meshlint::Result<meshlint::Linter> linter = meshlint::Linter::create({});
//   const std::vector<meshlint::Input> inputs = {{.path = "/repository/service-mesh"}};
//   const meshlint::Outcome outcome = linter->check(inputs);
//   for (const meshlint::Finding& finding : outcome.findings) show(finding);
#ifndef MESHLINT_LINTER_H_
#define MESHLINT_LINTER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "meshlint/config.h"
#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/result.h"

namespace meshlint {

// A file or folder to read: an absolute path, or one relative to Config::base. With `text`, these
// bytes are used instead of the file's content, and the file doesn't have to exist; without a base,
// its relative path is one below the root, and outside the root, only its name counts.
struct Input {
  std::string path;
  std::optional<std::string> text;
};

// Nanoseconds per stage, summed over all threads; what `--timings` prints.
struct Timings {
  std::uint64_t read = 0;
  std::uint64_t parse = 0;
  std::uint64_t render = 0;
  std::uint64_t schema = 0;
  std::uint64_t rules = 0;
  std::uint64_t report = 0;
};

// The page of a rule.
struct RuleInfo {
  std::string id;
  std::string title;
  Severity severity = Severity::kWarning;
  bool is_default = true;  // on by default
  std::string since;       // first version of meshlint with the rule
  std::string what;
  std::string why;
  std::string fix;
  std::vector<std::string> aliases;   // codes in other tools for the same mistake
  std::vector<std::string> formerly;  // former ids; accepted wherever the id is
  struct Option {
    std::string name;
    std::string value;  // the default
    std::string what;
  };
  std::vector<Option> options;
  std::vector<std::string> bad;
  std::vector<std::string> good;
};

// An environment: everything that would be applied to one cluster together.
struct EnvironmentSummary {
  std::string name;  // the root's folder, "service-mesh/overlays/aws"
  std::size_t resources = 0;
  std::size_t applications = 0;    // Argo CD Applications among them
  std::string istio_version;       // "1.22.1", or empty if unknown
  std::string istio_version_from;  // "service-mesh/base/istiod/application.yaml:13", from the root
  std::vector<Unchecked> unresolved;
};

// An upgrade: from the version of a product that the manifests install to the later version that
// the configuration targets.
struct UpgradeSummary {
  std::string product;         // "Istio"
  std::string installed;       // "1.22.1"
  std::string installed_from;  // "service-mesh/base/istiod/application.yaml:13", from the root
  // Every minor version up to the target, with the number of schema findings that are new in it.
  struct Step {
    std::string version;
    std::size_t findings = 0;
  };
  std::vector<Step> steps;
};

// A former id of a rule in the configuration or in a suppression.
struct FormerName {
  std::string name;
  std::string rule;            // the current id
  std::optional<Place> place;  // the first suppression with it; nothing: in the configuration
};

// Everything that a run found, in an order that does not depend on the number of threads.
struct Outcome {
  // The folder that paths are relative to if they are inside it (otherwise they are absolute), and
  // the repository; both absolute and without symbolic links. Empty if all inputs have a text and
  // no folder is known: then paths are relative to the repository.
  std::string base;
  std::string root;
  // Sorted by path, line, column, rule and message.
  std::vector<Finding> findings;
  // What was not checked and why, sorted by path, line and column.
  std::vector<Unchecked> unchecked;
  std::vector<EnvironmentSummary> environments;
  std::vector<UpgradeSummary> upgrades;
  std::size_t files = 0;
  std::size_t documents = 0;
  std::size_t resources = 0;
  std::size_t suppressed = 0;
  // Kinds without a schema, with the number of resources of each: "Foo.example.com" -> 3.
  std::map<std::string, std::size_t> kinds_without_schema;
  // Number of references that were not checked, because their target may be outside the repository,
  // by rule.
  std::map<std::string, std::size_t> references_not_checked;
  // Former names of rules that the run came across, sorted by name; the configuration's first.
  std::vector<FormerName> former_names;
  // The content of each file with a finding, by path, for printing source lines.
  std::map<std::string, std::string> sources;
  // The custom rules that were loaded.
  std::vector<RuleInfo> custom_rules;
  Timings timings;
};

// Immutable once built, so any number of threads may use one linter. Movable, not copyable.
class MESHLINT_EXPORT Linter {
 public:
  // Fails if the configuration has a base that isn't absolute, names an unknown rule, family,
  // option or version, or an invalid CRD or rule page. The error has a line for each mistake in
  // CRDs and pages.
  static Result<Linter> create(Config config);

  Linter(Linter&&) noexcept;
  Linter& operator=(Linter&&) noexcept;
  ~Linter();

  // Reads `inputs` and checks them as one repository. A folder stands for all files below it that
  // git doesn't ignore. Findings own their text. Never fails as a whole: an input that doesn't
  // exist or cannot be read is listed in `unchecked`. The result depends on nothing but the inputs,
  // the configuration with the files that it names, the files below the root and, for expressions
  // with time zones, those of the system.
  [[nodiscard]] Outcome check(std::span<const Input> inputs) const;

  // The custom rules of the configuration, sorted by id.
  [[nodiscard]] std::vector<RuleInfo> custom_rules() const;

 private:
  class Impl;
  explicit Linter(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// The built-in rules, sorted by id.
MESHLINT_EXPORT std::vector<RuleInfo> all_rules();

// The version of the library, "0.1.0".
MESHLINT_EXPORT const char* version();

}  // namespace meshlint

#endif  // MESHLINT_LINTER_H_
