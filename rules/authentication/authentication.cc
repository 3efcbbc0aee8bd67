#include "rules/authentication/authentication.h"

#include <algorithm>
#include <array>

#include "text/placeholder.h"
#include "yaml/problems.h"

namespace meshlint::rules::authentication {
namespace {

// A type of key with the members that it can't do without.
// Source: RFC 7518, section 6, and RFC 8037, section 2.
struct KeyType {
  std::string_view name;
  std::array<std::string_view, 3> members;
};
constexpr auto kKeyTypes = std::to_array<KeyType>({{"RSA", {"n", "e", ""}},
                                                   {"EC", {"crv", "x", "y"}},
                                                   {"OKP", {"crv", "x", ""}},
                                                   {"oct", {"k", "", ""}}});

}  // namespace

KeySet::KeySet(std::string_view text)
    : source_("jwks.json", std::string(text)), file_(yaml::parse(source_, 0)) {
  const bool is_json = std::ranges::all_of(file_.problems, [](const text::Problem& problem) {
    return problem.kind == yaml::kDuplicateKey;
  });
  if (!is_json || file_.documents.size() != 1 || !file_.documents.front().root.is_map()) {
    problem_ = "not a JSON object";
    return;
  }
  const Node root = file_.documents.front().root;
  const Node list = root["keys"];
  if (!root.key("keys")) {
    keys_.push_back(root);
  } else if (!list.is_list() && !list.is_null()) {
    problem_ = "`keys` is not a list";
  } else {
    keys_.assign(list.begin(), list.end());
  }
  for (const Node key : keys_) {
    problem_ = problem_of_key(key);
    if (!problem_.empty()) return;
  }
}

std::string KeySet::problem_of_key(Node key) const {
  const std::string_view name = key["kty"].text();
  const auto type = std::ranges::find(kKeyTypes, name, &KeyType::name);
  if (type == kKeyTypes.end()) {
    return name.empty() ? "a key without `kty`" : fmt::format("unknown `kty` \"{}\"", name);
  }
  for (const std::string_view member : type->members) {
    if (!member.empty() && key[member].text().empty()) {
      return fmt::format("an {} key without `{}`", name, member);
    }
  }
  return {};
}

void for_each_jwks(const Resource& resource, const std::function<void(Node)>& visit) {
  for (const Node rule : resource.at("spec.jwtRules")) {
    const Node jwks = rule["jwks"];
    if (!jwks.as_string() || jwks.text().empty() || text::has_placeholder(jwks.text())) continue;
    visit(jwks);
  }
}

}  // namespace meshlint::rules::authentication
