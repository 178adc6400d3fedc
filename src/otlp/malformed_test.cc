// Requests that are broken on purpose or by accident: an answer, no crash, no memory to speak of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "otlp/decode.h"
#include "otlp/fields.h"
#include "otlp/rows_testlib.h"
#include "otlp/wire_writer.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

using testing::HasSubstr;

constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;

Result<Decoded> DecodeAt(Signal signal, Encoding encoding, std::string_view body) {
  DecodeContext context;
  context.receive_time = kNow;
  return Decode(signal, encoding, body, context);
}

std::string SmallRequest(Signal signal) {
  const Attribute inner[] = {{"deep", 1.5}};
  const Value items[] = {"x", Value::Map(inner)};
  const Attribute attributes[] = {{"service.name", "shop"}, {"list", Value::Array(items)}, {"flag", true}};
  const SpanEvent events[] = {{.time = kNow, .name = "e", .attributes = attributes}};
  const SpanLink links[] = {{.trace_id = "0123456789abcdef", .span_id = "01234567"}};
  const std::uint64_t counts[] = {1, 2, 3};
  const double bounds[] = {1, 2};
  const Exemplar exemplars[] = {{.time = kNow, .value = 1.5, .attributes = attributes}};
  const NumberPoint numbers[] = {
      {.attributes = attributes, .time = kNow, .value = 3, .exemplars = exemplars}};
  const HistogramPoint histograms[] = {
      {.time = kNow, .count = 6, .sum = 9, .bucket_counts = counts, .bounds = bounds}};
  const ExponentialPoint exponentials[] = {
      {.time = kNow, .count = 6, .positive = {.offset = 2, .counts = counts}}};
  const QuantileValue quantiles[] = {{0.5, 1}};
  const SummaryPoint summaries[] = {{.time = kNow, .count = 6, .quantiles = quantiles}};
  ExportWriter writer(signal);
  writer.BeginResource({.attributes = attributes, .schema_url = "r"});
  writer.BeginScope({.name = "scope", .attributes = attributes});
  switch (signal) {
    case Signal::kLogs:
      writer.Add(LogRecord{.time = kNow, .body = "a body", .attributes = attributes});
      break;
    case Signal::kTraces:
      writer.Add(SpanRecord{.trace_id = "0123456789abcdef",
                            .span_id = "01234567",
                            .name = "s",
                            .start = kNow,
                            .attributes = attributes,
                            .events = events,
                            .links = links,
                            .status = SpanStatus::kOk});
      break;
    case Signal::kMetrics:
      writer.AddGauge({.name = "g"}, numbers);
      writer.AddHistogram({.name = "h"}, histograms);
      writer.AddExponentialHistogram({.name = "e"}, exponentials);
      writer.AddSummary({.name = "s"}, summaries);
      break;
  }
  return writer.TakeProtobuf();
}

constexpr Signal kSignals[] = {Signal::kLogs, Signal::kTraces, Signal::kMetrics};

TEST(Malformed, EveryTruncationIsRefused) {
  for (const Signal signal : kSignals) {
    const std::string protobuf = SmallRequest(signal);
    const std::string json = *ProtobufToJson(signal, protobuf);
    ASSERT_TRUE(DecodeAt(signal, Encoding::kProtobuf, protobuf).ok());
    ASSERT_TRUE(DecodeAt(signal, Encoding::kJson, json).ok());
    for (std::size_t size = 1; size < protobuf.size(); ++size) {
      const auto cut = DecodeAt(signal, Encoding::kProtobuf, std::string(protobuf, 0, size));
      EXPECT_EQ(cut.status().code(), Code::kBadInput) << size;
    }
    for (std::size_t size = 0; size < json.size(); ++size) {
      const auto cut = DecodeAt(signal, Encoding::kJson, std::string(json, 0, size));
      EXPECT_EQ(cut.status().code(), Code::kBadInput) << std::string_view(json).substr(0, size);
    }
  }
}

TEST(Malformed, FlippedBytesNeverCrash) {
  std::mt19937 random(7);
  for (const Signal signal : kSignals) {
    const std::string protobuf = SmallRequest(signal);
    const std::string json = *ProtobufToJson(signal, protobuf);
    for (int round = 0; round < 20'000; ++round) {
      const Encoding encoding = round % 2 == 0 ? Encoding::kProtobuf : Encoding::kJson;
      std::string bytes = encoding == Encoding::kProtobuf ? protobuf : json;
      for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const auto decoded = DecodeAt(signal, encoding, bytes);
      if (!decoded.ok()) continue;
      for (const TableRows& table : decoded->tables) {
        for (const NamedColumn& column : table.block.columns) {
          ASSERT_EQ(column.column->size(), table.block.rows()) << column.name;
        }
      }
    }
  }
}

