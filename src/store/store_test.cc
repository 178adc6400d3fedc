#include "store/store.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "net/http_server.h"

namespace sextant {
namespace {

TEST(Store, SaysWhichFailuresMayPass) {
  EXPECT_TRUE(IsRetryable(Status(Code::kUnavailable, "")));
  EXPECT_TRUE(IsRetryable(Status(Code::kTimeout, "")));
  EXPECT_TRUE(IsRetryable(Status(Code::kResourceExhausted, "")));
  for (const int engine_code : {241, 243, 252, 394}) {
    EXPECT_TRUE(IsRetryable(Status(Code::kBadInput, "", engine_code))) << engine_code;
  }
  EXPECT_FALSE(IsRetryable(OkStatus()));
  EXPECT_FALSE(IsRetryable(Status(Code::kBadInput, "", 62)));
  EXPECT_FALSE(IsRetryable(Status(Code::kDenied, "", 497)));
}

TEST(Store, AServerThatIsNotThereIsUnavailable) {
  StoreOptions options;
  options.client.base_url = "http://unix";
  options.client.unix_socket = "/nonexistent/engine.sock";
  const std::unique_ptr<Store> store = OpenStore(options);
  Statement statement;
  statement.text = "SELECT 1";
  EXPECT_EQ(store->Collect(statement, {}).status().code(), Code::kUnavailable);
}

TEST(Store, SendsNothingAfterItsDeadline) {
  const std::unique_ptr<Store> store = OpenStore({});
  RunOptions options;
  options.deadline = Deadline::After(std::chrono::milliseconds(0));
  Statement statement;
  statement.text = "SELECT 1";
  EXPECT_EQ(store->Collect(statement, options).status().code(), Code::kTimeout);
}

// A ClickHouse that takes no settings and goes on when its client leaves, but lets us kill.
class StubbornServer {
 public:
  StubbornServer() {
    net::ServerOptions options;
    options.listen = "127.0.0.1:0";
    server_ = net::HttpServer::Start(options, [this](net::Request& request, net::Responder& responder) {
                Handle(request, responder);
              }).value();
  }
  ~StubbornServer() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    changed_.notify_all();
  }

  StoreOptions store_options() const {
    StoreOptions options;
    options.client.base_url = "http://" + server_->address();
    return options;
  }

  // Waits until a KILL QUERY came for the statement that was running.
  bool WasKilled() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [&] {
      return !running_id_.empty() && killed_.find(running_id_) != std::string::npos;
    });
  }

 private:
  void Handle(net::Request& request, net::Responder& responder) {
    const std::string sql = request.ReadAll(4096).value();
    std::string answer;
    if (sql == "SELECT version()") answer = "24.8.1.1\n";
    if (sql == "SELECT 1") answer = "Code: 164. DB::Exception: Readonly. (READONLY)\n";
    if (sql == "SELECT slow") Wait(request);
    if (sql.starts_with("KILL")) {
      const std::lock_guard lock(mutex_);
      killed_ += sql;
      changed_.notify_all();
    }
    const Status sent = responder.Send(net::Response::Text(answer.starts_with("Code") ? 500 : 200, answer));
    static_cast<void>(sent);
  }

  void Wait(net::Request& request) {
    std::unique_lock lock(mutex_);
    running_id_ = request.target().Find("query_id").value_or("");
    changed_.wait(lock, [&] { return closing_ || killed_.find(running_id_) != std::string::npos; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string running_id_;
  std::string killed_;
  bool closing_ = false;
  std::unique_ptr<net::HttpServer> server_;  // last: it calls Handle
};

TEST(Store, KillsWhatNobodyWaitsForWhereClosingDoesNotCancel) {
  StubbornServer server;
  const std::unique_ptr<Store> store = OpenStore(server.store_options());
  const auto capabilities = store->GetCapabilities(Deadline::After(std::chrono::seconds(30)));
  ASSERT_TRUE(capabilities.ok()) << capabilities.status().ToString();
  ASSERT_TRUE(capabilities->kills && !capabilities->cancels_on_close);
  RunOptions options;
  options.deadline = Deadline::After(std::chrono::milliseconds(200));
  Statement statement;
  statement.text = "SELECT slow";
  EXPECT_EQ(store->Collect(statement, options).status().code(), Code::kTimeout);
  EXPECT_TRUE(server.WasKilled());
}

}  // namespace
}  // namespace sextant
