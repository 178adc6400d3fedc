#include "wal/segment_log.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/bytes.h"
#include "base/temp_dir.h"
#include "wal/fault_env_testlib.h"

namespace sextant::wal {
namespace {

constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;

Frame MakeFrame(const std::string& body) {
  Frame frame;
  frame.receive_time = kNow;
  frame.retention_ns = 30 * kNanosPerDay;
  frame.inflated_bytes = static_cast<std::uint32_t>(body.size());
  frame.records = 3;
  frame.signal = 2;
  frame.encoding = 1;
  frame.coding = 0;
  frame.database = "default";
  return frame;
}

class SegmentLogTest : public testing::Test {
 protected:
  std::unique_ptr<SegmentLog> Open(SegmentLogOptions options = {}) {
    auto log = SegmentLog::Open(folder(), options, kNow, env_);
    EXPECT_TRUE(log.ok()) << log.status().ToString();
    return log.ok() ? std::move(log).value() : nullptr;
  }

  // Appends and waits; the segment's number when it became durable.
  Result<std::uint64_t> Write(SegmentLog& log, const std::string& body) {
    SXT_ASSIGN(std::string bytes, EncodeFrame(MakeFrame(body), body));
    SXT_TRY(log.Admit(bytes.size()));
    const SegmentLog::Ticket ticket = log.Append(std::move(bytes));
    SXT_TRY(log.WaitDurable(ticket));
    return ticket.number();
  }

  std::vector<std::string> Bodies(SegmentLog& log, std::uint64_t number, Damage* damage = nullptr) {
    std::vector<std::string> bodies;
    auto reader = log.Read(number);
    EXPECT_TRUE(reader.ok()) << reader.status().ToString();
    for (;;) {
      auto next = (*reader)->Next();
      EXPECT_TRUE(next.ok());
      if (!*next) break;
      bodies.push_back((*next)->frame.body);
    }
    if (damage != nullptr) *damage = (*reader)->damage();
    return bodies;
  }

  std::string folder() const { return dir_.Join("wal"); }
  std::string PathOf(std::uint64_t number) const {
    std::string digits = std::to_string(number);
    return folder() + "/" + std::string(20 - digits.size(), '0') + digits + ".seg";
  }

