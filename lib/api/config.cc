#include "meshlint/config.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include "meshlint/linter.h"
#include "text/base_path.h"
#include "text/edit_distance.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint {
namespace {

namespace fs = std::filesystem;

// Far above any configuration that a person writes.
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::int64_t kMostJobs = 1024;

constexpr auto kFileNames = std::to_array<const char*>({".meshlint.yaml", ".meshlint.yml"});

std::string_view family_of(std::string_view rule) { return rule.substr(0, rule.find('/')); }

bool is_former_name(const RuleInfo& rule, std::string_view name) {
  return std::ranges::find(rule.formerly, name) != rule.formerly.end();
}

std::string_view description_of(yaml::Node node) {
  if (node.is_map()) return "a mapping";
  if (node.is_list()) return "a list";
  return node.is_null() || node.text().empty() ? "empty" : "a single value";
}

// Reads one document. Stops at the first mistake, since others may follow from it.
class ConfigReader {
 public:
  ConfigReader(std::string_view text, std::string_view path, bool has_own_rules)
      : source_(std::string(path), std::string(text)), has_own_rules_(has_own_rules) {}

  Result<Config> read() {
    yaml::Limits limits;
    limits.file_bytes = kMostBytes;
    limits.expanded_nodes = kMostBytes;
    const yaml::File file = yaml::parse(source_, 0, limits);
    if (!file.problems.empty()) {
      const text::Problem& problem = file.problems.front();
      return error_at(problem.at, problem.message);
    }
    if (file.documents.empty()) return std::move(config_);
    if (file.documents.size() > 1) {
      return error_at(file.documents[1].root.span(),
                      "second document; a configuration has only one");
    }
    const yaml::Node root = file.documents.front().root;
    if (root.is_null()) return std::move(config_);
    has_own_rules_ = has_own_rules_ || !root["rules"].empty();
    read_settings(root);
    if (error_) return std::move(*error_);
    return std::move(config_);
  }

 private:
  using Setter = void (ConfigReader::*)(std::string_view name, yaml::Node value);
  struct Setting {
    std::string_view key;
    Setter set;
  };

  Error error_at(text::Span at, std::string_view message) const {
    return {text::located_message(source_, at.begin, message)};
  }

  void fail(yaml::Node at, std::string_view message) {
    if (!error_) error_ = error_at(at.span(), message);
  }

  bool expect_map(std::string_view name, yaml::Node value) {
    if (value.is_map()) return true;
    if (!value.is_null()) {
      fail(value, fmt::format("{} is {}; write a mapping",
                              name.empty() ? "the configuration" : fmt::format("`{}`", name),
                              description_of(value)));
    }
    return false;
  }

  // Gives each entry to the setting of its key. `name` is empty for the whole configuration.
  void read_map(std::string_view name, yaml::Node map, std::span<const Setting> settings) {
    if (!expect_map(name, map)) return;
    for (const auto& [key, value] : map.entries()) {
      const Setting* found = nullptr;
      text::NearestName nearest(key.text());
      for (const Setting& setting : settings) {
        if (setting.key == key.text()) found = &setting;
        nearest.consider(setting.key);
      }
      if (found == nullptr) {
        std::string known;
        for (const Setting& setting : settings) {
          known += fmt::format("{}{}", known.empty() ? "" : ", ", setting.key);
        }
        fail(key, fmt::format("unknown key `{}`{}", key.text(),
                              nearest.best().empty() ? fmt::format(" (known: {})", known)
                                                     : text::did_you_mean(nearest.best())));
      } else {
        (this->*found->set)(found->key, value);
      }
      if (error_) return;
    }
  }

  void read_settings(yaml::Node root) {
    static constexpr auto kSettings = std::to_array<Setting>({
        {"select", &ConfigReader::set_select},
        {"ignore", &ConfigReader::set_ignore},
        {"severity", &ConfigReader::set_severity},
        {"options", &ConfigReader::set_options},
        {"targets", &ConfigReader::set_targets},
        {"crds", &ConfigReader::set_crds},
        {"rules", &ConfigReader::set_rules},
        {"exclude", &ConfigReader::set_exclude},
        {"repo-urls", &ConfigReader::set_repo_urls},
        {"external", &ConfigReader::set_external},
        {"jobs", &ConfigReader::set_jobs},
    });
    read_map("", root, kSettings);
  }

  // A value as written: `1.20` stays "1.20", though YAML reads the number 1.2.
  bool read_text(std::string_view name, yaml::Node value, std::string& text) {
    if (!value.is_scalar() || value.is_null() || value.text().empty()) {
      fail(value, fmt::format("`{}` is {}; write a string", name, description_of(value)));
      return false;
    }
    text = value.text();
    return true;
  }

  void read_list(std::string_view name, yaml::Node value, std::vector<std::string>& texts) {
    if (value.is_null()) return;
    if (!value.is_list()) {
      fail(value, fmt::format("`{}` is {}; write a list", name, description_of(value)));
      return;
    }
    for (const yaml::Node item : value) {
      std::string text;
      if (!read_text(name, item, text)) return;
      texts.push_back(std::move(text));
    }
  }

