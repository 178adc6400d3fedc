#include "otlp/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "otlp/rows_testlib.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Counts = std::map<std::string, std::uint64_t>;

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;
const std::string kTraceId("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\xff", 16);
const std::string kSpanId("\xaa\xbb\xcc\xdd\xee\xff\x00\x11", 8);

DecodeContext Context() {
  DecodeContext context;
  context.receive_time = kNow;
  return context;
}

// All rows of a request as text, table by table. Both encodings of `writer` must give the same.
std::vector<std::vector<std::string>> Rows(const Decoded& decoded) {
  std::vector<std::vector<std::string>> rows;
  for (const TableRows& table : decoded.tables) {
    for (std::size_t row = 0; row < table.block.rows(); ++row) rows.push_back(RowTexts(table.block, row));
  }
  return rows;
}

Decoded DecodeBoth(Signal signal, ExportWriter& writer, const DecodeContext& context = Context()) {
  const std::string protobuf = writer.TakeProtobuf();
  const auto json = ProtobufToJson(signal, protobuf);
  auto from_protobuf = Decode(signal, Encoding::kProtobuf, protobuf, context);
  auto from_json = Decode(signal, Encoding::kJson, *json, context);
  EXPECT_TRUE(from_json.ok()) << from_json.status().ToString() << *json;
  EXPECT_EQ(Rows(*from_protobuf), Rows(*from_json)) << *json;
  EXPECT_EQ(from_protobuf->reasons, from_json->reasons);
  EXPECT_EQ(from_protobuf->mended, from_json->mended);
  return std::move(from_protobuf).value();
}

TEST(Decode, WritesALogAsTheExporterDoes) {
  const Attribute resource[] = {{"service.name", "payment"}, {"host.cpus", 8}};
  const Attribute scope[] = {{"library", true}};
  const Attribute attributes[] = {{"code", 0.5}, {"user", "ann"}};
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({.attributes = resource, .schema_url = "https://resource"});
  writer.BeginScope({.name = "pino", .version = "9.1", .attributes = scope, .schema_url = "https://scope"});
  writer.Add(LogRecord{.time = kNow - 5,
                       .observed_time = kNow,
                       .severity_number = 17,
                       .severity_text = "ERROR",
                       .body = "Visa cache full",
                       .attributes = attributes,
                       .flags = 0x101,
                       .trace_id = kTraceId,
                       .span_id = kSpanId,
                       .event_name = "charge.failed"});
  const Decoded decoded = DecodeBoth(Signal::kLogs, writer);
  EXPECT_EQ(decoded.accepted, 1U);
  ASSERT_EQ(decoded.tables.size(), 1U);
  EXPECT_EQ(decoded.tables[0].table, Table::kLogs);
  EXPECT_THAT(
      Rows(decoded)[0],
      ElementsAre("Timestamp: 1795351079999999995", "TraceId: 0102030405060708090a0b0c0d0e0fff",
                  "SpanId: aabbccddeeff0011", "TraceFlags: 1", "SeverityText: ERROR", "SeverityNumber: 17",
                  "ServiceName: payment", "Body: Visa cache full", "ResourceSchemaUrl: https://resource",
                  "ResourceAttributes: {service.name=payment, host.cpus=8}", "ScopeSchemaUrl: https://scope",
                  "ScopeName: pino", "ScopeVersion: 9.1", "ScopeAttributes: {library=true}",
                  "LogAttributes: {code=0.5, user=ann}", "EventName: charge.failed"));
}

TEST(Decode, WritesASpanAsTheExporterDoes) {
  const Attribute resource[] = {{"service.name", "checkout"}};
  const Attribute attributes[] = {{"rpc.system", "grpc"}, {"app.order.id", 12}};
  const Attribute event_attributes[] = {{"exception.type", "Error"}};
  const SpanEvent events[] = {{.time = kNow - 40, .name = "exception", .attributes = event_attributes},
                              {.time = kNow - 30, .name = "retry"}};
  const Attribute link_attributes[] = {{"kind", "batch"}};
  const SpanLink links[] = {
      {.trace_id = kTraceId, .span_id = kSpanId, .trace_state = "a=b", .attributes = link_attributes}};
  ExportWriter writer(Signal::kTraces);
  writer.BeginResource({.attributes = resource});
  writer.BeginScope({.name = "otelgrpc", .version = "0.46"});
  writer.Add(SpanRecord{.trace_id = kTraceId,
                        .span_id = kSpanId,
                        .parent_span_id = "\x01\x01\x01\x01\x01\x01\x01\x01",
                        .trace_state = "vendor=1",
                        .name = "PlaceOrder",
                        .kind = SpanKind::kServer,
                        .start = kNow - 1000,
                        .end = kNow - 10,
                        .attributes = attributes,
                        .events = events,
                        .links = links,
                        .status = SpanStatus::kError,
                        .status_message = "refused"});
  const Decoded decoded = DecodeBoth(Signal::kTraces, writer);
  EXPECT_THAT(
      Rows(decoded)[0],
      ElementsAre("Timestamp: 1795351079999999000", "TraceId: 0102030405060708090a0b0c0d0e0fff",
                  "SpanId: aabbccddeeff0011", "ParentSpanId: 0101010101010101", "TraceState: vendor=1",
                  "SpanName: PlaceOrder", "SpanKind: Server", "ServiceName: checkout",
                  "ResourceAttributes: {service.name=checkout}", "ScopeName: otelgrpc", "ScopeVersion: 0.46",
                  "SpanAttributes: {rpc.system=grpc, app.order.id=12}", "Duration: 990", "StatusCode: Error",
                  "StatusMessage: refused", "Events.Timestamp: [1795351079999999960, 1795351079999999970]",
                  "Events.Name: [exception, retry]", "Events.Attributes: [{exception.type=Error}, {}]",
                  "Links.TraceId: [0102030405060708090a0b0c0d0e0fff]", "Links.SpanId: [aabbccddeeff0011]",
                  "Links.TraceState: [a=b]", "Links.Attributes: [{kind=batch}]"));
}

}  // namespace
}  // namespace sextant::otlp
