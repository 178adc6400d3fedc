// The Store over ClickHouse's HTTP interface: requests from request.h, answers through answer.h.
#include <chrono>

#include "base/bytes.h"
#include "native/native.h"
#include "store/answer.h"
#include "store/request.h"
#include "store/store.h"

namespace sextant {
namespace {

using std::chrono::milliseconds;

// How long asking for capabilities, and killing what nobody waits for any more, may take.
constexpr milliseconds kAskTimeout{5'000};
constexpr milliseconds kKillTimeout{2'000};
constexpr milliseconds kProgressInterval{100};

Deadline Sooner(Deadline a, Deadline b) { return a.at() < b.at() ? a : b; }

// Hands on at most one progress per interval.
class ProgressThrottle {
 public:
  explicit ProgressThrottle(const RunOptions& options) : options_(options) {}
  void operator()(const Progress& progress) {
    const auto now = Deadline::SteadyClock::now();
    if (!options_.on_progress || now < next_) return;
    next_ = now + kProgressInterval;
    options_.on_progress(progress);
  }

 private:
  const RunOptions& options_;
  Deadline::SteadyClock::time_point next_{};
};

class ClickHouseStore final : public Store {
 public:
  explicit ClickHouseStore(StoreOptions options)
      : options_(std::move(options)), client_(net::HttpClient::Create(options_.client)) {}

  Result<Progress> Run(const Statement& statement, const RunOptions& options, const Sink& sink) override {
    native::BlockReader reader;
    Status read;
    const auto feed = [&](std::string_view bytes) {
      read = reader.Feed(bytes, [&](Block&& block) { return sink(block); });
      return read.ok() && !reader.stopped();
    };
    SXT_ASSIGN(const Progress progress, RunRaw(statement, "Native", options, feed));
    if (!read.ok()) return read;
    if (!reader.stopped()) {
      if (const Status end = reader.Finish(); !end.ok()) return Status(Code::kUnavailable, end.message());
    }
    return progress;
  }

  Result<Progress> RunRaw(const Statement& statement, std::string_view format, const RunOptions& options,
                          const std::function<bool(std::string_view)>& sink) override {
    return Perform(statement, StatementKind::kRead, format, options, sink);
  }

  Status Execute(const Statement& statement, Deadline deadline) override {
    RunOptions options;
    options.deadline = deadline;
    return Perform(statement, StatementKind::kChange, "", options, {}).status();
  }

  Status Insert(std::string_view database, std::string_view table, const Block& block, std::string_view token,
                Deadline deadline) override {
    SXT_TRY(CheckDeadline(deadline));
    SXT_ASSIGN(net::ClientRequest request, MakeInsert(options_, database, table, block, token, RandomId()));
    native::BlockWriter writer(block);
    request.body_source = [&](char* buffer, std::size_t size) { return writer.Read(buffer, size); };
    Answer answer("", {}, {});
    return answer.Finish(client_->Send(request, answer.sink(), deadline, net::CancelToken()));
  }

  Result<Capabilities> GetCapabilities(Deadline deadline) override {
    return capabilities_.Get(deadline, [&] {
      const Deadline until = Sooner(deadline, Deadline::After(kAskTimeout));
      return AskCapabilities(
          [&](std::string_view sql, const Settings& settings) { return Ask(sql, settings, until); });
    });
  }

 private:
  static Status CheckDeadline(Deadline deadline) {
    if (!deadline.Passed()) return OkStatus();
    return Status(Code::kTimeout, "The time for this statement was over before it was sent.");
  }

  Result<Progress> Perform(const Statement& statement, StatementKind kind, std::string_view format,
                           const RunOptions& options, const std::function<bool(std::string_view)>& sink) {
    SXT_TRY(CheckDeadline(options.deadline));
    SXT_ASSIGN(const Capabilities capabilities, GetCapabilities(options.deadline));
    const std::string query_id = RandomId();
    RequestOptions how;
    how.kind = kind;
    how.format = format;
    how.query_id = query_id;
    how.deadline = options.deadline;
    how.progress = options.on_progress != nullptr;
    SXT_ASSIGN(const net::ClientRequest request, MakeRequest(options_, capabilities, statement, how));

    Answer answer(format, sink, ProgressThrottle(options));
    const Status outcome =
        answer.Finish(client_->Send(request, answer.sink(), options.deadline, options.cancel));
    const bool ends_by_itself = kind == StatementKind::kRead && capabilities.cancels_on_close;
    if (answer.abandoned() && capabilities.kills && !ends_by_itself) Kill(query_id);
    if (!outcome.ok()) return outcome;
    return answer.progress();
  }

  // Best effort: who gave the statement up has been answered already.
  void Kill(const std::string& query_id) {
    const Result<std::string> killed =
        Ask("KILL QUERY WHERE query_id = '" + query_id + "' ASYNC", {}, Deadline::After(kKillTimeout));
    static_cast<void>(killed);
  }

  // A small answer as text, without any setting but those given.
  Result<std::string> Ask(std::string_view sql, const Settings& settings, Deadline deadline) {
    Statement statement;
    statement.text = sql;
    statement.settings = settings;
    Capabilities only_given;
    only_given.settings = true;
    RequestOptions how;
    how.kind = StatementKind::kChange;
    how.format = "TabSeparated";
    const std::string query_id = RandomId();
    how.query_id = query_id;
    SXT_ASSIGN(const net::ClientRequest request, MakeRequest(options_, only_given, statement, how));
    std::string text;
    Answer answer("", [&](std::string_view bytes) { return text.append(bytes).size() < kMaxAskBytes; }, {});
    SXT_TRY(answer.Finish(client_->Send(request, answer.sink(), deadline, net::CancelToken())));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }

  static constexpr std::size_t kMaxAskBytes = 4096;

  const StoreOptions options_;
  const std::unique_ptr<net::HttpClient> client_;
  CapabilityCache capabilities_;
};

}  // namespace

std::unique_ptr<Store> OpenStore(StoreOptions options) {
  return std::make_unique<ClickHouseStore>(std::move(options));
}

}  // namespace sextant
