// Takes rows out of a table of ours: for what is made again, such as the demo's last minutes after a crash.
#pragma once

#include <string_view>

#include "base/status.h"
#include "base/time.h"
#include "store/store.h"

namespace sextant {

// Deletes the rows whose `time_column` (DateTime or DateTime64) is not before `since`; returns when they are
// gone from answers. Rewrites parts: costs what a merge of them costs. The same failures as Store::Execute.
Status DeleteRowsSince(Store& store, std::string_view database, std::string_view table,
                       std::string_view time_column, UnixNanos since, Deadline deadline);

}  // namespace sextant
