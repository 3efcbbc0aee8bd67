// What a page says in the place of a body: expressions about the values at a path.
//
//   for: spec.servers[*]
//   assert: has(self.tls) || self.port.protocol != "HTTPS"
//   at: port.protocol
//   message: port {self.port.number} speaks HTTPS, but the server has no `tls`
//   related: { tls: a few words }
//
// The build compiles those of rules/ into constants; custom rules are compiled when they are read.
#ifndef MESHLINT_CHECK_ASSERTION_H_
#define MESHLINT_CHECK_ASSERTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cel/program.h"
#include "check/page.h"
#include "check/report.h"
#include "model/resource.h"
#include "schema/facts.h"
#include "yaml/node.h"

namespace meshlint::cel {
class Frame;
}

namespace meshlint::check {

// Stands for every kind, or for every group.
inline constexpr std::string_view kAny = "*";

// The variables of an expression; those after the last are the options of the page, in its order.
enum AssertionVariable : std::uint32_t { kSelf, kObject, kFirstOption };

// A text and what follows it.
struct MessagePiece {
  std::string_view text;
  cel::ProgramView value;  // without steps: nothing follows
};

// A second place, and a few words about it.
struct RelatedValue {
  std::string_view at;  // below self
  std::string_view text;
};

// What holds for resources of one kind. Views a page that was compiled.
struct Assertion {
  std::string_view kind;  // or kAny
  std::string_view group;
  // Where `self` is: "spec.servers[*]"; empty for the whole object.
  std::string_view each;
  cel::ProgramView condition;
  // Below self: where the finding points; as much of it as is there.
  std::string_view at;
  std::span<const MessagePiece> message;
  std::span<const RelatedValue> related;
};

// True if it is about resources of that kind.
inline bool covers(const Assertion& assertion, std::string_view group, std::string_view kind) {
  return (assertion.kind == kind || assertion.kind == kAny) &&
         (assertion.group == group || assertion.group == kAny);
}

// One step of a path: `name`, `["a.b/c"]` or `[*]`.
struct PathStep {
  std::string_view name;  // empty for [*]
};
// Takes the next step off the front of a path; nothing at its end, or if there is none to be read:
// then `path` is not empty.
std::optional<PathStep> take_step(std::string_view& path);

// What a judgement needs beside the resource.
struct AssertionContext {
  cel::Frame& frame;  // whose nodes have the types of `root`
  schema::Type root;  // of the resource's schema, or none
  const Page& page;   // of the rule
  // False: the schema rejects the resource, or it has placeholders. Errors of evaluation that
  // follow from that are not reported.
  bool is_well_formed = true;
};

// Tells each value of the resource for which an assertion of its kind does not hold, or cannot be
// evaluated: a field is used that is not there, say.
void judge(std::span<const Assertion> assertions, const model::Resource& resource,
           const AssertionContext& context, Report& report);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_ASSERTION_H_
