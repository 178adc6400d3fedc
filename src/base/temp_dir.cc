#include "base/temp_dir.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/status.h"

namespace sextant {

TempDir::TempDir() {
  const char* parent = std::getenv("TMPDIR");
  path_ = std::string(parent != nullptr ? parent : "/tmp") + "/sextant-XXXXXX";
  SXT_CHECK(mkdtemp(path_.data()) != nullptr, path_);
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace sextant
