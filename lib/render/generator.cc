#include "render/generator.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "render/lookup.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::render {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    result += kDigits[group >> 18 & 63];
    result += kDigits[group >> 12 & 63];
    result += i + 1 < bytes.size() ? kDigits[group >> 6 & 63] : '=';
    result += i + 2 < bytes.size() ? kDigits[group & 63] : '=';
  }
  return result;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xC2 && lead <= 0xDF ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || i + length > bytes.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

class Generator {
 public:
  Generator(yaml::Arena& arena, const GeneratorInput& input, const text::Sources& sources,
            const ReadFile& read_file)
      : arena_(arena), input_(input), sources_(sources), read_file_(read_file) {}

  yaml::Node object() {
    const yaml::Node name = field("name");
    if (!name.as_string() || name.text().empty()) return {};
    const text::Span at = input_.entry.span();
    std::vector<yaml::Entry> root;
    put(root, "apiVersion", yaml::string_record(arena_, "v1", at));
    put(root, "kind", yaml::string_record(arena_, input_.is_secret ? "Secret" : "ConfigMap", at));
    put(root, "metadata", metadata(name));
    collect();
    if (!data_.empty() || input_.is_secret) put(root, "data", yaml::map_record(arena_, data_, at));
    if (!binary_data_.empty()) put(root, "binaryData", yaml::map_record(arena_, binary_data_, at));
    if (const yaml::Node immutable = option("immutable"); immutable.as_bool() == true) {
      put(root, "immutable", *immutable.record());
    }
    if (input_.is_secret) {
      const yaml::Node type = field("type");
      put(root, "type",
          type.as_string() ? *type.record() : yaml::string_record(arena_, "Opaque", at));
    }
    return yaml::place(arena_, yaml::map_record(arena_, root, at));
  }

 private:
  yaml::Node field(std::string_view name) const { return field_of(input_.entry, name); }
  // The entry's own option, or else the common one.
  yaml::Node option(std::string_view name) const {
    const yaml::Node own = field_of(field("options"), name);
    return own ? own : field_of(input_.common_options, name);
  }

  void put(std::vector<yaml::Entry>& entries, std::string_view key, const yaml::Record& value) {
    entries.push_back({yaml::string_record(arena_, key, value.span), value});
  }

  yaml::Record metadata(yaml::Node name) {
    std::vector<yaml::Entry> entries;
    put(entries, "name", *name.record());
    if (const yaml::Node ns = field("namespace"); ns.as_string() && !ns.text().empty()) {
      put(entries, "namespace", *ns.record());
    }
    for (const std::string_view kind : {"labels", "annotations"}) {
      std::vector<yaml::Entry> pairs;
      const yaml::Node own = field_of(field("options"), kind);
      for (const auto [key, value] : own.entries()) {
        if (value.as_string()) pairs.push_back({*key.record(), *value.record()});
      }
      for (const auto [key, value] : field_of(input_.common_options, kind).entries()) {
        if (value.as_string() && !own[key.text()])
          pairs.push_back({*key.record(), *value.record()});
      }
      if (!pairs.empty()) put(entries, kind, yaml::map_record(arena_, pairs, input_.entry.span()));
    }
    return yaml::map_record(arena_, entries, input_.entry.span());
  }

  void collect() {
    const yaml::Node env = field("env");
    if (env.as_string()) add_env_file(env);
    for (const yaml::Node envs : field("envs")) add_env_file(envs);
    for (const yaml::Node literal : field("literals")) add_literal(literal);
    for (const yaml::Node file : field("files")) add_file(file);
  }

  void add_value(const yaml::Record& key, std::string_view value, text::Span at) {
    if (input_.is_secret) {
      data_.push_back({key, yaml::string_record(arena_, base64(value), at)});
    } else if (is_utf8(value)) {
      data_.push_back({key, yaml::string_record(arena_, value, at)});
    } else {
      binary_data_.push_back({key, yaml::string_record(arena_, base64(value), at)});
    }
  }

