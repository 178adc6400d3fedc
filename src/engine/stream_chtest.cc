// Large and long answers: constant memory, whole documents, errors in mid-stream, progress, clients that
// leave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "engine/client_testlib.h"
#include "engine/errors.h"
#include "net/raw_socket_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::engine {
namespace {

using ::testing::HasSubstr;
using testing::TestEngine;

// Resident memory of a process in bytes: the most since ResetPeak, or now.
class Memory {
 public:
  explicit Memory(pid_t pid) : folder_("/proc/" + std::to_string(pid)) { ResetPeak(); }
  std::size_t peak() const { return Field("VmHWM:"); }
  std::size_t now() const { return Field("VmRSS:"); }

 private:
  void ResetPeak() { std::ofstream(folder_ + "/clear_refs") << "5"; }
  std::size_t Field(const std::string& name) const {
    std::ifstream status(folder_ + "/status");
    std::size_t kibibytes = 0;
    for (std::string word; status >> word;) {
      if (word == name) status >> kibibytes;
    }
    return kibibytes << 10;
  }
  std::string folder_;
};

class Streams : public ::testing::Test {
 protected:
  TestEngine& engine_ = TestEngine::Shared();
  EngineClient client_{engine_.socket()};
};

// What an answer is made of, without keeping it.
struct Digest {
  std::size_t bytes = 0;
  std::size_t lines = 0;
  std::string head;
  std::string tail;

