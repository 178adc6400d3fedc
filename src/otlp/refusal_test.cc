// What is refused, dropped, mended and limited.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "otlp/decode.h"
#include "otlp/fields.h"
#include "otlp/rows_testlib.h"
#include "otlp/wire_writer.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;
const std::string kTraceId = "0123456789abcdef";
const std::string kSpanId = "01234567";

DecodeContext Context() {
  DecodeContext context;
  context.receive_time = kNow;
  context.retention_ns = 30 * kNanosPerDay;
  return context;
}

SpanRecord GoodSpan() {
  return {.trace_id = kTraceId, .span_id = kSpanId, .name = "s", .start = kNow, .end = kNow + 1};
}

// A request under one resource and one scope; both encodings must give the same outcome.
template <typename Record>
Decoded DecodeRecords(Signal signal, const std::vector<Record>& records,
                      const DecodeContext& context = Context(), const ResourceInfo& resource = {},
                      const ScopeInfo& scope = {}) {
  ExportWriter writer(signal);
  writer.BeginResource(resource);
  writer.BeginScope(scope);
  for (const Record& record : records) writer.Add(record);
  const std::string request = writer.TakeProtobuf();
  auto decoded = Decode(signal, Encoding::kProtobuf, request, context);
  const auto from_json = Decode(signal, Encoding::kJson, *ProtobufToJson(signal, request), context);
  EXPECT_TRUE(decoded.ok()) << decoded.status().ToString();
  EXPECT_EQ(decoded->accepted, from_json->accepted);
  EXPECT_EQ(decoded->reasons, from_json->reasons);
  EXPECT_EQ(decoded->mended, from_json->mended);
  EXPECT_EQ(decoded->rejection_message, from_json->rejection_message);
  return std::move(decoded).value();
}
Decoded DecodeSpans(const std::vector<SpanRecord>& spans, const DecodeContext& context = Context()) {
  return DecodeRecords(Signal::kTraces, spans, context);
}
Decoded DecodeLogs(const std::vector<LogRecord>& logs, const DecodeContext& context = Context()) {
  return DecodeRecords(Signal::kLogs, logs, context);
}

std::string Cell(const Decoded& decoded, std::string_view column, std::size_t row = 0) {
  return CellText(*decoded.tables[0].block.Find(column)->column, row);
}

TEST(Time, ZeroIsTheObservedTimeElseTheReceiveTime) {
  const Decoded decoded =
      DecodeLogs({{.time = 0, .observed_time = kNow - 7}, {}, {.time = kNow - 1, .observed_time = 5}});
  EXPECT_EQ(Cell(decoded, "Timestamp", 0), std::to_string(kNow - 7));
  EXPECT_EQ(Cell(decoded, "Timestamp", 1), std::to_string(kNow));
  EXPECT_EQ(Cell(decoded, "Timestamp", 2), std::to_string(kNow - 1));
}

TEST(Time, OutsideTheWindowIsRefusedRecordByRecord) {
  const auto at = [](UnixNanos time) { return LogRecord{.time = time}; };
  const Decoded decoded = DecodeLogs({at(kNow - 30 * kNanosPerDay), at(kNow - 30 * kNanosPerDay - 1),
                                      at(kNow + kNanosPerDay), at(kNow + kNanosPerDay + 1), at(1), at(-1)});
  EXPECT_EQ(decoded.accepted, 2U);
  EXPECT_THAT(decoded.reasons, UnorderedElementsAre(Pair("too_old", 2), Pair("too_new", 2)));
  EXPECT_EQ(decoded.rejection_message,
            "4 of 6 log records were refused: 2 too_new (more than 24 hours in the future), 2 too_old (older "
            "than the "
            "retention of 720 hours).");
}

TEST(Time, OfASpanGivesItsDuration) {
  SpanRecord backwards = GoodSpan();
  backwards.end = kNow - 5;
  SpanRecord endless = GoodSpan();
  endless.end = 0;
  SpanRecord startless = GoodSpan();
  startless.start = 0;
  const Decoded decoded = DecodeSpans({GoodSpan(), backwards, endless, startless});
  EXPECT_EQ(Cell(decoded, "Duration", 0), "1");
  EXPECT_EQ(Cell(decoded, "Duration", 1), "0");
  EXPECT_EQ(Cell(decoded, "Duration", 2), "0");
  EXPECT_EQ(Cell(decoded, "Duration", 3), "0");
  EXPECT_EQ(Cell(decoded, "Timestamp", 3), std::to_string(kNow));
}

