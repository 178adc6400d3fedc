#include "api/search_requests.h"

#include <gtest/gtest.h>

namespace sextant::api {
namespace {

constexpr const char* kIntent = R"("source":"default.otel_logs","from_ns":"1000","to_ns":"2000")";

std::string Body(const std::string& more) {
  return std::string("{") + kIntent + (more.empty() ? "" : ",") + more + "}";
}

TEST(ReadIntent, TakesTheDefaultsOfTheContract) {
  const auto intent = ReadIntent(Body(""));
  ASSERT_TRUE(intent.ok()) << intent.status().message();
  EXPECT_EQ(intent->source, "default.otel_logs");
  EXPECT_EQ(intent->text, "");
  EXPECT_EQ(intent->language, search::Language::kLucene);
  EXPECT_FALSE(intent->columns);
  EXPECT_EQ(intent->range.from, 1000);
  EXPECT_EQ(intent->range.to, 2000);
}

TEST(ReadIntent, ReadsFiltersColumnsAndLanguage) {
  const auto intent = ReadIntent(Body(R"("text":"a","language":"sql","columns":["Body"],"filters":[
    {"field":"ServiceName","op":"include","values":["x",""]},{"field":"Duration","op":"range","min":1.5}])"));
  ASSERT_TRUE(intent.ok()) << intent.status().message();
  EXPECT_EQ(intent->language, search::Language::kSql);
  EXPECT_EQ(intent->columns, std::vector<std::string>{"Body"});
  ASSERT_EQ(intent->filters.size(), 2u);
  EXPECT_EQ(intent->filters[0].values, (std::vector<std::string>{"x", ""}));
  EXPECT_EQ(intent->filters[1].op, search::FilterOp::kRange);
  EXPECT_EQ(intent->filters[1].min, 1.5);
  EXPECT_FALSE(intent->filters[1].max);
}

TEST(ReadRowsRequest, ReadsTheSortAndTheTimeLimit) {
  const auto request =
      ReadRowsRequest(Body(R"("time_limit_ms":300000,"sort":{"column":"Body","direction":"descending"})"));
  ASSERT_TRUE(request.ok()) << request.status().message();
  EXPECT_EQ(request->intent.time_limit, std::chrono::minutes(5));
  EXPECT_EQ(request->sort->column, "Body");
  EXPECT_TRUE(request->sort->descending);
  EXPECT_FALSE(ReadRowsRequest(Body(""))->sort);
}

TEST(ReadIntent, TimesBefore1970AreCutThere) {
  EXPECT_EQ(ReadIntent(R"({"source":"a","from_ns":"-5","to_ns":"7"})")->range.from, 0);
}

struct BadBody {
  std::string body;
  const char* message;
};

class ReadsRefuse : public ::testing::TestWithParam<BadBody> {};

TEST_P(ReadsRefuse, NamingTheKey) {
  const auto request = ReadRowsRequest(GetParam().body);
  ASSERT_FALSE(request.ok()) << GetParam().body;
  EXPECT_EQ(request.status().code(), Code::kBadInput);
  EXPECT_EQ(request.status().message(), GetParam().message) << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadsRefuse,
    ::testing::Values(
        BadBody{"[]", "The body must be a JSON object."},
        BadBody{R"({"from_ns":"1","to_ns":"2"})", "`source` is missing."},
        BadBody{R"({"source":5,"from_ns":"1","to_ns":"2"})", "`source` must be a string."},
        BadBody{R"({"source":"a","to_ns":"2"})", "`from_ns` is missing."},
        BadBody{R"({"source":"a","from_ns":"x","to_ns":"2"})",
                "`from_ns` must be nanoseconds since 1970 as a string."},
        BadBody{R"({"source":"a","from_ns":"2","to_ns":"2"})", "`from_ns` must lie before `to_ns`."},
        BadBody{R"({"source":"a","from_ns":"-5","to_ns":"-2"})", "`to_ns` must lie after 1970."},
        BadBody{Body(R"("language":"promql")"), "`language` must be one of \"lucene\", \"sql\"."},
        BadBody{Body(R"("text":["a"])"), "`text` must be a string."},
        BadBody{Body(R"("limit":0)"), "`limit` must be a whole number from 1 to 1000."},
        BadBody{Body(R"("limit":1001)"), "`limit` must be a whole number from 1 to 1000."},
        BadBody{Body(R"("limit":1.5)"), "`limit` must be a whole number from 1 to 1000."},
        BadBody{Body(R"("order":"sideways")"), "`order` must be one of \"newest\", \"oldest\"."},
        BadBody{Body(R"("time_limit_ms":900001)"),
                "`time_limit_ms` must be a whole number from 1 to 900000."},
        BadBody{Body(R"("sort":{"column":"Body","direction":"up"})"),
                "`sort.direction` must be \"ascending\" or \"descending\"."},
        BadBody{Body(R"("sort":{"direction":"ascending"})"), "`sort.column` must be a string."},
        BadBody{Body(R"("columns":"Body")"), "`columns` must be an array of strings."},
        BadBody{Body(R"("columns":["a",5])"), "`columns[1]` must be a string."},
        BadBody{Body(R"("filters":{})"), "`filters` must be an array."},
        BadBody{Body(R"("filters":[5])"), "`filters[0]` must be an object."},
        BadBody{Body(R"("filters":[{"field":"a","op":"like"}])"),
                "`filters[0].op` must be one of \"include\", \"exclude\", \"range\"."},
        BadBody{Body(R"("filters":[{"field":"a","op":"include"}])"),
                "`filters[0].values` must be an array of strings."},
        BadBody{Body(R"("filters":[{"field":"a","op":"range","min":"5"}])"),
                "`filters[0].min` must be a number."}));

TEST(Reads, HaveLimitsOnEveryList) {
  const auto list = [](std::size_t count, const std::string& item) {
    std::string json = "[";
    for (std::size_t i = 0; i < count; ++i) json += (i > 0 ? "," : "") + item;
    return json + "]";
  };
  const std::string filter = R"({"field":"a","op":"range"})";
  EXPECT_TRUE(ReadIntent(Body("\"filters\":" + list(search::kMaxFilters, filter))).ok());
  EXPECT_FALSE(ReadIntent(Body("\"filters\":" + list(search::kMaxFilters + 1, filter))).ok());
  EXPECT_TRUE(ReadIntent(Body("\"columns\":" + list(search::kMaxColumns, "\"a\""))).ok());
  EXPECT_FALSE(ReadIntent(Body("\"columns\":" + list(search::kMaxColumns + 1, "\"a\""))).ok());
  EXPECT_TRUE(ReadValuesRequest(Body("\"fields\":" + list(search::kMaxValueFields, "\"a\""))).ok());
  EXPECT_FALSE(ReadValuesRequest(Body("\"fields\":" + list(search::kMaxValueFields + 1, "\"a\""))).ok());
  EXPECT_FALSE(ReadValuesRequest(Body("\"fields\":[]")).ok());
  EXPECT_FALSE(ReadValuesRequest(Body("")).ok());
  const auto values = [&](std::size_t count) {
    return Body(R"("filters":[{"field":"a","op":"include","values":)" + list(count, "\"v\"") + "}]");
  };
  EXPECT_TRUE(ReadIntent(values(search::kMaxFilterValues)).ok());
  EXPECT_FALSE(ReadIntent(values(search::kMaxFilterValues + 1)).ok());
  const std::string half =
      R"({"field":"a","op":"include","values":)" + list(search::kMaxFilterValues / 2 + 1, "\"v\"") + "}";
  EXPECT_EQ(ReadIntent(Body("\"filters\":[" + half + "," + half + "]")).status().message(),
            "`filters` may have at most 1000 values together.");
  const auto text = [](std::size_t size) { return Body("\"text\":\"" + std::string(size, 'a') + '"'); };
  EXPECT_TRUE(ReadIntent(text(search::kMaxTextBytes)).ok());
  EXPECT_EQ(ReadIntent(text(search::kMaxTextBytes + 1)).status().message(),
            "`text` may have at most 65536 bytes.");
}

TEST(ReadNanos, TakesOnlyNumbers) {
  EXPECT_EQ(*ReadNanos("from_ns", "-12"), -12);
  for (const char* text : {"", "x", "1x", "1.5", "99999999999999999999"})
    EXPECT_FALSE(ReadNanos("from_ns", text).ok());
}

}  // namespace
}  // namespace sextant::api
