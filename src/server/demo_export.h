// The demo's tape as files, so that any other system can be fed the same.
#pragma once

#include <string>

#include "base/status.h"
#include "server/demo_loader.h"

namespace sextant::server {

// Writes every request of the tape into `folder` (made when missing), in order: 000001-traces.pb and so on,
// each the body of one OTLP/HTTP protobuf request. `now` is where the tape ends when the options do not say.
Status ExportDemo(const DemoOptions& options, const std::string& folder, UnixNanos now);

}  // namespace sextant::server