  void add_literal(yaml::Node literal) {
    const std::string_view text = literal.as_string().value_or(std::string_view());
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0) return;
    std::size_t begin = equals + 1;
    std::size_t end = text.size();
    if (end - begin >= 2 && (text[begin] == '"' || text[begin] == '\'') &&
        text[end - 1] == text[begin]) {
      ++begin;
      --end;
    }
    const yaml::ScalarMap map(literal, sources_[literal.span().source].bytes());
    const yaml::Record key =
        yaml::string_record(arena_, text.substr(0, equals), map.span(0, equals));
    add_value(key, text.substr(begin, end - begin), map.span(begin, end));
  }

  void add_file(yaml::Node entry) {
    const std::string_view text = entry.as_string().value_or(std::string_view());
    if (text.empty()) return;
    const std::size_t equals = text.find('=');
    const std::size_t begin = equals == text.npos ? 0 : equals + 1;
    std::string_view name = text.substr(0, equals);
    if (equals == text.npos) name = name.substr(name.rfind('/') + 1);
    const yaml::Node content = read_file_(entry, begin);
    if (!content || name.empty()) return;
    const yaml::Record key = yaml::string_record(arena_, name, entry.span());
    if (!input_.is_secret && is_utf8(content.text())) {
      data_.push_back({key, *content.record()});
    } else {
      add_value(key, content.text(), content.span());
    }
  }

  void add_env_file(yaml::Node entry) {
    if (!entry.as_string() || entry.text().empty()) return;
    const yaml::Node content = read_file_(entry, 0);
    std::string_view rest = content.text();
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty()) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (line.ends_with('\r')) line.remove_suffix(1);
      while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
      if (line.empty() || line.front() == '#') continue;
      const std::size_t equals = line.find('=');
      const std::string_view value = equals == line.npos ? "" : line.substr(equals + 1);
      const auto at = static_cast<std::uint32_t>(line.data() - content.text().data());
      const text::Span place{content.span().source, at,
                             static_cast<std::uint32_t>(at + line.size())};
      add_value(yaml::string_record(arena_, line.substr(0, equals), place), value, place);
    }
  }

  yaml::Arena& arena_;
  const GeneratorInput& input_;
  const text::Sources& sources_;
  const ReadFile& read_file_;
  std::vector<yaml::Entry> data_;
  std::vector<yaml::Entry> binary_data_;
};

// Entries of `over` on top of those of `under`; missing if both are.
yaml::Node overlaid(yaml::Arena& arena, yaml::Node under, yaml::Node over) {
  if (!over) return under;
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : under.entries()) {
    if (!over[key.text()]) entries.push_back({*key.record(), *value.record()});
  }
  for (const auto [key, value] : over.entries())
    entries.push_back({*key.record(), *value.record()});
  return yaml::place(arena, yaml::map_record(arena, entries, over.span()));
}

}  // namespace

yaml::Node generate(yaml::Arena& arena, const GeneratorInput& input, const text::Sources& sources,
                    const ReadFile& read_file) {
  return Generator(arena, input, sources, read_file).object();
}

yaml::Record merge_generated(yaml::Arena& arena, yaml::Node old, yaml::Node generated,
                             bool keeps_data) {
  const auto with = [&](yaml::Node map, std::string_view key, yaml::Node value) {
    if (!value || value == map[key]) return *map.record();
    return yaml::with_entry(arena, map, yaml::string_record(arena, key, value.span()),
                            *value.record());
  };
  yaml::Record metadata = *old["metadata"].record();
  for (const std::string_view kind : {"labels", "annotations"}) {
    const yaml::Node both = overlaid(arena, old["metadata"][kind], generated["metadata"][kind]);
    metadata = with(yaml::Node(&metadata), kind, both);
  }
  yaml::Record root = *generated.record();
  root = with(yaml::Node(&root), "metadata", yaml::place(arena, metadata));
  if (keeps_data) {
    for (const std::string_view kind : {"data", "binaryData"}) {
      root = with(yaml::Node(&root), kind, overlaid(arena, old[kind], generated[kind]));
    }
  }
  return root;
}

}  // namespace meshlint::render
