// The one data folder of an installation: checked, claimed and laid out. Nothing else of Sextant writes
// outside it.
//   lock           held (flock) by the running server; holds its process id
//   VERSION        "sextant-data 1": the layout's version
//   engine/        the engine's own folder, the only one it can see
//   engine.sock    where the engine listens
//   wal/           the segment log
//   meta.sqlite    the team's own records (meta/)
#pragma once

#include <memory>
#include <string>

#include "base/status.h"

namespace sextant::server {

class DataDir {
 public:
  // Makes the folder when it is absent or empty; otherwise it must be one of ours. Fails with one sentence,
  // having made nothing: kConflict (another Sextant runs in it), kDenied (not writable), kBadInput (a file
  // of that name, a foreign folder, or one of a newer Sextant).
  static Result<std::unique_ptr<DataDir>> Open(const std::string& path);
  ~DataDir();
  DataDir(const DataDir&) = delete;
  DataDir& operator=(const DataDir&) = delete;

  // Undoes Open when it made the folder: for a start that failed later on.
  void DiscardIfNew();

  const std::string& path() const { return path_; }
  std::string engine_dir() const { return path_ + "/engine"; }
  std::string engine_socket() const { return path_ + "/engine.sock"; }
  std::string wal_dir() const { return path_ + "/wal"; }
  std::string meta_file() const { return path_ + "/meta.sqlite"; }

 private:
  DataDir(std::string path, int lock_fd, bool existed, bool was_ours)
      : path_(std::move(path)), lock_fd_(lock_fd), existed_(existed), was_ours_(was_ours) {}
  const std::string path_;
  const int lock_fd_;
  const bool existed_;
  const bool was_ours_;
};

}  // namespace sextant::server
