#include "api/system_api.h"

#include "base/json.h"

namespace sextant::api {
namespace {

using net::Request;
using net::Responder;
using net::Response;

void Health(Request&, Responder& responder) {
  JsonWriter json;
  json.Object().Key("status").String("ok").Key("version").String(kVersion).End();
  (void)responder.Send(Response::Json(200, json.Take()));
}

std::string NotReadyReason(const ServerState& state) {
  if (state.engine_state == "restarting") {
    return "The engine is restarting. " + state.engine_reason + " Received telemetry is safe in the log.";
  }
  if (state.engine_state != "ready") return "The engine is " + state.engine_state + ".";
  return "Telemetry is not accepted now: the log is full or cannot be written.";
}

void Ready(const ServerState& state, Responder& responder) {
  const bool ready = state.engine_state == "ready" && state.accepting;
  JsonWriter json;
  json.Object().Key("ready").Bool(ready).Key("engine").String(state.engine_state);
  if (!ready) json.Key("reason").String(NotReadyReason(state));
  json.End();
  (void)responder.Send(Response::Json(ready ? 200 : 503, json.Take()));
}

void WriteEngine(const ServerState& state, JsonWriter& json) {
  json.Key("engine").Object().Key("state").String(state.engine_state);
  if (!state.engine_version.empty()) json.Key("version").String(state.engine_version);
  if (!state.engine_reason.empty()) json.Key("reason").String(state.engine_reason);
  if (state.engine_state == "restarting") json.Key("ready_in_ms").Int(state.engine_ready_in_ms);
  json.End();
}

void ServerStatus(const ServerState& state, Responder& responder) {
  JsonWriter json;
  json.Object().Key("version").String(kVersion);
  WriteEngine(state, json);
  json.Key("started_at_ns").IntText(state.started_at).Key("now_ns").IntText(state.now);
  json.Key("received_rows_per_second").Double(state.received_rows_per_second);
  json.Key("waiting_rows").UintText(state.waiting_rows);
  json.Key("quarantined_requests").UintText(state.quarantined_requests);
  json.Key("databases").Array();
  for (const auto& database : state.databases) {
    json.Object().Key("name").String(database.name);
    if (database.newest_row) json.Key("newest_row_ns").IntText(*database.newest_row);
    json.End();
  }
  json.End();
  json.Key("endpoints").Object();
  if (!state.otlp_http.empty()) json.Key("otlp_http").String("http://" + state.otlp_http);
  if (!state.otlp_grpc.empty()) json.Key("otlp_grpc").String(state.otlp_grpc);
  json.End();
  if (state.demo_loading) {
    json.Key("demo_loading").Object().Key("done_hours").Double(state.demo_loading->done_hours);
    json.Key("total_hours").Double(state.demo_loading->total_hours).End();
  }
  if (!state.demo_stopped.empty()) json.Key("demo_stopped").String(state.demo_stopped);
  json.End();
  (void)responder.Send(Response::Json(200, json.Take()));
}

}  // namespace

void AddSystemRoutes(net::Router& router, std::function<ServerState()> state) {
  router.Add("GET", "/health", Health);
  router.Add("GET", "/ready", [state](Request&, Responder& responder) { Ready(state(), responder); });
  router.Add("GET", "/api/v1/status",
             [state](Request&, Responder& responder) { ServerStatus(state(), responder); });
}

}  // namespace sextant::api
