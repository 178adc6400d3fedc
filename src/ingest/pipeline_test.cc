#include "ingest/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "base/bytes.h"
#include "base/temp_dir.h"
#include "ingest/fake_store_testlib.h"
#include "otlp/write.h"
#include "wal/fault_env_testlib.h"

namespace sextant::ingest {
namespace {

using std::chrono::milliseconds;
using Fate = FakeStore::Fate;

constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;
const std::string kLogs = "default.otel_logs";
const std::string kTraces = "default.otel_traces";

std::string Logs(const std::vector<std::string>& bodies, UnixNanos time = kNow) {
  otlp::ExportWriter writer(Signal::kLogs);
  const otlp::Attribute service[] = {{"service.name", "shop"}};
  otlp::ResourceInfo resource;
  resource.attributes = service;
  writer.BeginResource(resource);
  writer.BeginScope({});
  for (const auto& body : bodies) {
    otlp::LogRecord record;
    record.time = time;
    record.severity_number = 9;
    record.severity_text = "info";
    record.body = body;
    writer.Add(record);
  }
  return writer.TakeProtobuf();
}

std::string Spans(std::size_t count) {
  otlp::ExportWriter writer(Signal::kTraces);
  writer.BeginResource({});
  writer.BeginScope({});
  const std::string trace(16, 't');
  for (std::size_t i = 0; i < count; ++i) {
    std::string id(8, 's');
    id[0] = static_cast<char>(i);
    otlp::SpanRecord span;
    span.trace_id = trace;
    span.span_id = id;
    span.name = "PlaceOrder";
    span.start = kNow;
    span.end = kNow + 5;
    writer.Add(span);
  }
  return writer.TakeProtobuf();
}

// Undoes the "coding" of these tests: gzip stands for a body written backwards.
Result<std::string> Backwards(BodyCoding, std::string_view body, std::size_t max_bytes) {
  if (body.size() > max_bytes) return Status(Code::kTooLarge, "too large");
  return std::string(body.rbegin(), body.rend());
}

// As FakeStore tells values.
std::string Quoted(const std::string& text) { return "'" + ToHex(text) + "'"; }

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    options_.log_folder = dir_.Join("wal");
    options_.inflate = Backwards;
    options_.seal.min_age = milliseconds(0);
    options_.backlog.min_retry = milliseconds(1);
    options_.backlog.max_retry = milliseconds(20);
    options_.storer.sync_interval = milliseconds(0);
    options_.storer.engine_folder = dir_.path();
  }

  std::unique_ptr<Pipeline> Start() {
    auto pipeline = Pipeline::Start(options_, store_, clock_, env_);
    EXPECT_TRUE(pipeline.ok()) << pipeline.status().ToString();
    return std::move(pipeline).value();
  }

  static Result<ExportOutcome> Send(Pipeline& pipeline, const std::string& body,
                                    Signal signal = Signal::kLogs, const std::string& database = "default") {
    ExportRequest request;
    request.signal = signal;
    request.database = database;
    request.body = body;
    return pipeline.Export(request);
  }

