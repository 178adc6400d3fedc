#include "fuzz/target.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace {

constexpr std::string_view kWriteSeeds = "--write-seeds=";

bool WriteSeeds(const std::string& folder) {
  std::size_t number = 0;
  for (const std::string& seed : sextant::fuzz::Seeds()) {
    std::ofstream file(folder + "/seed-" + std::to_string(number++), std::ios::binary);
    if (!file.write(seed.data(), static_cast<std::streamsize>(seed.size()))) return false;
  }
  return true;
}

}  // namespace

// NAME_fuzz --write-seeds=FOLDER writes the seeds there and ends; otherwise libFuzzer's own flags apply.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (argument.starts_with(kWriteSeeds)) {
      std::exit(WriteSeeds(std::string(argument.substr(kWriteSeeds.size()))) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sextant::fuzz::TestOneInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
