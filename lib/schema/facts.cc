#include "schema/facts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "schema/shipped_facts.h"
#include "text/ascii.h"

namespace meshlint::schema {
namespace {

// Whether protobuf's JSON reads `name`, the spelling of a .proto file, as the field `json_name`:
// "mesh_networks" as "meshNetworks".
bool is_proto_spelling(std::string_view name, std::string_view json_name) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_word_start = name[i] == '_' && ++i < name.size();
    if (i == name.size() || at == json_name.size()) return false;
    if (is_word_start && text::to_lower(name[i]) != name[i]) return false;
    const bool is_letter = name[i] >= 'a' && name[i] <= 'z';
    const char c = is_word_start && is_letter ? static_cast<char>(name[i] - 'a' + 'A') : name[i];
    if (json_name[at++] != c) return false;
  }
  return at == json_name.size();
}

}  // namespace

Field Type::field(std::string_view name, Version version) const {
  const std::span<const tables::FieldRecord> records =
      tables_->fields.subspan(record_->first_field, record_->field_count);
  const auto name_of = [this](const tables::FieldRecord& record) {
    return tables_->text(record.name);
  };
  auto found = std::ranges::lower_bound(records, name, {}, name_of);
  if (found == records.end() || name_of(*found) != name) {
    const bool is_proto = decoding() == Decoding::kProto && name.find('_') != name.npos;
    if (!is_proto && decoding() != Decoding::kKustomize) return {};
    found = std::ranges::find_if(records, [&](const tables::FieldRecord& record) {
      return is_proto ? is_proto_spelling(name, name_of(record))
                      : text::equals_ignoring_case(name_of(record), name);
    });
    if (found == records.end()) return {};
  }
  for (auto at = found; at != records.end() && at->name == found->name; ++at) {
    if (tables_->windows[at->when].contains(version)) return {*tables_, *at};
  }
  return {*tables_, *found};
}

ApiVersion Kind::version(std::string_view name) const {
  for (const ApiVersion version : versions()) {
    if (version.name() == name) return version;
  }
  return {};
}

const Tables& shipped_facts() { return tables::kShipped; }
Kinds kinds(const Tables& tables) { return {tables, tables.kinds}; }
std::span<const Product> products() { return tables::kShipped.products; }

Kind find_kind(std::string_view group, std::string_view name, const Tables& tables) {
  const auto key = [&](const tables::KindRecord& kind) {
    return std::pair(tables.text(kind.name), tables.text(kind.group));
  };
  const auto behind = std::ranges::upper_bound(tables.kinds, std::pair(name, group), {}, key);
  if (behind == tables.kinds.begin() || key(*std::prev(behind)) != std::pair(name, group))
    return {};
  return {tables, *std::prev(behind)};
}

Kind find_kind(std::string_view group, std::string_view name, const Targets& targets) {
  const Tables& tables = tables::kShipped;
  const Kind widest = find_kind(group, name, tables);
  if (!widest) return widest;
  const auto is_known = [&](Kind kind) {
    const auto target = targets.find(kind.product()->name);
    return target != targets.end() && !target->second.is_assumed;
  };
  const tables::KindRecord* const last = tables.kinds.data() + tables.kinds.size();
  for (const tables::KindRecord* at = widest.record(); at != last; --at) {
    const Kind kind(tables, *at);
    if (kind.name() != name || kind.group() != group) break;
    if (is_known(kind)) return kind;
    if (at == tables.kinds.data()) break;
  }
  return widest;
}

const Product* find_product(std::string_view name) {
  const auto found = std::ranges::find(products(), name, &Product::name);
  return found != products().end() ? &*found : nullptr;
}

const Judge& TargetVersions::judge(const Product* product) {
  if (product == judge_.product) return judge_;
  judge_ = {.product = product};
  if (product == nullptr) return judge_;
  const auto target = targets_->find(product->name);
  const bool is_known = target != targets_->end() && !target->second.is_assumed;
  if (is_known) judge_.target = &target->second;
  judge_.version = is_known ? target->second.version : product->newest;
  return judge_;
}

Type find_type(std::string_view group, std::string_view name, const Tables& tables) {
  const auto key = [&](const tables::NamedTypeRecord& type) {
    return std::pair(tables.text(type.group), tables.text(type.name));
  };
  const auto found = std::ranges::lower_bound(tables.named_types, std::pair(group, name), {}, key);
  if (found == tables.named_types.end() || key(*found) != std::pair(group, name)) return {};
  return {tables, tables.types[found->type]};
}

}  // namespace meshlint::schema
