// The functions of lib/cel/functions_authorizer.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelFormats, of_names) {
  expect_results({
      {"format.dns1123Label().validate('good-1').hasValue()", "false"},
      {"format.dns1123Label().validate('Bad').value()", "[`Bad` is not a dns1123Label]"},
      {"format.dns1123Label().validate('a'.replace('', '0123456789', 8)).hasValue()", "false"},
      {"format.dns1123Label().validate(lists.range(64).map(x, 'a').join()).hasValue()", "true"},
      {"format.dns1123Subdomain().validate('a.b.c').hasValue()", "false"},
      {"format.dns1123Subdomain().validate('a..c').hasValue()", "true"},
      {"format.dns1035Label().validate('1a').hasValue()", "true"},
      {"format.dns1035Label().validate('a1').hasValue()", "false"},
      {"format.qualifiedName().validate('example.com/Name').hasValue()", "false"},
      {"format.qualifiedName().validate('/name').hasValue()", "true"},
      {"format.dns1123LabelPrefix().validate('shop-').hasValue()", "false"},
      {"format.dns1123SubdomainPrefix().validate('a.shop-').hasValue()", "false"},
      {"format.dns1035LabelPrefix().validate('-shop').hasValue()", "true"},
      {"format.labelValue().validate('').hasValue()", "false"},
      {"format.labelValue().validate('-a').hasValue()", "true"},
  });
}

TEST(CelFormats, of_values) {
  expect_results({
      {"format.uri().validate('https://example.com').hasValue()", "false"},
      {"format.uri().validate('no uri').hasValue()", "true"},
      {"format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()", "false"},
      {"format.uuid().validate('123').value()", "[`123` is not a uuid]"},
      {"format.byte().validate('aGk=').hasValue()", "false"},
      {"format.byte().validate('*').hasValue()", "true"},
      {"format.date().validate('2024-02-29').hasValue()", "false"},
      {"format.date().validate('2023-02-29').hasValue()", "true"},
      {"format.datetime().validate('2024-02-29T12:00:00Z').hasValue()", "false"},
      {"format.datetime().validate('2024-02-29').hasValue()", "true"},
  });
}

TEST(CelFormats, by_name) {
  expect_results({
      {"format.named('uuid').hasValue()", "true"},
      {"format.named('uuid').value().validate('x').hasValue()", "true"},
      {"format.named('nothing').hasValue()", "false"},
      {"format.named('uuid').value() == format.uuid()", "true"},
      {"format.named(dyn(1))", "error: no such overload"},
      {"dyn(1).validate('x')", "error: no such overload"},
      {"format.uuid().validate(dyn(1))", "error: no such overload"},
  });
}

// Only a live cluster knows the answers.
TEST(CelAuthorizer, is_unknown) {
  expect_results({
      {"unbound.group('').resource('pods').check('get').allowed()", "unknown"},
      {"unbound.group('apps').resource('deployments').subresource('scale').namespace('shop')"
       ".name('web').check('patch').reason() == 'x'",
       "unknown"},
      {"unbound.path('/healthz').check('get').errored()", "unknown"},
      {"unbound.serviceAccount('shop', 'web').path('/').check('get').error()", "unknown"},
      {"true || unbound.path('/').check('get').allowed()", "true"},
      {"false && unbound.path('/').check('get').allowed()", "false"},
  });
}

}  // namespace
}  // namespace meshlint::cel
