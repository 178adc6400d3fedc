#include "net/http_server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "base/worker_pool.h"
#include "net/admission.h"
#include "net/connection_internal.h"
#include "net/exchange_watch.h"
#include "net/request_parser.h"
#include "net/socket.h"

namespace sextant::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

// Connections above max_connections that are being told so; any more are just closed.
constexpr std::size_t kMaxRefusals = 64;
constexpr milliseconds kAcceptPause{100};

class Server final : public HttpServer {
 public:
  Server(ServerOptions options, Handler handler, ListenSocket listener);
  ~Server() override { Stop(milliseconds(0)); }

  std::string address() const override { return listener_.address(); }
  void Stop(milliseconds grace) override;

 private:
  struct Io {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
    std::thread thread;
  };

  asio::awaitable<void> AcceptLoop();
  void Welcome(std::size_t io_index, Socket socket);

  asio::awaitable<void> Serve(ConnectionPtr c);
  asio::awaitable<bool> ReadHead(ConnectionPtr c, RequestParser& parser);
  asio::awaitable<bool> BeginExchange(ConnectionPtr c, std::unique_ptr<RequestParser> parser);
  asio::awaitable<bool> ReceiveBody(ConnectionPtr c);
  bool Dispatch(const ConnectionPtr& c);
  asio::awaitable<bool> EndExchange(ConnectionPtr c);

  asio::awaitable<bool> Refuse(ConnectionPtr c, Refusal refusal);
  asio::awaitable<bool> Answer(ConnectionPtr c, Response response);
  Response ResponseTo(const Refusal& refusal, const Request* request) const;

  const ServerOptions options_;
  const Handler handler_;
  ListenSocket listener_;
  std::atomic<bool> stopping_ = false;
  std::mutex stop_mutex_;

  ConnectionSet connections_;
  std::unique_ptr<ByteBudget> received_;  // null where handlers read long bodies themselves

  std::vector<std::unique_ptr<Io>> ios_;
  std::unique_ptr<Acceptor> acceptor_;
  ExchangeWatch watch_;
  std::unique_ptr<WorkerPool> pool_;
};

Server::Server(ServerOptions options, Handler handler, ListenSocket listener)
    : options_(std::move(options)), handler_(std::move(handler)), listener_(std::move(listener)) {
  pool_ = std::make_unique<WorkerPool>(std::max<std::size_t>(options_.handler_threads, 1),
                                       std::max<std::size_t>(options_.max_queued, 1));
  if (options_.max_received_bytes > 0) {
    received_ = std::make_unique<ByteBudget>(options_.max_received_bytes);
  }
  for (std::size_t i = 0; i < std::max<std::size_t>(options_.io_threads, 1); ++i) {
    ios_.push_back(std::make_unique<Io>());
  }
  acceptor_ = std::make_unique<Acceptor>(ios_[0]->context);
  acceptor_->assign(Protocol(listener_.family(), 0), listener_.ReleaseFd());
  asio::co_spawn(ios_[0]->context, AcceptLoop(), asio::detached);
  for (auto& io : ios_) {
    io->thread = std::thread([&context = io->context] { context.run(); });
  }
}

void Server::Stop(milliseconds grace) {
  const std::lock_guard lock(stop_mutex_);
  if (pool_ == nullptr) return;
  stopping_ = true;
  // Once every I/O thread has passed here, none will start another handler.
  for (std::size_t i = 0; i < ios_.size(); ++i) {
    std::promise<void> passed;
    asio::post(ios_[i]->context, [&, i] {
      error_code ignored;
      if (i == 0) acceptor_->close(ignored);
      connections_.Wake(i);
      passed.set_value();
    });
    passed.get_future().wait();
  }
  listener_.RemoveFile();
  if (!watch_.WaitEmpty(grace)) {
    watch_.HangUpAll();
    watch_.WaitEmpty();
  }
  pool_.reset();
  for (auto& io : ios_) {
    io->guard.reset();
    io->thread.join();
  }
}

