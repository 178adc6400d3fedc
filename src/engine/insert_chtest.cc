// INSERTs: streamed, broken off, deduplicated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "engine/client_testlib.h"
#include "net/raw_socket_testlib.h"
#include "store/engine_testlib.h"

namespace sextant::engine {
namespace {

using testing::TestEngine;

class Insert : public ::testing::Test {
 protected:
  Insert() {
    client_.Run("DROP TABLE IF EXISTS rows SYNC");
    client_.Run(
        "CREATE TABLE rows (n UInt64, s String) ENGINE = MergeTree ORDER BY n "
        "SETTINGS non_replicated_deduplication_window = 100");
  }

  ClientAnswer Post(const std::string& sql, const std::string& body) {
    return client_.Send({.text = body, .query = {{"query", sql}}});
  }
  std::string Count() { return client_.Value("SELECT count() FROM rows"); }
  std::string Parts() {
    return client_.Value("SELECT count() FROM system.parts WHERE table = 'rows' AND active AND level = 0");
  }

  // `rows` rows of 70 bytes as one Native block.
  std::string OneBlock(int rows) {
    std::string block;
    client_.Send(
        {.text = "SELECT number AS n, leftPad(toString(number), 62, 'x') AS s FROM numbers(" +
                 std::to_string(rows) + ") FORMAT Native",
         .query = {{"max_block_size", std::to_string(rows)}, {"max_threads", "1"}, {"max_memory_usage", "0"}},
         .sink = [&](std::string_view data) {
           block.append(data);
           return true;
         }});
    return block;
  }

