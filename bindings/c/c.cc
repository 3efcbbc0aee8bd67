#include "meshlint/c.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/meshlint.h"

struct meshlint_linter {
  meshlint::Linter linter;
};

struct meshlint_outcome {
  meshlint::Outcome outcome;
};

namespace {

using meshlint::Finding;
using meshlint::Unchecked;

// From malloc, so that it outlives every handle. Null if memory ran out.
char* copy_of(std::string_view text) {
  auto* const copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

void set_error(char** error, std::string_view message) {
  if (error != nullptr) *error = copy_of(message);
}

meshlint_outcome* check(const meshlint_linter* linter, const std::vector<meshlint::Input>& inputs) {
  return new meshlint_outcome{linter->linter.check(inputs)};
}

const Finding* finding_at(const meshlint_outcome* outcome, size_t index) {
  if (outcome == nullptr || index >= outcome->outcome.findings.size()) return nullptr;
  return &outcome->outcome.findings[index];
}

const Unchecked* unchecked_at(const meshlint_outcome* outcome, size_t index) {
  if (outcome == nullptr || index >= outcome->outcome.unchecked.size()) return nullptr;
  return &outcome->outcome.unchecked[index];
}

// A linter with the configuration, or null and a message.
template <typename Configure>
meshlint_linter* new_linter(Configure configure, char** error) {
  if (error != nullptr) *error = nullptr;
  try {
    meshlint::Result<meshlint::Config> config = configure();
    if (!config) {
      set_error(error, config.error().message);
      return nullptr;
    }
    meshlint::Result<meshlint::Linter> linter = meshlint::Linter::create(*std::move(config));
    if (!linter) {
      set_error(error, linter.error().message);
      return nullptr;
    }
    return new meshlint_linter{*std::move(linter)};
  } catch (const std::exception& exception) {
    set_error(error, exception.what());
    return nullptr;
  }
}

const meshlint::Format* format_at(size_t index) {
  const auto formats = meshlint::formats();
  return index < formats.size() ? &formats[index] : nullptr;
}

template <typename T>
const char* text_of(const T* owner, const std::string T::*text) {
  return owner == nullptr ? "" : (owner->*text).c_str();
}

}  // namespace

extern "C" {

const char* meshlint_version(void) { return meshlint::version(); }

meshlint_linter* meshlint_linter_new(const char* config, const char* base, char** error) {
  return new_linter(
      [&]() -> meshlint::Result<meshlint::Config> {
        meshlint::Result<meshlint::Config> parsed =
            meshlint::parse_config(config == nullptr ? "" : config, "configuration");
        if (parsed && base != nullptr) parsed->base = base;
        return parsed;
      },
      error);
}

meshlint_linter* meshlint_linter_load(const char* path, const char* base, char** error) {
  return new_linter(
      [&]() -> meshlint::Result<meshlint::Config> {
        if (path == nullptr) return meshlint::Error{"no path of a configuration"};
        return meshlint::load_config(path, base == nullptr ? "" : base);
      },
      error);
}

void meshlint_linter_free(meshlint_linter* linter) { delete linter; }

void meshlint_string_free(char* text) { std::free(text); }

meshlint_outcome* meshlint_check_paths(const meshlint_linter* linter, const char* const* paths,
                                       size_t count) {
  if (linter == nullptr || (paths == nullptr && count > 0)) return nullptr;
  try {
    std::vector<meshlint::Input> inputs;
    for (size_t i = 0; i < count; ++i) {
      if (paths[i] != nullptr) inputs.push_back({.path = paths[i], .text = std::nullopt});
    }
    return check(linter, inputs);
  } catch (const std::exception&) {
    return nullptr;
  }
}

meshlint_outcome* meshlint_check_path(const meshlint_linter* linter, const char* path) {
  return meshlint_check_paths(linter, &path, 1);
}

meshlint_outcome* meshlint_check_buffer(const meshlint_linter* linter, const char* path,
                                        const char* text, size_t size) {
  if (linter == nullptr || path == nullptr || (text == nullptr && size > 0)) return nullptr;
  try {
    std::string bytes;
    if (size > 0) bytes.assign(text, size);
    return check(linter, {{.path = path, .text = std::move(bytes)}});
  } catch (const std::exception&) {
    return nullptr;
  }
}

void meshlint_outcome_free(meshlint_outcome* outcome) { delete outcome; }

size_t meshlint_file_count(const meshlint_outcome* outcome) {
  return outcome == nullptr ? 0 : outcome->outcome.files;
}

size_t meshlint_finding_count(const meshlint_outcome* outcome) {
  return outcome == nullptr ? 0 : outcome->outcome.findings.size();
}

const char* meshlint_finding_rule(const meshlint_outcome* outcome, size_t index) {
  return text_of(finding_at(outcome, index), &Finding::rule);
}

meshlint_severity meshlint_finding_severity(const meshlint_outcome* outcome, size_t index) {
  const Finding* const finding = finding_at(outcome, index);
  if (finding == nullptr) return MESHLINT_INFO;
  switch (finding->severity) {
    case meshlint::Severity::kError:
      return MESHLINT_ERROR;
    case meshlint::Severity::kWarning:
      return MESHLINT_WARNING;
    case meshlint::Severity::kInfo:
      break;
  }
  return MESHLINT_INFO;
}

const char* meshlint_finding_message(const meshlint_outcome* outcome, size_t index) {
  return text_of(finding_at(outcome, index), &Finding::message);
}

const char* meshlint_finding_path(const meshlint_outcome* outcome, size_t index) {
  const Finding* const finding = finding_at(outcome, index);
  return finding == nullptr ? "" : finding->place.path.c_str();
}

meshlint_place meshlint_finding_place(const meshlint_outcome* outcome, size_t index) {
  const Finding* const finding = finding_at(outcome, index);
  if (finding == nullptr) return {};
  const meshlint::Place& place = finding->place;
  return {place.begin, place.end, place.line, place.column, place.end_line, place.end_column};
}

const char* meshlint_finding_resource(const meshlint_outcome* outcome, size_t index) {
  return text_of(finding_at(outcome, index), &Finding::resource);
}

const char* meshlint_finding_field(const meshlint_outcome* outcome, size_t index) {
  return text_of(finding_at(outcome, index), &Finding::field);
}

size_t meshlint_unchecked_count(const meshlint_outcome* outcome) {
  return outcome == nullptr ? 0 : outcome->outcome.unchecked.size();
}

const char* meshlint_unchecked_path(const meshlint_outcome* outcome, size_t index) {
  const Unchecked* const unchecked = unchecked_at(outcome, index);
  return unchecked == nullptr ? "" : unchecked->place.path.c_str();
}

const char* meshlint_unchecked_what(const meshlint_outcome* outcome, size_t index) {
  return text_of(unchecked_at(outcome, index), &Unchecked::what);
}

const char* meshlint_unchecked_reason(const meshlint_outcome* outcome, size_t index) {
  return text_of(unchecked_at(outcome, index), &Unchecked::reason);
}

size_t meshlint_format_count(void) { return meshlint::formats().size(); }

// The strings of the table are literals, so they end in NUL.
const char* meshlint_format_name(size_t index) {
  const meshlint::Format* const format = format_at(index);
  return format == nullptr ? "" : format->name.data();
}

const char* meshlint_format_media_type(size_t index) {
  const meshlint::Format* const format = format_at(index);
  return format == nullptr ? "" : format->media_type.data();
}

char* meshlint_report(const meshlint_outcome* outcome, const char* format) {
  if (outcome == nullptr || format == nullptr) return nullptr;
  const meshlint::Format* const found = meshlint::find_format(format);
  if (found == nullptr) return nullptr;
  try {
    return copy_of(found->write(outcome->outcome, {}));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // extern "C"