  static std::string ReadBytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void WriteBytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  TempDir dir_;
  FaultEnv env_;
};

TEST_F(SegmentLogTest, GivesBackWhatWasWrittenWithEveryFieldOfItsHeader) {
  auto log = Open();
  const auto number = Write(*log, "one");
  ASSERT_TRUE(number.ok());
  ASSERT_TRUE(Write(*log, std::string(3 << 20, 'x')).ok());
  auto reader = std::move(log->Read(*number)).value();
  const ReadFrame first = *std::move(reader->Next()).value();
  EXPECT_EQ(first.index, 0u);
  EXPECT_EQ(first.frame.receive_time, kNow);
  EXPECT_EQ(first.frame.retention_ns, 30 * kNanosPerDay);
  EXPECT_EQ(first.frame.inflated_bytes, 3u);
  EXPECT_EQ(first.frame.records, 3u);
  EXPECT_EQ(first.frame.signal, 2);
  EXPECT_EQ(first.frame.encoding, 1);
  EXPECT_EQ(first.frame.database, "default");
  EXPECT_EQ(first.frame.body, "one");
  EXPECT_EQ((*std::move(reader->Next()).value()).frame.body.size(), std::size_t{3} << 20);
  EXPECT_FALSE(std::move(reader->Next()).value().has_value());
  EXPECT_FALSE(reader->damage().any());
}

TEST_F(SegmentLogTest, KeepsItsWriterForLifeAndEveryFolderHasItsOwn) {
  const std::string writer = Open()->writer();
  EXPECT_EQ(writer.size(), 32u);
  EXPECT_EQ(Open()->writer(), writer);
  auto other = SegmentLog::Open(dir_.Join("other"), {}, kNow, env_);
  EXPECT_NE((*other)->writer(), writer);
}

TEST_F(SegmentLogTest, RefusesSegmentsWithoutTheirWriter) {
  ASSERT_TRUE(Write(*Open(), "a").ok());
  std::filesystem::remove(folder() + "/writer");
  EXPECT_EQ(SegmentLog::Open(folder(), {}, kNow, env_).status().code(), Code::kDataLoss);
}

TEST_F(SegmentLogTest, IsUsedByOneOwnerAtATime) {
  auto log = Open();
  EXPECT_EQ(SegmentLog::Open(folder(), {}, kNow, env_).status().code(), Code::kConflict);
}

TEST_F(SegmentLogTest, NumbersBeginWithTheMicrosecondsOfBirthAndNeverRepeat) {
  std::set<std::uint64_t> seen;
  for (int round = 0; round < 5; ++round) {
    auto log = Open();
    for (int i = 0; i < 3; ++i) {
      const std::uint64_t number = *Write(*log, "x");
      EXPECT_TRUE(seen.insert(number).second);
      log->Seal();
      log->WaitSettled(number);
      if (i != 1) {
        log->outcomes().MarkStored(number, {"default", 2});
        ASSERT_TRUE(log->Delete({number}).ok());
      }
    }
  }
  EXPECT_EQ(*seen.begin(), static_cast<std::uint64_t>(kNow / 1000));
  EXPECT_EQ(*seen.rbegin(), *seen.begin() + 14);
}

TEST_F(SegmentLogTest, NumbersDoNotRepeatAfterAPowerCutThatLostEveryTrace) {
  std::uint64_t last = 0;
  for (int round = 0; round < 3; ++round) {
    {
      auto log = Open();
      const std::uint64_t number = *Write(*log, "x");
      EXPECT_GT(number, last);
      last = number;
      log->Seal();
      log->WaitSettled(number);
      ASSERT_TRUE(log->Delete({number}).ok());
    }
    env_.CutPower();
  }
}

TEST_F(SegmentLogTest, ManyWritersShareSyncsAndKeepTheirOrder) {
  auto log = Open();
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        if (!Write(*log, std::to_string(t) + ":" + std::to_string(i)).ok()) ++failed;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  const auto bodies = Bodies(*log, static_cast<std::uint64_t>(kNow / 1000));
  ASSERT_EQ(bodies.size(), 800u);
  std::map<std::string, int> next;
  for (const auto& body : bodies) {
    const std::string thread = body.substr(0, body.find(':'));
    EXPECT_EQ(body, thread + ":" + std::to_string(next[thread]++));
  }
  EXPECT_EQ(log->usage().in_flight_bytes, 0u);
  EXPECT_LE(log->usage().syncs, 800u);
}

TEST_F(SegmentLogTest, ASegmentCutAtAnyByteGivesItsWholeFramesAndReportsTheRest) {
  std::uint64_t number = 0;
  const std::vector<std::string> bodies = {"first", "second one", "the third"};
  {
    auto log = Open();
    for (const auto& body : bodies) number = *Write(*log, body);
  }
  const std::string whole = ReadBytes(PathOf(number));
  std::vector<std::size_t> ends;
  std::size_t end = kSegmentHeadBytes;
  for (const auto& body : bodies) ends.push_back(end += kFrameHeaderBytes + 7 + body.size());
  ASSERT_EQ(end, whole.size());
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    WriteBytes(PathOf(number), whole.substr(0, size));
    std::size_t expected = 0;
    while (expected < ends.size() && ends[expected] <= size) ++expected;
    const std::size_t kept = expected > 0               ? ends[expected - 1]
                             : size < kSegmentHeadBytes ? 0
                                                        : kSegmentHeadBytes;
    auto log = Open();
    ASSERT_EQ(log->leftovers().size(), 1u);
    EXPECT_EQ(log->leftovers()[0].frames, expected);
    Damage damage;
    const auto read = Bodies(*log, number, &damage);
    ASSERT_EQ(read, std::vector<std::string>(bodies.begin(), bodies.begin() + static_cast<long>(expected)));
    ASSERT_EQ(damage.bytes, size - kept) << "cut at " << size;
  }
}

TEST_F(SegmentLogTest, AFlippedBitAnywhereIsFoundAndNeverGivesAWrongFrame) {
  std::uint64_t number = 0;
  const std::vector<std::string> bodies = {"first", "second", "third"};
  {
    auto log = Open();
    for (const auto& body : bodies) number = *Write(*log, body);
  }
  const std::string whole = ReadBytes(PathOf(number));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    if (bit / 8 >= 36 && bit / 8 < 40) continue;  // the head's padding
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    WriteBytes(PathOf(number), flipped);
    auto reader =
        SegmentReader::Open(env_, PathOf(number), number,
                            *FromHex(ReadBytes(folder() + "/writer").substr(0, 32)), Tail::kMayBeTorn);
    ASSERT_TRUE(reader.ok());
    std::size_t count = 0;
    for (;;) {
      auto next = (*reader)->Next();
      ASSERT_TRUE(next.ok());
      if (!*next) break;
      ASSERT_EQ((*next)->frame.body, bodies[count]);
      ++count;
    }
    ASSERT_LT(count, 3u) << "bit " << bit;
    ASSERT_TRUE((*reader)->damage().any());
  }
}