  static bool StoreAll(Pipeline& pipeline) { return pipeline.Flush(Deadline::After(milliseconds(20'000))); }

  // Everything goes to one segment until the test seals it.
  void SealByHand() {
    options_.seal.min_age = options_.seal.max_age = options_.seal.max_quiet_age = std::chrono::hours(1);
  }

  std::size_t SegmentFiles() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(options_.log_folder)) {
      count += entry.path().extension() == ".seg" ? 1 : 0;
    }
    return count;
  }

  std::multiset<std::string> Bodies() const { return store_.Values(kLogs, "Body"); }

  TempDir dir_;
  wal::FaultEnv env_;
  ManualClock clock_{kNow};
  FakeStore store_;
  PipelineOptions options_;
};

TEST_F(PipelineTest, AnAcknowledgedRequestIsStoredInOneBlockPerTableAndItsSegmentGoes) {
  SealByHand();
  auto pipeline = Start();
  for (int i = 0; i < 10; ++i) {
    const auto outcome = Send(*pipeline, Logs({"a" + std::to_string(i), "b" + std::to_string(i)}));
    ASSERT_TRUE(outcome.ok()) << outcome.status().ToString();
    EXPECT_EQ(outcome->accepted, 2u);
  }
  ASSERT_TRUE(Send(*pipeline, Spans(3), Signal::kTraces).ok());
  ASSERT_TRUE(Send(*pipeline, Logs({"other"}), Signal::kLogs, "otel_v2").ok());
  EXPECT_EQ(pipeline->status().waiting_rows, 24u);
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto inserts = store_.inserts();
  ASSERT_EQ(inserts.size(), 3u);
  std::set<std::string> tokens;
  for (const auto& insert : inserts) tokens.insert(insert.token.substr(32));
  const std::string segment = std::to_string(kNow / 1000);
  EXPECT_EQ(tokens, (std::set<std::string>{"/" + segment + "/default/otel_logs",
                                           "/" + segment + "/default/otel_traces",
                                           "/" + segment + "/otel_v2/otel_logs"}));
  EXPECT_EQ(store_.rows(kLogs), 20u);
  EXPECT_EQ(store_.rows(kTraces), 3u);
  EXPECT_EQ(store_.rows("otel_v2.otel_logs"), 1u);
  pipeline->Stop(milliseconds(0));
  EXPECT_EQ(SegmentFiles(), 0u);
}

TEST_F(PipelineTest, SealsByAgeWithoutBeingAsked) {
  auto pipeline = Start();
  ASSERT_TRUE(Send(*pipeline, Logs({"one"})).ok());
  store_.WaitForInserts(1);
}

TEST_F(PipelineTest, ASegmentHoldsNoMoreRowsThanTheLimitOfOneTable) {
  SealByHand();
  options_.seal.max_rows = 10;
  auto pipeline = Start();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Send(*pipeline, Logs({"1", "2", "3", "4"})).ok());
  ASSERT_TRUE(Send(*pipeline, Logs(std::vector<std::string>(30, "large"))).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  std::multiset<std::size_t> sizes;
  for (const auto& insert : store_.inserts()) sizes.insert(insert.rows);
  EXPECT_EQ(sizes, (std::multiset<std::size_t>{4, 8, 8, 30}));
}

TEST_F(PipelineTest, ASegmentHoldsNoMoreBytesThanTheLimit) {
  SealByHand();
  options_.seal.max_bytes = 4'000;
  auto pipeline = Start();
  const std::string big(1'500, 'b');
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(Send(*pipeline, Logs({big})).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  for (const auto& insert : store_.inserts()) EXPECT_LE(insert.rows, 2u);
  EXPECT_EQ(store_.rows(kLogs), 6u);
}

TEST_F(PipelineTest, KeepsAcknowledgingWhileTheEngineIsAwayAndStoresOnceWhenItIsBack) {
  store_.SetFate(Fate::kLose);
  auto pipeline = Start();
  std::multiset<std::string> sent;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Send(*pipeline, Logs({std::to_string(i)})).ok());
    sent.insert(Quoted(std::to_string(i)));
  }
  store_.WaitForInserts(3);
  EXPECT_EQ(pipeline->status().waiting_rows, 20u);
  EXPECT_EQ(store_.rows(kLogs), 0u);
  store_.SetFate(Fate::kStore);
  pipeline->RetryNow();
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), sent);
  EXPECT_EQ(pipeline->status().waiting_rows, 0u);
}

TEST_F(PipelineTest, AnInsertWhoseOutcomeIsUnknownIsRepeatedUnderItsToken) {
  std::atomic<int> mute = 3;
  store_.SetJudge(
      [&](const SeenInsert&, const Block&) { return mute-- > 0 ? Fate::kStoreMute : Fate::kStore; });
  auto pipeline = Start();
  ASSERT_TRUE(Send(*pipeline, Logs({"once"})).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), (std::multiset<std::string>{Quoted("once")}));
  EXPECT_EQ(pipeline->status().retries, 3u);
  std::set<std::string> tokens;
  for (const auto& insert : store_.inserts()) tokens.insert(insert.token);
  EXPECT_EQ(tokens.size(), 1u);
}

TEST_F(PipelineTest, AnInsertThatSucceedsAtOnceIsNotAskedAbout) {
  auto pipeline = Start();
  ASSERT_TRUE(Send(*pipeline, Logs({"once"})).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.asks(), 0u);
}

TEST_F(PipelineTest, RowsWhoseTokenOutlivedThemAreInsertedUnderTheNextOne) {
  std::atomic<int> killed = 3;
  store_.SetJudge(
      [&](const SeenInsert&, const Block&) { return killed-- > 0 ? Fate::kForget : Fate::kStore; });
  auto pipeline = Start();
  ASSERT_TRUE(Send(*pipeline, Logs({"a", "b"})).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), (std::multiset<std::string>{Quoted("a"), Quoted("b")}));
}

