// HTTP/1.1 requests off the wire. However the bytes are cut, the same requests come out of them.
#include <algorithm>
#include <cstring>

#include "fuzz/target.h"
#include "net/request_parser.h"

namespace sextant::fuzz {
namespace {

using namespace net;

// Everything that was understood of a connection, as text.
std::string Understood(std::string_view bytes, std::size_t piece, const ServerOptions& options) {
  std::string understood;
  ReadBuffer in;
  const auto refill = [&] {
    const std::size_t size = std::min(piece, bytes.size());
    if (size == 0) return false;
    std::memcpy(in.Prepare(size), bytes.data(), size);
    in.Commit(size);
    bytes.remove_prefix(size);
    return true;
  };
  for (int request = 0; request < 8; ++request) {
    RequestParser parser(options);
    RequestParser::Step step = parser.ParseHead(in);
    while (step == RequestParser::Step::kNeedMore && refill()) step = parser.ParseHead(in);
    if (step == RequestParser::Step::kRefused) {
      const int status = parser.refusal().status;
      SXT_CHECK(status >= 400 && status < 600, "a refusal that says success");
      return understood + "no head";
    }
    // A head that is not whole may be refused already or not yet.
    if (step == RequestParser::Step::kNeedMore) return understood + "no head";
    const RequestHead& head = parser.head();
    understood += head.method + " " + head.target.path + "\n";
    for (const auto& [name, value] : head.headers.list()) understood += name + ": " + value + "\n";

    const std::size_t body = understood.size();
    char buffer[64];
    while (!parser.body_done()) {
      auto got = parser.ParseBody(in, buffer, sizeof buffer);
      // How much of it came before it broke depends on the pieces.
      if (!got.ok()) return understood.substr(0, body) + "broken body";
      SXT_CHECK(*got <= sizeof buffer, "more than there was room for");
      understood.append(buffer, *got);
      if (*got == 0 && !parser.body_done() && !refill()) return understood + "cut in a body";
    }
    if (!head.keep_alive) return understood + "closed";
  }
  return understood;
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  if (bytes.empty()) return;
  ServerOptions options;
  options.max_header_bytes = 1024;
  options.max_target_bytes = 1024;
  options.max_body_bytes = 4096;
  const std::size_t piece = 1 + static_cast<unsigned char>(bytes.front()) % 32;
  bytes.remove_prefix(1);
  const std::string whole = Understood(bytes, bytes.size() + 1, options);
  const std::string cut = Understood(bytes, piece, options);
  SXT_CHECK(whole == cut, whole + "\n---\n" + cut);
}

std::vector<std::string> Seeds() {
  return {
      "\x03GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n",
      "\x07POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhelloGET / "
      "HTTP/1.0\r\n\r\n",
      "\x01PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;ext=1\r\nwxyz\r\n0\r\nTrailer: "
      "t\r\n\r\n",
      "\x01GET http://host/path HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "\x01GET / HTTP/2.0\r\n\r\n",
  };
}

}  // namespace sextant::fuzz
