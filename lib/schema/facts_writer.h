// Writes a draft as the files of schemas/ (schemas/README.md has their format): the same draft
// gives the same bytes, a line per field where it fits.
#ifndef MESHLINT_SCHEMA_FACTS_WRITER_H_
#define MESHLINT_SCHEMA_FACTS_WRITER_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/draft.h"

namespace meshlint::schema {

// What people write into a file and the importer keeps: the comment at its head, and the section
// `adds:` at its end.
struct HandWritten {
  std::string head;
  std::string adds;
};
HandWritten hand_written_parts(std::string_view facts);

struct FactsWriting {
  std::string product;
  // Facts as they were before, whose names for types are kept where their kinds meet those of the
  // draft; of kinds with one name and group, the first counts. May be null.
  const draft::Draft* before = nullptr;
  // Names of types that other files share, which the shared ones of this draft must not have.
  std::set<std::string, std::less<>> taken_shared;
  // With it, types that kinds of several groups use are written apart, for all files to share.
  bool shares_types = false;
};

// One file: the kinds of a group, or with no kinds the shared types.
struct WrittenFacts {
  std::string group;
  bool has_kinds = false;
  std::string text;  // without the parts of HandWritten
};

struct FactsWritten {
  std::vector<WrittenFacts> files;
  // Rules in CEL are nobody's to copy, so they are left out and only counted.
  std::size_t left_out_rules = 0;
};

// The group "" is written as `group: ""` and holds the shared types too if it is there. The types
// that every root has (apiVersion, kind, metadata) are implied and not written.
FactsWritten write_facts(const draft::Draft& draft, const FactsWriting& writing);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_WRITER_H_
