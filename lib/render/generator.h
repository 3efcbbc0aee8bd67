// The ConfigMaps and Secrets that a kustomization generates.
#ifndef MESHLINT_RENDER_GENERATOR_H_
#define MESHLINT_RENDER_GENERATOR_H_

#include <functional>
#include <string_view>
#include <vector>

#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::render {

// Gives the contents of a file that an entry names as a scalar that points into it, or a
// missing node if they are not known. `path` is the whole entry; the file's name begins in it
// at that byte.
using ReadFile = std::function<yaml::Node(yaml::Node path, std::size_t begin)>;

struct GeneratorInput {
  yaml::Node entry;           // an item of configMapGenerator or secretGenerator
  yaml::Node common_options;  // generatorOptions, perhaps missing
  bool is_secret = false;
};

// The object without the hash that kustomize adds to its name at the very end; a missing node
// if the entry has no name. Values from literals and files point there; those from env files
// point at the entry that names the file.
yaml::Node generate(yaml::Arena& arena, const GeneratorInput& input, const text::Sources& sources,
                    const ReadFile& read_file);

// What `behavior: merge` or `replace` makes of an object that exists: its name and namespace,
// labels and annotations of both; `keeps_data` says whether data of the old one stays, too.
yaml::Record merge_generated(yaml::Arena& arena, yaml::Node old, yaml::Node generated,
                             bool keeps_data);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_GENERATOR_H_
