// An Env over the real file system that fails on command and can take the power away. For tests.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "wal/env.h"

namespace sextant::wal {

// Thread-safe. Must outlive the files it made.
class FaultEnv final : public Env {
 public:
  enum class Op {
    kCreateFolder,
    kCreate,
    kAppend,
    kSync,
    kTruncate,
    kRename,
    kRemove,
    kSyncFolder,
    kSyncFileSystem
  };
  // Asked before each change to the file system; a failure is returned instead of doing it, but kAppend first
  // writes `short_bytes` of what it was given.
  using Fault = std::function<Status(Op op, const std::string& path)>;

  void SetFault(Fault fault);
  void SetShortBytes(std::size_t bytes) { short_bytes_ = bytes; }
  // The `n`th change from now on (0 is the next one) and all after it fail as on a full disk.
  void FailFrom(std::uint64_t n);
  void Heal() { SetFault({}); }
  // Changes asked for so far.
  std::uint64_t changes() const { return changes_; }

  // What a power cut leaves: every file cut back to its last successful Sync; then another boot. Files must
  // be closed before.
  void CutPower();

  Status CreateFolder(const std::string& path) override;
  Result<std::vector<std::string>> List(const std::string& folder) override;
  bool Exists(const std::string& path) override;
  Result<std::unique_ptr<AppendFile>> Create(const std::string& path) override;
  Result<std::unique_ptr<ReadFile>> OpenRead(const std::string& path) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status Remove(const std::string& path) override;
  Status SyncFolder(const std::string& folder) override;
  Status SyncFileSystem(const std::string& folder) override;
  Result<std::unique_ptr<FolderLock>> Lock(const std::string& path) override;
  std::string BootId() override;

 private:
  class File;
  struct Extent {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
  };

  Status Check(Op op, const std::string& path);

  std::mutex mutex_;
  Fault fault_;
  std::map<std::string, std::shared_ptr<Extent>> extents_;
  std::atomic<std::size_t> short_bytes_ = 0;
  std::atomic<std::uint64_t> changes_ = 0;
  std::atomic<std::uint64_t> boots_ = 0;
};

}  // namespace sextant::wal
