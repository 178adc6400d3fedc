#include "net/http_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "base/log.h"
#include "base/worker_pool.h"
#include "net/admission.h"
#include "net/exchange.h"
#include "net/exchange_watch.h"
#include "net/request_parser.h"
#include "net/socket.h"

namespace sextant::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Protocol = asio::generic::stream_protocol;
using Socket = Protocol::socket;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

constexpr std::size_t kReadBytes = std::size_t{16} << 10;
// After a refusal the rest of what the client sends is dropped this long, so that it can read the answer.
constexpr milliseconds kLingerTime{2'000};
// Connections above max_connections that are being told so; any more are just closed.
constexpr std::size_t kMaxRefusals = 64;
constexpr milliseconds kAcceptPause{100};

enum class Woken { kReady, kTimeout, kClosed };

class Server;

// Its coroutine and the handler's thread use it in turns, never both.
struct Connection {
  Connection(Server& server, std::size_t io_index, Socket socket);
  ~Connection();

  Server& server;
  const std::size_t io_index;
  Socket socket;
  asio::steady_timer timer;
  Channel channel;
  std::unique_ptr<Exchange> exchange;
  Exchange::After after = Exchange::After::kNextRequest;
  std::uint64_t wait_number = 0;
  bool timed_out = false;
};
using ConnectionPtr = std::shared_ptr<Connection>;

class Server final : public HttpServer {
 public:
  Server(ServerOptions options, Handler handler, ListenSocket listener);
  ~Server() override { Stop(milliseconds(0)); }

  std::string address() const override { return listener_.address(); }
  void Stop(milliseconds grace) override;

  void Register(Connection* connection);
  void Unregister(Connection* connection);

 private:
  struct Io {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
    std::thread thread;
  };

  asio::awaitable<void> AcceptLoop();
  void Welcome(std::size_t io_index, Socket socket);
  asio::awaitable<void> RefuseConnection(ConnectionPtr c);

  asio::awaitable<void> Serve(ConnectionPtr c);
  asio::awaitable<bool> ReadHead(ConnectionPtr c, RequestParser& parser);
  asio::awaitable<bool> Prefetch(ConnectionPtr c);
  bool Dispatch(const ConnectionPtr& c);
  asio::awaitable<bool> EndExchange(ConnectionPtr c);

  asio::awaitable<bool> Answer(ConnectionPtr c, Response response);
  asio::awaitable<void> RefuseAndClose(ConnectionPtr c, Response response, Headers marks);
  asio::awaitable<void> LingerAndClose(ConnectionPtr c);
  asio::awaitable<bool> WriteOut(ConnectionPtr c, std::string bytes);
  asio::awaitable<Woken> Read(ConnectionPtr c, milliseconds timeout);
  asio::awaitable<Woken> Wait(ConnectionPtr c, Socket::wait_type what, milliseconds timeout);
  void WakeIdleConnections(std::size_t io_index);

  const ServerOptions options_;
  const Handler handler_;
  ListenSocket listener_;
  std::atomic<bool> stopping_ = false;
  std::mutex stop_mutex_;

  std::mutex connections_mutex_;
  std::unordered_set<Connection*> connections_;

  std::vector<std::unique_ptr<Io>> ios_;
  std::unique_ptr<Acceptor> acceptor_;
  ExchangeWatch watch_;
  std::unique_ptr<WorkerPool> pool_;
};

Connection::Connection(Server& owner, std::size_t io, Socket connected)
    : server(owner), io_index(io), socket(std::move(connected)), timer(socket.get_executor()) {
  channel.fd = socket.native_handle();
  channel.peer = PeerOf(channel.fd);
  server.Register(this);
}

Connection::~Connection() { server.Unregister(this); }

Server::Server(ServerOptions options, Handler handler, ListenSocket listener)
    : options_(std::move(options)), handler_(std::move(handler)), listener_(std::move(listener)) {
  pool_ = std::make_unique<WorkerPool>(std::max<std::size_t>(options_.handler_threads, 1),
                                       std::max<std::size_t>(options_.max_queued, 1));
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

void Server::Register(Connection* connection) {
  const std::lock_guard lock(connections_mutex_);
  connections_.insert(connection);
}

void Server::Unregister(Connection* connection) {
  const std::lock_guard lock(connections_mutex_);
  connections_.erase(connection);
}

void Server::WakeIdleConnections(std::size_t io_index) {
  const std::lock_guard lock(connections_mutex_);
  for (Connection* connection : connections_) {
    error_code ignored;
    if (connection->io_index == io_index) connection->socket.cancel(ignored);
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
      WakeIdleConnections(i);
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
  std::size_t count = 0;
  {
    const std::lock_guard lock(connections_mutex_);
    count = connections_.size();
  }
  if (count >= options_.max_connections + kMaxRefusals) return;
  error_code ignored;
  if (!listener_.is_unix()) socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  const asio::any_io_executor executor = socket.get_executor();
  auto connection = std::make_shared<Connection>(*this, io_index, std::move(socket));
  if (count >= options_.max_connections) {
    asio::co_spawn(executor, RefuseConnection(std::move(connection)), asio::detached);
  } else {
    asio::co_spawn(executor, Serve(std::move(connection)), asio::detached);
  }
}

asio::awaitable<void> Server::RefuseConnection(ConnectionPtr c) {
  Response response = Response::Error(
      Status(Code::kUnavailable, "This server has its " + std::to_string(options_.max_connections) +
                                     " connections in use; close some, or try again."));
  co_await RefuseAndClose(c, std::move(response), Headers());
}

// Serves requests until one goes to a handler, whose thread starts this again, or the connection ends.
asio::awaitable<void> Server::Serve(ConnectionPtr c) {
  if (c->exchange != nullptr && !co_await EndExchange(c)) co_return;
  while (!stopping_) {
    auto parser = std::make_unique<RequestParser>(options_);
    if (!co_await ReadHead(c, *parser)) co_return;
    Admission admission;
    if (!listener_.is_unix()) admission = Admit(parser->head(), options_);
    c->exchange = std::make_unique<Exchange>(c->channel, options_, std::move(parser),
                                             std::move(admission.marks), stopping_);
    if (admission.answer) {
      if (!co_await Answer(c, std::move(*admission.answer))) co_return;
      continue;
    }
    if (!co_await Prefetch(c) || stopping_) co_return;
    if (Dispatch(c)) co_return;
    Response busy = Response::Error(
        Status(Code::kUnavailable, "This server is busy: " + std::to_string(options_.max_queued) +
                                       " requests are waiting already. Try again."));
    if (!co_await Answer(c, std::move(busy))) co_return;
  }
}

asio::awaitable<bool> Server::ReadHead(ConnectionPtr c, RequestParser& parser) {
  Clock::time_point deadline = Clock::now() + options_.idle_timeout;
  bool begun = false;
  for (;;) {
    const auto step = parser.ParseHead(c->channel.in);
    if (step == RequestParser::Step::kDone) co_return true;
    if (step == RequestParser::Step::kRefused) {
      co_await RefuseAndClose(c, parser.refusal(), Headers());
      co_return false;
    }
    if (!begun && parser.has_begun()) {
      begun = true;
      deadline = Clock::now() + options_.header_timeout;
    }
    if (!begun) c->channel.in.Release();
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    const Woken woken = co_await Read(c, std::max(left, milliseconds(0)));
    if (woken == Woken::kReady) continue;
    if (begun && woken == Woken::kTimeout) {
      Response response = Response::Error(
          Status(Code::kTimeout, "The request's headers were not complete within " +
                                     std::to_string(options_.header_timeout.count()) + " ms."));
      response.status = 408;
      co_await RefuseAndClose(c, std::move(response), Headers());
    } else if (begun && !stopping_) {
      Response response = Response::Error(Status(Code::kBadInput, "The request ended within its headers."));
      co_await RefuseAndClose(c, std::move(response), Headers());
    }
    co_return false;
  }
}

asio::awaitable<bool> Server::Prefetch(ConnectionPtr c) {
  for (;;) {
    const Result<bool> ready = c->exchange->Prefetch();
    if (ready.ok() && *ready) co_return true;
    Status failure = ready.status();
    Woken woken = Woken::kClosed;
    if (ready.ok()) {
      BodyPace& pace = c->exchange->pace();
      const auto begun = Clock::now();
      const std::size_t before = c->channel.in.size();
      woken = co_await Read(c, pace.NextWait());
      pace.Waited(Clock::now() - begun);
      pace.Received(c->channel.in.size() - before);
      if (woken == Woken::kReady) continue;
      if (stopping_) co_return false;
      failure = woken == Woken::kTimeout
                    ? pace.TooSlow()
                    : Status(Code::kBadInput, "The connection was closed within the request's body.");
    }
    Response response = Response::Error(failure);
    if (failure.code() == Code::kTimeout) response.status = 408;
    co_await RefuseAndClose(c, std::move(response), c->exchange->marks());
    co_return false;
  }
}

bool Server::Dispatch(const ConnectionPtr& c) {
  watch_.Add(c->channel.fd, c->exchange.get());
  const bool taken = pool_->TrySubmit([this, c] {
    c->after = c->exchange->Run(handler_);
    const asio::any_io_executor executor = c->socket.get_executor();
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
    if (!exchange.head().is_http11) {
      // To HTTP/1.0 only a reset tells a broken-off body from a whole one.
      error_code ignored;
      const asio::socket_base::linger reset(true, 0);
      c->socket.set_option(reset, ignored);
    }
    co_return false;
  }
  bool sound = c->after == Exchange::After::kNextRequest;
  while (sound && !exchange.body_done()) {
    sound = exchange.SkipBody().ok();
    if (sound && !exchange.body_done()) sound = co_await Read(c, options_.io_timeout) == Woken::kReady;
  }
  if (sound) {
    c->exchange.reset();
  } else if (!exchange.body_done() || c->channel.in.size() > 0) {
    co_await LingerAndClose(c);
  }
  co_return sound;
}

// Answers without a handler. True when the connection can take another request.
asio::awaitable<bool> Server::Answer(ConnectionPtr c, Response response) {
  const Exchange& exchange = *c->exchange;
  if (!exchange.body_done() || !exchange.head().keep_alive || !exchange.head().is_http11) {
    co_await RefuseAndClose(c, std::move(response), exchange.marks());
    co_return false;
  }
  std::string bytes = SerializeResponse(response, exchange.marks(), exchange.head().method == "HEAD", true);
  c->exchange.reset();
  co_return co_await WriteOut(c, std::move(bytes));
}

asio::awaitable<void> Server::RefuseAndClose(ConnectionPtr c, Response response, Headers marks) {
  const bool is_head = c->exchange != nullptr && c->exchange->head().method == "HEAD";
  std::string bytes = SerializeResponse(response, marks, is_head, false);
  if (co_await WriteOut(c, std::move(bytes))) co_await LingerAndClose(c);
}

// Closing while unread bytes arrive would reset the connection and take the answer from the client.
asio::awaitable<void> Server::LingerAndClose(ConnectionPtr c) {
  ::shutdown(c->channel.fd, SHUT_WR);
  const auto until = Clock::now() + kLingerTime;
  Woken woken = Woken::kReady;
  while (woken == Woken::kReady && Clock::now() < until) {
    c->channel.in.Consume(c->channel.in.size());
    woken = co_await Read(c, std::chrono::ceil<milliseconds>(until - Clock::now()));
  }
}

asio::awaitable<bool> Server::WriteOut(ConnectionPtr c, std::string bytes) {
  std::string_view left = bytes;
  while (!left.empty()) {
    const IoStep step = TryWrite(c->channel.fd, {&left, 1});
    if (step.state == IoStep::State::kClosed) co_return false;
    left.remove_prefix(step.bytes);
    if (step.state == IoStep::State::kWouldBlock) {
      const Woken woken = co_await Wait(c, Socket::wait_write, options_.io_timeout);
      if (woken != Woken::kReady) co_return false;
    }
  }
  co_return true;
}

// Reads into the channel's buffer.
asio::awaitable<Woken> Server::Read(ConnectionPtr c, milliseconds timeout) {
  for (;;) {
    const Woken woken = co_await Wait(c, Socket::wait_read, timeout);
    if (woken != Woken::kReady) co_return woken;
    const IoStep step = TryRead(c->channel.fd, c->channel.in.Prepare(kReadBytes), kReadBytes);
    if (step.state == IoStep::State::kClosed) co_return Woken::kClosed;
    c->channel.in.Commit(step.bytes);
    if (step.bytes > 0) co_return Woken::kReady;
  }
}

// kClosed also when the server stops.
asio::awaitable<Woken> Server::Wait(ConnectionPtr c, Socket::wait_type what, milliseconds timeout) {
  if (stopping_) co_return Woken::kClosed;
  const std::uint64_t number = ++c->wait_number;
  c->timed_out = false;
  c->timer.expires_after(timeout);
  c->timer.async_wait([c, number](const error_code& error) {
    if (error || c->wait_number != number) return;
    c->timed_out = true;
    error_code ignored;
    c->socket.cancel(ignored);
  });
  error_code error;
  co_await c->socket.async_wait(what, asio::redirect_error(asio::use_awaitable, error));
  ++c->wait_number;
  c->timer.cancel();
  if (c->timed_out) co_return Woken::kTimeout;
  co_return error || stopping_ ? Woken::kClosed : Woken::kReady;
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Start(ServerOptions options, Handler handler) {
  SXT_ASSIGN(ListenSocket listener, ListenSocket::Open(options.listen, options.unix_mode));
  return std::unique_ptr<HttpServer>(
      std::make_unique<Server>(std::move(options), std::move(handler), std::move(listener)));
}

}  // namespace sextant::net
