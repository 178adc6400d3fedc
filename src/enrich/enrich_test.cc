#include "enrich/enrich.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enrich/json_body.h"
#include "enrich/severity.h"
#include "otlp/decode.h"
#include "otlp/rows_testlib.h"
#include "otlp/write.h"
#include "patterns/fingerprint.h"

namespace sextant::enrich {
namespace {

using otlp::Attribute;
using otlp::LogRecord;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// The tables of `logs` as they come out of Enrich.
std::vector<TableRows> Enriched(const std::vector<LogRecord>& logs) {
  otlp::ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  for (const LogRecord& log : logs) writer.Add(log);
  otlp::DecodeContext context;
  context.receive_time = 1'795'351'080 * kNanosPerSecond;
  auto decoded = otlp::Decode(Signal::kLogs, otlp::Encoding::kProtobuf, writer.TakeProtobuf(), context);
  EXPECT_EQ(decoded->accepted, logs.size());
  Enrich(decoded->tables);
  return std::move(decoded->tables);
}

std::string Cell(const TableRows& table, std::string_view column, std::size_t row = 0) {
  return otlp::CellText(*table.block.Find(column)->column, row);
}

// "number text" of one record.
std::string SeverityOf(const LogRecord& log) {
  const auto tables = Enriched({log});
  return Cell(tables[0], "SeverityNumber") + " " + Cell(tables[0], "SeverityText");
}

TEST(JsonBody, IsFoundAnywhereOnOneLine) {
  EXPECT_THAT(AttributesInBody(R"({"found":true})"), ElementsAre(Pair("found", "true")));
  EXPECT_THAT(AttributesInBody(R"(before {"n":1} after)"), ElementsAre(Pair("n", "1")));
  EXPECT_THAT(AttributesInBody("{ not\nhere {\"n\":2}\nend}"), ElementsAre(Pair("n", "2")));
}

TEST(JsonBody, ReachesFromTheFirstBraceToTheLast) {
  EXPECT_THAT(AttributesInBody(R"({"a":1} and {"b":2})"), IsEmpty());
  EXPECT_THAT(AttributesInBody(R"(has {Key {Value { '{' } } in it)"), IsEmpty());
  EXPECT_THAT(AttributesInBody("} closes before {"), IsEmpty());
}

TEST(JsonBody, IsNotLookedForOverSeveralLines) {
  EXPECT_THAT(AttributesInBody("{\n  \"pretty\": 1\n}"), IsEmpty());
}

TEST(JsonBody, IsNoArrayAndNoPlainText) {
  EXPECT_THAT(AttributesInBody(R"([{"a":1}])"), IsEmpty());
  EXPECT_THAT(AttributesInBody(R"([main] done {"a":1})"), ElementsAre(Pair("a", "1")));
  EXPECT_THAT(AttributesInBody("17"), IsEmpty());
  EXPECT_THAT(AttributesInBody("{note} is no JSON"), IsEmpty());
}

TEST(JsonBody, IsFlattenedWithDots) {
  EXPECT_THAT(AttributesInBody(
                  R"({"a":{"b":1,"c":{"d":"x"}},"list":["y",{"z":null}],"none":{},"big":12345678901234567})"),
              ElementsAre(Pair("a.b", "1"), Pair("a.c.d", "x"), Pair("list.0", "y"), Pair("list.1.z", ""),
                          Pair("big", "12345678901234567")));
  EXPECT_THAT(AttributesInBody(R"({"x":1.50,"y":1e3,"z":1e-7})"),
              ElementsAre(Pair("x", "1.5"), Pair("y", "1000"), Pair("z", "1e-7")));
}

TEST(JsonBody, AddsABoundedNumberOfAttributes) {
  std::string body = "{\"list\":[0";
  for (int i = 1; i < 5000; ++i) body += "," + std::to_string(i);
  EXPECT_EQ(AttributesInBody(body + "]}").size(), kMaxBodyAttributes);
  EXPECT_THAT(AttributesInBody("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
              IsEmpty());
}

TEST(Enrich, PutsTheBodysAttributesOverTheProducers) {
  const Attribute attributes[] = {{"user", "producer"}, {"kept", "yes"}};
  const auto tables = Enriched({{.body = "plain", .attributes = attributes},
                                {.body = R"({"user":"body","id":7})", .attributes = attributes},
                                {.body = "plain too", .attributes = attributes}});
  EXPECT_EQ(Cell(tables[0], "LogAttributes", 0), "{user=producer, kept=yes}");
  EXPECT_EQ(Cell(tables[0], "LogAttributes", 1), "{user=body, kept=yes, id=7}");
  EXPECT_EQ(Cell(tables[0], "LogAttributes", 2), "{user=producer, kept=yes}");
  EXPECT_EQ(Cell(tables[0], "Body", 1), R"({"user":"body","id":7})");
}

TEST(Enrich, MergesBodiesThatAreMaps) {
  const Attribute entries[] = {{"user-id", "1234"}, {"message", "sent as a map"}};
  const auto tables = Enriched({{.body = otlp::Value::Map(entries)}});
  EXPECT_EQ(Cell(tables[0], "LogAttributes"), "{message=sent as a map, user-id=1234}");
}

TEST(Severity, IsInferredFromTheFirstKeywordOfTheBody) {
  EXPECT_EQ(SeverityOf({.body = "ALERT: something is wrong"}), "21 fatal");
  EXPECT_EQ(SeverityOf({.body = "[thread-1] critical: disk"}), "21 fatal");
  EXPECT_EQ(SeverityOf({.body = "[FATAL] this error is huge"}), "21 fatal");
  EXPECT_EQ(SeverityOf({.body = "got ERR then fatal"}), "17 error");
  EXPECT_EQ(SeverityOf({.body = "WARNING: disk space"}), "13 warn");
  EXPECT_EQ(SeverityOf({.body = "notice of it"}), "13 warn");
  EXPECT_EQ(SeverityOf({.body = "dbug it"}), "5 debug");
  EXPECT_EQ(SeverityOf({.body = "Tracing on"}), "9 info");
  EXPECT_EQ(SeverityOf({.body = "TRACED request"}), "1 trace");
  EXPECT_EQ(SeverityOf({.body = "info: all is well"}), "9 info");
  EXPECT_EQ(SeverityOf({}), "9 info");
}

TEST(Severity, IsNotInferredFromTheMiddleOfAWord) {
  EXPECT_EQ(SeverityOf({.body = "x-amz-id-2 : abc123/COuECrITmh"}), "9 info");
  EXPECT_EQ(SeverityOf({.body = "txn=ab3cdErrF8x done"}), "9 info");
  EXPECT_EQ(SeverityOf({.body = "Forewarn systems, Request backtraced, my_error"}), "9 info");
}

TEST(Severity, IsLookedForInTheFirst256BytesOnly) {
  const std::string padding(kSeveritySearchBytes - 6, '.');
  EXPECT_EQ(SeverityOf({.body = padding + " error"}), "17 error");
  EXPECT_EQ(SeverityOf({.body = padding + "  error"}), "17 error");  // err is within
  EXPECT_EQ(SeverityOf({.body = padding + "    error"}), "9 info");
}

TEST(Severity, IsTakenFromALevelAttributeBeforeTheBody) {
  const auto with = [](const char* key, otlp::Value value) {
    const Attribute attributes[] = {{key, value}};
    return SeverityOf({.body = "an error", .attributes = attributes});
  };
  EXPECT_EQ(with("level", "WARN"), "13 warn");
  EXPECT_EQ(with("SEVERITY", "Critical"), "21 critical");
  EXPECT_EQ(with("log.level", "fatal"), "21 fatal");
  EXPECT_EQ(with("Level", "fatal_error"), "17 fatal_error");
  EXPECT_EQ(with("severity", "verbose"), "9 verbose");
  EXPECT_EQ(with("level", "dbug"), "5 dbug");
  EXPECT_EQ(with("lvl", "fatal"), "17 error");
  EXPECT_EQ(with("level", 30), "17 error") << "numbers say nothing";
}

TEST(Severity, IsTakenFromTheFirstLevelAttributeInOrder) {
  const Attribute attributes[] = {{"log.level", "debug"}, {"severity", "warn"}, {"level", 50}};
  EXPECT_EQ(SeverityOf({.attributes = attributes}), "13 warn");
}

TEST(Severity, IsTakenFromAJsonBody) {
  EXPECT_EQ(SeverityOf({.body = R"({"level":"INFO","msg":"the mimir-alertmanager-dashboard"})"}), "9 info");
  EXPECT_EQ(SeverityOf({.body = R"({"log":{"level":"fatal"},"message":"nested"})"}), "21 fatal");
  EXPECT_EQ(SeverityOf({.body = R"({"msg":"an error without a level"})"}), "17 error");
}

TEST(Severity, OfTheProducerStaysButInLowerCase) {
  EXPECT_EQ(SeverityOf({.severity_number = 9, .body = "fatal"}), "9 ");
  EXPECT_EQ(SeverityOf({.severity_text = "WARNING", .body = "fatal"}), "0 warning");
  EXPECT_EQ(SeverityOf({.severity_number = 17, .severity_text = "Error"}), "17 error");
  const auto tables = Enriched({{.severity_text = "ERROR"}, {.severity_text = "error"}});
  const auto& column =
      static_cast<const LowCardinalityColumn&>(*tables[0].block.Find("SeverityText")->column);
  EXPECT_EQ(column.dictionary.size(), 1U);
}

TEST(Enrich, MovesRecordingsToTheirTableUntouched) {
  const Attribute recording[] = {{"rr-web.event", 2}, {"rr-web.chunk", 1}};
  const auto tables = Enriched({{.severity_text = "INFO", .body = "first"},
                                {.severity_text = "INFO", .body = R"({"error":1})", .attributes = recording},
                                {.severity_text = "INFO", .body = "third"}});
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[0].table, Table::kLogs);
  EXPECT_EQ(tables[0].block.rows(), 2U);
  EXPECT_EQ(Cell(tables[0], "Body", 1), "third");
  EXPECT_EQ(tables[1].table, Table::kSessions);
  EXPECT_EQ(Cell(tables[1], "LogAttributes"), "{rr-web.event=2, rr-web.chunk=1}");
  EXPECT_EQ(Cell(tables[1], "SeverityText"), "INFO");
  EXPECT_EQ(tables[1].block.Find("__sxt_fingerprint"), nullptr);
}

TEST(Enrich, LeavesNoEmptyTable) {
  const Attribute recording[] = {{"rr-web.event", ""}};
  const auto tables = Enriched({{.body = "only", .attributes = recording}});
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].table, Table::kSessions);
}

TEST(Enrich, FingerprintsLogs) {
  const auto tables = Enriched({{.body = "user 1 came"}, {.body = "user 22 came"}, {.body = "user 1 went"}});
  EXPECT_EQ(Cell(tables[0], "__sxt_fingerprint", 0), std::to_string(patterns::Fingerprint("user 1 came")));
  EXPECT_EQ(Cell(tables[0], "__sxt_fingerprint", 0), Cell(tables[0], "__sxt_fingerprint", 1));
  EXPECT_NE(Cell(tables[0], "__sxt_fingerprint", 0), Cell(tables[0], "__sxt_fingerprint", 2));
}

TEST(Enrich, PassesOtherTablesThrough) {
  std::vector<TableRows> tables;
  tables.push_back({Table::kTraces, otlp::EmptyRows(Table::kTraces)});
  Enrich(tables);
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].table, Table::kTraces);
}

}  // namespace
}  // namespace sextant::enrich
