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

// The head that the points below share.
const std::vector<std::string> kPointHead = {"ResourceAttributes: {service.name=cart}",
                                             "ResourceSchemaUrl: https://resource",
                                             "ScopeName: meter",
                                             "ScopeVersion: 1.0",
                                             "ScopeAttributes: {a=b}",
                                             "ScopeDroppedAttrCount: 3",
                                             "ScopeSchemaUrl: https://scope",
                                             "ServiceName: cart",
                                             "MetricName: m",
                                             "MetricDescription: what it is",
                                             "MetricUnit: ms",
                                             "Attributes: {host=h1}",
                                             "StartTimeUnix: 1795351020000000000",
                                             "TimeUnix: 1795351080000000000"};

std::vector<std::string> PointRow(std::vector<std::string> rest) {
  std::vector<std::string> row = kPointHead;
  row.insert(row.end(), rest.begin(), rest.end());
  return row;
}

class DecodeMetrics : public testing::Test {
 protected:
  DecodeMetrics() {
    writer_.BeginResource({.attributes = resource_, .schema_url = "https://resource"});
    writer_.BeginScope({.name = "meter",
                        .version = "1.0",
                        .attributes = scope_,
                        .dropped_attributes = 3,
                        .schema_url = "https://scope"});
  }

  static constexpr UnixNanos kStart = kNow - kNanosPerMinute;
  const Attribute resource_[1] = {{"service.name", "cart"}};
  const Attribute scope_[1] = {{"a", "b"}};
  const Attribute attributes_[1] = {{"host", "h1"}};
  const Attribute exemplar_attributes_[1] = {{"user", 7}};
  const Exemplar exemplars_[1] = {{.time = kNow - 1,
                                   .value = 2,
                                   .trace_id = kTraceId,
                                   .span_id = kSpanId,
                                   .attributes = exemplar_attributes_}};
  const std::vector<std::string> exemplar_texts_ = {
      "Exemplars.FilteredAttributes: [{user=7}]", "Exemplars.TimeUnix: [1795351079999999999]",
      "Exemplars.Value: [2]", "Exemplars.SpanId: [aabbccddeeff0011]",
      "Exemplars.TraceId: [0102030405060708090a0b0c0d0e0fff]"};
  const MetricInfo metric_{.name = "m", .description = "what it is", .unit = "ms"};
  ExportWriter writer_{Signal::kMetrics};
};

TEST_F(DecodeMetrics, WritesAGauge) {
  const NumberPoint points[] = {{.attributes = attributes_, .start_time = kStart, .time = kNow, .value = 1.5},
                                {.attributes = attributes_,
                                 .start_time = kStart,
                                 .time = kNow,
                                 .value = -3,
                                 .flags = 1,
                                 .exemplars = exemplars_}};
  writer_.AddGauge(metric_, points);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  ASSERT_EQ(decoded.tables.size(), 1U);
  EXPECT_EQ(decoded.tables[0].table, Table::kGauge);
  EXPECT_EQ(Rows(decoded)[0], PointRow({"Value: 1.5"}));
  auto rest = exemplar_texts_;
  rest.insert(rest.begin(), {"Value: -3", "Flags: 1"});
  EXPECT_EQ(Rows(decoded)[1], PointRow(rest));
}

TEST_F(DecodeMetrics, WritesASum) {
  const NumberPoint points[] = {{.attributes = attributes_, .start_time = kStart, .time = kNow, .value = 42}};
  MetricInfo metric = metric_;
  metric.temporality = Temporality::kDelta;
  writer_.AddSum(metric, points);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  EXPECT_EQ(decoded.tables[0].table, Table::kSum);
  EXPECT_EQ(Rows(decoded)[0], PointRow({"Value: 42", "AggregationTemporality: 1", "IsMonotonic: 1"}));
}

