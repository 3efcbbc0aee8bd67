#include "schema/own_schemas.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "schema/crd.h"
#include "text/given_files.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {

OwnSchemas OwnSchemas::read(std::span<const yaml::Node> roots,
                            std::vector<text::Problem>& problems) {
  std::vector<yaml::Node> crds;
  std::ranges::copy_if(roots, std::back_inserter(crds), is_crd);
  OwnSchemas own;
  if (crds.empty()) return own;
  SchemaRead read = read_schemas(crds);
  std::ranges::move(read.problems, std::back_inserter(problems));
  auto kept = std::make_unique<Kept>();
  kept->storage = build_tables(read.draft);
  kept->tables = kept->storage.view({});
  own.kept_ = std::move(kept);
  return own;
}

Result<OwnSchemas> OwnSchemas::load(const std::vector<std::string>& paths, std::string_view base) {
  text::Sources sources;
  std::vector<yaml::File> files;
  std::vector<yaml::Node> roots;
  for (const std::string& path : paths) {
    const Result<std::vector<text::SourceId>> found = text::read_given_files(path, base, sources);
    if (!found) return found.error();
    const std::size_t before = roots.size();
    for (const text::SourceId id : *found) {
      files.push_back(yaml::parse(sources[id], id));
      if (!files.back().problems.empty()) {
        return Error{text::located_message(sources, files.back().problems.front())};
      }
      for (const yaml::Document& document : files.back().documents) {
        if (document.root["kind"].text() == "List") {
          for (const yaml::Node item : document.root["items"]) roots.push_back(item);
        } else {
          roots.push_back(document.root);
        }
      }
    }
    if (std::none_of(roots.begin() + static_cast<std::ptrdiff_t>(before), roots.end(), is_crd)) {
      return Error{fmt::format("{}: no CustomResourceDefinition found", path)};
    }
  }
  std::vector<text::Problem> problems;
  OwnSchemas own = read(roots, problems);
  if (!problems.empty()) {
    return Error{text::located_message(sources, problems.front())};
  }
  return own;
}

}  // namespace meshlint::schema