TEST_F(SegmentLogTest, ADamagedBodyInAnOlderSegmentCostsThatFrameAlone) {
  std::uint64_t older = 0;
  {
    auto log = Open();
    for (const auto* body : {"first", "second", "third"}) older = *Write(*log, body);
    log->Seal();
    ASSERT_TRUE(Write(*log, "newer").ok());
  }
  std::string bytes = ReadBytes(PathOf(older));
  bytes[bytes.find("second")] = 'S';
  WriteBytes(PathOf(older), bytes);
  auto log = Open();
  auto reader = std::move(log->Read(older)).value();
  EXPECT_EQ(std::move(reader->Next()).value()->frame.body, "first");
  const ReadFrame third = *std::move(reader->Next()).value();
  EXPECT_EQ(third.frame.body, "third");
  EXPECT_EQ(third.index, 2u);
  EXPECT_FALSE(std::move(reader->Next()).value().has_value());
  EXPECT_EQ(reader->damage().frames, 1u);
  EXPECT_EQ(reader->damage().bytes, kFrameHeaderBytes + 7 + 6);
}

TEST_F(SegmentLogTest, TheTailOfTheLastSegmentEndsAtItsFirstDamagedFrame) {
  std::uint64_t number = 0;
  {
    auto log = Open();
    for (const auto* body : {"first", "second", "third"}) number = *Write(*log, body);
  }
  std::string bytes = ReadBytes(PathOf(number));
  bytes[bytes.find("second")] = 'S';
  WriteBytes(PathOf(number), bytes);
  Damage damage;
  EXPECT_EQ(Bodies(*Open(), number, &damage), std::vector<std::string>{"first"});
  EXPECT_EQ(damage.bytes, 2 * (kFrameHeaderBytes + 7) + 6 + 5);
}

TEST_F(SegmentLogTest, ASegmentOfAnotherFolderIsNotRead) {
  std::uint64_t number = 0;
  {
    auto log = Open();
    number = *Write(*log, "mine");
  }
  auto reader =
      SegmentReader::Open(env_, PathOf(number), number, std::string(kWriterBytes, 'z'), Tail::kMustBeWhole);
  EXPECT_FALSE(std::move((*reader)->Next()).value().has_value());
  EXPECT_TRUE((*reader)->damage().any());
}

