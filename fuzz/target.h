// What each fuzz target says about its parser; target.cc makes a libFuzzer program of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sextant::fuzz {

// Feeds `bytes` to the parser. Crashes when the parser does, or when what it read breaks a promise of its
// header. Keeps no state.
void TestOneInput(std::string_view bytes);

// Inputs that reach deep into the parser, to start from. Made by code, the same at every call.
std::vector<std::string> Seeds();

}  // namespace sextant::fuzz
