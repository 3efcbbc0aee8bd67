// The bytes of one input, and the table of all inputs of a run.
//
//   Sources sources;
//   SourceId id = sources.add("shop/gateway.yaml", std::move(bytes));
//   sources[id].bytes();
#ifndef MESHLINT_TEXT_SOURCE_H_
#define MESHLINT_TEXT_SOURCE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "text/span.h"

namespace meshlint::text {

// Owns the bytes that nodes view; so it neither moves nor changes.
class Source {
 public:
  Source(std::string path, std::string bytes) : path_(std::move(path)), bytes_(std::move(bytes)) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  // The path as findings show it: relative to where the run started.
  const std::string& path() const MESHLINT_LIFETIMEBOUND { return path_; }
  std::string_view bytes() const MESHLINT_LIFETIMEBOUND { return bytes_; }

 private:
  std::string path_;
  std::string bytes_;
};

// Line and column of one byte offset, all counted from 1.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;        // code points; a byte order mark counts as none
  std::uint32_t utf16_column = 1;  // UTF-16 code units, as SARIF and LSP count
};

// Where each line of a text begins. Costs one pass over the bytes, so it is
// made only for sources that have something to show.
class LineIndex {
 public:
  explicit LineIndex(std::string_view bytes);

  // The place of a byte offset; an offset past the end is the end.
  LineColumn at(std::uint32_t byte_offset) const;
  // A line's text (counted from 1) without its line break; empty past the last one.
  std::string_view line(std::uint32_t line_number) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::string_view bytes_;  // of the Source that this index was made for
  std::vector<std::uint32_t> starts_;
};

// "path:line:column: message", of a byte offset in a source. Costs a pass over its bytes.
std::string located_message(const Source& source, std::uint32_t offset, std::string_view message);

// All sources of a run by id. Adding does not move earlier ones.
class Sources {
 public:
  SourceId add(std::string path, std::string bytes) {
    sources_.push_back(std::make_unique<Source>(std::move(path), std::move(bytes)));
    return static_cast<SourceId>(sources_.size() - 1);
  }
  const Source& operator[](SourceId id) const MESHLINT_LIFETIMEBOUND { return *sources_[id]; }
  std::size_t size() const { return sources_.size(); }

 private:
  std::vector<std::unique_ptr<const Source>> sources_;
};

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_SOURCE_H_
