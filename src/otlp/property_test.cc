// Random requests: whatever the writer can say decodes, and says the same in both encodings.
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <limits>
#include <random>

#include "otlp/decode.h"
#include "otlp/rows_testlib.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;

// Makes values and keeps what they borrow.
class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  std::size_t Below(std::size_t limit) { return random_() % limit; }
  bool Chance(std::size_t one_in) { return Below(one_in) == 0; }

  std::string_view Text() {
    static constexpr std::string_view kPieces[] = {
        "a", "service.name",           "\"", "\\", "\n", "\u00e9", "\U0001F600", "<&>", "/", "\x01", "{",
        "]", "long text with blanks ", "7",  ":",  ","};
    std::string text;
    for (std::size_t n = Below(6); n > 0; --n) text += kPieces[Below(std::size(kPieces))];
    return texts_.emplace_back(std::move(text));
  }
  std::string_view Id(std::size_t size) {
    if (Chance(20)) size = Below(20);
    std::string id(size, '\0');
    if (!Chance(20)) {
      for (char& c : id) c = static_cast<char>(random_());
    }
    return texts_.emplace_back(std::move(id));
  }
  UnixNanos Time() {
    if (Chance(10)) return 0;
    if (Chance(20)) return kNow - 40 * kNanosPerDay;
    if (Chance(20)) return kNow + 2 * kNanosPerDay;
    return kNow - static_cast<UnixNanos>(random_() % 1'000'000'000);
  }
  double Real() {
    static constexpr double kReals[] = {
        0, -0.0, 1, 0.1, 1e21, 1e-7, 123456.789, -5e-324, 1.7976931348623157e308, 1e20, 3e100, 2.5e-6};
    if (Chance(30)) return std::numeric_limits<double>::quiet_NaN();
    if (Chance(30)) return -std::numeric_limits<double>::infinity();
    return Chance(2) ? kReals[Below(std::size(kReals))] : static_cast<double>(random_()) / 1000;
  }
  std::int64_t Integer() { return static_cast<std::int64_t>(random_()) >> Below(64); }

  Value Any(int depth = 3) {
    switch (Below(depth > 0 ? 8 : 6)) {
      case 0: return Value();
      case 1: return Integer();
      case 2: return Real();
      case 3: return Chance(2);
      case 4: return Value::Bytes(Id(5));
      case 6: return Value::Map(List(depth - 1));
      case 7: {
        auto& items = lists_.emplace_back();
        for (std::size_t n = Below(4); n > 0; --n) items.push_back(Any(depth - 1));
        return Value::Array(items);
      }
      default: return Text();
    }
  }
  Value Number() { return Chance(2) ? Value(Integer()) : Value(Real()); }

  Attributes List(int depth = 3) {
    auto& attributes = attributes_.emplace_back();
    for (std::size_t n = Below(8); n > 0; --n) attributes.push_back({Text(), Any(depth)});
    return attributes;
  }
  std::span<const std::uint64_t> Counts() {
    auto& counts = counts_.emplace_back();
    for (std::size_t n = Below(6); n > 0; --n) counts.push_back(random_() >> Below(64));
    return counts;
  }
  std::span<const double> Reals() {
    auto& reals = reals_.emplace_back();
    for (std::size_t n = Below(6); n > 0; --n) reals.push_back(Real());
    return reals;
  }
  std::optional<double> MaybeReal() { return Chance(2) ? std::optional<double>(Real()) : std::nullopt; }
  std::uint32_t Small() { return static_cast<std::uint32_t>(Below(600)); }

  std::span<const Exemplar> Exemplars() {
    auto& exemplars = exemplars_.emplace_back();
    for (std::size_t n = Below(3); n > 0; --n) {
      exemplars.push_back(
          {.time = Time(), .value = Number(), .trace_id = Id(16), .span_id = Id(8), .attributes = List()});
    }
    return exemplars;
  }

  LogRecord Log() {
    return {.time = Time(),
            .observed_time = Time(),
            .severity_number = static_cast<std::int32_t>(Below(30)),
            .severity_text = Text(),
            .body = Any(),
            .attributes = List(),
            .flags = Small(),
            .trace_id = Id(16),
            .span_id = Id(8),
            .event_name = Text()};
  }

  SpanRecord Span() {
    auto& events = events_.emplace_back();
    for (std::size_t n = Below(4); n > 0; --n) events.push_back({Time(), Text(), List()});
    auto& links = links_.emplace_back();
    for (std::size_t n = Below(4); n > 0; --n) links.push_back({Id(16), Id(8), Text(), List()});
    return {.trace_id = Id(16),
            .span_id = Id(8),
            .parent_span_id = Chance(3) ? std::string_view() : Id(8),
            .trace_state = Text(),
            .name = Text(),
            .kind = static_cast<SpanKind>(Below(8)),
            .start = Time(),
            .end = Time(),
            .attributes = List(),
            .events = events,
            .links = links,
            .status = static_cast<SpanStatus>(Below(4)),
            .status_message = Text()};
  }

  void Metric(ExportWriter& writer) {
    const MetricInfo metric{.name = Text(),
                            .description = Text(),
                            .unit = Text(),
                            .temporality = static_cast<Temporality>(Below(3)),
                            .is_monotonic = Chance(2)};
    const NumberPoint numbers[] = {{.attributes = List(),
                                    .start_time = Time(),
                                    .time = Time(),
                                    .value = Number(),
                                    .flags = Small(),
                                    .exemplars = Exemplars()},
                                   {.time = Time()}};
    const HistogramPoint histogram[] = {{.attributes = List(),
                                         .start_time = Time(),
                                         .time = Time(),
                                         .count = Small(),
                                         .sum = MaybeReal(),
                                         .min = MaybeReal(),
                                         .max = MaybeReal(),
                                         .bucket_counts = Counts(),
                                         .bounds = Reals(),
                                         .flags = Small(),
                                         .exemplars = Exemplars()}};
    const ExponentialPoint exponential[] = {
        {.attributes = List(),
         .time = Time(),
         .count = Small(),
         .sum = MaybeReal(),
         .scale = static_cast<std::int32_t>(Below(40)) - 20,
         .zero_count = Small(),
         .positive = {static_cast<std::int32_t>(Below(200)) - 100, Counts()},
         .negative = {static_cast<std::int32_t>(Below(200)) - 100, Counts()},
         .flags = Small(),
         .exemplars = Exemplars()}};
    const QuantileValue quantiles[] = {{Real(), Real()}, {Real(), Real()}};
    const SummaryPoint summary[] = {{.attributes = List(),
                                     .time = Time(),
                                     .count = Small(),
                                     .sum = Real(),
                                     .quantiles = quantiles,
                                     .flags = Small()}};
    switch (Below(5)) {
      case 0: writer.AddGauge(metric, numbers); break;
      case 1: writer.AddSum(metric, numbers); break;
      case 2: writer.AddHistogram(metric, histogram); break;
      case 3: writer.AddExponentialHistogram(metric, exponential); break;
      default: writer.AddSummary(metric, summary);
    }
  }

  std::string Request(Signal signal) {
    ExportWriter writer(signal);
    for (std::size_t resources = Below(4); resources > 0; --resources) {
      writer.BeginResource({.attributes = List(), .schema_url = Text(), .dropped_attributes = Small()});
      for (std::size_t scopes = Below(4); scopes > 0; --scopes) {
        writer.BeginScope({.name = Text(),
                           .version = Text(),
                           .attributes = List(),
                           .dropped_attributes = Small(),
                           .schema_url = Text()});
        for (std::size_t records = Below(5); records > 0; --records) {
          if (signal == Signal::kLogs) writer.Add(Log());
          if (signal == Signal::kTraces) writer.Add(Span());
          if (signal == Signal::kMetrics) Metric(writer);
        }
      }
    }
    return writer.TakeProtobuf();
  }

 private:
  std::mt19937_64 random_;
  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> lists_;
  std::deque<std::vector<Attribute>> attributes_;
  std::deque<std::vector<std::uint64_t>> counts_;
  std::deque<std::vector<double>> reals_;
  std::deque<std::vector<Exemplar>> exemplars_;
  std::deque<std::vector<SpanEvent>> events_;
  std::deque<std::vector<SpanLink>> links_;
};

