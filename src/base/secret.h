// Secrets that others show us: kept as digests, compared without telling by the time it takes.
#pragma once

#include <string>
#include <string_view>

namespace sextant {

// SHA-256 of `secret`, 32 bytes. For long random secrets such as keys; passwords need a slow hash.
std::string SecretDigest(std::string_view secret);

// Takes equally long wherever two strings of the same size differ.
bool EqualsInConstantTime(std::string_view a, std::string_view b);

}  // namespace sextant
