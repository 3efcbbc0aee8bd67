// The functions of lib/cel/functions_strings.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelStrings, contains_prefixes_and_suffixes) {
  expect_results({
      {"'reviews.prod'.contains('s.p')", "true"},
      {"'reviews'.contains('')", "true"},
      {"'reviews'.contains('V')", "false"},
      {"'reviews'.startsWith('rev')", "true"},
      {"'rev'.startsWith('reviews')", "false"},
      {"'reviews'.endsWith('views')", "true"},
      {"'reviews'.endsWith('view')", "false"},
      {"'reviews'.contains(dyn(1))", "error: no such overload"},
  });
}

TEST(CelStrings, regular_expressions) {
  expect_results({
      {"'reviews-v2'.matches('v[0-9]+')", "true"},  // found anywhere
      {"'reviews-v2'.matches('^v[0-9]+')", "false"},
      {"matches('abc', '^[a-c]+$')", "true"},
      {"'a'.matches('[')", "error: invalid regular expression: missing ]: ["},
      {"'a'.matches('(?=a)')", "error: invalid regular expression: invalid perl operator: (?="},
      {"'abc 123'.find('[0-9]+')", "123"},
      {"'abc'.find('[0-9]+')", ""},
      {"'a'.find('(')", "error: invalid regular expression: missing ): ("},
      {"'123 abc 456'.findAll('[0-9]+')", "[123, 456]"},
      {"'123 abc 456'.findAll('[0-9]+', 1)", "[123]"},
      {"'123 abc 456'.findAll('[0-9]+', 0)", "[]"},
      {"'baab'.findAll('a*')", "[, aa, ]"},  // no empty match right after "aa"
      {"'a'.findAll('*')",
       "error: invalid regular expression: no argument for repetition operator: *"},
  });
}

TEST(CelStrings, indexes_count_code_points) {
  expect_results({
      {"'t\u00e4st'.charAt(1)", "\u00e4"},
      {"'abc'.charAt(3)", ""},  // one past the end
      {"'abc'.charAt(4)", "error: index out of range: 4"},
      {"'abc'.charAt(-1)", "error: index out of range: -1"},
      {"'t\u00e4st'.indexOf('st')", "2"},
      {"'abab'.indexOf('ab', 1)", "2"},
      {"'abab'.indexOf('x')", "-1"},
      {"'abab'.indexOf('', 3)", "3"},
      {"'abab'.indexOf('a', 9)", "error: index out of range: 9"},
      {"'abab'.lastIndexOf('ab')", "2"},
      {"'abab'.lastIndexOf('ab', 1)", "0"},
      {"'abab'.lastIndexOf('ab', -1)", "error: index out of range: -1"},
      {"'t\u00e4st'.substring(2)", "st"},
      {"'t\u00e4st'.substring(1, 3)", "\u00e4s"},
      {"'abc'.substring(3)", ""},
      {"'abc'.substring(4)", "error: index out of range: 4"},
      {"'abc'.substring(0, 5)", "error: index out of range: 5"},
      {"'abc'.substring(2, 1)", "error: invalid substring range: start 2, end 1"},
  });
}

TEST(CelStrings, changes) {
  expect_results({
      {"'MeSH-\u00c4'.lowerAscii()", "mesh-\u00c4"},
      {"'mesh-\u00e4'.upperAscii()", "MESH-\u00e4"},
      {"'a.b.c'.replace('.', '-')", "a-b-c"},
      {"'a.b.c'.replace('.', '-', 1)", "a-b.c"},
      {"'a.b.c'.replace('.', '-', 0)", "a.b.c"},
      {"'a.b.c'.replace('x', '-')", "a.b.c"},
      {"'ab'.replace('', '-')", "-a-b-"},
      {"'ab'.replace('', '-', 2)", "-a-b"},
      {"'  \\t a b \\n'.trim()", "a b"},
      {"'\\u00a0\\u2003x\\u3000'.trim()", "x"},  // Unicode's blanks too
      {"''.trim()", ""},
      {"'ab\u00e4'.reverse()", "\u00e4ba"},
      {"strings.quote('a\"b\\\\\\n')", "\"a\\\"b\\\\\\n\""},
  });
}

TEST(CelStrings, split_and_join) {
  expect_results({
      {"'a,b,c'.split(',')", "[a, b, c]"},
      {"'a,b,c'.split(',', 2)", "[a, b,c]"},
      {"'a,b,c'.split(',', 1)", "[a,b,c]"},
      {"'a,b,c'.split(',', 0)", "[]"},
      {"'a,b,'.split(',')", "[a, b, ]"},
      {"'abc'.split('')", "[a, b, c]"},
      {"''.split(',').size()", "1"},
      {"''.split('').size()", "0"},
      {"['a', 'b'].join()", "ab"},
      {"['a', 'b'].join('-')", "a-b"},
      {"[].join('-')", ""},
      {"[dyn('a'), dyn(1)].join('-')", "error: no such overload"},
  });
}

TEST(CelStrings, base64) {
  expect_results({
      {"base64.encode(b'')", ""},
      {"base64.encode(b'a')", "YQ=="},
      {"base64.encode(b'ab')", "YWI="},
      {"base64.encode(b'abc')", "YWJj"},
      {"base64.decode('aGVsbG8=')", "hello"},
      {"base64.decode('aGVsbG8')", "hello"},  // without padding
      {"base64.decode('a')", "error: not a base64 string"},
      {"base64.decode('a*bc')", "error: not a base64 string"},
  });
}

}  // namespace
}  // namespace meshlint::cel
