// Where a request goes that its table refuses for good, so that it neither holds up the others nor is lost:
//   <log folder>/quarantine/<segment>-<frame>-<database>-<table>.frame   the frame (wal/frame.h)
//   <log folder>/quarantine/<segment>-<frame>-<database>-<table>.json    what it is and why it was refused
// People look at them, mend the cause and send them again; nothing here is deleted by us.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/status.h"
#include "ingest/status.h"
#include "wal/env.h"
#include "wal/frame.h"

namespace sextant::ingest {

// Thread-safe.
class Quarantine {
 public:
  static constexpr std::size_t kMaxListed = 100;

  // Makes `folder` if need be and reads what is in it.
  static Result<std::unique_ptr<Quarantine>> Open(wal::Env& env, std::string folder, std::size_t max_bytes);

  // Keeps the frame durably; keeping it again changes nothing. Fails with kUnavailable when the folder holds
  // max_bytes or cannot be written: the request then stays in the log and is tried again.
  Status Keep(QuarantinedRequest request, const wal::Frame& frame);

  std::uint64_t count() const;
  // The newest, at most kMaxListed.
  std::vector<QuarantinedRequest> list() const;

 private:
  Quarantine(wal::Env& env, std::string folder, std::size_t max_bytes)
      : env_(env), folder_(std::move(folder)), max_bytes_(max_bytes) {}
  Status Load();

  wal::Env& env_;
  const std::string folder_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::vector<QuarantinedRequest> requests_;  // ordered by file
  std::uint64_t bytes_ = 0;
};

}  // namespace sextant::ingest
