// What is known about APIs: kinds, types, fields, and the versions that have them.
//
//   const Kind kind = find_kind("networking.istio.io", "VirtualService");
//   const Field spec = kind.root().field("spec");
//
// Kinds, types and fields are handles into tables (tables.h): small, copied freely, valid as long
// as their tables. An empty handle is false.
#ifndef MESHLINT_SCHEMA_FACTS_H_
#define MESHLINT_SCHEMA_FACTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>
#include <string_view>

#include "schema/format.h"
#include "schema/tables.h"
#include "schema/version.h"

namespace meshlint::schema {

// A product whose versions the facts refer to.
struct Product {
  std::string_view name;   // "istio"
  std::string_view title;  // "Istio"
  std::string_view here;   // "this mesh installs", before a version
  Version oldest;
  Version newest;
};

inline constexpr std::uint8_t kNoProduct = 0xFF;  // facts without versions: a user's own CRDs

// How the reader of a kind decodes it, where readers differ.
enum class Decoding : std::uint8_t {
  kKubernetes,  // a structural schema: exact names, exact types
  kKustomize,   // the case of field names doesn't matter
  kProto        // protobuf's JSON: numbers may be quoted, names written as in the .proto file
};

enum class Scope : std::uint8_t {
  kNamespaced,
  kCluster,
  kAny  // of a file for no cluster, such as a kustomization
};

enum class TypeKind : std::uint8_t {
  kAny,
  kString,
  kBool,
  kInteger,
  kNumber,
  kIntOrString,
  kList,
  kMap,    // any keys, values of one type
  kObject  // known fields
};

// Properties of a type in addition to its kind. Each may be limited to some versions.
enum class FacetKind : std::uint8_t {
  // limits: a number
  kMinimum,
  kMaximum,
  kExclusiveMinimum,
  kExclusiveMaximum,
  kMultipleOf,
  kMinLength,  // lengths count code points
  kMaxLength,
  kMinItems,
  kMaxItems,
  kMinProperties,
  kMaxProperties,
  // a text
  kPattern,  // in RE2's syntax, found anywhere unless it has anchors
  kFormat,
  kValue,  // one of the values of an enumeration
  // nothing more
  kNullable,  // null is a value of its own
  kOpen,      // an object that accepts unknown fields, or anything if it has no kind
  kEmbedded,  // a complete Kubernetes object, with apiVersion, kind and metadata
  kDeprecated,
  kSet,  // a list without duplicates
  // names of fields
  kKeys,       // that identify the items of a list
  kAtMostOne,  // groups: how many of these fields are set
  kExactlyOne,
  kAtLeastOne,
  // types that check the same value
  kAll,
  kAny,
  kOne,
  kNot,
  // CEL of `self`
  kRule
};

class Type;

// A sequence of handles over consecutive records.
template <typename Handle, typename Record>
class Handles {
 public:
  class Iterator {
   public:
    using value_type = Handle;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;

    Iterator() = default;
    Iterator(const Tables* tables, const Record* at) : tables_(tables), at_(at) {}
    Handle operator*() const { return Handle(*tables_, *at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++at_;
      return before;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.at_ == b.at_; }

   private:
    const Tables* tables_ = nullptr;
    const Record* at_ = nullptr;
  };

  Handles(const Tables& tables, std::span<const Record> records)
      : tables_(&tables), records_(records) {}
  Iterator begin() const { return {tables_, records_.data()}; }
  Iterator end() const { return {tables_, records_.data() + records_.size()}; }
  std::size_t size() const { return records_.size(); }
  bool empty() const { return records_.empty(); }

 private:
  const Tables* tables_;
  std::span<const Record> records_;
};

// A rule of x-kubernetes-validations.
struct Rule {
  std::string_view expression;
  std::string_view message;
  std::string_view message_expression;
  std::string_view reason;
  std::string_view field_path;
  bool has_optional_old_self = false;

