// Lays the demo's tape into otel_v2: the hours up to now, then in step with the clock. What is laid is kept
// in <data-dir>/demo.json; after a pause or a crash the missing slices are made. Touches otel_v2 only.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "base/status.h"
#include "base/time.h"
#include "demo/tape.h"
#include "ingest/pipeline.h"
#include "store/store.h"

namespace sextant::server {

// A demo fills its disk only so far; what is left is for everything else.
inline constexpr std::uintmax_t kDemoLeavesFreeBytes = 256ULL << 20;

struct DemoOptions {
  demo::TapeOptions tape;
  std::int64_t hours = 40;       // 1–48
  std::optional<UnixNanos> end;  // the tape stops here; without it, it keeps step with the clock
  std::string state_file;
  std::size_t threads = 2;
};

// Reads "2026-11-22T03:00:00Z" and the like into `options`; checks ranges. Fails with kBadInput.
Status CheckDemoOptions(const DemoOptions& options);

struct DemoProgress {
  double done_hours = 0;
  double total_hours = 0;
  bool laid = false;    // everything up to the start is there; from now on it keeps step
  std::string failure;  // why it stopped, a sentence; empty while it has not
};

// Thread-safe. Borrows the pipeline and the store.
class DemoLoader {
 public:
  // Begins on threads of its own. Fails with kConflict when the folder holds a tape of other options.
  static Result<std::unique_ptr<DemoLoader>> Start(DemoOptions options, ingest::Pipeline& pipeline,
                                                   Store& store, const Clock& clock);
  ~DemoLoader();
  DemoLoader(const DemoLoader&) = delete;
  DemoLoader& operator=(const DemoLoader&) = delete;

  DemoProgress progress() const;
  void Stop();

 private:
  class Impl;
  explicit DemoLoader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sextant::server
