#include <algorithm>
#include <tuple>

#include "net/http_server.h"

namespace sextant::net {
namespace {

std::vector<std::string> SplitPath(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
    if (path.empty()) segments.emplace_back();
  }
  return segments;
}

bool IsParameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

bool SegmentsMatch(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::equal(pattern.begin(), pattern.end(), path.begin(),
                    [](const std::string& wanted, const std::string& given) {
                      return IsParameter(wanted) ? !given.empty() : wanted == given;
                    });
}

}  // namespace

void Router::Add(std::string method, std::string pattern, Handler handler) {
  Route route;
  route.method = std::move(method);
  route.open_end = pattern.ends_with("/*");
  if (route.open_end) pattern.resize(pattern.size() - 2);
  route.segments = SplitPath(pattern);
  route.handler = std::move(handler);
  routes_.push_back(std::move(route));
}

void Router::operator()(Request& request, Responder& responder) const {
  const std::vector<std::string> path = SplitPath(request.target().path);
  const std::string_view method = request.method() == "HEAD" ? "GET" : request.method();
  const auto specificity = [](const Route& route) {
    const auto literals = std::count_if(route.segments.begin(), route.segments.end(),
                                        [](const std::string& s) { return !IsParameter(s); });
    return std::tuple(!route.open_end, literals, route.segments.size());
  };
  const Route* best = nullptr;
  std::string allowed;
  for (const Route& route : routes_) {
    const bool fits =
        route.open_end ? path.size() >= route.segments.size() : path.size() == route.segments.size();
    if (!fits || !SegmentsMatch(route.segments, path)) continue;
    if (route.method != method) {
      allowed += (allowed.empty() ? "" : ", ") + route.method;
    } else if (best == nullptr || specificity(route) > specificity(*best)) {
      best = &route;
    }
  }
  // The answers' own failures mean that the client has left: nobody is there to be told.
  if (best != nullptr) {
    best->handler(request, responder);
  } else if (allowed.empty()) {
    (void)responder.Send(Response::Error(
        Status(Code::kNotFound, "There is nothing at " + request.target().path + " on this server.")));
  } else {
    Response response = Response::Error(Status(Code::kBadInput, request.target().path + " does not take " +
                                                                    std::string(request.method()) + "; use " +
                                                                    allowed + "."));
    response.status = 405;
    response.headers.Add("Allow", allowed);
    (void)responder.Send(std::move(response));
  }
}

}  // namespace sextant::net
