// The data folder, the generated configuration, and the start of the engine with the proof that every option
// took effect.
#pragma once

#include <string>
#include <utility>

#include "base/status.h"
#include "engine/boot_options.h"
#include "engine/chdb.h"

namespace sextant::engine {

// The data folder, held by this process until it ends: made when it is missing (mode 0700), locked, and
// marked with the engine's version. Our own files are in <data_dir>/.sextant.
class DataFolder {
 public:
  // Fails with kConflict when another process holds it, kDenied when it cannot be written, kBadInput when it
  // holds something else than an engine's data or the data of a newer engine. Leaves nothing half made.
  static Result<DataFolder> Open(const std::string& data_dir, const std::string& engine_version);
  DataFolder(DataFolder&& other) noexcept
      : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::string& path() const { return path_; }
  std::string own_path(const std::string& name) const { return path_ + "/.sextant/" + name; }

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

// Whether `a` is newer than `b`: numbers compared field by field, "26.10.1" > "26.9.4".
bool IsNewerVersion(std::string_view a, std::string_view b);

// Writes config.xml and users.xml into the folder: memory and caches, and the only user with its few grants
// (lock (a) of design §1).
Status WriteConfig(const DataFolder& folder, const MemoryPlan& plan);

struct BootedEngine {
  Connection keeper;           // keeps the engine running
  std::string server_version;  // "26.7.2.1"
};
// Starts the engine and reads every option back; fails with kInternal and names the first that did not take.
Result<BootedEngine> BootEngine(const DataFolder& folder, const MemoryPlan& plan);

// What every connection is opened with.
Pairs StatementArguments(const DataFolder& folder);

}  // namespace sextant::engine
