#include "template/functions.h"

#include <algorithm>
#include <array>

namespace meshlint::templates {
namespace {

// Sorted, so that a lookup is a binary search. None is evaluated: keys, certificates and random
// values differ from run to run.
// TODO(template): evaluate the checksums, once a folder that this one sees has a hash module.
constexpr auto kFunctions = std::to_array<Function>({
    {"adler32sum"},
    {"bcrypt"},
    {"buildCustomCert"},
    {"decryptAES"},
    {"derivePassword"},
    {"encryptAES"},
    {"genCA"},
    {"genCAWithKey"},
    {"genPrivateKey"},
    {"genSelfSignedCert"},
    {"genSelfSignedCertWithKey"},
    {"genSignedCert"},
    {"genSignedCertWithKey"},
    {"htpasswd"},
    {"randAlpha"},
    {"randAlphaNum"},
    {"randAscii"},
    {"randBytes"},
    {"randInt"},
    {"randNumeric"},
    {"sha1sum"},
    {"sha256sum"},
    {"sha512sum"},
    {"uuidv4"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library crypto_functions() { return kFunctions; }

}  // namespace meshlint::templates
