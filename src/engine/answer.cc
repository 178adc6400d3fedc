#include "engine/answer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>
#include <optional>
#include <variant>
#include <vector>

#include "base/queue.h"
#include "engine/errors.h"
#include "engine/formats.h"

namespace sextant::engine {
namespace {

constexpr std::size_t kChunksAhead = 2;
constexpr std::size_t kPipeBytes = std::size_t{1} << 20;

Status PoolIsFull() {
  return EngineStatus(kTooManySimultaneousQueries, "No thread is free for the statement.");
}

void Add(Tally& sum, const Tally& more) {
  sum.read_rows += more.read_rows;
  sum.read_bytes += more.read_bytes;
  sum.result_rows += more.result_rows;
}

// Chunks of the library's stream, one after the other.
class StreamAnswer final : public Answer {
 public:
  StreamAnswer(Connection& connection, AnswerRequest request)
      : connection_(connection), request_(std::move(request)), events_(kChunksAhead) {}

  ~StreamAnswer() override {
    events_.Close();
    if (done_.valid()) done_.wait();
  }

  bool Start(WorkerPool& pool) {
    auto done = std::make_shared<std::promise<void>>();
    if (!pool.TrySubmit([this, done] {
          Produce();
          done->set_value();
        })) {
      return false;
    }
    done_ = done->get_future();
    return true;
  }

  Result<Event> Next(std::string_view& data, std::chrono::milliseconds wait) override {
    std::optional<Result<Chunk>> event = events_.PopFor(wait);
    if (!event) return Event::kNothingYet;
    if (!event->ok()) return event->status();
    current_.emplace(std::move(*event).value());
    Add(tally_, current_->tally());
    data = current_->data();
    return data.empty() ? Event::kEnd : Event::kData;
  }

  Tally tally() const override { return tally_; }

 private:
  void Produce() {
    Result<Stream> stream = connection_.StartStream(request_.sql, request_.format, request_.params);
    if (!stream.ok()) {
      events_.Push(stream.status());
      return;
    }
    for (bool more = true; more;) {
      Result<Chunk> chunk = stream->Fetch();
      more = chunk.ok() && !chunk->data().empty();
      if (!events_.Push(std::move(chunk))) return;
    }
  }

  Connection& connection_;
  const AnswerRequest request_;
  BoundedQueue<Result<Chunk>> events_;
  std::future<void> done_;
  std::optional<Chunk> current_;
  Tally tally_;
};

// One document through a pipe that the engine opens by its name below /proc.
class PipeAnswer final : public Answer {
 public:
  PipeAnswer(Connection& connection, AnswerRequest request)
      : connection_(connection), request_(std::move(request)), buffer_(kPipeBytes) {}

  ~PipeAnswer() override {
    // The engine may be waiting for room in the pipe; without a reader its writes fail instead.
    if (read_fd_ >= 0) close(read_fd_);
    if (done_.valid()) done_.wait();
    if (!started_ && write_fd_ >= 0) close(write_fd_);
  }

  Status Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      return EngineStatus(kUnknownException, std::string("Cannot make a pipe: ") + std::strerror(errno));
    }
    read_fd_ = ends[0];
    write_fd_ = ends[1];
    // Best effort: a smaller pipe is only slower.
    (void)fcntl(read_fd_, F_SETPIPE_SZ, static_cast<int>(kPipeBytes));
    return OkStatus();
  }

  bool Start(WorkerPool& pool) {
    auto done = std::make_shared<std::promise<Result<Tally>>>();
    if (!pool.TrySubmit([this, done] { done->set_value(Produce()); })) return false;
    started_ = true;
    done_ = done->get_future();
    return true;
  }

  Result<Event> Next(std::string_view& data, std::chrono::milliseconds wait) override {
    pollfd readable{read_fd_, POLLIN, 0};
    const int ready = poll(&readable, 1, static_cast<int>(wait.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) return Event::kNothingYet;
    const ssize_t got = read(read_fd_, buffer_.data(), buffer_.size());
    if (got > 0) {
      data = std::string_view(buffer_.data(), static_cast<std::size_t>(got));
      return Event::kData;
    }
    SXT_ASSIGN(tally_, done_.get());
    return Event::kEnd;
  }

  Tally tally() const override { return tally_; }

 private:
  Result<Tally> Produce() {
    const std::string sql = request_.sql + "\nINTO OUTFILE '/proc/self/fd/" + std::to_string(write_fd_) +
                            "' APPEND FORMAT " + request_.format;
    Result<Chunk> result = connection_.Query(sql, request_.format, request_.params);
    close(write_fd_);
    SXT_TRY(result.status());
    return result->tally();
  }

  Connection& connection_;
  const AnswerRequest request_;
  std::vector<char> buffer_;
  int read_fd_ = -1;
  int write_fd_ = -1;  // closed by Produce
  bool started_ = false;
  std::future<Result<Tally>> done_;
  Tally tally_;
};

}  // namespace

Result<std::unique_ptr<Answer>> StartAnswer(Connection& connection, AnswerRequest request, WorkerPool& pool) {
  if (request.is_select && ChunksConcatenate(request.format)) {
    auto answer = std::make_unique<StreamAnswer>(connection, std::move(request));
    if (!answer->Start(pool)) return PoolIsFull();
    return std::unique_ptr<Answer>(std::move(answer));
  }
  auto answer = std::make_unique<PipeAnswer>(connection, std::move(request));
  SXT_TRY(answer->Open());
  if (!answer->Start(pool)) return PoolIsFull();
  return std::unique_ptr<Answer>(std::move(answer));
}

}  // namespace sextant::engine