asio::awaitable<void> Server::AcceptLoop() {
  asio::steady_timer pause(ios_[0]->context);
  bool failing = false;
  for (std::size_t turn = 0; !stopping_; ++turn) {
    const std::size_t index = turn % ios_.size();
    const asio::any_io_executor executor = ios_[index]->context.get_executor();
    error_code error;
    Socket socket =
        co_await acceptor_->async_accept(executor, asio::redirect_error(asio::use_awaitable, error));
    if (stopping_) co_return;
    if (!error) {
      failing = false;
      Welcome(index, std::move(socket));
      continue;
    }
    if (!failing) {
      Log(Severity::kWarn, "http.accept_failed", {{"address", address()}, {"error", error.message()}});
    }
    failing = true;
    pause.expires_after(kAcceptPause);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

void Server::Welcome(std::size_t io_index, Socket socket) {
  const std::size_t count = connections_.size();
  error_code ignored;
  if (!listener_.is_unix()) socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  const asio::any_io_executor executor = socket.get_executor();
  auto connection = std::make_shared<Connection>(std::move(socket), io_index, connections_, stopping_);
  if (count < options_.max_connections) {
    asio::co_spawn(executor, Serve(std::move(connection)), asio::detached);
    return;
  }
  Refusal refusal{
      "connections_full", 503,
      Status(Code::kUnavailable, "This server has its " + std::to_string(options_.max_connections) +
                                     " connections in use; close some, or try again.")};
  if (count < options_.max_connections + kMaxRefusals) {
    asio::co_spawn(executor, Refuse(std::move(connection), std::move(refusal)), asio::detached);
  } else {
    (void)ResponseTo(refusal, nullptr);
  }
}

// Serves requests until one goes to a handler, whose thread starts this again, or the connection ends.
asio::awaitable<void> Server::Serve(ConnectionPtr c) {
  if (c->exchange != nullptr && !co_await EndExchange(c)) co_return;
  while (!stopping_) {
    auto parser = std::make_unique<RequestParser>(options_);
    if (!co_await ReadHead(c, *parser)) co_return;
    if (!co_await BeginExchange(c, std::move(parser))) co_return;
    if (c->exchange == nullptr) continue;
    if (!co_await ReceiveBody(c) || stopping_) co_return;
    if (c->exchange == nullptr) continue;
    if (Dispatch(c)) co_return;
    Refusal busy{"queue_full", 503,
                 Status(Code::kUnavailable, "This server is busy: " + std::to_string(options_.max_queued) +
                                                " requests are waiting already. Try again.")};
    if (!co_await Refuse(c, std::move(busy))) co_return;
  }
}

asio::awaitable<bool> Server::ReadHead(ConnectionPtr c, RequestParser& parser) {
  SteadyClock::time_point deadline = SteadyClock::now() + options_.idle_timeout;
  bool begun = false;
  for (;;) {
    const auto step = parser.ParseHead(c->channel.in);
    if (step == RequestParser::Step::kDone) co_return true;
    if (step == RequestParser::Step::kRefused) co_return co_await Refuse(c, parser.refusal());
    if (!begun && parser.has_begun()) {
      begun = true;
      deadline = SteadyClock::now() + options_.header_timeout;
    }
    if (!begun) c->channel.in.Release();
    const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
    const Woken woken = co_await c->Read(std::max(left, milliseconds(0)));
    if (woken == Woken::kReady) continue;
    if (!begun || stopping_) co_return false;
    Refusal refusal{"head_cut", 400, Status(Code::kBadInput, "The request ended within its headers.")};
    if (woken == Woken::kTimeout) {
      refusal = {"head_timeout", 408,
                 Status(Code::kTimeout, "The request's headers were not complete within " +
                                            std::to_string(options_.header_timeout.count()) + " ms.")};
    }
    co_return co_await Refuse(c, std::move(refusal));
  }
}

// Decides by the head. False when the connection has ended; without an exchange the request was answered.
asio::awaitable<bool> Server::BeginExchange(ConnectionPtr c, std::unique_ptr<RequestParser> parser) {
  Admission admission;
  if (!listener_.is_unix()) admission = Admit(parser->head(), options_);
  c->exchange = std::make_unique<Exchange>(c->channel, options_, std::move(parser),
                                           std::move(admission.marks), received_.get(), stopping_);
  if (admission.preflight) co_return co_await Answer(c, std::move(*admission.preflight));
  if (!admission.refusal && options_.check_head) {
    Status checked = options_.check_head(*c->exchange);
    if (!checked.ok()) {
      admission.refusal = Refusal{"not_admitted", HttpStatusOf(checked.code()), std::move(checked)};
    }
  }
  if (!admission.refusal && c->exchange->head().content_length > options_.max_body_bytes) {
    admission.refusal = Refusal{"body_too_large", 413, TooLargeBody(options_.max_body_bytes)};
  }
  if (admission.refusal) co_return co_await Refuse(c, std::move(*admission.refusal));
  co_return true;
}

Refusal RefusalOf(const Status& body_failure) {
  switch (body_failure.code()) {
    case Code::kTooLarge: return {"body_too_large", 413, body_failure};
    case Code::kUnavailable: return {"receiving_full", 503, body_failure};
    case Code::kTimeout: return {"body_too_slow", 408, body_failure};
    case Code::kCancelled: return {"body_cut", 400, Status(Code::kBadInput, body_failure.message())};
    default: return {"bad_body", 400, body_failure};
  }
}

// The same for what comes of the body before the handler.
asio::awaitable<bool> Server::ReceiveBody(ConnectionPtr c) {
  BodyIntake& body = c->exchange->body();
  for (;;) {
    if (body.NeedsContinueAhead()) {
      body.SentContinue();
      if (!co_await c->Write(std::string(kContinue), options_.io_timeout)) co_return false;
    }
    const Result<bool> ready = body.ReceiveAhead();
    if (ready.ok() && *ready) co_return true;
    Status failure = ready.status();
    if (failure.ok()) {
      const auto begun = SteadyClock::now();
      const Woken woken = co_await c->Wait(Socket::wait_read, body.pace().NextWait());
      body.pace().Waited(SteadyClock::now() - begun);
      if (woken == Woken::kReady) continue;
      if (stopping_) co_return false;
      failure = woken == Woken::kTimeout ? body.pace().TooSlow() : body.EndedEarly();
    }
    co_return co_await Refuse(c, RefusalOf(failure));
  }
}

bool Server::Dispatch(const ConnectionPtr& c) {
  watch_.Add(c->channel.fd, c->exchange.get());
  const bool taken = pool_->TrySubmit([this, c] {
    c->after = c->exchange->Run(handler_);
    const asio::any_io_executor executor = c->executor();
    asio::co_spawn(executor, Serve(c), asio::detached);
  });
  if (!taken) watch_.Remove(c->channel.fd);
  return taken;
}

// What is left to do after a handler. True when the connection can take another request.
asio::awaitable<bool> Server::EndExchange(ConnectionPtr c) {
  watch_.Remove(c->channel.fd);
  Exchange& exchange = *c->exchange;
  if (c->after == Exchange::After::kAbort) {
    // To HTTP/1.0 only a reset tells a broken-off body from a whole one.
    if (!exchange.head().is_http11) c->CloseWithReset();
    co_return false;
  }
  bool sound = c->after == Exchange::After::kNextRequest;
  while (sound && !exchange.body().done()) {
    sound = exchange.body().Skip().ok();
    if (sound && !exchange.body().done()) sound = co_await c->Read(options_.io_timeout) == Woken::kReady;
  }
  if (sound) {
    c->exchange.reset();
  } else if (!exchange.body().done() || c->channel.in.size() > 0) {
    co_await c->Linger();
  }
  co_return sound;
}

Response Server::ResponseTo(const Refusal& refusal, const Request* request) const {
  Response response = Response::Error(refusal.error);
  response.status = refusal.status;
  if (options_.on_refusal) options_.on_refusal(refusal, request, response);
  return response;
}

// True when the connection can take another request.
asio::awaitable<bool> Server::Refuse(ConnectionPtr c, Refusal refusal) {
  Response response = ResponseTo(refusal, c->exchange.get());
  co_return co_await Answer(c, std::move(response));
}

// Answers without a handler. True when the connection can take another request.
asio::awaitable<bool> Server::Answer(ConnectionPtr c, Response response) {
  Exchange* exchange = c->exchange.get();
  const bool keep = exchange != nullptr && exchange->body().done() && exchange->head().keep_alive &&
                    exchange->head().is_http11;
  const bool is_head = exchange != nullptr && exchange->head().method == "HEAD";
  const Headers marks = exchange != nullptr ? exchange->marks() : Headers();
  if (exchange != nullptr) exchange->body().Forget();
  std::string bytes = SerializeResponse(response, marks, is_head, keep);
  const bool written = co_await c->Write(std::move(bytes), options_.io_timeout);
  if (keep) {
    c->exchange.reset();
  } else if (written) {
    co_await c->Linger();
  }
  co_return written&& keep;
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Start(ServerOptions options, Handler handler) {
  SXT_ASSIGN(ListenSocket listener, ListenSocket::Open(options.listen, options.unix_mode));
  return std::unique_ptr<HttpServer>(
      std::make_unique<Server>(std::move(options), std::move(handler), std::move(listener)));
}

}  // namespace sextant::net