TEST(Malformed, TheErrorNamesTheByte) {
  std::string request;
  WireWriter wire(request);
  const std::size_t mark = wire.Begin(request::kResourceGroup);
  wire.RawVarint(resource_group::kScopeGroup);
  wire.RawVarint(200);
  wire.End(mark);
  EXPECT_EQ(DecodeAt(Signal::kLogs, Encoding::kProtobuf, request).status().message(),
            "The protobuf request cannot be read at byte 5: a length runs past the end.");
}

TEST(Malformed, HugeLengthsAllocateNothing) {
  for (const std::uint64_t length :
       {std::uint64_t{0xFFFFFFFF}, std::uint64_t{1} << 32, (std::uint64_t{1} << 32) + 1, ~std::uint64_t{0},
        std::uint64_t{1} << 63}) {
    std::string request;
    WireWriter wire(request);
    wire.RawVarint(request::kResourceGroup);
    wire.RawVarint(length);
    request += "xyz";
    const auto decoded = DecodeAt(Signal::kTraces, Encoding::kProtobuf, request);
    EXPECT_EQ(decoded.status().code(), Code::kBadInput) << length;
  }
}

TEST(Malformed, UnusualWireTypesAndNumbersAreRefusedOrSkipped) {
  const auto outcome = [](std::string_view bytes) {
    return DecodeAt(Signal::kLogs, Encoding::kProtobuf, bytes).status().message();
  };
  EXPECT_THAT(outcome("\x0b"), HasSubstr("unknown wire type"));       // a group
  EXPECT_THAT(outcome("\x0f\x01"), HasSubstr("unknown wire type"));   // type 7
  EXPECT_THAT(outcome("\x02\x01x"), HasSubstr("impossible number"));  // field 0
  EXPECT_THAT(outcome("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), HasSubstr("more than 10 bytes"));
  EXPECT_EQ(outcome(std::string_view("\x08\x01\x12\x01z\x1d\0\0\0\0", 10)), "");
}

// An AnyValue of arrays in arrays, from the inside out: lengths need the inner size.
std::string NestedArrays(int levels) {
  std::vector<std::size_t> sizes = {0};
  const auto varint_size = [](std::size_t value) {
    std::string bytes;
    WireWriter(bytes).RawVarint(value);
    return bytes.size();
  };
  for (int i = 0; i < levels; ++i) {
    const std::size_t element = 1 + varint_size(sizes.back()) + sizes.back();
    sizes.push_back(1 + varint_size(element) + element);
  }
  std::string bytes;
  WireWriter wire(bytes);
  for (int i = levels; i > 0; --i) {
    const std::size_t inner = sizes[static_cast<std::size_t>(i - 1)];
    wire.RawVarint(any_value::kArray);
    wire.RawVarint(1 + varint_size(inner) + inner);
    wire.RawVarint(list::kValue);
    wire.RawVarint(inner);
  }
  return bytes;
}

std::string LogWithBody(std::string_view any_value) {
  std::string request;
  WireWriter wire(request);
  const std::size_t resource = wire.Begin(request::kResourceGroup);
  const std::size_t scope = wire.Begin(resource_group::kScopeGroup);
  const std::size_t record = wire.Begin(scope_group::kRecord);
  wire.Bytes(log_record::kBody, any_value);
  wire.End(record);
  wire.End(scope);
  wire.End(resource);
  return request;
}

TEST(Malformed, DeepNestingIsRefusedInBothEncodings) {
  constexpr int kDeep = 100'000;
  const auto deep = DecodeAt(Signal::kLogs, Encoding::kProtobuf, LogWithBody(NestedArrays(kDeep)));
  EXPECT_THAT(deep.status().message(), HasSubstr("nest too deeply"));
  std::string json = R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":)";
  for (int i = 0; i < kDeep; ++i) json += R"({"arrayValue":{"values":[)";
  for (int i = 0; i < kDeep; ++i) json += "]}}";
  json += "}]}]}]}";
  EXPECT_THAT(DecodeAt(Signal::kLogs, Encoding::kJson, json).status().message(),
              HasSubstr("nest too deeply"));
  EXPECT_FALSE(ProtobufToJson(Signal::kLogs, LogWithBody(NestedArrays(kDeep))).ok());
  const std::string unknown = "{\"x\":" + std::string(kDeep, '[') + std::string(kDeep, ']') + "}";
  EXPECT_NE(DecodeAt(Signal::kLogs, Encoding::kJson, unknown).status().code(), Code::kInternal);
}

TEST(Malformed, NestingUpToTheLimitIsStored) {
  for (const int levels : {64, 65}) {
    const std::string request = LogWithBody(NestedArrays(levels));
    EXPECT_EQ(DecodeAt(Signal::kLogs, Encoding::kProtobuf, request).ok(), levels == 64);
    EXPECT_EQ(DecodeAt(Signal::kLogs, Encoding::kJson, *ProtobufToJson(Signal::kLogs, request)).ok(),
              levels == 64);
  }
}

}  // namespace
}  // namespace sextant::otlp
