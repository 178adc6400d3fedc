// A folder that exists as long as its object; for tests, and for work that must leave nothing behind.
#pragma once

#include <string>

namespace sextant {

class TempDir {
 public:
  // Makes an empty folder below $TMPDIR or /tmp. Aborts when it cannot.
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string Join(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace sextant
