#include "otlp/value_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "otlp/fields.h"
#include "otlp/wire_writer.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

// The AnyValue message of `value`, as the writer puts it into a log's body.
std::string AnyValueOf(const Value& value) {
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  writer.Add(LogRecord{.body = value});
  const std::string request = writer.TakeProtobuf();
  std::string_view at = request;
  for (const std::uint32_t tag :
       {request::kResourceGroup, resource_group::kScopeGroup, scope_group::kRecord, log_record::kBody}) {
    WireReader r(at);
    while (r.Next() && r.tag() != tag) r.Skip();
    at = r.Bytes();
  }
  return std::string(at);
}

std::string TextOf(const Value& value) {
  std::string text;
  AppendValueText(text, AnyValueOf(value), 64);
  return text;
}

TEST(ValueText, WritesScalarsAsTheCollectorDoes) {
  EXPECT_EQ(TextOf("a \"text\" <b>"), "a \"text\" <b>");
  EXPECT_EQ(TextOf(""), "");
  EXPECT_EQ(TextOf(true), "true");
  EXPECT_EQ(TextOf(false), "false");
  EXPECT_EQ(TextOf(-42), "-42");
  EXPECT_EQ(TextOf(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(TextOf(Value::Bytes("\x00\xff\x10")), "");
  EXPECT_EQ(TextOf(Value::Bytes(std::string_view("\x00\xff\x10", 3))), "AP8Q");
  EXPECT_EQ(TextOf(Value::Bytes("ab")), "YWI=");
}

TEST(ValueText, WritesDoublesAsJavaScriptDoes) {
  const std::pair<double, const char*> cases[] = {{0, "0"},
                                                  {-0.0, "-0"},
                                                  {1, "1"},
                                                  {-1.5, "-1.5"},
                                                  {0.1, "0.1"},
                                                  {100, "100"},
                                                  {1e6, "1000000"},
                                                  {123456789.125, "123456789.125"},
                                                  {1e20, "100000000000000000000"},
                                                  {123456789012345678901.0, "123456789012345680000"},
                                                  {1e21, "1e+21"},
                                                  {1.5e300, "1.5e+300"},
                                                  {1e-6, "0.000001"},
                                                  {1.25e-7, "1.25e-7"},
                                                  {5e-324, "5e-324"},
                                                  {9007199254740993.0, "9007199254740992"},
                                                  {std::nan(""), "json: unsupported value: NaN"},
                                                  {HUGE_VAL, "json: unsupported value: +Inf"},
                                                  {-HUGE_VAL, "json: unsupported value: -Inf"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(TextOf(value), text);
}

TEST(ValueText, WritesArraysAsJson) {
  const Value items[] = {"a", 1, true, 2.5, Value(), Value::Bytes("hi"), std::nan("")};
  EXPECT_EQ(TextOf(Value::Array(items)), R"(["a",1,true,2.5,null,"aGk=",null])");
  EXPECT_EQ(TextOf(Value::Array({})), "[]");
}

TEST(ValueText, WritesMapsAsJsonWithSortedKeysAndTheLastOfEqualOnes) {
  const Value items[] = {1, 2};
  const Attribute entries[] = {{"b", 1}, {"a", "x"}, {"b", Value::Array(items)}, {"", Value::Map({})}};
  EXPECT_EQ(TextOf(Value::Map(entries)), R"({"":{},"a":"x","b":[1,2]})");
}

TEST(ValueText, EscapesJsonAsGoDoes) {
  const Value items[] = {"\"\\\n\r\t\b\f\x01<>&/\x7f", "\u00e9\u2028\u2029", "bad\xff"};
  EXPECT_EQ(TextOf(Value::Array(items)),
            "[\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u003c\\u003e\\u0026/\x7f\",\"\u00e9"
            "\\u2028\\u2029\",\"bad\\ufffd\"]");
}

TEST(ValueText, TakesTheLastOfSeveralValuesAndSkipsWhatItDoesNotKnow) {
  std::string any;
  WireWriter wire(any);
  wire.Bytes(any_value::kString, "first");
  wire.Varint(any_value::kInt, 7);
  wire.Varint(tag::Varint(8), 3);
  wire.Bytes(tag::Bytes(99), "unknown");
  std::string text;
  AppendValueText(text, any, 64);
  EXPECT_EQ(text, "7");
}

TEST(ValueText, RefusesToNestPastTheLimit) {
  const auto nested = [](int levels) {
    std::string any;
    for (int i = 0; i < levels; ++i) {
      std::string outer;
      WireWriter wire(outer);
      const std::size_t array = wire.Begin(any_value::kArray);
      wire.Bytes(list::kValue, any);
      wire.End(array);
      any = outer;
    }
    return any;
  };
  std::string text;
  AppendValueText(text, nested(5), 5);
  EXPECT_EQ(text, "[[[[[null]]]]]");
  EXPECT_THROW(AppendValueText(text, nested(6), 5), WireFault);
}

}  // namespace
}  // namespace sextant::otlp