TEST(Ids, OfASpanMustBeWhole) {
  SpanRecord span = GoodSpan();
  std::vector<SpanRecord> spans;
  const std::string zeros(16, '\0');
  for (const std::string_view id :
       {std::string_view(""), std::string_view("short"), std::string_view(zeros)}) {
    span.trace_id = id;
    spans.push_back(span);
  }
  span = GoodSpan();
  for (const std::string_view id : {std::string_view(""), std::string_view("123456789")}) {
    span.span_id = id;
    spans.push_back(span);
  }
  span = GoodSpan();
  span.parent_span_id = "12";
  spans.push_back(span);
  span.parent_span_id = std::string_view(zeros).substr(8);
  spans.push_back(span);
  const Decoded decoded = DecodeSpans(spans);
  EXPECT_EQ(decoded.accepted, 1U);
  EXPECT_EQ(Cell(decoded, "ParentSpanId"), "");
  EXPECT_THAT(decoded.reasons, UnorderedElementsAre(Pair("bad_trace_id", 3), Pair("bad_span_id", 2),
                                                    Pair("bad_parent_span_id", 1)));
}

TEST(Ids, OfALogOrALinkAreDroppedWhenTheyAreBroken) {
  const Decoded logs = DecodeLogs({{.trace_id = "short", .span_id = kSpanId}, {.trace_id = kTraceId}});
  EXPECT_EQ(logs.accepted, 2U);
  EXPECT_EQ(Cell(logs, "TraceId"), "");
  EXPECT_EQ(Cell(logs, "SpanId"), "3031323334353637");
  EXPECT_THAT(logs.mended, UnorderedElementsAre(Pair("dropped_id", 1)));
  const SpanLink links[] = {{.trace_id = "x", .span_id = kSpanId}};
  SpanRecord span = GoodSpan();
  span.links = links;
  const Decoded spans = DecodeSpans({span});
  EXPECT_EQ(Cell(spans, "Links.TraceId"), "[]");
  EXPECT_EQ(Cell(spans, "Links.SpanId"), "[3031323334353637]");
  EXPECT_THAT(spans.mended, UnorderedElementsAre(Pair("dropped_id", 1)));
}

TEST(Attributes, OfOneNameKeepTheLastValue) {
  const Attribute attributes[] = {{"a", 1}, {"b", 2}, {"a", 3}, {"a", "last"}, {"c", 4}};
  const Decoded decoded = DecodeLogs({{.attributes = attributes}, {.attributes = attributes}});
  EXPECT_EQ(Cell(decoded, "LogAttributes", 0), "{b=2, a=last, c=4}");
  EXPECT_EQ(Cell(decoded, "LogAttributes", 1), "{b=2, a=last, c=4}");
  EXPECT_THAT(decoded.mended, UnorderedElementsAre(Pair("duplicate_attribute", 4)));
}

TEST(Attributes, WithoutANameOrAValueAreKept) {
  std::string request;
  WireWriter wire(request);
  const std::size_t resource = wire.Begin(request::kResourceGroup);
  const std::size_t scope = wire.Begin(resource_group::kScopeGroup);
  for (int i = 0; i < 2; ++i) {
    const std::size_t record = wire.Begin(scope_group::kRecord);
    wire.Bytes(log_record::kAttribute, "");
    wire.End(record);
  }
  wire.End(scope);
  wire.End(resource);
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, request, Context());
  EXPECT_EQ(Cell(*decoded, "LogAttributes", 0), "{=}");
  EXPECT_EQ(Cell(*decoded, "LogAttributes", 1), "{=}");
}

