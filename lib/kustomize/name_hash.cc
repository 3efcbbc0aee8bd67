#include "kustomize/name_hash.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#include "yaml/json_text.h"

namespace meshlint::kustomize {
namespace {

constexpr auto kRoundConstants = std::to_array<std::uint32_t>({
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
});
static_assert(kRoundConstants.size() == 64);

constexpr std::size_t kBlockBytes = 64;
using State = std::array<std::uint32_t, 8>;

void add_block(State& state, std::span<const unsigned char, kBlockBytes> block) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    w[i] = std::uint32_t{block[4 * i]} << 24 | std::uint32_t{block[4 * i + 1]} << 16 |
           std::uint32_t{block[4 * i + 2]} << 8 | std::uint32_t{block[4 * i + 3]};
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t choice = (e & f) ^ (~e & g);
    const std::uint32_t t1 = h + s1 + choice + kRoundConstants[i] + w[i];
    const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + s0 + majority;
  }
  const State next = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += next[i];
}

// The part as JSON; an empty string if it is missing.
void add_part(std::string& json, yaml::Node object, std::string_view part) {
  yaml::add_json_string(json, part);
  json += ':';
  if (object[part]) {
    yaml::add_json(json, object[part]);
  } else {
    json += "\"\"";
  }
  json += ',';
}

void add_text(std::string& json, std::string_view field, std::string_view text) {
  yaml::add_json_string(json, field);
  json += ':';
  yaml::add_json_string(json, text);
  json += ',';
}

}  // namespace

std::string sha256(std::string_view bytes) {
  State state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, kBlockBytes> block{};
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  while (bytes.size() >= kBlockBytes) {
    std::memcpy(block.data(), bytes.data(), kBlockBytes);
    add_block(state, block);
    bytes.remove_prefix(kBlockBytes);
  }
  block.fill(0);
  std::copy(bytes.begin(), bytes.end(), block.begin());
  block[bytes.size()] = 0x80;
  if (bytes.size() + 9 > kBlockBytes) {
    add_block(state, block);
    block.fill(0);
  }
  for (std::size_t i = 0; i < 8; ++i) {
    block[kBlockBytes - 1 - i] = static_cast<unsigned char>(bits >> (8 * i));
  }
  add_block(state, block);
  std::string digest;
  for (const std::uint32_t word : state) digest += fmt::format("{:08x}", word);
  return digest;
}

std::string content_hash(yaml::Node object) {
  const std::string_view kind = object["kind"].text();
  std::string json;
  if (kind == "ConfigMap" || kind == "Secret") {
    json += '{';
    if (kind == "ConfigMap" && object["binaryData"]) add_part(json, object, "binaryData");
    add_part(json, object, "data");
    add_text(json, "kind", kind);
    add_text(json, "name", "");  // kustomize never sets it
    if (kind == "Secret") {
      if (object["stringData"]) add_part(json, object, "stringData");
      add_text(json, "type", object["type"].text());
    }
    json.back() = '}';
  } else {
    yaml::add_json(json, object);
  }
  // No vowels and no digits that look like them, so that the hash is never a word.
  constexpr std::string_view kFrom = "013ae";
  constexpr std::string_view kTo = "ghkmt";
  std::string hash = sha256(json).substr(0, 10);
  for (char& c : hash) {
    if (const std::size_t at = kFrom.find(c); at != kFrom.npos) c = kTo[at];
  }
  return hash;
}

}  // namespace meshlint::kustomize
