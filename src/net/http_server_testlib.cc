#include "net/http_server_testlib.h"

#include <gtest/gtest.h>

namespace sextant::net {

ServerOptions TestOptions() {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  return options;
}

std::unique_ptr<HttpServer> StartServer(const ServerOptions& options, Handler handler) {
  auto server = HttpServer::Start(options, std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status().ToString();
  return std::move(server).value();
}

void Echo(Request& request, Responder& responder) {
  auto body = request.ReadAll(std::size_t{64} << 20);
  if (!body.ok()) {
    (void)responder.Send(Response::Error(body.status()));
    return;
  }
  (void)responder.Send(
      Response::Text(200, std::string(request.method()) + " " + request.target().path + " " + *body));
}

std::string Get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

std::string Post(const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

RawAnswer Ask(const HttpServer& server, const std::string& request) {
  RawSocket socket = RawSocket::Connect(server.address());
  socket.Send(request);
  return socket.ReadAnswer();
}

}  // namespace sextant::net