  // Identifies the expression in the tables.
  std::uint32_t place(const Tables& tables) const {
    return static_cast<std::uint32_t>(expression.data() - tables.pool.data());
  }
};

class Facet {
 public:
  Facet(const Tables& tables, const tables::FacetRecord& record)
      : tables_(&tables), record_(&record) {}

  FacetKind kind() const { return static_cast<FacetKind>(record_->kind); }
  const Window& when() const { return tables_->windows[record_->when]; }
  double number() const { return tables_->numbers[record_->value]; }
  std::string_view text() const { return tables_->text(record_->value); }
  Format format() const { return static_cast<Format>(record_->format); }
  // Number, and each, of the names or types of a group, of keys or of a condition.
  std::size_t size() const { return tables_->list(record_->value).size(); }
  std::string_view name(std::size_t index) const {
    return tables_->text(tables_->list(record_->value)[index]);
  }
  Type type(std::size_t index) const;
  // Of a kRule.
  Rule rule() const {
    return {name(0), name(1), name(2), name(3), name(4), tables_->list(record_->value)[5] != 0};
  }

 private:
  const Tables* tables_;
  const tables::FacetRecord* record_;
};

class Field {
 public:
  Field() = default;
  Field(const Tables& tables, const tables::FieldRecord& record)
      : tables_(&tables), record_(&record) {}

  explicit operator bool() const { return record_ != nullptr; }
  std::string_view name() const { return tables_->text(record_->name); }
  Type type() const;
  const Window& when() const { return tables_->windows[record_->when]; }
  bool is_required() const { return record_->required != tables::kNever; }
  const Window& required_when() const { return tables_->windows[record_->required]; }
  std::string_view default_value() const { return tables_->text(record_->default_value); }  // JSON
  friend bool operator==(Field a, Field b) { return a.record_ == b.record_; }

 private:
  const Tables* tables_ = nullptr;
  const tables::FieldRecord* record_ = nullptr;
};

class Type {
 public:
  using Fields = Handles<Field, tables::FieldRecord>;
  using Facets = Handles<Facet, tables::FacetRecord>;

  Type() = default;
  Type(const Tables& tables, const tables::TypeRecord& record)
      : tables_(&tables), record_(&record) {}

  explicit operator bool() const { return record_ != nullptr; }
  std::string_view name() const { return tables_->text(record_->name); }  // "HTTPRetry", or empty
  // Its index in the types of its tables.
  std::uint32_t index() const {
    return static_cast<std::uint32_t>(record_ - tables_->types.data());
  }
  const Tables& tables() const { return *tables_; }
  TypeKind kind() const { return static_cast<TypeKind>(record_->kind); }
  Decoding decoding() const { return static_cast<Decoding>(record_->decoding); }
  const Product* product() const {
    return record_->product == kNoProduct ? nullptr : &tables_->products[record_->product];
  }
  // Of a list or map.
  Type element() const {
    return record_->element == tables::kNone ? Type()
                                             : Type(*tables_, tables_->types[record_->element]);
  }
  // Sorted by name. A name can have several fields, with windows that don't overlap.
  Fields fields() const {
    return {*tables_, tables_->fields.subspan(record_->first_field, record_->field_count)};
  }
  Facets facets() const {
    return {*tables_, tables_->facets.subspan(record_->first_facet, record_->facet_count)};
  }
  bool has_required() const { return (record_->flags & tables::kHasRequired) != 0; }
  // Whether values of the type, or values in them, have rules.
  bool has_rules() const { return (record_->flags & tables::kHasRules) != 0; }

  // The field that the type's reader finds for `name`. Of several, the one in `version`, or else
  // the first. False if there is none.
  Field field(std::string_view name, Version version) const;
  friend bool operator==(Type a, Type b) { return a.record_ == b.record_; }

 private:
  const Tables* tables_ = nullptr;
  const tables::TypeRecord* record_ = nullptr;
};

class ApiVersion {
 public:
  ApiVersion() = default;
  ApiVersion(const Tables& tables, const tables::ApiVersionRecord& record)
      : tables_(&tables), record_(&record) {}

