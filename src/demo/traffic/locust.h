// What the load generator's users do: each journey is one or two traces that begin at `start`.
#pragma once

#include "demo/core/random.h"
#include "demo/core/recorder.h"

namespace sextant::demo {

using Journey = void (*)(Recorder& recorder, Random random, UnixNanos start);

void VisitIndex(Recorder& recorder, Random random, UnixNanos start);
void BrowseProduct(Recorder& recorder, Random random, UnixNanos start);
void GetRecommendations(Recorder& recorder, Random random, UnixNanos start);
void GetAds(Recorder& recorder, Random random, UnixNanos start);
void ViewCart(Recorder& recorder, Random random, UnixNanos start);
void AddToCart(Recorder& recorder, Random random, UnixNanos start);
void FloodHome(Recorder& recorder, Random random, UnixNanos start);
void CheckOutByVisa(Recorder& recorder, Random random, UnixNanos start);
void CheckOutByMasterCard(Recorder& recorder, Random random, UnixNanos start);

}  // namespace sextant::demo
