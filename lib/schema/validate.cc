#include "schema/validate.h"

#include "schema/walk.h"

namespace meshlint::schema {

void validate(Kind kind, yaml::Node resource, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone) {
  Walk(targets, part, problems, left_alone).resource(kind, resource);
}

void validate(Type type, yaml::Node value, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone) {
  Walk(targets, part, problems, left_alone).value({nullptr, type, value, yaml::Node(), 0});
}

}  // namespace meshlint::schema
