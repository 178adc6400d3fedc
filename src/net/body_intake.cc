#include "net/body_intake.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace sextant::net {
namespace {

// Received ahead whatever the options say, and outside any budget.
constexpr std::size_t kFreeBytes = std::size_t{64} << 10;
constexpr std::size_t kFirstBytes = std::size_t{16} << 10;
constexpr std::size_t kReadBytes = std::size_t{64} << 10;
// One connection's turn on the I/O thread; then it is the others'.
constexpr std::size_t kTurnBytes = std::size_t{1} << 20;
// A body that the handler left unread is read and dropped up to this size, to keep the connection.
constexpr std::uint64_t kMaxSkippedBytes = std::uint64_t{256} << 10;
constexpr std::size_t kMinBytesPerSecond = 1024;

}  // namespace

std::chrono::milliseconds BodyPace::NextWait() const {
  const std::chrono::milliseconds earned(received_ * 1000 / kMinBytesPerSecond);
  const auto allowed = std::min(patience_ + earned, total_);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(allowed - waited_);
  return std::clamp(left, std::chrono::milliseconds(0), patience_);
}

Status BodyPace::TooSlow() const {
  return Status(Code::kTimeout, "The request's body arrived too slowly: " + std::to_string(received_) +
                                    " bytes, and then nothing within " + std::to_string(patience_.count()) +
                                    " ms, less than 1 KiB per second, or not all of it within " +
                                    std::to_string(total_.count()) + " ms.");
}

BodyIntake::BodyIntake(Channel& channel, RequestParser& parser, const ServerOptions& options,
                       ByteBudget* budget)
    : channel_(channel),
      parser_(parser),
      options_(options),
      pace_(options.io_timeout, options.body_timeout),
      lease_(budget),
      continue_is_owed_(parser.head().expects_continue && !parser.body_done()) {
  pace_.Received(channel_.in.size());
}

bool BodyIntake::NeedsContinueAhead() const {
  return continue_is_owed_ && options_.max_received_bytes > 0 && channel_.in.size() == 0;
}

Status BodyIntake::MakeRoomAhead() {
  // One byte above the limit shows that it is passed.
  const std::uint64_t most = std::max(options_.max_body_bytes, options_.max_body_bytes + 1);
  const std::uint64_t announced = parser_.head().is_chunked ? most : parser_.head().content_length;
  const std::size_t grown = std::max({kFirstBytes, ahead_size_ * 2, std::min(kFreeBytes, ahead_size_ * 8)});
  const std::size_t wanted = std::min<std::uint64_t>(grown, announced);
  if (wanted > kFreeBytes && !lease_.TryHold(wanted)) {
    return Status(Code::kUnavailable, "This server is busy receiving " +
                                          std::to_string(options_.max_received_bytes) +
                                          " bytes of other requests. Send again in a second.");
  }
  ahead_.resize(wanted);
  return OkStatus();
}

Result<bool> BodyIntake::ReceiveAhead() {
  if (continue_is_owed_ && options_.max_received_bytes == 0) return true;
  const bool all = options_.max_received_bytes > 0;
  for (std::size_t turn = 0; !parser_.body_done() && (all || ahead_size_ < kFreeBytes);) {
    if (ahead_size_ == ahead_.size()) SXT_TRY(MakeRoomAhead());
    IoStep step;
    step.state = IoStep::State::kMoved;
    SXT_ASSIGN(const std::size_t got,
               ReceiveInto(ahead_.data() + ahead_size_, ahead_.size() - ahead_size_, step));
    ahead_size_ += got;
    turn += got;
    if (step.state == IoStep::State::kClosed) return EndedEarly();
    // What the parser has left in the channel's buffer would not wake anybody.
    const bool had_its_turn = turn >= kTurnBytes && channel_.in.size() == 0 && !parser_.body_done();
    if (step.state == IoStep::State::kWouldBlock || had_its_turn) return false;
  }
  ahead_.resize(ahead_size_);
  return true;
}

// One step: body bytes that are here already or, when there are none, what the socket has. 0 with kMoved
// says to come again.
Result<std::size_t> BodyIntake::ReceiveInto(char* buffer, std::size_t size, IoStep& step) {
  SXT_ASSIGN(const std::size_t parsed, parser_.ParseBody(channel_.in, buffer, size));
  if (parsed > 0 || parser_.body_done()) return parsed;
  const bool direct = parser_.direct_bytes() > 0;
  char* into = direct ? buffer : channel_.in.Prepare(kReadBytes);
  const std::size_t room = direct ? std::min<std::uint64_t>(size, parser_.direct_bytes()) : kReadBytes;
  step = TryRead(channel_.fd, into, room);
  if (step.state != IoStep::State::kMoved) return std::size_t{0};
  pace_.Received(step.bytes);
  if (direct) {
    parser_.PassBody(buffer, step.bytes);
    return step.bytes;
  }
  channel_.in.Commit(step.bytes);
  return std::size_t{0};
}

Status BodyIntake::SendContinue() {
  SentContinue();
  if (channel_.in.size() > 0) return OkStatus();
  std::array<std::string_view, 1> parts{kContinue};
  return WriteAll(channel_.fd, parts, options_.io_timeout);
}

Result<std::size_t> BodyIntake::Read(char* buffer, std::size_t size) {
  if (size == 0) return std::size_t{0};
  if (ahead_read_ < ahead_.size()) {
    const std::size_t taken = std::min(size, ahead_.size() - ahead_read_);
    std::memcpy(buffer, ahead_.data() + ahead_read_, taken);
    ahead_read_ += taken;
    return taken;
  }
  if (continue_is_owed_) SXT_TRY(SendContinue());
  for (;;) {
    IoStep step;
    step.state = IoStep::State::kMoved;
    SXT_ASSIGN(const std::size_t got, ReceiveInto(buffer, size, step));
    if (got > 0 || parser_.body_done()) return got;
    if (step.state == IoStep::State::kMoved) continue;
    if (step.state == IoStep::State::kClosed) return EndedEarly();
    const auto begun = std::chrono::steady_clock::now();
    const auto wait = pace_.NextWait();
    if (wait.count() == 0 || !WaitReadable(channel_.fd, wait)) return pace_.TooSlow();
    pace_.Waited(std::chrono::steady_clock::now() - begun);
  }
}

Result<std::string> BodyIntake::TakeAll(std::size_t limit) {
  SXT_CHECK(IsWhole(), "the body has not arrived, or was read in part");
  if (ahead_.size() > limit) return TooLargeBody(limit);
  ahead_read_ = 0;
  return std::exchange(ahead_, std::string());
}

Status BodyIntake::EndedEarly() {
  ended_early_ = true;
  return Status(Code::kCancelled, "The client closed its connection before the end of the request's body.");
}

bool BodyIntake::CanBeSkipped() const {
  return parser_.body_done() || (!continue_is_owed_ && parser_.direct_bytes() <= kMaxSkippedBytes);
}

void BodyIntake::Forget() {
  ahead_ = std::string();
  ahead_size_ = ahead_read_ = 0;
  (void)lease_.TryHold(0);
}

Status BodyIntake::Skip() {
  std::array<char, 4096> dropped;
  for (;;) {
    SXT_ASSIGN(const std::size_t got, parser_.ParseBody(channel_.in, dropped.data(), dropped.size()));
    skipped_ += got;
    if (got == 0) return OkStatus();
    if (skipped_ > kMaxSkippedBytes) return Status(Code::kTooLarge, "Too much of the body is left to skip.");
  }
}

}  // namespace sextant::net