std::vector<std::string> AllRows(const Decoded& decoded) {
  std::vector<std::string> rows;
  for (const TableRows& table : decoded.tables) {
    for (std::size_t row = 0; row < table.block.rows(); ++row) {
      rows.emplace_back(TableName(table.table));
      for (std::string& text : RowTexts(table.block, row)) rows.push_back(std::move(text));
    }
  }
  return rows;
}

TEST(Property, BothEncodingsOfARandomRequestGiveTheSameRows) {
  const char* wish = std::getenv("SEXTANT_SEED");
  const std::uint32_t first = wish != nullptr ? static_cast<std::uint32_t>(std::atoi(wish)) : 1;
  const std::uint32_t rounds = wish != nullptr ? 1 : 200;
  DecodeContext context;
  context.receive_time = kNow;
  std::uint64_t accepted = 0;
  for (std::uint32_t seed = first; seed < first + rounds; ++seed) {
    for (const Signal signal : {Signal::kLogs, Signal::kTraces, Signal::kMetrics}) {
      SCOPED_TRACE("SEXTANT_SEED=" + std::to_string(seed));
      const std::string request = Generator(seed).Request(signal);
      const auto json = ProtobufToJson(signal, request);
      ASSERT_TRUE(json.ok());
      const auto from_protobuf = Decode(signal, Encoding::kProtobuf, request, context);
      const auto from_json = Decode(signal, Encoding::kJson, *json, context);
      ASSERT_TRUE(from_protobuf.ok()) << from_protobuf.status().ToString();
      ASSERT_TRUE(from_json.ok()) << from_json.status().ToString() << *json;
      ASSERT_EQ(AllRows(*from_protobuf), AllRows(*from_json)) << *json;
      ASSERT_EQ(from_protobuf->reasons, from_json->reasons);
      ASSERT_EQ(from_protobuf->mended, from_json->mended);
      accepted += from_protobuf->accepted;
    }
  }
  if (wish == nullptr) {
    EXPECT_GT(accepted, 2'000U);
  }
}

}  // namespace
}  // namespace sextant::otlp