TEST_F(PipelineTest, AReplayGivesTheSameBlocksUnderTheSameTokens) {
  store_.SetFate(Fate::kStoreMute);
  SealByHand();
  {
    auto pipeline = Start();
    for (int i = 0; i < 30; ++i) {
      ASSERT_TRUE(Send(*pipeline, Logs({"x" + std::to_string(i), "y"}, kNow - i % 7)).ok());
      ASSERT_TRUE(Send(*pipeline, Spans(4), Signal::kTraces).ok());
    }
    const std::string forwards = Logs({"compressed"});
    const std::string backwards(forwards.rbegin(), forwards.rend());
    ExportRequest request;
    request.body = forwards;
    request.coding = BodyCoding::kGzip;
    request.coded_body = backwards;
    ASSERT_TRUE(pipeline->Export(request).ok());
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(50))));
  }
  std::map<std::string, std::string> first;
  for (const auto& insert : store_.inserts()) first[insert.token] = insert.content;
  EXPECT_EQ(first.size(), 2u);
  clock_.Set(kNow + 29 * kNanosPerDay);
  store_.SetFate(Fate::kLose);
  const std::size_t before = store_.inserts().size();
  auto pipeline = Start();
  EXPECT_EQ(pipeline->status().waiting_rows, 181u);
  store_.SetFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto inserts = store_.inserts();
  EXPECT_GE(inserts.size(), before + 2);
  for (std::size_t i = before; i < inserts.size(); ++i) {
    ASSERT_TRUE(first.contains(inserts[i].token));
    EXPECT_EQ(inserts[i].content, first[inserts[i].token]);
  }
  EXPECT_EQ(store_.rows(kLogs), 61u);
  EXPECT_EQ(store_.rows(kTraces), 120u);
}

TEST_F(PipelineTest, ATableThatIsStoredIsNotInsertedAgainByAReplay) {
  store_.SetJudge([](const SeenInsert& insert, const Block&) {
    return insert.table == kTraces ? Fate::kLose : Fate::kStore;
  });
  SealByHand();
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Logs({"a"})).ok());
    ASSERT_TRUE(Send(*pipeline, Spans(1), Signal::kTraces).ok());
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(50))));
  }
  store_.SetFate(Fate::kStore);
  const std::size_t before = store_.inserts().size();
  auto pipeline = Start();
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto inserts = store_.inserts();
  ASSERT_EQ(inserts.size(), before + 1);
  EXPECT_EQ(inserts.back().table, kTraces);
}

TEST_F(PipelineTest, AfterAPowerCutOnlyTheRowsThatAreMissingAreInsertedAgain) {
  store_.SetFate(Fate::kStoreMute);
  SealByHand();
  {
    auto pipeline = Start();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(Send(*pipeline, Logs({std::to_string(i)})).ok());
    EXPECT_FALSE(pipeline->Flush(Deadline::After(milliseconds(50))));
  }
  env_.CutPower();
  store_.LoseRows([](std::uint32_t row) { return row % 3 == 0; });
  store_.SetFate(Fate::kStore);
  const std::size_t before = store_.inserts().size();
  auto pipeline = Start();
  ASSERT_TRUE(StoreAll(*pipeline));
  const auto inserts = store_.inserts();
  // Under the old token the table says yes and stores nothing.
  ASSERT_EQ(inserts.size(), before + 2);
  EXPECT_EQ(inserts[before].rows, 4u);
  EXPECT_EQ(inserts[before + 1].rows, 4u);
  EXPECT_EQ(inserts[before + 1].token, inserts[before].token + "/1");
  std::multiset<std::string> expected;
  for (int i = 0; i < 10; ++i) expected.insert(Quoted(std::to_string(i)));
  EXPECT_EQ(Bodies(), expected);
}

