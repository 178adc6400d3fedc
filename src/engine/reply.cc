#include "engine/reply.h"

#include "base/json.h"
#include "engine/errors.h"
#include "engine/formats.h"

namespace sextant::engine {
namespace {

std::string Counts(const StatementProgress& progress) {
  JsonWriter json;
  json.Object();
  json.Key("read_rows").UintText(progress.read_rows);
  json.Key("read_bytes").UintText(progress.read_bytes);
  json.Key("total_rows_to_read").UintText(progress.total_rows);
  json.Key("elapsed_ns").UintText(progress.elapsed_ns);
  json.Key("memory_usage").UintText(progress.memory_bytes);
  json.End();
  return json.Take();
}

}  // namespace

Reply::Reply(net::Responder& responder, std::string query_id, std::string server_version)
    : responder_(responder),
      query_id_(std::move(query_id)),
      server_version_(std::move(server_version)),
      tag_(NewExceptionTag()),
      began_(std::chrono::steady_clock::now()) {}

Status Reply::Progress(const StatementProgress& progress) {
  if (started_) return OkStatus();
  early_ = true;
  return responder_.SendEarlyHeader("X-ClickHouse-Progress", Counts(progress));
}

std::string Reply::Summary(const Tally& tally) const {
  const auto elapsed = std::chrono::steady_clock::now() - began_;
  JsonWriter json;
  json.Object();
  json.Key("read_rows").UintText(tally.read_rows);
  json.Key("read_bytes").UintText(tally.read_bytes);
  json.Key("written_rows").UintText(tally.written_rows);
  json.Key("written_bytes").UintText(tally.written_bytes);
  json.Key("total_rows_to_read").UintText(0);
  json.Key("result_rows").UintText(tally.result_rows);
  json.Key("elapsed_ns")
      .UintText(
          static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count()));
  json.End();
  return json.Take();
}

net::Headers Reply::Head(const Tally& tally) const {
  net::Headers headers;
  headers.Add("X-ClickHouse-Query-Id", query_id_);
  headers.Add("X-ClickHouse-Server-Display-Name", "sextant-engine");
  headers.Add("X-ClickHouse-Timezone", "UTC");
  headers.Add("X-ClickHouse-Exception-Tag", tag_);
  headers.Add("X-ClickHouse-Summary", Summary(tally));
  if (!format_.empty()) {
    headers.Add("X-ClickHouse-Format", format_);
    headers.Add("Content-Type", std::string(ContentTypeOf(format_)));
  }
  return headers;
}

Status Reply::Start(const Tally& tally) {
  started_ = true;
  return responder_.Start(200, Head(tally));
}

Status Reply::Write(std::string_view data, const Tally& tally) {
  if (!started_) {
    if (held_.size() + data.size() <= kHoldBytes) {
      held_.append(data);
      return OkStatus();
    }
    SXT_TRY(Flush(tally));
  }
  return responder_.Write(data);
}

Status Reply::Flush(const Tally& tally) {
  if (!started_) SXT_TRY(Start(tally));
  if (held_.empty()) return OkStatus();
  const std::string held = std::move(held_);
  held_.clear();
  return responder_.Write(held);
}

Status Reply::Finish(const Tally& tally) {
  if (!started_ && !early_) {
    started_ = true;
    return responder_.Send({200, Head(tally), std::move(held_)});
  }
  SXT_TRY(Flush(tally));
  return responder_.Finish();
}

void Reply::Fail(const Status& error) {
  std::string message = error.message() + " (version " + server_version_ + ")";
  if (started_) {
    // The handler returns without Finish: the client sees a broken body either way.
    (void)responder_.Write(ExceptionFrame(tag_, message));
    return;
  }
  net::Headers headers;
  headers.Add("X-ClickHouse-Query-Id", query_id_);
  headers.Add("X-ClickHouse-Exception-Code", std::to_string(error.engine_code()));
  headers.Add("Content-Type", "text/plain; charset=UTF-8");
  message += "\n";
  const int status = HttpStatusOfEngineCode(error.engine_code());
  if (!early_) {
    if (status == 503) headers.Add("Retry-After", "1");
    (void)responder_.Send({status, headers, message});
    return;
  }
  if (responder_.Start(200, headers).ok() && responder_.Write(message).ok()) (void)responder_.Finish();
}

}  // namespace sextant::engine
