#include "net/admission.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace sextant::net {
namespace {

// "example.org:80" → "example.org", "[::1]:80" → "::1".
std::string HostWithoutPort(std::string_view host) {
  const std::size_t bracket = host.find(']');
  if (host.starts_with('[') && bracket != std::string_view::npos)
    return std::string(host.substr(1, bracket - 1));
  return std::string(host.substr(0, host.find(':')));
}

bool IsLoopbackLiteral(const std::string& host) {
  in_addr v4{};
  in6_addr v6{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool Contains(const std::vector<std::string>& list, std::string_view wanted) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& item) { return EqualsIgnoringCase(item, wanted); });
}

bool HostIsAllowed(std::string_view host, const ServerOptions& options) {
  const std::string name = HostWithoutPort(host);
  return IsLoopbackLiteral(name) || EqualsIgnoringCase(name, "localhost") ||
         Contains(options.allowed_hosts, name) || Contains(options.allowed_hosts, host);
}

bool OriginIsAllowed(std::string_view origin, std::string_view host, const ServerOptions& options) {
  const std::size_t scheme = origin.find("://");
  const bool is_own = scheme != std::string_view::npos && !host.empty() &&
                      EqualsIgnoringCase(origin.substr(scheme + 3), host);
  return is_own || Contains(options.allowed_origins, origin);
}

Refusal Forbidden(const char* reason, std::string message) {
  return {reason, 403, Status(Code::kDenied, std::move(message))};
}

// Cookies mean nothing to a server that takes every origin, so allowing them gives nothing away; browsers
// insist on it for navigator.sendBeacon.
void MarkForEveryOrigin(std::string_view origin, Headers& marks) {
  marks.Add("Access-Control-Allow-Origin", std::string(origin));
  marks.Add("Access-Control-Allow-Credentials", "true");
  marks.Add("Access-Control-Expose-Headers", "Retry-After");
  marks.Add("Vary", "Origin");
}

Response PreflightAnswer(const Headers& asked) {
  Response response;
  response.status = 204;
  response.headers.Add("Access-Control-Allow-Methods", "POST, GET, OPTIONS");
  if (const auto names = asked.Find("access-control-request-headers")) {
    response.headers.Add("Access-Control-Allow-Headers", std::string(*names));
  }
  response.headers.Add("Access-Control-Max-Age", "7200");
  return response;
}

}  // namespace

Admission Admit(const RequestHead& head, const ServerOptions& options) {
  Admission out;
  const auto host = head.headers.Find("host");
  const auto origin = head.headers.Find("origin");
  if (options.check_host && host && !HostIsAllowed(*host, options)) {
    out.refusal = Forbidden("host", "This server does not answer to the name '" + std::string(*host) +
                                        "'; reach it as localhost, or add the name to its allowed hosts.");
    return out;
  }
  if (!origin) return out;
  if (options.cors_any_origin) {
    MarkForEveryOrigin(*origin, out.marks);
    if (head.method == "OPTIONS" && head.headers.Find("access-control-request-method")) {
      out.preflight = PreflightAnswer(head.headers);
    }
  } else if (options.check_host && !OriginIsAllowed(*origin, host.value_or(""), options)) {
    out.refusal = Forbidden(
        "origin", "Pages of '" + std::string(*origin) +
                      "' may not use this server; add the origin to its allowed origins if they should.");
  }
  return out;
}

}  // namespace sextant::net