  TestEngine& engine_ = TestEngine::Shared();
  EngineClient client_{engine_.socket()};
};

TEST_F(Insert, TakesDataFromTheBodyTheTextOrBoth) {
  EXPECT_EQ(Post("INSERT INTO rows FORMAT CSV", "1,\"a\"\n2,\"b\"\n").status, 200);
  EXPECT_EQ(client_.Run("INSERT INTO rows FORMAT CSV\n3,\"c\"\n").status, 200);
  EXPECT_EQ(client_.Run("INSERT INTO rows (n, s) VALUES (4, 'd;'), (5, 'FORMAT')").status, 200);
  EXPECT_EQ(Post("INSERT INTO rows VALUES", "(6, 'f')").status, 200);
  EXPECT_EQ(Post("INSERT INTO rows", "FORMAT CSV\n7,\"g\"\n").status, 200);
  EXPECT_EQ(client_.Run("INSERT INTO rows SELECT 8, 'h'").status, 200);
  EXPECT_EQ(client_
                .Send({.text = "{\"n\":9,\"s\":\"i\"}",
                       .query = {{"query", "INSERT INTO rows"}, {"default_format", "JSONEachRow"}}})
                .status,
            200);
  EXPECT_EQ(
      client_.Value(
          "SELECT groupArray(n), arrayStringConcat(groupArray(s), ',') FROM (SELECT * FROM rows ORDER BY n)"),
      "[1,2,3,4,5,6,7,8,9]\ta,b,c,d;,FORMAT,f,g,h,i");
}

TEST_F(Insert, SaysWhatWasWritten) {
  const ClientAnswer answer = Post("INSERT INTO rows FORMAT CSV", "1,\"a\"\n2,\"b\"\n");
  EXPECT_THAT(std::string(answer.headers.Get("X-ClickHouse-Summary")),
              ::testing::HasSubstr("\"written_rows\":\"2\""));
}

TEST_F(Insert, RefusesBrokenDataWhole) {
  const ClientAnswer answer = Post("INSERT INTO rows FORMAT CSV", "1,\"a\"\nx,\"b\"\n");
  EXPECT_EQ(answer.status, 400) << answer.body;
  EXPECT_EQ(Count(), "0");
  std::string block = OneBlock(1000);
  block.resize(block.size() - 10);
  EXPECT_NE(Post("INSERT INTO rows FORMAT Native", block).status, 200);
  EXPECT_EQ(Count(), "0");
  EXPECT_EQ(Post("INSERT INTO no_such FORMAT CSV", "1").status, 404);
}

TEST_F(Insert, OneBlockOfAMillionRowsStaysOneBlock) {
  const std::string block = OneBlock(1'000'000);
  ASSERT_GT(block.size(), std::size_t{64} << 20);
  for (int round = 0; round < 2; ++round) {
    const ClientAnswer answer = client_.Send({.text = block,
                                              .query = {{"query", "INSERT INTO rows (n, s) FORMAT Native"},
                                                        {"insert_deduplication_token", "w/1/rows"}}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(Count(), "1000000") << "round " << round;
  }
  EXPECT_EQ(Parts(), "1");
}

TEST_F(Insert, TheTokenDecides) {
  const auto insert = [&](const std::string& token, const std::string& rows) {
    return client_
        .Send({.text = rows,
               .query = {{"query", "INSERT INTO rows FORMAT CSV"}, {"insert_deduplication_token", token}}})
        .status;
  };
  EXPECT_EQ(insert("a", "1,\"x\"\n"), 200);
  EXPECT_EQ(insert("a", "1,\"x\"\n"), 200);
  EXPECT_EQ(Count(), "1");
  EXPECT_EQ(insert("b", "1,\"x\"\n"), 200);
  EXPECT_EQ(Count(), "2");
}

TEST_F(Insert, StreamsABodyOfUnknownLength) {
  // 3 million rows in pieces: more than the engine's usual block, and still one part.
  std::uint64_t next = 0;
  std::string pending;
  const ClientAnswer answer = client_.Send({.query = {{"query", "INSERT INTO rows FORMAT CSV"}},
                                            .source = [&](char* buffer, std::size_t size) -> std::size_t {
                                              while (pending.size() < size && next < 3'000'000) {
                                                pending += std::to_string(next++) + ",\"row\"\n";
                                              }
                                              const std::size_t taken = std::min(size, pending.size());
                                              std::memcpy(buffer, pending.data(), taken);
                                              pending.erase(0, taken);
                                              return taken;
                                            }});
  ASSERT_EQ(answer.status, 200) << answer.body << answer.transport.ToString();
  EXPECT_EQ(client_.Value("SELECT count(), sum(n) FROM rows"), "3000000\t4499998500000");
  EXPECT_EQ(Parts(), "1");
}

TEST_F(Insert, ABodyThatBreaksOffStoresNothing) {
  const std::string block = OneBlock(100'000);
  for (const std::size_t share : {10, 50, 99}) {
    auto socket = net::RawSocket::Connect("unix:" + engine_.socket());
    socket.Send(
        "POST /?query=INSERT%20INTO%20rows%20FORMAT%20Native HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: "
        "1\r\n"
        "Content-Length: " +
        std::to_string(block.size()) + "\r\n\r\n" + block.substr(0, block.size() * share / 100));
    socket.Close();
  }
  std::string csv;
  for (int i = 0; i < 2'000'000; ++i) csv += std::to_string(i) + ",\"row\"\n";
  auto socket = net::RawSocket::Connect("unix:" + engine_.socket());
  socket.Send(
      "POST /?query=INSERT%20INTO%20rows%20FORMAT%20CSV HTTP/1.1\r\nHost: unix\r\nX-Sextant-Trusted: 1\r\n"
      "Content-Length: 100000000\r\n\r\n" +
      csv);
  socket.Close();
  // Only this test's statements run, and this question itself.
  ASSERT_TRUE(client_.WaitForValue("SELECT count() FROM system.processes", "1"));
  EXPECT_EQ(Count(), "0");
}

TEST_F(Insert, UnknownColumnsAreRefusedWhenAsked) {
  const std::string json = "{\"n\":1,\"s\":\"a\",\"z\":1}";
  const ClientAnswer answer = client_.Send({.text = json,
                                            .query = {{"query", "INSERT INTO rows FORMAT JSONEachRow"},
                                                      {"input_format_skip_unknown_fields", "0"}}});
  EXPECT_NE(answer.status, 200);
  EXPECT_EQ(Count(), "0");
}

TEST_F(Insert, SurvivesSigkillRightAfterItsAnswer) {
  TestEngine engine;
  EngineClient client(engine.socket());
  client.Run(
      "CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS "
      "non_replicated_deduplication_window = 100");
  const auto insert = [&](EngineClient& to) {
    return to
        .Send({.text = "INSERT INTO kept SELECT number FROM numbers(200000)",
               .query = {{"insert_deduplication_token", "t"}}})
        .status;
  };
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(insert(client), 200);
    engine.Kill();
    engine.Start();
    EXPECT_EQ(client.Value("SELECT count() FROM kept"), "200000") << round;
  }
}

}  // namespace
}  // namespace sextant::engine
