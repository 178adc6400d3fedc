// OTLP/JSON as people really send it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "otlp/decode.h"
#include "otlp/rows_testlib.h"

namespace sextant::otlp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;

Result<Decoded> DecodeJson(Signal signal, std::string_view json) {
  DecodeContext context;
  context.receive_time = kNow;
  return Decode(signal, Encoding::kJson, json, context);
}

// A request with this one record.
std::string SpanRequest(std::string_view span) {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + std::string(span) + "]}]}]}";
}
std::string LogRequest(std::string_view log) {
  return R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[)" + std::string(log) + "]}]}]}";
}

std::vector<std::string> RowOf(Signal signal, std::string_view json) {
  const auto decoded = DecodeJson(signal, json);
  EXPECT_TRUE(decoded.ok()) << decoded.status().ToString();
  if (!decoded.ok() || decoded->tables.empty()) return {"no rows"};
  return RowTexts(decoded->tables[0].block, 0);
}

// LogAttributes of a record with one attribute of this AnyValue.
std::string ValueText(std::string_view any_value) {
  const auto row = RowOf(
      Signal::kLogs, LogRequest(R"({"attributes":[{"key":"k","value":)" + std::string(any_value) + "}]}"));
  return row.back();
}

std::string ErrorOf(Signal signal, std::string_view json) {
  const auto decoded = DecodeJson(signal, json);
  EXPECT_EQ(decoded.status().code(), Code::kBadInput) << json;
  return decoded.status().message();
}

const std::vector<std::string> kSpanRow = {"Timestamp: 1795351080000000000",
                                           "TraceId: 0102030405060708090a0b0c0d0e0fff",
                                           "SpanId: aabbccddeeff0011",
                                           "SpanName: GET /",
                                           "SpanKind: Server",
                                           "ServiceName: shop",
                                           "ResourceAttributes: {service.name=shop}",
                                           "ScopeName: http",
                                           "SpanAttributes: {n=12}",
                                           "Duration: 5",
                                           "StatusCode: Error",
                                           "Events.Timestamp: [1795351080000000002]",
                                           "Events.Name: [e]",
                                           "Events.Attributes: [{}]"};

TEST(Json, TakesFieldsInAnyOrder) {
  EXPECT_EQ(RowOf(Signal::kTraces, R"({"resourceSpans":[{"scopeSpans":[{"spans":[{
      "status":{"code":2},"events":[{"name":"e","timeUnixNano":"1795351080000000002"}],
      "attributes":[{"value":{"intValue":"12"},"key":"n"}],
      "endTimeUnixNano":"1795351080000000005","startTimeUnixNano":"1795351080000000000","kind":2,"name":"GET /",
      "spanId":"aabbccddeeff0011","traceId":"0102030405060708090a0b0c0d0e0fff"}],
      "schemaUrl":"s","scope":{"name":"http"}}],
      "schemaUrl":"r","resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}}]})"),
            kSpanRow);
}

TEST(Json, TakesSnakeCaseEnumNamesAndNumbers) {
  EXPECT_EQ(RowOf(Signal::kTraces, R"({"resource_spans":[{
      "resource":{"attributes":[{"key":"service.name","value":{"string_value":"shop"}}]},
      "scope_spans":[{"scope":{"name":"http"},"spans":[{
      "trace_id":"0102030405060708090A0B0C0D0E0FFF","span_id":"AABBCCDDEEFF0011","name":"GET /",
      "kind":"SPAN_KIND_SERVER","start_time_unix_nano":1795351080000000000,"end_time_unix_nano":1795351080000000005,
      "attributes":[{"key":"n","value":{"int_value":12}}],"status":{"code":"STATUS_CODE_ERROR"},
      "events":[{"name":"e","time_unix_nano":1795351080000000002}]}]}]}]})"),
            kSpanRow);
}

TEST(Json, SkipsWhatItDoesNotKnowAndNulls) {
  EXPECT_EQ(RowOf(Signal::kTraces, R"({"extra":{"deep":[1,{"x":[]}]},"resourceSpans":[null,{"resource":{
      "attributes":[{"key":"service.name","value":{"stringValue":"shop"}}],"entityRefs":[{"type":"t"}]},
      "scopeSpans":[{"scope":{"name":"http","version":null},"spans":[{"links":null,"parentSpanId":"",
      "traceId":"0102030405060708090a0b0c0d0e0fff","spanId":"aabbccddeeff0011","name":"GET /","flags":257,
      "kind":2,"startTimeUnixNano":"1795351080000000000","endTimeUnixNano":"1795351080000000005",
      "attributes":[{"key":"n","value":{"intValue":12}}],"status":{"code":2,"message":""},"unknown":"\u0041",
      "events":[{"name":"e","timeUnixNano":"1795351080000000002","attributes":[]}]}]}]}]})"),
            kSpanRow);
}

TEST(Json, TakesEscapesInKeysAndTexts) {
  EXPECT_THAT(RowOf(Signal::kLogs,
                    LogRequest(R"({"bod\u0079":{"stringValue":"\"q\" \\ \/ \n \u00e9 \ud83d\ude00"}})")),
              ElementsAre("Timestamp: 1795351080000000000", "Body: \"q\" \\ / \n \u00e9 \U0001F600"));
}