TEST_F(PipelineTest, AGuiltyRequestIsQuarantinedAndItsNeighboursAreStored) {
  store_.SetJudge([](const SeenInsert&, const Block& block) {
    return FakeStore::HasBody(block, "poison") || FakeStore::HasBody(block, "venom") ? Fate::kRefuse
                                                                                     : Fate::kStore;
  });
  SealByHand();
  auto pipeline = Start();
  std::multiset<std::string> good;
  for (int i = 0; i < 37; ++i) {
    const std::string body = i == 11 ? "poison" : i == 30 ? "venom" : std::to_string(i);
    ASSERT_TRUE(Send(*pipeline, Logs({body})).ok());
    if (i != 11 && i != 30) good.insert(Quoted(body));
  }
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), good);
  const IngestStatus status = pipeline->status();
  EXPECT_EQ(status.quarantined, 2u);
  ASSERT_EQ(status.quarantine.size(), 2u);
  EXPECT_EQ(status.quarantine[0].frame, 11u);
  EXPECT_EQ(status.quarantine[1].frame, 30u);
  EXPECT_EQ(status.quarantine[0].table, "otel_logs");
  EXPECT_EQ(status.quarantine[0].reason, "The engine refuses these rows.");
  EXPECT_TRUE(std::filesystem::exists(options_.log_folder + "/quarantine/" + status.quarantine[0].file));

  pipeline.reset();
  EXPECT_EQ(Start()->status().quarantined, 2u);
}

TEST_F(PipelineTest, ACrashInTheMiddleOfBisectingNeitherLosesNorDoubles) {
  SealByHand();
  for (int allowed = 0; allowed < 12; ++allowed) {
    options_.log_folder = dir_.Join("wal" + std::to_string(allowed));
    FakeStore store;
    std::atomic<int> left = allowed;
    const auto judge = [&](const SeenInsert&, const Block& block) {
      if (left-- <= 0) return Fate::kStoreMute;
      return FakeStore::HasBody(block, "poison") ? Fate::kRefuse : Fate::kStore;
    };
    store.SetJudge([&](const SeenInsert& insert, const Block& block) {
      const Fate fate = judge(insert, block);
      return fate == Fate::kStoreMute && FakeStore::HasBody(block, "poison") ? Fate::kLose : fate;
    });
    std::multiset<std::string> good;
    {
      auto pipeline = std::move(Pipeline::Start(options_, store, clock_, env_)).value();
      for (int i = 0; i < 16; ++i) {
        ASSERT_TRUE(Send(*pipeline, Logs({i == 5 ? "poison" : std::to_string(i)})).ok());
        if (i != 5) good.insert(Quoted(std::to_string(i)));
      }
      pipeline->Flush(Deadline::After(milliseconds(20)));
    }
    left = 1'000'000;
    auto pipeline = std::move(Pipeline::Start(options_, store, clock_, env_)).value();
    ASSERT_TRUE(StoreAll(*pipeline));
    EXPECT_EQ(store.Values(kLogs, "Body"), good) << "cut off after " << allowed << " inserts";
    EXPECT_EQ(pipeline->status().quarantined, 1u);
  }
}

TEST_F(PipelineTest, AMissingTableIsWaitedForAndNobodyIsBlamed) {
  store_.set_refusal_code(60);
  store_.SetJudge([](const SeenInsert& insert, const Block&) {
    return insert.table == kLogs ? Fate::kRefuse : Fate::kStore;
  });
  auto pipeline = Start();
  ASSERT_TRUE(Send(*pipeline, Logs({"waits"})).ok());
  store_.WaitForInserts(2);
  ASSERT_TRUE(Send(*pipeline, Spans(1), Signal::kTraces).ok());
  while (store_.rows(kTraces) == 0) std::this_thread::yield();
  EXPECT_EQ(pipeline->status().quarantined, 0u);
  EXPECT_EQ(pipeline->status().tables.at(0).last_error, "The engine refuses these rows.");
  store_.SetFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.rows(kLogs), 1u);
}

TEST_F(PipelineTest, AFullQuarantineKeepsTheRequestInTheLog) {
  options_.max_quarantine_bytes = 10;
  store_.SetFate(Fate::kRefuse);
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Logs({"poison"})).ok());
    store_.WaitForInserts(4);
    EXPECT_EQ(pipeline->status().quarantined, 0u);
    EXPECT_EQ(pipeline->status().waiting_rows, 1u);
  }
  EXPECT_EQ(SegmentFiles(), 1u);
}