TEST(Attributes, PastTheLimitRefuseTheRecord) {
  DecodeContext context = Context();
  context.limits.max_attributes = 3;
  const std::vector<Attribute> four = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}};
  const std::vector<Attribute> three(four.begin(), four.begin() + 3);
  EXPECT_EQ(DecodeLogs({{.attributes = three}, {.attributes = four}}, context).accepted, 1U);
  const SpanEvent events[] = {{.attributes = four}};
  SpanRecord span = GoodSpan();
  span.events = events;
  EXPECT_THAT(DecodeSpans({GoodSpan(), span}, context).reasons,
              UnorderedElementsAre(Pair("too_many_attributes", 1)));
  const Decoded resource = DecodeRecords<LogRecord>(Signal::kLogs, {{}, {}}, context, {.attributes = four});
  EXPECT_THAT(resource.reasons, UnorderedElementsAre(Pair("too_many_attributes", 2)));
  EXPECT_TRUE(resource.tables.empty());
  const Decoded scope = DecodeRecords<LogRecord>(Signal::kLogs, {{}}, context, {}, {.attributes = four});
  EXPECT_THAT(scope.reasons, UnorderedElementsAre(Pair("too_many_attributes", 1)));
}

TEST(Attributes, AMillionOfThemAreRefused) {
  const std::vector<Attribute> attributes(1'000'000, Attribute{"k", "v"});
  const Decoded decoded = DecodeLogs({{.attributes = attributes}, {.body = "kept"}});
  EXPECT_THAT(decoded.reasons, UnorderedElementsAre(Pair("too_many_attributes", 1)));
  EXPECT_EQ(Cell(decoded, "Body"), "kept");
}

TEST(Values, PastTheLimitRefuseTheRecord) {
  DecodeContext context = Context();
  context.limits.max_value_bytes = 10;
  const Attribute fits[] = {{"a", "0123456789"}};
  const Attribute too_large[] = {{"a", "0123456789x"}};
  const Value items[] = {"01234", "56789"};
  const Decoded decoded = DecodeLogs({{.body = "0123456789", .attributes = fits},
                                      {.attributes = too_large},
                                      {.body = "0123456789x"},
                                      {.body = Value::Array(items)}},
                                     context);
  EXPECT_EQ(decoded.accepted, 1U);
  EXPECT_THAT(decoded.reasons, UnorderedElementsAre(Pair("value_too_large", 3)));
}

TEST(Events, PastTheLimitRefuseTheSpan) {
  DecodeContext context = Context();
  context.limits.max_events = 2;
  const std::vector<SpanEvent> events(3);
  const std::vector<SpanLink> links(3);
  SpanRecord with_events = GoodSpan();
  with_events.events = events;
  SpanRecord with_links = GoodSpan();
  with_links.links = links;
  SpanRecord fits = GoodSpan();
  fits.events = std::span(events).first(2);
  const Decoded decoded = DecodeSpans({with_events, with_links, fits}, context);
  EXPECT_EQ(decoded.accepted, 1U);
  EXPECT_THAT(decoded.reasons, UnorderedElementsAre(Pair("too_many_events", 2)));
}

TEST(Points, AreRefusedOneByOne) {
  DecodeContext context = Context();
  context.limits.max_buckets = 2;
  const std::uint64_t counts[] = {1, 2, 3};
  const HistogramPoint points[] = {{.time = kNow, .count = 1},
                                   {.time = kNow - 31 * kNanosPerDay, .count = 2},
                                   {.time = kNow, .count = 3, .bucket_counts = counts},
                                   {.time = 0, .count = 4}};
  ExportWriter writer(Signal::kMetrics);
  writer.BeginResource({});
  writer.BeginScope({});
  writer.AddHistogram({.name = "m"}, points);
  const auto decoded = Decode(Signal::kMetrics, Encoding::kProtobuf, writer.TakeProtobuf(), context);
  EXPECT_EQ(decoded->accepted, 2U);
  EXPECT_EQ(Cell(*decoded, "TimeUnix", 1), std::to_string(kNow));
  EXPECT_THAT(decoded->reasons, UnorderedElementsAre(Pair("too_old", 1), Pair("too_many_buckets", 1)));
  EXPECT_THAT(decoded->rejection_message, HasSubstr("2 of 4 data points were refused"));
}

