#include "argocd/application_set.h"

#include <fmt/core.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "argocd/application_template.h"
#include "argocd/generator_clusters.h"
#include "argocd/generator_external.h"
#include "argocd/generator_git.h"
#include "argocd/generator_list.h"
#include "argocd/generator_matrix.h"
#include "argocd/generator_merge.h"
#include "argocd/template_renderer.h"

namespace meshlint::argocd {
namespace {

using model::Resource;
using yaml::Node;

// A `matrix` or `merge` may have another one as a child, but that one no further.
constexpr std::size_t kMostLevels = 2;

class Expander {
 public:
  Expander(const Resource& set, GeneratorInputs& inputs)
      : set_(set),
        spec_(set.root["spec"]),
        report_(set, inputs.workspace->sources()),
        renderer_(spec_, *inputs.arena, inputs.budget, report_),
        template_(set, renderer_, *inputs.arena, report_),
        context_{set, inputs, renderer_, report_} {}

  Expansion run() {
    for (const Node entry : spec_["generators"]) {
      bool is_empty = true;
      for (const std::string_view kind : kGeneratorKinds) {
        const Node body = entry[kind];
        if (!body || body.is_null()) continue;
        is_empty = false;
        ParameterSets sets;
        if (!generate(entry, kind, Node(), 0, sets)) continue;
        const Node base = template_for(context_.arena(), spec_, body);
        for (const Node parameters : sets) create_application(base, parameters);
      }
      if (is_empty && entry.is_map()) {
        report_.add(
            entry.span(),
            "this entry names no generator, so it creates nothing; add one, such as `list`");
      }
    }
    renderer_.report_unset(rendered_);
    Expansion result = report_.take();
    result.applications = std::move(applications_);
    return result;
  }

 private:
  // Appends the sets of one generator of an entry that its `selector` selects; false if they
  // cannot be determined.
  bool generate(Node entry, std::string_view kind, Node outer, std::size_t depth,
                ParameterSets& sets) {
    Generator generator{.entry = entry, .kind = kind, .body = entry[kind]};
    if (outer) {
      const auto rendered = renderer_.tree(generator.body, outer, OnProblem::kIgnore);
      if (!rendered) {
        return report_.add_unresolved(
            generator.span(), context_.title_of(generator),
            "it can't be rendered with the parameters of the outer generator");
      }
      generator.body = *rendered;
    }
    ParameterSets all;
    if (!generate_all(generator, depth, all)) return false;
    const Node selector = entry["selector"];
    for (const Node parameters : all) {
      if (selector.is_map() && !is_selected(selector, parameters)) continue;
      sets.push_back(parameters);
    }
    return true;
  }

  bool generate_all(const Generator& generator, std::size_t depth, ParameterSets& sets) {
    const std::string_view kind = generator.kind;
    if (const std::string_view reason = reason_of_external(kind); !reason.empty()) {
      return report_.add_unresolved(generator.span(), context_.title_of(generator),
                                    std::string(reason));
    }
    if (kind == "list") return list_sets(context_, generator, sets);
    if (kind == "git") return git_sets(context_, generator, sets);
    if (kind == "clusters") return cluster_sets(context_, generator, sets);
    if (depth >= kMostLevels) {
      report_.add(generator.span(),
                  fmt::format("`{}` is nested too deeply; Argo CD accepts one level of `matrix` "
                              "and `merge` in another",
                              kind),
                  {std::string(kind)});
      return false;
    }
    const GenerateChild child = [&](Node entry, std::string_view child_kind, Node outer,
                                    ParameterSets& child_sets) {
      return generate(entry, child_kind, outer, depth + 1, child_sets);
    };
    return kind == "matrix" ? matrix_sets(context_, generator, child, sets)
                            : merge_sets(context_, generator, child, sets);
  }

  void create_application(Node base, Node parameters) {
    if (applications_.size() >= kMostApplications) {
      report_.add(set_.root.key("kind").span(),
                  fmt::format("the generators create more than {} Applications; the rest is not "
                              "checked",
                              kMostApplications));
      return;
    }
    ++rendered_;
    const auto rendered = template_.render(base, parameters);
    if (!rendered) return;
    const Node name = rendered->at("metadata.name");
    if (!name.is_scalar() || name.text().empty()) return;
    if (!names_.insert(name.text()).second) {
      report_.add(name.span(),
                  fmt::format("two parameter sets create the Application `{}`; only the first "
                              "takes effect",
                              name.text()),
                  {std::string(name.text())});
      return;
    }
    if (const auto resource = model::resource_of(template_.completed(*rendered))) {
      applications_.push_back(*resource);
    }
  }

  const Resource& set_;
  Node spec_;
  ExpansionReport report_;
  TemplateRenderer renderer_;
  ApplicationTemplate template_;
  GeneratorContext context_;
  std::vector<Resource> applications_;
  std::set<std::string_view> names_;
  std::size_t rendered_ = 0;  // Applications, with those that could not be rendered
};

}  // namespace

Expansion expand_application_set(const Resource& set, GeneratorInputs& inputs) {
  return Expander(set, inputs).run();
}

}  // namespace meshlint::argocd
