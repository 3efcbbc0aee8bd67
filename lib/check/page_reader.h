// Reads the page of a rule: what it must say, what it may say, and its expressions, compiled.
//
// The build reads the pages of rules/ with it, and a run those of the user.
#ifndef MESHLINT_CHECK_PAGE_READER_H_
#define MESHLINT_CHECK_PAGE_READER_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cel/program.h"
#include "check/assertion.h"
#include "meshlint/finding.h"
#include "schema/facts.h"
#include "schema/own_schemas.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::check {

// What a body may see.
enum class Subject : std::uint8_t { kNone, kResource, kInstall, kEnvironment, kDocument };

struct KindName {
  std::string kind;
  std::string group;
};

// Owns what an Assertion views.
struct DraftAssertion {
  struct Piece {
    std::string text;
    cel::Program value;  // without steps: only text
  };

  KindName of;
  std::string each;
  cel::Program condition;
  std::string at;
  std::vector<Piece> message;
  std::vector<RelatedValue> related;  // views the page
};

struct DraftPage {
  std::string family;
  std::string name;
  yaml::Node root;
  Severity severity = Severity::kWarning;
  Subject subject = Subject::kNone;
  std::vector<KindName> match;
  std::vector<DraftAssertion> assertions;

  std::string id() const { return family + '/' + name; }
};

// Whose page it is.
enum class PageOrigin : std::uint8_t {
  kShipped,  // says all, with examples; may have a body beside it
  kCustom    // says what is asserted; the rest may be missing
};

class PageReader {
 public:
  // `given` has the schemas that go before the shipped ones; both are kept.
  PageReader(PageOrigin origin, const schema::OwnSchemas& given, const text::Sources& sources)
      : origin_(origin), given_(given), sources_(sources) {}

  // The page of a file, which is named by the file and its folder. With mistakes it is not to be
  // used. Views the file.
  DraftPage read(const std::filesystem::path& path, const yaml::File& file, text::SourceId source,
                 bool has_body);

  // What is wrong, with spans of the sources.
  const std::vector<text::Problem>& mistakes() const { return mistakes_; }

 private:
  void complain(text::Span at, std::string message);
  void check_keys(yaml::Node root);
  void check_texts(yaml::Node root);
  void check_former_names(yaml::Node names);
  void read_match(DraftPage& page);
  void read_body(DraftPage& page, bool has_body);
  void read_assertions(DraftPage& page);
  void check_kind(yaml::Node at, const KindName& kind);
  schema::Kind find_kind(const KindName& kind) const;

  PageOrigin origin_;
  const schema::OwnSchemas& given_;
  const text::Sources& sources_;
  std::vector<text::Problem> mistakes_;
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_PAGE_READER_H_
