#include "meshlint/environments.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "report/json_writer.h"
#include "report/unicode.h"

namespace meshlint {
namespace {

std::string place_text(const Place& place) {
  return place.line > 0 && !place.path.empty() ? fmt::format("{}:{}", place.path, place.line)
                                               : place.path;
}

std::string number_of_resources(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "resource" : "resources");
}

// "23 resources: 8 Application, 5 Service, ...", the most frequent kinds first.
std::string counts_text(const EnvironmentInfo& environment) {
  std::vector<std::pair<std::string_view, std::size_t>> kinds(environment.kinds.begin(),
                                                              environment.kinds.end());
  std::ranges::stable_sort(kinds, std::ranges::greater(),
                           [](const auto& kind) { return kind.second; });
  std::string text = number_of_resources(environment.resources);
  constexpr std::size_t kMostKinds = 8;
  for (std::size_t i = 0; i < std::min(kinds.size(), kMostKinds); ++i) {
    fmt::format_to(std::back_inserter(text), "{} {} {}", i == 0 ? ":" : ",", kinds[i].second,
                   kinds[i].first);
  }
  if (kinds.size() > kMostKinds) {
    fmt::format_to(std::back_inserter(text), ", {} other kinds", kinds.size() - kMostKinds);
  }
  return text;
}

std::string source_text(const SourceInfo& source) {
  std::string text;
  if (!source.chart.empty()) {
    text = fmt::format("chart {} {} of {}", source.chart, source.revision, source.repo_url);
  } else if (source.is_here) {
    text = fmt::format("{}  ({}{})", source.path, number_of_resources(source.resources),
                       source.is_whole ? "" : ", and what is unresolved");
  } else if (!source.path.empty()) {
    text = fmt::format("{} of {}", source.path, source.repo_url);
  } else {
    text = source.repo_url;
  }
  if (source.chart.empty() && !source.is_here && !source.revision.empty()) {
    text += fmt::format(" {}", source.revision);
  }
  if (!source.ref.empty()) text += fmt::format("  (values as ${})", source.ref);
  return text;
}

std::string destination_text(const ApplicationInfo& application) {
  std::string text = application.destination.empty() ? "no cluster" : application.destination;
  const std::size_t scheme = text.find("://");
  if (scheme != text.npos) text.erase(0, scheme + 3);
  if (text == "kubernetes.default.svc") text = "in-cluster";
  if (!application.destination_namespace.empty()) text += '/' + application.destination_namespace;
  return text;
}

void append_application(const ApplicationInfo& application, std::string& text) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "    {} -> {}  {}\n", application.name, destination_text(application),
                 place_text(application.place));
  if (!application.made_by.empty()) fmt::format_to(out, "      by {}\n", application.made_by);
  if (!application.brought_by.empty()) fmt::format_to(out, "      in {}\n", application.brought_by);
  for (const SourceInfo& source : application.sources) {
    fmt::format_to(out, "      {}\n", source_text(source));
  }
}

void write_place(report::JsonWriter& json, const Place& place) {
  json.field("path", place.path);
  json.field("line", place.line);
  json.field("column", place.column);
}

