#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "net/http_server.h"

namespace sextant::net {
namespace {

constexpr std::size_t kFirstRead = std::size_t{16} << 10;

// The body's announced length, as a hint for the first allocation; 0 when there is none.
std::size_t AnnouncedLength(const Headers& headers) {
  const std::string_view text = headers.Get("content-length");
  std::size_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

}  // namespace

Result<std::string> Request::ReadAll(std::size_t limit) {
  const std::size_t announced = AnnouncedLength(headers());
  if (announced > limit) return TooLargeBody(limit);
  std::string body;
  std::size_t size = 0;
  for (;;) {
    if (size == body.size()) {
      // One byte more than allowed is asked for, so that the end is told from too much. Memory follows
      // what has arrived, not what was announced.
      const std::size_t wanted = std::max({kFirstRead, size * 2, std::min(announced + 1, size * 8)});
      body.resize(std::min(wanted, limit + 1));
    }
    SXT_ASSIGN(const std::size_t got, ReadBody(body.data() + size, body.size() - size));
    if (got == 0) break;
    size += got;
    if (size > limit) return TooLargeBody(limit);
  }
  body.resize(size);
  return body;
}

Response Response::Text(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.Add("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(body);
  return response;
}

Response Response::Json(int status, std::string json) {
  Response response;
  response.status = status;
  response.headers.Add("Content-Type", "application/json");
  response.body = std::move(json);
  return response;
}

Response Response::Error(const Status& error) {
  JsonWriter json;
  json.Object().Key("code").String(CodeName(error.code())).Key("message").String(error.message()).End();
  Response response = Json(HttpStatusOf(error.code()), json.Take());
  if (response.status == 429 || response.status == 503) response.headers.Add("Retry-After", "1");
  return response;
}

}  // namespace sextant::net
