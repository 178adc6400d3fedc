// The content codings of net/ in the terms of ingest/, which does not know the network.
#pragma once

#include "ingest/request.h"
#include "net/compression.h"

namespace sextant::api {

ingest::BodyCoding ToBodyCoding(net::Coding coding);

// For ingest::PipelineOptions: undoes codings of bodies that a receiver has already undone once within its
// limits, so only the size is bounded here.
ingest::Inflater MakeInflater();

}  // namespace sextant::api