  explicit operator bool() const { return record_ != nullptr; }
  std::string_view name() const { return tables_->text(record_->name); }  // "v1beta1"
  const Window& when() const { return tables_->windows[record_->when]; }
  Type root() const { return {*tables_, tables_->types[record_->root]}; }

 private:
  const Tables* tables_ = nullptr;
  const tables::ApiVersionRecord* record_ = nullptr;
};

class Kind {
 public:
  using ApiVersions = Handles<ApiVersion, tables::ApiVersionRecord>;

  Kind() = default;
  Kind(const Tables& tables, const tables::KindRecord& record)
      : tables_(&tables), record_(&record) {}

  explicit operator bool() const { return record_ != nullptr; }
  std::string_view name() const { return tables_->text(record_->name); }      // "VirtualService"
  std::string_view group() const { return tables_->text(record_->group); }    // "" is the core
  std::string_view plural() const { return tables_->text(record_->plural); }  // may be empty
  Scope scope() const { return static_cast<Scope>(record_->scope); }
  const Product* product() const {
    return record_->product == kNoProduct ? nullptr : &tables_->products[record_->product];
  }
  ApiVersions versions() const {  // newest first, at least one
    return {*tables_,
            tables_->api_versions.subspan(record_->first_version, record_->version_count)};
  }
  // The version of that name, or false.
  ApiVersion version(std::string_view name) const;
  // The record, to find its neighbours in the tables.
  const tables::KindRecord* record() const { return record_; }
  // The newest version's type.
  Type root() const { return (*versions().begin()).root(); }
  friend bool operator==(Kind a, Kind b) { return a.record_ == b.record_; }

 private:
  const Tables* tables_ = nullptr;
  const tables::KindRecord* record_ = nullptr;
};

using Kinds = Handles<Kind, tables::KindRecord>;

inline Type Facet::type(std::size_t index) const {
  return {*tables_, tables_->types[tables_->list(record_->value)[index]]};
}
inline Type Field::type() const { return {*tables_, tables_->types[record_->type]}; }

// The facts of schemas/.
const Tables& shipped_facts();
// All kinds, sorted by name and then group.
Kinds kinds(const Tables& tables = shipped_facts());
std::span<const Product> products();

// False if there are no facts about it. If several products serve the kind (the channels of Gateway
// API), the last one in products.yaml, which has the most fields.
Kind find_kind(std::string_view group, std::string_view name,
               const Tables& tables = shipped_facts());
// The same, but a product with a known version is preferred.
Kind find_kind(std::string_view group, std::string_view name, const Targets& targets);
const Product* find_product(std::string_view name);
// The version of a product to check against: the target if it is known, or else the newest.
struct Judge {
  const Product* product = nullptr;  // null for facts without versions
  const Target* target = nullptr;    // null if the version is assumed
  Version version;                   // all zero for facts without versions
};
// The versions to check against. Remembers the last one, since most neighbours share it. The
// targets have to outlive it.
class TargetVersions {
 public:
  explicit TargetVersions(const Targets& targets) : targets_(&targets) {}
  const Judge& judge(const Product* product);
  const Judge& judge(Type type) { return judge(type.product()); }
  Version of(Type type) { return judge(type).version; }
  const Targets& targets() const { return *targets_; }

 private:
  const Targets* targets_;
  Judge judge_;
};
// A named type, such as find_type("install.istio.io", "MeshConfig") for a part of another document.
// Types that several groups share have the group "".
Type find_type(std::string_view group, std::string_view name,
               const Tables& tables = shipped_facts());
// The named types of a group of schemas/, sorted by name.
inline auto types_of(std::string_view group) {
  return std::ranges::equal_range(
             shipped_facts().named_types, group, {},
             [](const tables::NamedTypeRecord& type) { return shipped_facts().text(type.group); }) |
         std::views::transform([](const tables::NamedTypeRecord& type) {
           return Type(shipped_facts(), shipped_facts().types[type.type]);
         });
}

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_H_
