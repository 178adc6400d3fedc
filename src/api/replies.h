// Answers that the endpoints of the page have in common.
#pragma once

#include <string>

#include "net/http_client.h"
#include "net/http_server.h"
#include "search/outcome.h"

namespace sextant::api {

// Whether a client that left gets its answer is no concern of an endpoint.
void SendJson(net::Responder& responder, int status, std::string json);
// Error of openapi.yaml, with the status of its code; Retry-After: 1 on 429 and 503.
void SendFailure(net::Responder& responder, const search::Failure& failure);

// A token that the client's leaving cancels.
net::CancelToken CancelledWhenGone(net::Responder& responder);

}  // namespace sextant::api