TEST_F(SegmentLogTest, AFailureAtAnyStepLosesNothingThatWasAcknowledged) {
  std::uint64_t total_changes = 0;
  {
    auto log = Open();
    ASSERT_TRUE(Write(*log, "x").ok());
    log->Seal();
    ASSERT_TRUE(Write(*log, "x").ok());
    total_changes = env_.changes();
  }
  for (std::uint64_t step = 0; step <= total_changes; ++step) {
    for (const std::size_t short_bytes : {0, 17, 60, 1000}) {
      const TempDir dir;
      FaultEnv env;
      env.SetShortBytes(short_bytes);
      env.FailFrom(step);
      std::vector<std::string> acknowledged;
      auto opened = SegmentLog::Open(dir.Join("wal"), {}, kNow, env);
      if (opened.ok()) {
        auto& log = **opened;
        for (const auto* body : {"a", "b", "c"}) {
          if (Write(log, body).ok()) acknowledged.push_back(body);
          log.Seal();
        }
        env.Heal();
        ASSERT_TRUE(Write(log, "after").ok()) << "step " << step;
        acknowledged.push_back("after");
      }
      opened = Status(Code::kInternal, "closed");
      env.Heal();
      env.CutPower();
      auto again = SegmentLog::Open(dir.Join("wal"), {}, kNow, env);
      ASSERT_TRUE(again.ok()) << "step " << step << ": " << again.status().ToString();
      std::multiset<std::string> found;
      for (const auto& left : (*again)->leftovers()) {
        for (const auto& body : Bodies(**again, left.number)) found.insert(body);
      }
      for (const auto& body : acknowledged) ASSERT_EQ(found.count(body), 1u) << body << " at step " << step;
    }
  }
}

TEST_F(SegmentLogTest, AfterAFailedSyncTheSegmentIsNeverWrittenAgain) {
  auto log = Open();
  const std::uint64_t first = *Write(*log, "safe");
  bool failed = false;
  env_.SetFault([&](FaultEnv::Op op, const std::string& path) -> Status {
    if (op != FaultEnv::Op::kSync || !path.ends_with(".seg") || failed) return OkStatus();
    failed = true;
    return {Code::kUnavailable, "Cannot sync " + path + ": Input/output error."};
  });
  const auto refused = Write(*log, "lost");
  EXPECT_EQ(refused.status().code(), Code::kUnavailable);
  EXPECT_NE(refused.status().message().find("Input/output error"), std::string::npos);
  const std::uint64_t second = *Write(*log, "next");
  EXPECT_GT(second, first);
  EXPECT_EQ(log->WaitSettled(first), 1u);
  EXPECT_EQ(Bodies(*log, first), std::vector<std::string>{"safe"});
  EXPECT_EQ(Bodies(*log, second), std::vector<std::string>{"next"});
  EXPECT_EQ(log->usage().failures, 1u);
}

