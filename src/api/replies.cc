#include "api/replies.h"

#include "api/search_json.h"

namespace sextant::api {

using net::Responder;
using net::Response;

void SendJson(Responder& responder, int status, std::string json) {
  (void)responder.Send(Response::Json(status, std::move(json)));
}

void SendFailure(Responder& responder, const search::Failure& failure) {
  Response response = Response::Json(net::HttpStatusOf(failure.status.code()), ErrorJson(failure, false));
  if (response.status == 429 || response.status == 503) response.headers.Add("Retry-After", "1");
  (void)responder.Send(std::move(response));
}

net::CancelToken CancelledWhenGone(Responder& responder) {
  net::CancelToken cancel;
  responder.OnGone([cancel]() mutable { cancel.Cancel(); });
  return cancel;
}

}  // namespace sextant::api