  // The names of the configuration's own rules are known only when these have been read.
  void check_rule(yaml::Node at) {
    if (has_own_rules_) return;
    if (std::optional<Error> error = check_rule_name(at.text())) fail(at, error->message);
  }

  void set_select(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.select);
    for (const yaml::Node item : value) check_rule(item);
  }

  void set_ignore(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.ignore);
    for (const yaml::Node item : value) check_rule(item);
  }

  void set_severity(std::string_view name, yaml::Node value) {
    if (!expect_map(name, value)) return;
    for (const auto& [rule, level] : value.entries()) {
      check_rule(rule);
      const std::optional<Severity> severity = severity_from_name(level.text());
      if (severity) {
        config_.severity.insert_or_assign(std::string(rule.text()), *severity);
      } else if (level.text() == "off" || level.text() == "none") {
        fail(level,
             fmt::format("unknown severity `{}`; to turn the rule off, list it under `ignore`",
                         level.text()));
      } else if (level.is_scalar() && !level.text().empty()) {
        static constexpr auto kNames =
            std::to_array<std::string_view>({"error", "warning", "info"});
        const std::string_view nearest = text::nearest_name(level.text(), kNames);
        fail(level, fmt::format("unknown severity `{}`{}", level.text(),
                                nearest.empty() ? "; use error, warning or info"
                                                : text::did_you_mean(nearest)));
      } else {
        fail(level, fmt::format("`{}` is {}; write error, warning or info", rule.text(),
                                description_of(level)));
      }
      if (error_) return;
    }
  }

  void set_options(std::string_view name, yaml::Node value) {
    if (!expect_map(name, value)) return;
    const std::vector<RuleInfo> known_rules = all_rules();
    for (const auto& [id, values] : value.entries()) {
      const RuleInfo* rule = nullptr;
      for (const RuleInfo& known : known_rules) {
        if (known.id == id.text() || is_former_name(known, id.text())) rule = &known;
      }
      if (rule == nullptr && has_own_rules_) {
        set_own_options(id, values);
        if (error_) return;
        continue;
      }
      if (rule == nullptr) {
        check_rule(id);
        fail(id, fmt::format("`{}` is a family; options belong to one rule", id.text()));
        return;
      }
      if (!expect_map(id.text(), values) && error_) return;
      for (const auto& [option, written] : values.entries()) {
        bool is_known = false;
        text::NearestName nearest(option.text());
        for (const RuleInfo::Option& known : rule->options) {
          is_known = is_known || known.name == option.text();
          nearest.consider(known.name);
        }
        if (!is_known) {
          fail(option, fmt::format("`{}` has no option `{}`{}", rule->id, option.text(),
                                   rule->options.empty() ? "; it has no options"
                                                         : text::did_you_mean(nearest.best())));
          return;
        }
        std::string text;
        if (!read_text(option.text(), written, text)) return;
        config_.options[std::string(id.text())].insert_or_assign(std::string(option.text()),
                                                                 std::move(text));
      }
    }
  }

  void set_own_options(yaml::Node rule, yaml::Node values) {
    if (!expect_map(rule.text(), values)) return;
    for (const auto& [option, written] : values.entries()) {
      std::string text;
      if (!read_text(option.text(), written, text)) return;
      config_.options[std::string(rule.text())].insert_or_assign(std::string(option.text()),
                                                                 std::move(text));
    }
  }

  void set_targets(std::string_view name, yaml::Node value) {
    if (!expect_map(name, value)) return;
    for (const auto& [product, target] : value.entries()) {
      std::string text;
      if (!read_text(product.text(), target, text)) return;
      config_.targets.insert_or_assign(std::string(product.text()), std::move(text));
    }
  }

  void set_crds(std::string_view name, yaml::Node value) { read_list(name, value, config_.crds); }
  void set_rules(std::string_view name, yaml::Node value) { read_list(name, value, config_.rules); }
  void set_exclude(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.exclude);
  }

  void set_repo_urls(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.repo_urls);
  }

  void set_external(std::string_view name, yaml::Node value) {
    static constexpr auto kSettings = std::to_array<Setting>({
        {"namespaces", &ConfigReader::set_external_namespaces},
        {"hosts", &ConfigReader::set_external_hosts},
        {"gateways", &ConfigReader::set_external_gateways},
        {"secrets", &ConfigReader::set_external_secrets},
        {"providers", &ConfigReader::set_external_providers},
        {"revisions", &ConfigReader::set_external_revisions},
        {"gateway-classes", &ConfigReader::set_external_gateway_classes},
        {"complete", &ConfigReader::set_external_complete},
    });
    read_map(name, value, kSettings);
  }

  void set_external_namespaces(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.namespaces);
  }

  void set_external_hosts(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.hosts);
  }

  void set_external_gateways(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.gateways);
    expect_namespaces("gateway", value);
  }

  void set_external_secrets(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.secrets);
    expect_namespaces("secret", value);
  }

  void set_external_providers(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.providers);
  }

  void set_external_revisions(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.revisions);
  }

  void set_external_gateway_classes(std::string_view name, yaml::Node value) {
    read_list(name, value, config_.external.gateway_classes);
  }

  void set_external_complete(std::string_view name, yaml::Node value) {
    const std::optional<bool> is_complete = value.as_bool();
    if (!is_complete) fail(value, fmt::format("`{}` is not a boolean; write true or false", name));
    config_.external.is_complete = is_complete.value_or(false);
  }

  void expect_namespaces(std::string_view what, yaml::Node value) {
    for (const yaml::Node item : value) {
      if (item.text().find('/') == std::string_view::npos) {
        fail(item,
             fmt::format("{} `{}` has no namespace; write namespace/name", what, item.text()));
      }
    }
  }

  void set_jobs(std::string_view name, yaml::Node value) {
    const std::optional<std::int64_t> jobs = value.as_int();
    if (!jobs || *jobs < 0 || *jobs > kMostJobs) {
      fail(value, fmt::format("`{}` is {}; write an integer from 0 to {}", name,
                              value.is_scalar() && !value.text().empty()
                                  ? fmt::format("`{}`", value.text())
                                  : std::string(description_of(value)),
                              kMostJobs));
      return;
    }
    config_.jobs = static_cast<unsigned>(*jobs);
  }

  text::Source source_;
  bool has_own_rules_;
  Config config_;
  std::optional<Error> error_;
};