TEST_F(SegmentLogTest, RefusesWhenFullAndTakesAgainWhenASegmentIsGone) {
  auto log = Open({.max_log_bytes = 10'000});
  std::uint64_t first = 0;
  const std::string body(3000, 'b');
  first = *Write(*log, body);
  log->Seal();
  ASSERT_TRUE(Write(*log, body).ok());
  ASSERT_TRUE(Write(*log, body).ok());
  const auto full = Write(*log, body);
  EXPECT_EQ(full.status().code(), Code::kUnavailable);
  EXPECT_NE(full.status().message().find("log is full"), std::string::npos);
  log->WaitSettled(first);
  ASSERT_TRUE(log->Delete({first}).ok());
  EXPECT_TRUE(Write(*log, body).ok());
}

TEST_F(SegmentLogTest, WaitsWhenTooMuchIsInFlight) {
  auto log = Open({.max_in_flight_bytes = 4096});
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> peak = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(Write(*log, std::string(1500, 'b')).ok());
        std::uint64_t seen = log->usage().in_flight_bytes;
        std::uint64_t before = peak;
        while (seen > before && !peak.compare_exchange_weak(before, seen)) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(peak, 4096u);
}

TEST_F(SegmentLogTest, ATooLongBodyOrNameIsRefusedBeforeItIsWritten) {
  Frame frame = MakeFrame("");
  EXPECT_EQ(EncodeFrame(frame, std::string(kMaxBodyBytes + 1, 'x')).status().code(), Code::kTooLarge);
  frame.database = std::string(256, 'd');
  EXPECT_EQ(EncodeFrame(frame, "x").status().code(), Code::kBadInput);
}

TEST_F(SegmentLogTest, RemembersWhatIsStoredWithinOneBootAndDoubtsItAfterAnother) {
  std::uint64_t number = 0;
  {
    auto log = Open();
    number = *Write(*log, "x");
    log->outcomes().MarkStored(number, {"default", 2});
    ASSERT_TRUE(log->outcomes().MarkDoubted(number, {"otel_v2", 0}).ok());
  }
  {
    auto log = Open();
    EXPECT_TRUE(log->outcomes().IsStored(number, {"default", 2}));
    EXPECT_FALSE(log->outcomes().IsStored(number, {"default", 1}));
    EXPECT_FALSE(log->outcomes().IsDoubted(number, {"default", 2}));
    EXPECT_TRUE(log->outcomes().IsDoubted(number, {"otel_v2", 0}));
  }
  env_.CutPower();
  for (int open = 0; open < 2; ++open) {
    auto log = Open();
    EXPECT_FALSE(log->outcomes().IsStored(number, {"default", 2}));
    EXPECT_TRUE(log->outcomes().IsDoubted(number, {"default", 2}));
  }
}

TEST_F(SegmentLogTest, ATornOutcomeIsForgottenAndTheOnesBeforeItStand) {
  std::uint64_t number = 0;
  {
    auto log = Open();
    number = *Write(*log, "x");
    log->outcomes().MarkStored(number, {"default", 1});
    log->outcomes().MarkStored(number, {"default", 2});
  }
  const std::string path = folder() + "/outcomes";
  const std::string whole = ReadBytes(path);
  for (std::size_t cut = 1; cut <= 23; ++cut) {
    WriteBytes(path, whole.substr(0, whole.size() - cut));
    auto log = Open();
    EXPECT_TRUE(log->outcomes().IsStored(number, {"default", 1}));
    EXPECT_FALSE(log->outcomes().IsStored(number, {"default", 2}));
  }
}

TEST_F(SegmentLogTest, OutcomesOfDeletedSegmentsDoNotPileUp) {
  auto log = Open();
  const std::string name(200, 'd');
  for (int i = 0; i < 20'000; ++i) {
    log->outcomes().MarkStored(static_cast<std::uint64_t>(i), {name, 2});
    log->outcomes().Forget(static_cast<std::uint64_t>(i));
  }
  EXPECT_LE(std::filesystem::file_size(folder() + "/outcomes"), std::size_t{1100} << 10);
}

TEST_F(SegmentLogTest, OnAFullDiskItRefusesKeepsWhatItAcknowledgedAndGoesOnWhenThereIsRoom) {
  // The mount is seen by this thread, and those it starts, alone.
  const bool mounted = unshare(CLONE_NEWNS) == 0 &&
                       mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       mount("tmpfs", dir_.path().c_str(), "tmpfs", 0, "size=256k") == 0;
  if (!mounted) GTEST_SKIP() << "Needs the right to mount a small file system.";
  const std::string body(10'000, 'b');
  std::vector<std::uint64_t> acknowledged;
  {
    auto log = std::move(SegmentLog::Open(folder(), {}, kNow, Env::System())).value();
    Status refused;
    while (refused.ok()) {
      const auto written = Write(*log, body);
      refused = written.status();
      if (written.ok()) acknowledged.push_back(*written);
      if (acknowledged.size() % 5 == 0) log->Seal();
    }
    EXPECT_EQ(refused.code(), Code::kUnavailable);
    EXPECT_NE(refused.message().find("No space left on device"), std::string::npos);
    EXPECT_GT(acknowledged.size(), 10u);
    const std::uint64_t first = acknowledged.front();
    log->WaitSettled(first);
    ASSERT_TRUE(log->Delete({first}).ok());
    std::erase(acknowledged, first);
    const auto again = Write(*log, body);
    ASSERT_TRUE(again.ok()) << again.status().ToString();
    acknowledged.push_back(*again);
  }
  {
    auto log = std::move(SegmentLog::Open(folder(), {}, kNow, Env::System())).value();
    std::vector<std::uint64_t> found;
    for (const auto& left : log->leftovers()) {
      for (const auto& read : Bodies(*log, left.number)) {
        EXPECT_EQ(read, body);
        found.push_back(left.number);
      }
    }
    EXPECT_EQ(found, acknowledged);
  }
  umount2(dir_.path().c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace sextant::wal
