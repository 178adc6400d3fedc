// Plays visits: what each step of a visit's plan makes the browser do, and the shop behind it.
#pragma once

#include "demo/core/recorder.h"
#include "demo/traffic/visit.h"

namespace sextant::demo {

// The steps that happen in the slice, of whatever visits are on.
void PlayVisits(Recorder& recorder, UnixNanos slice);

}  // namespace sextant::demo
