// What the log asks of the operating system, as an interface, so that tests can make any step fail, cut a
// write short, or take the power away. System() is the real one; everything else in wal/ goes through an Env.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant::wal {

// A file that only grows. Not thread-safe; closed by its destructor.
class AppendFile {
 public:
  virtual ~AppendFile() = default;
  // Appends all pieces in order. After a failure the file may hold any prefix of them.
  virtual Status Append(std::span<const std::string_view> pieces) = 0;
  // Returns once everything appended is on stable storage. After a failure nothing may be assumed about bytes
  // that were not synced before, and a later success proves nothing about them.
  virtual Status Sync() = 0;
  virtual Status Truncate(std::uint64_t size) = 0;
};

class ReadFile {
 public:
  virtual ~ReadFile() = default;
  virtual std::uint64_t size() const = 0;
  // Reads `size` bytes at `offset`; fewer only at the end of the file.
  virtual Result<std::string> ReadAt(std::uint64_t offset, std::size_t size) = 0;
};

// Held for as long as it lives.
class FolderLock {
 public:
  virtual ~FolderLock() = default;
};

// Thread-safe. Failures are kUnavailable (disk full, I/O error: may pass) or kBadInput (not permitted, not a
// folder), each with the path and the system's words.
class Env {
 public:
  virtual ~Env() = default;
  // Lives for ever.
  static Env& System();

  // The folder exists afterwards (its parent must).
  virtual Status CreateFolder(const std::string& path) = 0;
  // Names of the entries, in no order.
  virtual Result<std::vector<std::string>> List(const std::string& folder) = 0;
  virtual bool Exists(const std::string& path) = 0;
  // A new, empty file; an old one of that name is emptied.
  virtual Result<std::unique_ptr<AppendFile>> Create(const std::string& path) = 0;
  virtual Result<std::unique_ptr<ReadFile>> OpenRead(const std::string& path) = 0;
  virtual Status Rename(const std::string& from, const std::string& to) = 0;
  virtual Status Remove(const std::string& path) = 0;
  // Makes creations, renames and removals in `folder` durable.
  virtual Status SyncFolder(const std::string& folder) = 0;
  // Makes everything written to the file system of `folder` durable, whoever wrote it (syncfs).
  virtual Status SyncFileSystem(const std::string& folder) = 0;
  // kConflict when another process holds `path`.
  virtual Result<std::unique_ptr<FolderLock>> Lock(const std::string& path) = 0;
  // 16 bytes that differ after each start of the machine.
  virtual std::string BootId() = 0;
};

// `content` under `path`, whole or not at all, durable: written beside it, synced, renamed.
Status ReplaceFile(Env& env, const std::string& folder, const std::string& name, std::string_view content);

// The whole file; kTooLarge above `limit` bytes.
Result<std::string> ReadWhole(Env& env, const std::string& path, std::size_t limit);

}  // namespace sextant::wal
