#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/helm_values.h"
#include "model/repository_url.h"
#include "rules/argocd/argocd.h"
#include "yaml/arena.h"

namespace meshlint::rules::argocd {

void invalid_parameter(const Environment& environment, Report& report) {
  for (const Resource* const application : environment.of_kind("argoproj.io", "Application")) {
    std::vector<std::string_view> own_refs;
    for_each_source(application->root["spec"], [&](Node source) {
      if (source["ref"] && model::is_one_of(source["repoURL"].text(), environment.own_urls)) {
        own_refs.push_back(source["ref"].text());
      }
    });
    for_each_source(application->root["spec"], [&](Node source) {
      const Node helm = source["helm"];
      if (helm["parameters"].empty() && helm["valueFiles"].empty()) return;
      // Another branch may have the file.
      const std::string_view revision = source["targetRevision"].text();
      const bool is_here = model::is_one_of(source["repoURL"].text(), environment.own_urls) &&
                           !source["chart"] && (revision.empty() || revision == "HEAD");
      const model::ValueFiles files{
          .workspace = environment.workspace,
          .directory = is_here ? model::join("", source["path"].text()) : std::nullopt,
          .own_refs = own_refs,
          .application_name = application->name};
      yaml::Arena arena;
      std::vector<yaml::File> embedded;
      for (const model::HelmMistake& mistake :
           model::helm_values(helm, files, arena, embedded).mistakes) {
        // Not `is_templated`, because a list begins with a brace as well.
        const std::string_view text = mistake.at.text();
        if (text.find("{{") != text.npos || has_blank_to_fill(text)) continue;
        report.add_text(application, mistake.at, mistake.message, {}).at(mistake.span);
      }
    });
  }
}

}  // namespace meshlint::rules::argocd
