// Host names as Istio validates and compares them.
#ifndef MESHLINT_MODEL_HOST_NAME_H_
#define MESHLINT_MODEL_HOST_NAME_H_

#include <string_view>

namespace meshlint::model {

// 1 to 63 letters, digits and `-`, with a letter or digit at both ends. Istio also accepts
// capitals.
bool is_dns_label(std::string_view text);

// Labels between dots, up to 255 bytes. A dot may end the name; the last label isn't a number.
bool is_domain_name(std::string_view text);

// The same, but the first label may be `*`, or begin with it. A name without dots may be a number.
bool is_wildcard_domain(std::string_view text);

// An IPv4 or IPv6 address.
bool is_ip_address(std::string_view text);

// Whether `wide` has all names that `narrow` has. Both may begin with `*`.
bool covers_host(std::string_view wide, std::string_view narrow);

// Whether two hosts, each of which may begin with `*`, have a name in common.
bool hosts_overlap(std::string_view a, std::string_view b);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_HOST_NAME_H_