void write_application(report::JsonWriter& json, const ApplicationInfo& application) {
  json.begin_object();
  json.field("name", application.name);
  json.field("namespace", application.ns);
  write_place(json, application.place);
  json.field("made_by", application.made_by);
  json.field("brought_by", application.brought_by);
  json.field("destination", application.destination);
  json.field("destination_namespace", application.destination_namespace);
  json.begin_array("sources");
  for (const SourceInfo& source : application.sources) {
    json.begin_object();
    json.field("repo_url", source.repo_url);
    json.field("path", source.path);
    json.field("chart", source.chart);
    json.field("revision", source.revision);
    json.field("ref", source.ref);
    json.field("is_here", source.is_here);
    json.field("is_whole", source.is_whole);
    json.field("resources", static_cast<std::uint64_t>(source.resources));
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

// The graph that both forms of it draw. Ids are counted, so that any text may be a name.
struct Graph {
  struct Vertex {
    enum class Kind { kEnvironment, kSet, kApplication, kSource };
    Kind kind = Kind::kEnvironment;
    std::string label;
  };
  std::vector<Vertex> vertices;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  std::set<std::pair<std::size_t, std::size_t>> known_edges;
  std::map<std::string, std::size_t> ids;

  std::size_t vertex(Vertex::Kind kind, const std::string& id, const std::string& label) {
    const auto [at, is_new] = ids.try_emplace(id, vertices.size());
    if (is_new) vertices.push_back({kind, label});
    return at->second;
  }
  void edge(std::size_t from, std::size_t to) {
    if (known_edges.emplace(from, to).second) edges.emplace_back(from, to);
  }
};

Graph graph_of(const EnvironmentInfo& environment) {
  using Kind = Graph::Vertex::Kind;
  Graph graph;
  const std::size_t root = graph.vertex(
      Kind::kEnvironment, "",
      fmt::format("{} ({})", environment.name, number_of_resources(environment.resources)));
  const auto title = [](const ApplicationInfo& application) {
    return fmt::format("Application {}{}{}", application.ns, application.ns.empty() ? "" : "/",
                       application.name);
  };
  for (const ApplicationInfo& application : environment.applications) {
    graph.vertex(Kind::kApplication, title(application), application.name);
  }
  for (const ApplicationInfo& application : environment.applications) {
    const std::size_t self = graph.ids.at(title(application));
    std::size_t parent = root;
    const auto brings = graph.ids.find(application.brought_by);
    if (!application.brought_by.empty() && brings != graph.ids.end()) parent = brings->second;
    if (!application.made_by.empty()) {
      const std::size_t set =
          graph.vertex(Kind::kSet, application.made_by + '\n', application.made_by);
      graph.edge(parent, set);
      parent = set;
    }
    if (parent != self) graph.edge(parent, self);
    for (const SourceInfo& source : application.sources) {
      if (source.path.empty() && source.chart.empty()) continue;
      const std::string label = source_text(source);
      graph.edge(self, graph.vertex(Kind::kSource, "source " + label, label));
    }
  }
  return graph;
}

// A text for a graph's label: quotes of the language would end it.
std::string label_text(std::string_view text, std::string_view quote_as) {
  std::string result;
  for (const char c : report::valid_utf8(text)) {
    if (c == '"') {
      result += quote_as;
    } else if (c == '\\') {
      result += "\\\\";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

}  // namespace

std::string environments_text(const EnvironmentList& list) {
  std::string text;
  auto out = std::back_inserter(text);
  std::size_t applications = 0;
  for (const EnvironmentInfo& environment : list.environments) {
    applications += environment.applications.size();
    fmt::format_to(out, "{}\n  {}\n", environment.name, counts_text(environment));
    if (!environment.applications.empty()) text += "  Applications:\n";
    for (const ApplicationInfo& application : environment.applications) {
      append_application(application, text);
    }
    if (!environment.unresolved.empty()) text += "  unresolved:\n";
    for (const Unchecked& entry : environment.unresolved) {
      fmt::format_to(out, "    {}: {}: {}\n", place_text(entry.place), entry.what, entry.reason);
    }
    if (!environment.mistakes.empty()) text += "  mistakes:\n";
    for (const Unchecked& entry : environment.mistakes) {
      fmt::format_to(out, "    {}: {}\n", place_text(entry.place), entry.what);
    }
    text += '\n';
  }
  fmt::format_to(out, "{} environments, {} Applications, {} files\n", list.environments.size(),
                 applications, list.files);
  return text;
}

std::string environments_json(const EnvironmentList& list) {
  report::JsonWriter json;
  json.begin_object();
  json.field("version", 1);
  json.begin_array("environments");
  for (const EnvironmentInfo& environment : list.environments) {
    json.begin_object();
    json.field("name", environment.name);
    json.field("root", environment.root);
    json.field("cluster", environment.cluster);
    json.field("resources", static_cast<std::uint64_t>(environment.resources));
    json.begin_object("kinds");
    for (const auto& [kind, count] : environment.kinds) {
      json.field(kind, static_cast<std::uint64_t>(count));
    }
    json.end_object();
    json.begin_array("applications");
    for (const ApplicationInfo& application : environment.applications) {
      write_application(json, application);
    }
    json.end_array();
    json.begin_array("unresolved");
    for (const Unchecked& entry : environment.unresolved) {
      json.begin_object();
      write_place(json, entry.place);
      json.field("what", entry.what);
      json.field("reason", entry.reason);
      json.end_object();
    }
    json.end_array();
    json.begin_array("mistakes");
    for (const Unchecked& entry : environment.mistakes) {
      json.begin_object();
      write_place(json, entry.place);
      json.field("message", entry.what);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.finish();
}

std::string environments_dot(const EnvironmentList& list) {
  std::string text = "digraph environments {\n  rankdir=LR;\n  node [shape=box];\n";
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < list.environments.size(); ++i) {
    const Graph graph = graph_of(list.environments[i]);
    fmt::format_to(out, "  subgraph cluster_{} {{\n    label=\"{}\";\n", i,
                   label_text(list.environments[i].name, "\\\""));
    for (std::size_t k = 0; k < graph.vertices.size(); ++k) {
      using Kind = Graph::Vertex::Kind;
      const Graph::Vertex& vertex = graph.vertices[k];
      const std::string_view shape = vertex.kind == Kind::kEnvironment ? ", shape=folder"
                                     : vertex.kind == Kind::kSet       ? ", style=dashed"
                                     : vertex.kind == Kind::kSource    ? ", shape=note"
                                                                       : "";
      fmt::format_to(out, "    n{}_{} [label=\"{}\"{}];\n", i, k, label_text(vertex.label, "\\\""),
                     shape);
    }
    for (const auto& [from, to] : graph.edges) {
      fmt::format_to(out, "    n{}_{} -> n{}_{};\n", i, from, i, to);
    }
    text += "  }\n";
  }
  return text + "}\n";
}

std::string environments_mermaid(const EnvironmentList& list) {
  std::string text = "flowchart LR\n";
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < list.environments.size(); ++i) {
    const Graph graph = graph_of(list.environments[i]);
    fmt::format_to(out, "  subgraph e{}[\"{}\"]\n", i,
                   label_text(list.environments[i].name, "#quot;"));
    for (std::size_t k = 0; k < graph.vertices.size(); ++k) {
      using Kind = Graph::Vertex::Kind;
      const Graph::Vertex& vertex = graph.vertices[k];
      const std::string label = label_text(vertex.label, "#quot;");
      if (vertex.kind == Kind::kSet) {
        fmt::format_to(out, "    n{}_{}{{{{\"{}\"}}}}\n", i, k, label);
      } else if (vertex.kind == Kind::kSource) {
        fmt::format_to(out, "    n{}_{}([\"{}\"])\n", i, k, label);
      } else {
        fmt::format_to(out, "    n{}_{}[\"{}\"]\n", i, k, label);
      }
    }
    for (const auto& [from, to] : graph.edges) {
      fmt::format_to(out, "    n{}_{} --> n{}_{}\n", i, from, i, to);
    }
    text += "  end\n";
  }
  return text;
}

}  // namespace meshlint
