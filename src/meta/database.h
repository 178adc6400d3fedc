// Sextant's own records (saved searches, pins, service colours): one SQLite file, DIR/meta.sqlite, mode 0600,
// in WAL mode. Its shape is migrations.cc. SQLite's headers stay in this folder's .cc files.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/status.h"

namespace SQLite {
class Database;
}

namespace sextant::meta {

// Thread-safe. server/ owns the only instance; everybody else borrows it. One connection, and so one at a
// time: statements here take microseconds, a change one fsync.
class Database {
 public:
  // Makes the file when it is absent; brings an older one up to date, in one transaction. Fails with one
  // sentence and leaves the file as it was: kDataLoss (it is broken), kBadInput (of a newer Sextant, or not
  // Sextant's), kDenied (it cannot be opened or written).
  static Result<std::unique_ptr<Database>> Open(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  using Work = std::function<Status(SQLite::Database&)>;
  // Runs `work`, whose exceptions of SQLite become its status (kUnavailable: the disk is full or broken).
  Status Read(const Work& work);
  // The same in one transaction, which is undone unless `work` succeeds. Once this returns well, the change
  // is on the disk.
  Status Change(const Work& work);

 private:
  explicit Database(std::unique_ptr<SQLite::Database> connection);
  std::mutex mutex_;
  const std::unique_ptr<SQLite::Database> connection_;
};

}  // namespace sextant::meta
