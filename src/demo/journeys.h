// What visitors do: each journey is one or more traces that begin at `start`.
#pragma once

#include "base/time.h"
#include "demo/random.h"
#include "demo/recorder.h"

namespace sextant::demo {

// GET /: the page, rendered by the frontend alone.
void VisitIndex(Recorder& recorder, Random random, UnixNanos start);
// GET /api/products/{id}.
void BrowseProduct(Recorder& recorder, Random random, UnixNanos start);
// POST /api/checkout, to the end or to the refused card.
void CheckOut(Recorder& recorder, Random random, UnixNanos start);

}  // namespace sextant::demo
