#include "fuzz/otlp_check.h"

#include <utility>

#include "enrich/enrich.h"
#include "native/native.h"
#include "otlp/write.h"

namespace sextant::fuzz {
namespace {

using namespace otlp;

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;
const std::string kTraceId("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\xff", 16);
const std::string kSpanId("\xaa\xbb\xcc\xdd\xee\xff\x00\x11", 8);

void Begin(ExportWriter& writer, Attributes attributes) {
  writer.BeginResource({.attributes = attributes, .schema_url = "https://resource"});
  writer.BeginScope({.name = "library", .version = "1", .attributes = attributes});
}

std::string LogSample(Attributes attributes) {
  ExportWriter writer(Signal::kLogs);
  Begin(writer, attributes);
  writer.Add(LogRecord{.time = kNow - 5,
                       .observed_time = kNow,
                       .severity_number = 17,
                       .severity_text = "ERROR",
                       .body = Value::Map(attributes),
                       .attributes = attributes,
                       .flags = 1,
                       .trace_id = kTraceId,
                       .span_id = kSpanId,
                       .event_name = "event"});
  writer.Add(
      LogRecord{.observed_time = kNow, .body = R"({"level":"warn","msg":"text","a":{"b":[1,2.5,null]}})"});
  const Attribute recording[] = {{"rr-web.event", "{}"}, {"rr-web.offset", 3}};
  writer.Add(LogRecord{.time = kNow, .body = "{}", .attributes = recording});
  return writer.TakeProtobuf();
}

std::string SpanSample(Attributes attributes) {
  const SpanEvent events[] = {{.time = kNow, .name = "exception", .attributes = attributes}};
  const SpanLink links[] = {{.trace_id = kTraceId, .span_id = kSpanId, .attributes = attributes}};
  ExportWriter writer(Signal::kTraces);
  Begin(writer, attributes);
  writer.Add(SpanRecord{.trace_id = kTraceId,
                        .span_id = kSpanId,
                        .parent_span_id = kSpanId,
                        .trace_state = "a=b",
                        .name = "GET /cart",
                        .kind = SpanKind::kServer,
                        .start = kNow - 1000,
                        .end = kNow,
                        .attributes = attributes,
                        .events = events,
                        .links = links,
                        .status = SpanStatus::kError,
                        .status_message = "refused"});
  return writer.TakeProtobuf();
}

std::string MetricSample(Attributes attributes) {
  const Exemplar exemplars[] = {{.time = kNow, .value = 2.5, .trace_id = kTraceId, .span_id = kSpanId}};
  const NumberPoint numbers[] = {
      {.attributes = attributes, .time = kNow, .value = 3, .exemplars = exemplars}};
  const std::uint64_t counts[] = {1, 2, 3};
  const double bounds[] = {0.5, 1};
  const HistogramPoint histograms[] = {{.attributes = attributes,
                                        .time = kNow,
                                        .count = 6,
                                        .sum = 4,
                                        .bucket_counts = counts,
                                        .bounds = bounds}};
  const ExponentialPoint exponentials[] = {
      {.time = kNow, .count = 6, .scale = 3, .zero_count = 1, .positive = {.offset = -1, .counts = counts}}};
  const QuantileValue quantiles[] = {{0.5, 1}, {0.99, 7}};
  const SummaryPoint summaries[] = {{.time = kNow, .count = 2, .sum = 8, .quantiles = quantiles}};
  ExportWriter writer(Signal::kMetrics);
  Begin(writer, attributes);
  writer.AddGauge({.name = "gauge", .unit = "1"}, numbers);
  writer.AddSum({.name = "sum", .temporality = Temporality::kDelta}, numbers);
  writer.AddHistogram({.name = "histogram"}, histograms);
  writer.AddExponentialHistogram({.name = "exponential"}, exponentials);
  writer.AddSummary({.name = "summary"}, summaries);
  return writer.TakeProtobuf();
}

void CheckTables(const std::vector<TableRows>& tables, std::uint64_t rows_wanted) {
  std::uint64_t rows = 0;
  for (const TableRows& table : tables) {
    SXT_CHECK(table.block.rows() > 0, "an empty table");
    std::string bytes;
    native::WriteBlock(table.block, bytes);  // aborts on a block that is not what its types say
    rows += table.block.rows();
  }
  SXT_CHECK(rows == rows_wanted, std::to_string(rows) + " rows of " + std::to_string(rows_wanted));
}

}  // namespace

OtlpInput SplitOtlpInput(std::string_view bytes) {
  if (bytes.empty()) return {};
  constexpr Signal kSignals[] = {Signal::kLogs, Signal::kTraces, Signal::kMetrics};
  return {kSignals[static_cast<unsigned char>(bytes.front()) % 3], bytes.substr(1)};
}

std::string JoinOtlpInput(Signal signal, std::string_view request) {
  std::string input(1, static_cast<char>(static_cast<int>(signal) - static_cast<int>(Signal::kLogs)));
  return input.append(request);
}

DecodeContext OtlpContext() {
  DecodeContext context;
  context.receive_time = kNow;
  context.limits.max_copied_bytes = std::size_t{16} << 20;
  return context;
}

void CheckDecoded(Decoded decoded) {
  std::uint64_t reasons = 0;
  for (const auto& [reason, count] : decoded.reasons) reasons += count;
  SXT_CHECK(reasons == decoded.rejected, "records rejected without a reason");
  SXT_CHECK((decoded.rejected == 0) == decoded.rejection_message.empty(), decoded.rejection_message);
  for (const TableRows& table : decoded.tables) {
    const std::size_t columns = EmptyRows(table.table).columns.size();
    SXT_CHECK(table.block.columns.size() == columns, "another shape than announced");
  }
  CheckTables(decoded.tables, decoded.accepted);
  enrich::Enrich(decoded.tables);
  CheckTables(decoded.tables, decoded.accepted);
}

std::vector<std::pair<Signal, std::string>> OtlpSamples() {
  const Value items[] = {"a", 1, true, 0.5, Value()};
  const Attribute inner[] = {{"x", Value::Array(items)}};
  const Attribute attributes[] = {{"service.name", "payment"},
                                  {"count", -8},
                                  {"ratio", 1e300},
                                  {"flag", false},
                                  {"raw", Value::Bytes("\x00\xff")},
                                  {"list", Value::Array(items)},
                                  {"map", Value::Map(inner)},
                                  {"none", Value()}};
  return {{Signal::kLogs, LogSample(attributes)},
          {Signal::kTraces, SpanSample(attributes)},
          {Signal::kMetrics, MetricSample(attributes)}};
}

}  // namespace sextant::fuzz
