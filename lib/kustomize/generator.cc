#include "kustomize/generator.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/unicode.h"
#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/document.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
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

// Broken into lines, each with a line break at its end, unless it all fits into one line.
std::string in_lines(const std::string& digits) {
  constexpr std::size_t kLine = 70;
  if (digits.size() < kLine) return digits;
  std::string result;
  result.reserve(digits.size() + digits.size() / kLine + 1);
  for (std::size_t i = 0; i < digits.size(); i += kLine) {
    result.append(digits, i, kLine);
    result += '\n';
  }
  return result;
}

class Generator {
 public:
  Generator(Context& context, const Kustomization& kustomization, const GeneratorInput& input)
      : context_(context), kustomization_(kustomization), arena_(context.arena()), input_(input) {}

  // False once a file's contents are not known.
  bool is_complete() const { return is_complete_; }

  yaml::Node object() {
    const yaml::Node name = input_.name;
    const text::Span at = input_.entry.span();
    if (name.text().empty()) {
      context_.report(kInvalidGenerator, name ? name.span() : at,
                      "the generated object has no `name`; add one");
    }
    if (!name.as_string() || name.text().empty()) return {};
    std::vector<yaml::Entry> root;
    put(root, "apiVersion", yaml::string_record(arena_, "v1", at));
    put(root, "kind", yaml::string_record(arena_, input_.is_secret ? "Secret" : "ConfigMap", at));
    put(root, "metadata", metadata(name));
    collect();
    if (!data_.empty() || input_.is_secret) put(root, "data", yaml::map_record(arena_, data_, at));
    if (!binary_data_.empty()) put(root, "binaryData", yaml::map_record(arena_, binary_data_, at));
    if (const yaml::Node immutable = asked_for("immutable")) {
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
  yaml::Node field(std::string_view name) const { return yaml::field_of(input_.entry, name); }
  // The option where it is true: in the entry, or in the common options.
  yaml::Node asked_for(std::string_view name) const {
    for (const yaml::Node options : {field("options"), input_.common_options}) {
      const yaml::Node option = yaml::field_of(options, name);
      if (option.as_bool() == true) return option;
    }
    return {};
  }

  void put(std::vector<yaml::Entry>& entries, std::string_view key, const yaml::Record& value) {
    entries.push_back({yaml::string_record(arena_, key, value.span), value});
  }

  yaml::Record metadata(yaml::Node name) {
    std::vector<yaml::Entry> entries;
    put(entries, "name", *name.record());
    if (input_.ns.as_string() && !input_.ns.text().empty()) {
      put(entries, "namespace", *input_.ns.record());
    }
    for (const std::string_view kind : {"labels", "annotations"}) {
      const yaml::Node own = yaml::field_of(field("options"), kind);
      std::vector<yaml::Entry> pairs = string_pairs(own);
      for (const yaml::Entry& common : string_pairs(yaml::field_of(input_.common_options, kind))) {
        if (!own[std::string_view(common.key.text, common.key.size)]) pairs.push_back(common);
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

  // `content` is the value as a scalar, which a ConfigMap uses as it is.
  void add_value(std::string_view name, text::Span key_at, std::string_view value, text::Span at,
                 const yaml::Record* content = nullptr) {
    const auto [first, is_new] = keys_.emplace(name, key_at);
    if (!is_new) {
      context_
          .report(kInvalidGenerator, key_at,
                  fmt::format("duplicate key \"{}\", rejected by kustomize; delete one",
                              text::shown(name)),
                  {std::string(name)})
          .related.push_back({first->second, "first set here"});
      return;
    }
    yaml::Record key = yaml::string_record(arena_, name, key_at);
    key.type = yaml::type_when_plain(name);  // kustomize writes no quotes
    if (input_.is_secret) {
      data_.push_back({key, yaml::string_record(arena_, in_lines(base64(value)), at)});
    } else if (!cel::is_valid_utf8(value)) {
      binary_data_.push_back({key, yaml::string_record(arena_, in_lines(base64(value)), at)});
    } else {
      data_.push_back({key, content ? *content : yaml::string_record(arena_, value, at)});
    }
  }

  void add_literal(yaml::Node literal) {
    const std::string_view text = literal.as_string().value_or(std::string_view());
    if (!literal.as_string()) return;  // the schema reports that
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0) {
      context_.report(kInvalidGenerator, literal.span(),
                      fmt::format("literal \"{}\" has no {}; write `key=value`", text::shown(text),
                                  equals == 0 ? "key" : "`=`"),
                      {std::string(text)});
      return;
    }
    std::size_t begin = equals + 1;
    std::size_t end = text.size();
    if (end - begin >= 2 && (text[begin] == '"' || text[begin] == '\'') &&
        text[end - 1] == text[begin]) {
      ++begin;
      --end;
    }
    const yaml::ScalarMap map(literal, context_.workspace.sources()[literal.span().source].bytes());
    add_value(text.substr(0, equals), map.span(0, equals), text.substr(begin, end - begin),
              map.span(begin, end));
  }

  void add_file(yaml::Node entry) {
    const std::string_view text = entry.as_string().value_or(std::string_view());
    if (text.empty()) return;
    const std::size_t equals = text.find('=');
    const std::size_t begin = equals == text.npos ? 0 : equals + 1;
    std::string_view name = text.substr(0, equals);
    if (equals == text.npos) name = name.substr(name.rfind('/') + 1);
    if (name.empty() || begin == text.size() || text.find('=', begin) != text.npos) {
      context_.report(
          kInvalidGenerator, entry.span(),
          fmt::format("\"{}\" doesn't name a file; write `key=path` or `path`", text::shown(text)),
          {std::string(text)});
      return;
    }
    const yaml::Node content = read(entry, begin);
    if (!content) return;
    add_value(name, entry.span(), content.text(), content.span(), content.record());
  }

  // The contents of the file whose path begins at that byte of the entry, as a scalar that points
  // into the file; missing if they are unknown.
  yaml::Node read(yaml::Node entry, std::size_t begin) {
    const std::string_view path = entry.text().substr(begin);
    const auto found = context_.readable_file(kustomization_, entry, path, "file");
    is_complete_ = is_complete_ && found;
    if (!found) return {};
    const model::ManifestFile* const file = context_.workspace.file(*found);
    if (!file) {
      is_complete_ = false;
      context_.unresolved(entry.span(), text::shown(path), "file contents, not read");
      return {};
    }
    const std::string_view bytes = context_.workspace.sources()[file->source].bytes();
    yaml::Record content{};
    content.text = bytes.data();
    content.size = static_cast<std::uint32_t>(bytes.size());
    content.span = {file->source, 0, content.size};
    content.kind = yaml::Kind::kScalar;
    content.style = yaml::Style::kDoubleQuoted;  // a string, even if it looks like a number
    content.type = yaml::ScalarType::kString;
    return yaml::place(arena_, content);
  }

  void add_env_file(yaml::Node entry) {
    if (!entry.as_string() || entry.text().empty()) return;
    const yaml::Node content = read(entry, 0);
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
      if (equals == 0 || !cel::is_valid_utf8(line)) {
        context_.report(kInvalidGenerator, place,
                        equals == 0 ? "the line has no key; write `KEY=value`"
                                    : "the line is not UTF-8; kustomize rejects it");
        continue;
      }
      add_value(line.substr(0, equals), place, value, place);
    }
  }

  Context& context_;
  const Kustomization& kustomization_;
  yaml::Arena& arena_;
  const GeneratorInput& input_;
  std::map<std::string, text::Span, std::less<>> keys_;  // where each was set first
  bool is_complete_ = true;
  std::vector<yaml::Entry> data_;
  std::vector<yaml::Entry> binary_data_;
};

// The entries of `under`, replaced by those of `over` with the same key; missing if both are.
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

// The result of `behavior: merge` or `replace`: the name and namespace of the existing object, the
// labels and annotations of both and, with `keeps_data`, the data of both.
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

bool wants_hash(const GeneratorInput& input) {
  return std::ranges::none_of(
      std::initializer_list<yaml::Node>{yaml::field_of(input.entry, "options"),
                                        input.common_options},
      [](yaml::Node options) {
        return yaml::field_of(options, "disableNameSuffixHash").as_bool() == true;
      });
}

void add_generated(Context& context, const Kustomization& kustomization, Stage& stage,
                   const GeneratorInput& input, yaml::Node root) {
  context.merge_schema.note_object();
  Object fresh = Object::of(root, input.entry.span());
  context.metadata.note_generator(fresh, input.path.empty() ? kustomization.file->path : input.path,
                                  input.is_secret ? "SecretGenerator" : "ConfigMapGenerator",
                                  input.metadata);
  fresh.needs_hash = wants_hash(input);
  const std::string_view behavior = yaml::field_of(input.entry, "behavior").text();
  const bool is_merge = behavior == "merge";
  const std::vector<std::uint32_t> old = stage.objects.with_any_id(fresh);
  const text::Span at = fresh.root["metadata"]["name"].span();
  if (!is_merge && behavior != "replace") {
    if (old.empty()) return stage.objects.add(std::move(fresh));
    context
        .report(kDuplicateResource, at,
                fmt::format("{} already exists; set `behavior: merge` or `replace`", fresh.title()),
                {fresh.title()})
        .related.push_back({name_place(stage.objects.all()[old.front()]), "defined here"});
    return;
  }
  if (old.empty()) {
    if (stage.may_have_more) return;
    context.report(kPatchTargetMissing, at,
                   fmt::format("`behavior: {}` needs an existing {}{}", behavior, fresh.title(),
                               context.did_you_mean(stage, fresh.kind, fresh.name)),
                   {std::string(behavior), fresh.title()});
    return;
  }
  if (old.size() > 1) {
    context
        .report(kInvalidGenerator, at,
                fmt::format("`behavior: {}` matches {} objects named {}; add a namespace", behavior,
                            old.size(), fresh.title()),
                {std::string(behavior), std::to_string(old.size()), fresh.title()})
        .related.push_back({name_place(stage.objects.all()[old.front()]), "first match"});
    return;
  }
  Object& target = stage.objects.all()[old.front()];
  const yaml::Node before = target.root;
  target.needs_hash = target.needs_hash && fresh.needs_hash;
  if (!is_merge) target.generator = fresh.generator;
  target.replace(context.arena(), merge_generated(context.arena(), before, root, is_merge));
  target.restore_identity(context.arena(), before);
  context.note_step(target, before,
                    {.at = input.entry.span(),
                     .what = input.is_secret ? "secretGenerator" : "configMapGenerator"});
}

}  // namespace

void generate(Context& context, const Kustomization& kustomization, Stage& stage,
              const GeneratorInput& input) {
  Generator generator(context, kustomization, input);
  const yaml::Node root = generator.object();
  stage.may_differ |= !generator.is_complete();
  if (root) add_generated(context, kustomization, stage, input, root);
}

}  // namespace meshlint::kustomize