TEST(Utf8, ThatIsInvalidIsMended) {
  const Attribute attributes[] = {{"key\xff", "ok"}, {"a", "\xc3\x28"}, {"b", "caf\xc3\xa9"}};
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({.attributes = attributes});
  writer.BeginScope({});
  writer.Add(LogRecord{.severity_text = "\xe2\x82", .body = "x\xf0\x9f\x98", .attributes = attributes});
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, writer.TakeProtobuf(), Context());
  EXPECT_EQ(Cell(*decoded, "Body"), "x\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Cell(*decoded, "LogAttributes"), "{key\uFFFD=ok, a=\uFFFD(, b=caf\u00e9}");
  EXPECT_EQ(Cell(*decoded, "ResourceAttributes"), "{key\uFFFD=ok, a=\uFFFD(, b=caf\u00e9}");
  EXPECT_EQ(Cell(*decoded, "SeverityText"), "\uFFFD\uFFFD");
  EXPECT_THAT(decoded->mended, UnorderedElementsAre(Pair("invalid_utf8", 6)));
}

TEST(Utf8, ThatIsInvalidInJsonIsMendedToo) {
  const auto body = [](std::string_view text) {
    return R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":")" + std::string(text) +
           R"("}}]}]}]})";
  };
  const std::pair<const char*, const char*> cases[] = {
      {"x\xff!", "x\uFFFD!"},
      {"lone \\ud83d high", "lone \uFFFD high"},
      {"lone \\ude00 low", "lone \uFFFD low"},
      {"high at the end\\ud83d", "high at the end\uFFFD"},
      {"\\\\ud83d \\ud83d", "\\ud83d \uFFFD"},
      {"\\ud83d\\ude00 \\ud83d\\u0041", "\U0001F600 \uFFFDA"}};
  for (const auto& [sent, stored] : cases) {
    const auto decoded = Decode(Signal::kLogs, Encoding::kJson, body(sent), Context());
    ASSERT_TRUE(decoded.ok()) << sent << decoded.status().ToString();
    EXPECT_EQ(Cell(*decoded, "Body"), stored);
    EXPECT_THAT(decoded->mended, UnorderedElementsAre(Pair("invalid_utf8", 1))) << sent;
  }
}

TEST(Utf8, IsCheckedValueByValue) {
  const Attribute attributes[] = {{"a", "\xc3"}, {"b", "\xa9"}};
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  writer.Add(LogRecord{.attributes = attributes});
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, writer.TakeProtobuf(), Context());
  EXPECT_EQ(Cell(*decoded, "LogAttributes"), "{a=\uFFFD, b=\uFFFD}");
  EXPECT_THAT(decoded->mended, UnorderedElementsAre(Pair("invalid_utf8", 2)));
}

TEST(Requests, MayHoldALimitedNumberOfRecords) {
  DecodeContext context = Context();
  context.limits.max_records = 2;
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  for (int i = 0; i < 3; ++i) {
    writer.BeginScope({});
    writer.Add(LogRecord{});
  }
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, writer.TakeProtobuf(), context);
  EXPECT_EQ(decoded.status().code(), Code::kTooLarge);
  EXPECT_THAT(decoded.status().message(), HasSubstr("holds more than 2 records"));
}

TEST(Requests, MayNotGrowByRepeatingTheirResource) {
  const std::string large(1 << 20, 'x');
  const Attribute attributes[] = {{"large", large}};
  DecodeContext context = Context();
  context.limits.max_copied_bytes = 10 << 20;
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({.attributes = attributes});
  writer.BeginScope({});
  for (int i = 0; i < 10; ++i) writer.Add(LogRecord{});
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, writer.TakeProtobuf(), context);
  EXPECT_EQ(decoded.status().code(), Code::kTooLarge);
}

TEST(Requests, ThatAreEmptyDecodeToNothing) {
  for (const Signal signal : {Signal::kLogs, Signal::kTraces, Signal::kMetrics}) {
    const auto protobuf = Decode(signal, Encoding::kProtobuf, "", Context());
    ASSERT_TRUE(protobuf.ok());
    EXPECT_TRUE(protobuf->tables.empty());
    EXPECT_EQ(protobuf->accepted, 0U);
    EXPECT_TRUE(Decode(signal, Encoding::kJson, "{}", Context()).ok());
    EXPECT_FALSE(Decode(signal, Encoding::kJson, "", Context()).ok());
  }
}

}  // namespace
}  // namespace sextant::otlp