TEST(Json, ReadsEveryKindOfValue) {
  EXPECT_EQ(ValueText(R"({"stringValue":""})"), "LogAttributes: {k=}");
  EXPECT_EQ(ValueText(R"({"boolValue":true})"), "LogAttributes: {k=true}");
  EXPECT_EQ(ValueText(R"({"intValue":"-9223372036854775808"})"), "LogAttributes: {k=-9223372036854775808}");
  EXPECT_EQ(ValueText(R"({"intValue":1e3})"), "LogAttributes: {k=1000}");
  EXPECT_EQ(ValueText(R"({"intValue":100000000000000000000})"), "LogAttributes: {k=100000000000000000000}");
  EXPECT_EQ(ValueText(R"({"intValue":9223372036854775808})"), "LogAttributes: {k=9223372036854776000}");
  EXPECT_EQ(ValueText(R"({"intValue":1.5})"), "LogAttributes: {k=1.5}");
  EXPECT_EQ(ValueText(R"({"doubleValue":0.25})"), "LogAttributes: {k=0.25}");
  EXPECT_EQ(ValueText(R"({"doubleValue":3})"), "LogAttributes: {k=3}");
  EXPECT_EQ(ValueText(R"({"doubleValue":"NaN"})"), "LogAttributes: {k=json: unsupported value: NaN}");
  EXPECT_EQ(ValueText(R"({"doubleValue":"-Infinity"})"), "LogAttributes: {k=json: unsupported value: -Inf}");
  EXPECT_EQ(ValueText(R"({"bytesValue":"AP8Q"})"), "LogAttributes: {k=AP8Q}");
  EXPECT_EQ(ValueText(R"({"bytesValue":"_w"})"), "LogAttributes: {k=/w==}");
  EXPECT_EQ(ValueText(R"({"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"a"},{}]}})"),
            R"(LogAttributes: {k=[1,"a",null]})");
  EXPECT_EQ(ValueText(R"({"kvlistValue":{"values":[{"key":"z","value":{"boolValue":false}},{"key":"a"}]}})"),
            R"(LogAttributes: {k={"a":null,"z":false}})");
  EXPECT_EQ(ValueText(R"({})"), "LogAttributes: {k=}");
  EXPECT_EQ(ValueText(R"(null)"), "LogAttributes: {k=}");
}

TEST(Json, ReadsSeverityByNumberAndName) {
  EXPECT_THAT(RowOf(Signal::kLogs, LogRequest(R"({"severityNumber":"SEVERITY_NUMBER_WARN2"})")),
              testing::Contains("SeverityNumber: 14"));
  EXPECT_THAT(RowOf(Signal::kLogs, LogRequest(R"({"severityNumber":17})")),
              testing::Contains("SeverityNumber: 17"));
}

TEST(Json, ReadsHistogramsWithNumbersAndStrings) {
  EXPECT_THAT(
      RowOf(Signal::kMetrics, R"({"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"h","histogram":{
      "aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE","dataPoints":[{"timeUnixNano":"1795351080000000000",
      "count":"3","sum":1.5,"bucketCounts":["1",2,"0"],"explicitBounds":[1,"2.5"]}]}}]}]}]})"),
      ElementsAre("MetricName: h", "TimeUnix: 1795351080000000000", "Count: 3", "Sum: 1.5",
                  "BucketCounts: [1, 2, 0]", "ExplicitBounds: [1, 2.5]", "AggregationTemporality: 2"));
}

TEST(Json, RefusesIdsThatAreNoHex) {
  const auto decoded = DecodeJson(
      Signal::kTraces, SpanRequest(R"({"traceId":"AQIDBAUGBwgJCgsMDQ4P/w==","spanId":"aabbccddeeff0011"})"));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->reasons.at("bad_trace_id"), 1U);
}

TEST(Json, SaysAtWhichByteItStopped) {
  EXPECT_THAT(ErrorOf(Signal::kLogs, R"({"resourceLogs":7})"), HasSubstr("at byte 16"));
  EXPECT_THAT(ErrorOf(Signal::kLogs, LogRequest(R"({"body":{"stringValue":5}})")),
              HasSubstr("expected a string"));
  EXPECT_THAT(ErrorOf(Signal::kLogs, LogRequest(R"({"timeUnixNano":"soon"})")),
              HasSubstr("expected an integer"));
  EXPECT_THAT(ErrorOf(Signal::kLogs, LogRequest(R"({"timeUnixNano":[]})")), HasSubstr("expected a number"));
  EXPECT_THAT(ErrorOf(Signal::kLogs, LogRequest(R"({"attributes":[{"value":{"bytesValue":"?"}}]})")),
              HasSubstr("expected base64"));
}

TEST(Json, RefusesWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "null",
                           "[]",
                           "7",
                           "\"x\"",
                           "{",
                           "}",
                           "{]",
                           "{\"resourceLogs\":[}",
                           "{}{}",
                           "{} x",
                           "{\"resourceLogs\":[1]}",
                           "{\"resourceLogs\" []}",
                           "{\"resourceLogs\":[{} {}]}",
                           "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":01}]}]}]}",
                           "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":1.}]}]}]}",
                           "{\"resourceLogs\":[],}",
                           "{\"resourceLogs\":nul}",
                           "{\"resourceLogs\":[nothing]}",
                           "{\"a\n\":1}"}) {
    EXPECT_EQ(DecodeJson(Signal::kLogs, text).status().code(), Code::kBadInput) << text;
  }
}

}  // namespace
}  // namespace sextant::otlp