TEST_F(DecodeMetrics, WritesAHistogram) {
  const std::uint64_t counts[] = {1, 0, 5};
  const double bounds[] = {0.5, 10};
  const HistogramPoint points[] = {{.attributes = attributes_,
                                    .start_time = kStart,
                                    .time = kNow,
                                    .count = 6,
                                    .sum = 61.25,
                                    .min = 0.25,
                                    .max = 40,
                                    .bucket_counts = counts,
                                    .bounds = bounds,
                                    .flags = 2,
                                    .exemplars = exemplars_}};
  writer_.AddHistogram(metric_, points);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  EXPECT_EQ(decoded.tables[0].table, Table::kHistogram);
  std::vector<std::string> rest = {"Count: 6", "Sum: 61.25", "BucketCounts: [1, 0, 5]",
                                   "ExplicitBounds: [0.5, 10]"};
  rest.insert(rest.end(), exemplar_texts_.begin(), exemplar_texts_.end());
  for (const char* text : {"Flags: 2", "Min: 0.25", "Max: 40", "AggregationTemporality: 2"})
    rest.push_back(text);
  EXPECT_EQ(Rows(decoded)[0], PointRow(rest));
}

TEST_F(DecodeMetrics, WritesAnExponentialHistogram) {
  const std::uint64_t positive[] = {1, 200, 3};
  const std::uint64_t negative[] = {9};
  const ExponentialPoint points[] = {{.attributes = attributes_,
                                      .start_time = kStart,
                                      .time = kNow,
                                      .count = 220,
                                      .sum = 12,
                                      .min = -1,
                                      .max = 8,
                                      .scale = -2,
                                      .zero_count = 7,
                                      .positive = {.offset = -3, .counts = positive},
                                      .negative = {.offset = 4, .counts = negative},
                                      .flags = 1,
                                      .exemplars = exemplars_}};
  writer_.AddExponentialHistogram(metric_, points);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  EXPECT_EQ(decoded.tables[0].table, Table::kExponentialHistogram);
  std::vector<std::string> rest = {"Count: 220",         "Sum: 12",
                                   "Scale: -2",          "ZeroCount: 7",
                                   "PositiveOffset: -3", "PositiveBucketCounts: [1, 200, 3]",
                                   "NegativeOffset: 4",  "NegativeBucketCounts: [9]"};
  rest.insert(rest.end(), exemplar_texts_.begin(), exemplar_texts_.end());
  for (const char* text : {"Flags: 1", "Min: -1", "Max: 8", "AggregationTemporality: 2"})
    rest.push_back(text);
  EXPECT_EQ(Rows(decoded)[0], PointRow(rest));
}

TEST_F(DecodeMetrics, WritesASummary) {
  const QuantileValue quantiles[] = {{0.5, 10}, {0.99, 75.5}};
  const SummaryPoint points[] = {{.attributes = attributes_,
                                  .start_time = kStart,
                                  .time = kNow,
                                  .count = 4,
                                  .sum = 100,
                                  .quantiles = quantiles,
                                  .flags = 1}};
  writer_.AddSummary(metric_, points);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  EXPECT_EQ(decoded.tables[0].table, Table::kSummary);
  EXPECT_EQ(Rows(decoded)[0],
            PointRow({"Count: 4", "Sum: 100", "ValueAtQuantiles.Quantile: [0.5, 0.98999999999999999]",
                      "ValueAtQuantiles.Value: [10, 75.5]", "Flags: 1"}));
}

TEST_F(DecodeMetrics, GivesEachKindItsTable) {
  const NumberPoint numbers[] = {{.time = kNow, .value = 1}, {.time = kNow, .value = 2}};
  const SummaryPoint summaries[] = {{.time = kNow, .count = 1}};
  writer_.AddSummary(metric_, summaries);
  writer_.AddGauge(metric_, numbers);
  writer_.BeginScope({.name = "second"});
  writer_.AddGauge(metric_, numbers);
  const Decoded decoded = DecodeBoth(Signal::kMetrics, writer_);
  ASSERT_EQ(decoded.tables.size(), 2U);
  EXPECT_EQ(decoded.accepted, 5U);
  EXPECT_EQ(CellText(*decoded.tables[0].block.Find("ScopeName")->column, 1), "meter");
  EXPECT_EQ(CellText(*decoded.tables[0].block.Find("ScopeName")->column, 2), "second");
  EXPECT_EQ(decoded.tables[1].table, Table::kSummary);
}

}  // namespace
}  // namespace sextant::otlp
