// Makes an Application from a template and one parameter set.
//
//   Node base = template_for(arena, spec, generator_body);
//   std::optional<Node> made = application_template.render(base, parameters);
#ifndef MESHLINT_ARGOCD_APPLICATION_TEMPLATE_H_
#define MESHLINT_ARGOCD_APPLICATION_TEMPLATE_H_

#include <optional>

#include "argocd/expansion.h"
#include "argocd/template_renderer.h"
#include "model/resource.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// The template that applies to the sets of a generator: that of the ApplicationSet's `spec`, merged
// with the generator's own if it has one.
yaml::Node template_for(yaml::Arena& arena, yaml::Node spec, yaml::Node generator_body);

// A strategic merge patch on an Application, whose lists have no merge keys: mappings merge, null
// deletes, everything else replaces.
yaml::Node patched(yaml::Arena& arena, yaml::Node base, yaml::Node patch);

class ApplicationTemplate {
 public:
  // Keeps references to its arguments.
  ApplicationTemplate(const model::Resource& set, TemplateRenderer& renderer, yaml::Arena& arena,
                      ExpansionReport& report)
      : set_(set), renderer_(renderer), arena_(arena), report_(report) {}

  // The template `base` and then `templatePatch`, rendered. Nothing if one of them can't be
  // rendered or is not a mapping, which is reported.
  std::optional<yaml::Node> render(yaml::Node base, yaml::Node parameters);

  // `rendered` with what Argo CD sets itself: the kind, and the namespace of the ApplicationSet.
  yaml::Node completed(yaml::Node rendered) const;

 private:
  std::optional<yaml::Node> with_patch(yaml::Node application, yaml::Node patch,
                                       yaml::Node parameters);

  const model::Resource& set_;
  TemplateRenderer& renderer_;
  yaml::Arena& arena_;
  ExpansionReport& report_;
};

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_APPLICATION_TEMPLATE_H_