TEST_F(PipelineTest, RefusesWhenTheLogIsFullAndTakesAgainWhenItHasEmptied) {
  options_.log.max_log_bytes = 20'000;
  store_.SetFate(Fate::kLose);
  auto pipeline = Start();
  const std::string body = Logs({std::string(3'000, 'x')});
  std::size_t accepted = 0;
  Status refused;
  while (refused.ok()) {
    refused = Send(*pipeline, body).status();
    accepted += refused.ok() ? 1 : 0;
    ASSERT_LT(accepted, 10u);
  }
  EXPECT_EQ(refused.code(), Code::kUnavailable);
  EXPECT_EQ(pipeline->status().databases.at("default").rejected.at("request:unavailable"), 1u);
  store_.SetFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  while (!Send(*pipeline, body).ok()) std::this_thread::yield();
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(store_.rows(kLogs), accepted + 1);
}

TEST_F(PipelineTest, HoldsABoundedAmountOfRowsInMemoryWhileTheEngineIsAway) {
  constexpr std::size_t kBudget = 50'000;
  constexpr std::size_t kOne = 20'000;
  options_.backlog.max_loaded_bytes = kBudget;
  options_.seal.max_bytes = kOne;
  store_.SetFate(Fate::kLose);
  auto pipeline = Start();
  std::multiset<std::string> sent;
  for (int i = 0; i < 40; ++i) {
    const std::string body = std::to_string(i) + std::string(kOne, 'x');
    ASSERT_TRUE(Send(*pipeline, Logs({body})).ok());
    sent.insert(Quoted(body));
  }
  while (pipeline->status().loaded_bytes > kBudget + 2 * kOne) std::this_thread::yield();
  EXPECT_EQ(pipeline->status().waiting_rows, 40u);
  store_.SetFate(Fate::kStore);
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_TRUE(Bodies() == sent);
}

TEST_F(PipelineTest, ATableThatIsMissingForLongNeitherHoldsUpTheOthersNorLosesItsRows) {
  constexpr std::size_t kOne = 20'000;
  options_.backlog.max_loaded_bytes = 3 * kOne;
  options_.seal.max_bytes = kOne;
  options_.backlog.min_retry = options_.backlog.max_retry = std::chrono::hours(1);
  store_.set_refusal_code(60);
  store_.SetJudge([](const SeenInsert& insert, const Block&) {
    return insert.table == kLogs ? Fate::kRefuse : Fate::kStore;
  });
  auto pipeline = Start();
  std::multiset<std::string> sent;
  for (int i = 0; i < 30; ++i) {
    const std::string body = std::to_string(i) + std::string(kOne, 'x');
    ASSERT_TRUE(Send(*pipeline, Logs({body})).ok());
    ASSERT_TRUE(Send(*pipeline, Spans(50), Signal::kTraces).ok());
    sent.insert(Quoted(body));
  }
  pipeline->Flush(Deadline::After(milliseconds(1)));
  while (store_.rows(kTraces) < 30 * 50) std::this_thread::yield();
  EXPECT_EQ(store_.rows(kLogs), 0u);
  EXPECT_LE(pipeline->status().loaded_bytes, 5 * kOne);
  store_.SetFate(Fate::kStore);
  pipeline->RetryNow();
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_TRUE(Bodies() == sent);
  EXPECT_EQ(store_.rows(kTraces), 1'500u);
}

TEST_F(PipelineTest, AClientOverItsQuotaIsRefusedAndNobodyElse) {
  options_.quota = [](std::string_view client, std::size_t) -> Status {
    return client == "greedy" ? Status(Code::kResourceExhausted, "Slower, please.") : OkStatus();
  };
  auto pipeline = Start();
  const std::string body = Logs({"x"});
  ExportRequest request;
  request.body = body;
  request.client = "greedy";
  EXPECT_EQ(pipeline->Export(request).status().code(), Code::kResourceExhausted);
  request.client = "modest";
  EXPECT_TRUE(pipeline->Export(request).ok());
}

TEST_F(PipelineTest, RefusesAnUnknownDatabaseAndABrokenRequest) {
  auto pipeline = Start();
  EXPECT_EQ(Send(*pipeline, Logs({"x"}), Signal::kLogs, "mine").status().code(), Code::kBadInput);
  EXPECT_EQ(Send(*pipeline, "\xff\xff\xff").status().code(), Code::kBadInput);
  EXPECT_EQ(pipeline->status().databases.at("default").rejected.at("request:bad_input"), 1u);
  EXPECT_EQ(pipeline->status().databases.at("").rejected.at("request:bad_input"), 1u);
  EXPECT_EQ(pipeline->status().log_segments, 0u);
}

TEST_F(PipelineTest, CountsRecordsThatAreTooOldAndStoresTheOthers) {
  auto pipeline = Start();
  const auto outcome = Send(*pipeline, Logs({"old"}, kNow - 31 * kNanosPerDay));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->accepted, 0u);
  EXPECT_EQ(outcome->rejected, 1u);
  EXPECT_FALSE(outcome->rejection_message.empty());
  const IngestStatus status = pipeline->status();
  std::uint64_t counted = 0;
  for (const auto& [reason, count] : status.databases.at("default").rejected) counted += count;
  EXPECT_EQ(counted, 1u);
  EXPECT_EQ(status.log_segments, 0u);
}

TEST_F(PipelineTest, AFullDiskIsUnavailableAndWhatWasAcknowledgedIsStored) {
  auto pipeline = Start();
  std::multiset<std::string> acknowledged;
  for (int round = 0; round < 30; ++round) {
    if (round % 3 == 1) env_.FailFrom(static_cast<std::uint64_t>(round % 5));
    if (round % 3 == 2) env_.Heal();
    const auto sent = Send(*pipeline, Logs({std::to_string(round)}));
    if (sent.ok()) {
      acknowledged.insert(Quoted(std::to_string(round)));
    } else {
      EXPECT_EQ(sent.status().code(), Code::kUnavailable);
    }
  }
  env_.Heal();
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), acknowledged);
}

TEST_F(PipelineTest, SegmentsAreKeptUntilTheEnginesFolderCouldBeSynced) {
  env_.SetFault([](wal::FaultEnv::Op op, const std::string&) -> Status {
    if (op != wal::FaultEnv::Op::kSyncFileSystem) return OkStatus();
    return {Code::kUnavailable, "Input/output error."};
  });
  {
    auto pipeline = Start();
    ASSERT_TRUE(Send(*pipeline, Logs({"kept"})).ok());
    ASSERT_TRUE(StoreAll(*pipeline));
  }
  EXPECT_EQ(SegmentFiles(), 1u);
  env_.Heal();
  {
    auto pipeline = Start();
    ASSERT_TRUE(StoreAll(*pipeline));
  }
  EXPECT_EQ(SegmentFiles(), 0u);
  EXPECT_EQ(store_.rows(kLogs), 1u);
}

TEST_F(PipelineTest, ManySendersAtOnceAreStoredExactlyOnceThroughOutagesAndRestarts) {
  std::atomic<std::uint64_t> calls = 0;
  store_.SetJudge([&](const SeenInsert&, const Block&) {
    const std::uint64_t call = calls++;
    return call % 5 == 1 ? Fate::kLose : call % 5 == 3 ? Fate::kStoreMute : Fate::kStore;
  });
  std::multiset<std::string> sent;
  for (int restart = 0; restart < 3; ++restart) {
    auto pipeline = Start();
    std::vector<std::thread> threads;
    std::mutex mutex;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 40; ++i) {
          const std::string body =
              std::to_string(restart) + "/" + std::to_string(t) + "/" + std::to_string(i);
          ASSERT_TRUE(Send(*pipeline, Logs({body})).ok());
          const std::lock_guard lock(mutex);
          sent.insert(Quoted(body));
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }
  store_.SetFate(Fate::kStore);
  auto pipeline = Start();
  ASSERT_TRUE(StoreAll(*pipeline));
  EXPECT_EQ(Bodies(), sent);
}

TEST_F(PipelineTest, ASubscriberHearsOfAStoredSegmentWithTheTimesOfItsRows) {
  auto pipeline = Start();
  std::vector<StoredSegment> heard;
  auto subscription =
      std::move(pipeline->tail_hub().Subscribe("default", "otel_logs", [&](const StoredSegment& s) {
        heard.push_back(s);
      })).value();
  ASSERT_TRUE(Send(*pipeline, Logs({"a", "b"}, kNow - 5)).ok());
  ASSERT_TRUE(StoreAll(*pipeline));
  subscription.reset();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].rows, 2u);
  EXPECT_EQ(heard[0].oldest, kNow - 5);
  EXPECT_EQ(heard[0].newest, kNow - 5);
  EXPECT_EQ(std::to_string(heard[0].segment), *store_.Values(kLogs, "__sxt_segment").begin());
}

TEST_F(PipelineTest, RefusesAfterStop) {
  auto pipeline = Start();
  pipeline->Stop(milliseconds(0));
  EXPECT_EQ(Send(*pipeline, Logs({"late"})).status().code(), Code::kUnavailable);
}

}  // namespace
}  // namespace sextant::ingest
