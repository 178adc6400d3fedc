// Which requests a browser may send here: Host and Origin rules, and CORS. Pure.
#pragma once

#include <optional>

#include "net/http_server.h"
#include "net/request_parser.h"

namespace sextant::net {

struct Admission {
  // At most one of these is set; the request ends here.
  std::optional<Refusal> refusal;
  std::optional<Response> preflight;
  // To be added to whatever is answered.
  Headers marks;
};

// Judges a request that came over TCP by the rules of `options` (check_host, allowed_hosts, allowed_origins,
// cors_any_origin).
Admission Admit(const RequestHead& head, const ServerOptions& options);

}  // namespace sextant::net
