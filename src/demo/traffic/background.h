// What the shop's services write without being asked: brokers, caches, timers, starting pods.
#pragma once

#include "demo/core/recorder.h"

namespace sextant::demo {

// The lines of one slice.
void PlayBackground(Recorder& recorder, UnixNanos slice);

}  // namespace sextant::demo