  bool Add(std::string_view data) {
    bytes += data.size();
    lines += static_cast<std::size_t>(std::count(data.begin(), data.end(), '\n'));
    if (head.size() < 256) head.append(data.substr(0, 256 - head.size()));
    tail.append(data.substr(data.size() - std::min<std::size_t>(data.size(), 256)));
    if (tail.size() > 256) tail.erase(0, tail.size() - 256);
    return true;
  }
};

Digest Take(EngineClient& client, const std::string& sql) {
  Digest digest;
  const ClientAnswer answer =
      client.Send({.text = sql, .sink = [&](std::string_view data) { return digest.Add(data); }});
  EXPECT_TRUE(answer.transport.ok()) << answer.transport.ToString();
  EXPECT_EQ(answer.status, 200) << digest.head;
  return digest;
}

constexpr std::size_t kMemoryBound = std::size_t{64} << 20;

TEST_F(Streams, TenMillionRowsTakeConstantMemory) {
  Take(client_, "SELECT number FROM numbers(100000)");
  const Memory memory(engine_.pid());
  const std::size_t before = memory.now();
  const Digest rows = Take(client_, "SELECT number, toString(number) AS s FROM numbers(10000000) FORMAT TSV");
  EXPECT_EQ(rows.lines, 10'000'000U);
  EXPECT_THAT(rows.tail, HasSubstr("\n9999999\t9999999\n"));
  EXPECT_LT(memory.peak(), before + kMemoryBound);
}

TEST_F(Streams, DocumentsOfAMillionRowsArriveWholeAndTakeConstantMemory) {
  const Memory memory(engine_.pid());
  const std::size_t before = memory.now();
  const std::string select = "SELECT number AS n, toString(number) AS s FROM numbers(1000000) FORMAT ";

  std::string json;
  client_.Send({.text = select + "JSON", .sink = [&](std::string_view data) {
                  json.append(data);
                  return true;
                }});
  const auto document = JsonValue::Parse(json);
  ASSERT_TRUE(document.ok()) << document.status().ToString();
  EXPECT_EQ((*document)["rows"].AsInt(), 1'000'000);
  EXPECT_EQ((*document)["data"].size(), 1'000'000U);
  EXPECT_EQ((*document)["data"].at(999'999)["n"].AsUint(), 999'999U);

  const Digest csv = Take(client_, select + "CSVWithNames");
  EXPECT_EQ(csv.lines, 1'000'001U);
  EXPECT_TRUE(csv.head.starts_with("\"n\",\"s\"\n0,\"0\"\n1,"));
  EXPECT_TRUE(csv.tail.ends_with("\n999999,\"999999\"\n"));

  EXPECT_LT(memory.peak(), before + 2 * kMemoryBound);
}

TEST_F(Streams, AParquetFileOfAMillionRowsCanBeReadBack) {
  std::string file;
  client_.Send({.text = "SELECT number AS n, toString(number) AS s FROM numbers(1000000) FORMAT Parquet",
                .sink = [&](std::string_view data) {
                  file.append(data);
                  return true;
                }});
  EXPECT_TRUE(file.starts_with("PAR1") && file.ends_with("PAR1"));
  client_.Run("CREATE TABLE parquet (n UInt64, s String) ENGINE = MergeTree ORDER BY n");
  const ClientAnswer inserted =
      client_.Send({.text = file, .query = {{"query", "INSERT INTO parquet (n, s) FORMAT Parquet"}}});
  EXPECT_EQ(inserted.status, 200) << inserted.body;
  EXPECT_EQ(client_.Value("SELECT count(), sum(n), uniqExact(s) FROM parquet"),
            "1000000\t499999500000\t1000000");
}

TEST_F(Streams, WideComputedRowsAreBoundedToo) {
  const Memory memory(engine_.pid());
  const std::size_t before = memory.now();
  std::size_t bytes = 0;
  client_.Send({.text = "SELECT repeat('x', 2000) FROM numbers(650000) FORMAT RowBinary",
                .sink = [&](std::string_view data) {
                  bytes += data.size();
                  return true;
                }});
  EXPECT_EQ(bytes, std::size_t{650'000} * 2'002);
  EXPECT_LT(memory.peak(), before + 6 * kMemoryBound);
}

TEST_F(Streams, AnErrorInMidStreamIsMarkedAndBreaksTheBodyOff) {
  for (const char* format : {"TSV", "JSON", "Native", "CSVWithNames"}) {
    auto socket = net::RawSocket::Connect("unix:" + engine_.socket());
    const std::string sql =
        std::string("SELECT number, throwIf(number = 3000000) FROM numbers(5000000) FORMAT ") + format;
    socket.Send("POST / HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: 1\r\nContent-Length: " +
                std::to_string(sql.size()) + "\r\n\r\n" + sql);
    const net::RawAnswer answer = socket.ReadAnswer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.is_whole) << format;
    constexpr std::string_view kTagHeader = "X-ClickHouse-Exception-Tag: ";
    const std::size_t at = answer.head.find(kTagHeader);
    ASSERT_NE(at, std::string::npos);
    const std::string tag = answer.head.substr(at + kTagHeader.size(), 16);
    const std::string begin = "\r\n__exception__\r\n" + tag + "\r\n";
    const std::string end = " " + tag + "\r\n__exception__\r\n";
    const std::size_t frame = answer.body.rfind(begin);
    ASSERT_NE(frame, std::string::npos) << format;
    ASSERT_TRUE(answer.body.ends_with(end)) << format;
    const std::string inside =
        answer.body.substr(frame + begin.size(), answer.body.size() - frame - begin.size() - end.size());
    const std::size_t line = inside.rfind('\n');
    EXPECT_EQ(inside.substr(line + 1), std::to_string(line));
    EXPECT_THAT(inside, HasSubstr("Code: 395."));
  }
}

TEST_F(Streams, AnErrorBeforeTheFirstMebibyteHasItsStatus) {
  const ClientAnswer answer =
      client_.Run("SELECT throwIf(number = 100) FROM numbers(200) SETTINGS max_block_size=10 FORMAT JSON");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.code(), 395);
}

TEST_F(Streams, ProgressComesBeforeTheFirstRow) {
  const ClientAnswer answer = client_.Send(
      {.text = "SELECT count() FROM numbers(20) WHERE sleepEachRow(0.05) = 0 SETTINGS max_block_size=1",
       .query = {{"send_progress_in_http_headers", "1"}}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "20\n");
  ASSERT_GE(answer.progress.size(), 2U);
  const auto last = JsonValue::Parse(answer.progress.back());
  ASSERT_TRUE(last.ok());
  EXPECT_GT((*last)["read_rows"].AsUint(), 0U);
  EXPECT_EQ((*last)["total_rows_to_read"].AsUint(), 20U);
  EXPECT_GT((*last)["elapsed_ns"].AsUint(), 0U);
}

TEST_F(Streams, AnErrorAfterProgressKeepsItsCode) {
  const ClientAnswer answer = client_.Send(
      {.text = "SELECT throwIf(number = 19), sleepEachRow(0.05) FROM numbers(20) SETTINGS max_block_size=20",
       .query = {{"send_progress_in_http_headers", "1"}}});
  EXPECT_GE(answer.progress.size(), 1U);
  EXPECT_EQ(answer.status, 200) << "the status line went out with the first progress";
  EXPECT_EQ(answer.code(), 395);
  EXPECT_THAT(answer.body, HasSubstr("Code: 395."));
}

// `comment` marks the statement in system.processes.
std::string CountRunning(const std::string& comment) {
  return "SELECT count() FROM system.processes WHERE Settings['log_comment'] = '" + comment + "'";
}

void SendAndLeave(TestEngine& engine, EngineClient& client, const std::string& comment,
                  const std::string& sql) {
  auto socket = net::RawSocket::Connect("unix:" + engine.socket());
  socket.Send("POST /?log_comment=" + comment +
              " HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: 1\r\nContent-Length: " +
              std::to_string(sql.size()) + "\r\n\r\n" + sql);
  ASSERT_TRUE(client.WaitForValue(CountRunning(comment), "1"));
  socket.Close();
  EXPECT_TRUE(client.WaitForValue(CountRunning(comment), "0")) << sql;
}

TEST_F(Streams, AStatementEndsWhenItsClientLeaves) {
  const std::string endless = "numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";
  SendAndLeave(engine_, client_, "left-counting", "SELECT count() FROM " + endless);
  SendAndLeave(engine_, client_, "left-stream", "SELECT number FROM " + endless + " FORMAT TSV");
  SendAndLeave(engine_, client_, "left-document", "SELECT number FROM " + endless + " FORMAT JSON");
  SendAndLeave(engine_, client_, "left-command",
               "CREATE TABLE left_table ENGINE = Memory AS SELECT count() FROM " + endless);
  EXPECT_TRUE(JsonValue::Parse(client_.Get("/status").body).value()["running"].AsInt() == 0);
}

}  // namespace
}  // namespace sextant::engine