bool holds_repository(const std::string& folder) {
  return ::access((folder + "/.git").c_str(), F_OK) == 0;
}

// An absolute folder and all above it, the nearest first.
std::vector<std::string> folders_up(const std::string& directory) {
  if (!directory.starts_with('/')) return {};
  std::string at = fs::path(directory).lexically_normal().string();
  if (at.ends_with('/')) at.pop_back();  // "a/b/" is the folder a/b
  std::vector<std::string> folders;
  for (; !at.empty(); at.resize(at.rfind('/'))) folders.push_back(at);
  folders.emplace_back("/");
  return folders;
}

// `shown` is the path in messages.
Result<std::string> read_file(const std::string& path, std::string_view shown) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  if (!file) return Error{fmt::format("{}: {}", shown, std::generic_category().message(errno))};
  std::string bytes(kMostBytes + 1, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get()) != 0)
    return Error{fmt::format("{}: {}", shown, std::generic_category().message(errno))};
  if (bytes.size() > kMostBytes) {
    return Error{
        fmt::format("{}: larger than {} bytes, the limit for a configuration", shown, kMostBytes)};
  }
  return bytes;
}

}  // namespace

std::optional<Error> check_rule_name(std::string_view name) {
  if (name == "all") return std::nullopt;
  const std::vector<RuleInfo> known = all_rules();  // outlives the names that `nearest` views
  text::NearestName nearest(name);
  std::string same_name;
  for (const RuleInfo& rule : known) {
    const std::string_view family = family_of(rule.id);
    if (name == rule.id || name == family || is_former_name(rule, name)) return std::nullopt;
    for (const std::string& alias : rule.aliases) {
      if (alias == name)
        return Error{fmt::format("unknown rule `{}`; its name in meshlint is `{}`", name, rule.id)};
    }
    // A name without its family is a likely mistake that no edit distance finds.
    if (rule.id.size() > family.size() && rule.id.substr(family.size() + 1) == name) {
      same_name = rule.id;
    }
  }
  for (const RuleInfo& rule : known) {
    nearest.consider(rule.id);
    nearest.consider(family_of(rule.id));
  }
  return Error{fmt::format("unknown rule or family `{}`{}", name,
                           text::did_you_mean(same_name.empty() ? nearest.best() : same_name))};
}

Result<Config> parse_config(std::string_view text, std::string_view path, bool has_own_rules) {
  return ConfigReader(text, path, has_own_rules).read();
}

std::optional<std::string> find_config(const std::string& directory) {
  std::error_code error;
  for (const std::string& at : folders_up(directory)) {
    for (const char* name : kFileNames) {
      if (fs::is_regular_file(fs::path(at) / name, error)) return (fs::path(at) / name).string();
    }
    if (holds_repository(at)) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> find_repository(const std::string& directory) {
  for (const std::string& at : folders_up(directory)) {
    if (holds_repository(at)) return at;
  }
  return std::nullopt;
}

Result<Config> load_config(const std::string& path, const std::string& base) {
  const Result<std::string> whole = text::absolute_path(path, base);
  if (!whole) return whole.error();
  const std::string shown = text::shown_path(*whole, base);
  const Result<std::string> text = read_file(*whole, shown);
  if (!text) return text.error();
  Result<Config> config = parse_config(*text, shown);
  if (!config) return config;
  const fs::path folder = fs::path(*whole).parent_path();
  config->base = base;
  config->folder = folder.string();
  for (std::string& crds : config->crds) crds = (folder / crds).string();
  for (std::string& rules : config->rules) rules = (folder / rules).string();
  return config;
}

}  // namespace meshlint
