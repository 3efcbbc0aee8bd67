#include "kustomize/name_hash.h"

#include <gtest/gtest.h>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

// The examples of FIPS 180-4, and lengths around the end of a block.
TEST(NameHash, sha256_is_that_of_the_standard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

std::string hash_of(const std::string& text) {
  const text::Source source("a.yaml", text);
  const yaml::File file = yaml::parse(source, 0);
  return content_hash(file.documents.at(0).root);
}

// As the real tool gives them.
TEST(NameHash, contents_count_and_names_do_not) {
  EXPECT_EQ(hash_of("kind: ConfigMap\nmetadata: {name: a}\n"), "6ct58987ht");
  EXPECT_EQ(hash_of("kind: ConfigMap\nmetadata: {name: b, labels: {c: d}}\n"), "6ct58987ht");
  EXPECT_EQ(hash_of("kind: Secret\nmetadata: {name: a}\ntype: Opaque\ndata: {}\n"), "46f8b28mk5");
  EXPECT_NE(hash_of("kind: ConfigMap\nmetadata: {name: a}\ndata: {x: \"<\"}\n"), "6ct58987ht");
}

}  // namespace
}  // namespace meshlint::kustomize
