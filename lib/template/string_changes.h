// Changes to strings that several libraries need.
#ifndef MESHLINT_TEMPLATE_STRING_CHANGES_H_
#define MESHLINT_TEMPLATE_STRING_CHANGES_H_

#include <string>
#include <string_view>

namespace meshlint::templates {

// ASCII letters only.
std::string lowered(std::string text);
std::string raised(std::string text);
// Without the characters of `cutset` at both ends.
std::string_view trimmed(std::string_view text, std::string_view cutset);
// With `to` for every `from`; an empty `from` changes nothing.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_STRING_CHANGES_H_
