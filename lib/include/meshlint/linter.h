// Checks manifests against one configuration.
//
//   meshlint::Result<meshlint::Linter> linter = meshlint::Linter::create({});
//   meshlint::Outcome outcome = linter->check({{.path = "service-mesh"}});
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

// A file or folder to read, or, with `text`, bytes that are taken instead of the file's.
struct Input {
  std::string path;
  std::optional<std::string> text;
};

// Nanoseconds of all threads together, by stage; what `bench` prints.
struct Timings {
  std::uint64_t read = 0;
  std::uint64_t parse = 0;
  std::uint64_t render = 0;
  std::uint64_t schema = 0;
  std::uint64_t rules = 0;
  std::uint64_t report = 0;
};

// What the page of a rule says.
struct RuleInfo {
  std::string id;
  std::string title;
  Severity severity = Severity::kWarning;
  bool is_default = true;  // runs without being selected
  std::string since;       // version of meshlint
  std::string what;
  std::string why;
  std::string fix;
  std::vector<std::string> aliases;  // codes of other tools for the same mistake
  struct Option {
    std::string name;
    std::string value;  // the default
    std::string what;
  };
  std::vector<Option> options;
  std::vector<std::string> bad;
  std::vector<std::string> good;
};

// An environment: what would be applied to one cluster together.
struct EnvironmentSummary {
  std::string name;  // the root's folder, "service-mesh/overlays/aws"
  std::size_t resources = 0;
  std::size_t applications = 0;    // Argo CD Applications among them
  std::string istio_version;       // "1.22.1", or empty where nothing tells it
  std::string istio_version_from;  // "service-mesh/base/istiod/application.yaml:13"
  std::vector<Unchecked> unresolved;
};

// The way from the version of a product that the manifests install to the later one that the
// configuration targets.
struct UpgradeSummary {
  std::string product;         // "Istio"
  std::string installed;       // "1.22.1"
  std::string installed_from;  // "service-mesh/base/istiod/application.yaml:13"
  // Every minor version on the way, the target last, with the number of findings of schemas that it
  // brings.
  struct Step {
    std::string version;
    std::size_t findings = 0;
  };
  std::vector<Step> steps;
};

// All that a run found, in an order that does not depend on the number of threads.
struct Outcome {
  // Sorted by path, line, column, rule and message.
  std::vector<Finding> findings;
  // What was not judged and why, sorted by path, line and column.
  std::vector<Unchecked> unchecked;
  std::vector<EnvironmentSummary> environments;
  std::vector<UpgradeSummary> upgrades;
  std::size_t files = 0;
  std::size_t documents = 0;
  std::size_t resources = 0;
  std::size_t suppressed = 0;
  // Kinds without a schema, with the number of their resources: "Foo.example.com" -> 3.
  std::map<std::string, std::size_t> kinds_without_schema;
  // References that were left alone, for what they name may lie outside of what is read, by rule.
  std::map<std::string, std::size_t> references_not_judged;
  // The bytes of each file that a finding points into, for printing source lines. By path.
  std::map<std::string, std::string> sources;
  // The rules of the configuration's own that were loaded.
  std::vector<RuleInfo> custom_rules;
  Timings timings;
};

// Immutable once built, so one linter may serve any number of threads. Movable, not copyable.
class MESHLINT_EXPORT Linter {
 public:
  // Fails if the configuration names a rule, family, option or version that does not exist, or a
  // CRD or a page of a rule that cannot be used: then with a line for each mistake.
  static Result<Linter> create(Config config);

  Linter(Linter&&) noexcept;
  Linter& operator=(Linter&&) noexcept;
  ~Linter();

  // Reads what `inputs` name (a folder means everything below it that git does not ignore)
  // and checks it as one repository. Findings own their text. Never fails as a whole: a file
  // that cannot be read is in `unchecked`.
  [[nodiscard]] Outcome check(std::span<const Input> inputs) const;

  // The rules of the configuration's own, sorted by id.
  [[nodiscard]] std::vector<RuleInfo> custom_rules() const;

 private:
  class Impl;
  explicit Linter(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// The rules that are shipped, sorted by id.
MESHLINT_EXPORT std::vector<RuleInfo> all_rules();

// The version of the library, "0.1.0".
MESHLINT_EXPORT const char* version();

}  // namespace meshlint

#endif  // MESHLINT_LINTER_H_
