#include "store/readonly_front_testlib.h"

#include <algorithm>
#include <array>

#include "store/exception.h"

namespace sextant::testing {
namespace {

constexpr std::size_t kMaxBody = std::size_t{16} << 20;

// What the HTTP interface itself reads; every other parameter of a target is a setting.
constexpr std::array<std::string_view, 4> kNoSettings = {"query", "query_id", "database", "default_format"};

constexpr std::string_view kTagHeader = "X-ClickHouse-Exception-Tag";
constexpr std::array<std::string_view, 4> kKeptHeaders = {"X-ClickHouse-Format", "X-ClickHouse-Summary",
                                                          "X-ClickHouse-Exception-Code", kTagHeader};

net::Response Refusal(int status, int code, const std::string& text) {
  net::Response response =
      net::Response::Text(status, "Code: " + std::to_string(code) + ". DB::Exception: " + text +
                                      " (version 24.8.1.1 (official build))\n");
  response.headers.Add("X-ClickHouse-Exception-Code", std::to_string(code));
  return response;
}

bool IsSetting(std::string_view name) {
  return !name.starts_with("param_") &&
         std::find(kNoSettings.begin(), kNoSettings.end(), name) == kNoSettings.end();
}

std::string TargetOf(const net::Target& target) {
  // The real engine then refuses changes in its own words.
  std::string text = "/?readonly=1";
  for (const auto& [name, value] : target.query) {
    text += '&' + net::PercentEncode(name) + '=' + net::PercentEncode(value);
  }
  return text;
}

// `error` as older servers write it behind the data.
std::string OldErrorText(ErrorStyle style, const EngineError& error) {
  const std::string text = "Code: " + std::to_string(error.code) + ". DB::Exception: " + error.message +
                           " (version 24.8.1.1 (official build))\n";
  return style == ErrorStyle::kMarked ? "__exception__\r\n" + text : text;
}

// Hands the engine's answer on, with errors in mid-stream in the front's own style. A client that left
// changes nothing: the answer is read to its end.
class Relay {
 public:
  Relay(ErrorStyle style, net::Responder& responder) : style_(style), responder_(responder) {}

  net::ResponseSink sink() {
    net::ResponseSink sink;
    sink.on_head = [this](int status, const net::Headers& headers) {
      OnHead(status, headers);
      return true;
    };
    sink.on_data = [this](std::string_view data) {
      if (scanner_) {
        scanner_->Feed(data, [this](std::string_view bytes) { return Write(bytes); });
      } else {
        Write(data);
      }
      return true;
    };
    return sink;
  }

  void Finish(const Status& sent) {
    if (!started_) {
      client_ = responder_.Send(net::Response::Error(sent));
      return;
    }
    if (scanner_) {
      scanner_->Finish([this](std::string_view bytes) { return Write(bytes); });
      if (scanner_->error()) Write(OldErrorText(style_, *scanner_->error()));
      client_ = responder_.Finish();
    } else if (sent.ok()) {
      client_ = responder_.Finish();
    }
  }

 private:
  void OnHead(int status, const net::Headers& headers) {
    started_ = true;
    net::Headers kept;
    for (const std::string_view name : kKeptHeaders) {
      const auto value = headers.Find(name);
      const bool hidden = name == kTagHeader && style_ != ErrorStyle::kTagged;
      if (value && !hidden) kept.Add(std::string(name), std::string(*value));
    }
    if (style_ != ErrorStyle::kTagged && status == 200) {
      scanner_.emplace(headers.Get(kTagHeader));
    }
    client_ = responder_.Start(status, kept);
  }

  bool Write(std::string_view bytes) {
    if (client_.ok() && !bytes.empty()) client_ = responder_.Write(bytes);
    return true;
  }

  const ErrorStyle style_;
  net::Responder& responder_;
  std::optional<ExceptionScanner> scanner_;
  bool started_ = false;
  Status client_;  // whether it is still there
};

}  // namespace

ReadonlyFront::ReadonlyFront(const std::string& engine_socket, ErrorStyle style) : style_(style) {
  net::ClientOptions engine;
  engine.base_url = "http://unix";
  engine.unix_socket = engine_socket;
  engine_ = net::HttpClient::Create(engine);
  net::ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.max_target_bytes = std::size_t{1} << 20;
  server_ = net::HttpServer::Start(options, [this](net::Request& request, net::Responder& responder) {
              Handle(request, responder);
            }).value();
}

ReadonlyFront::~ReadonlyFront() = default;

StoreOptions ReadonlyFront::store_options() const {
  StoreOptions options;
  options.client.base_url = "http://" + server_->address();
  options.user = kUser;
  options.password = kPassword;
  return options;
}

void ReadonlyFront::Handle(net::Request& request, net::Responder& responder) {
  Status sent;
  if (request.headers().Get("X-ClickHouse-User") != kUser ||
      request.headers().Get("X-ClickHouse-Key") != kPassword) {
    sent = responder.Send(Refusal(403, 516, "Authentication failed: password is incorrect."));
    return;
  }
  const Result<std::string> body = request.ReadAll(kMaxBody);
  if (!body.ok()) return;
  const net::Target& target = request.target();
  for (const auto& [name, value] : target.query) {
    if (!IsSetting(name)) continue;
    sent = responder.Send(
        Refusal(500, 164, "Cannot modify '" + name + "' setting in readonly mode. (READONLY)"));
    return;
  }
  // KILL QUERY looks into system.processes.
  if (body->find("system.") != std::string::npos || body->starts_with("KILL")) {
    sent = responder.Send(Refusal(403, 497, "reader: Not enough privileges. (ACCESS_DENIED)"));
    return;
  }
  Forward(target, *body, responder);
}

void ReadonlyFront::Forward(const net::Target& target, const std::string& body, net::Responder& responder) {
  ++running_;
  net::ClientRequest request;
  request.target = TargetOf(target);
  request.headers.Add("X-Sextant-Trusted", "1");
  request.body = body;
  Relay relay(style_, responder);
  relay.Finish(engine_->Send(request, relay.sink(), Deadline::Never(), net::CancelToken()));
  --running_;
}

}  // namespace sextant::testing
