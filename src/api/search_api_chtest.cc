// The search endpoints over HTTP, from the request's bytes to the engine and back, as openapi.yaml has them.
#include <gmock/gmock.h>

#include <thread>

#include "api/search_api_testlib.h"

namespace sextant::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(SearchApiTest, ListsSourcesAndFields) {
  const Answer sources = Send("GET", "/api/v1/sources", "");
  EXPECT_EQ(sources.status, 200);
  const JsonValue first = sources.Json()["sources"].at(0);
  EXPECT_EQ(first["kind"].AsString(), "log");
  EXPECT_EQ(first["default_select"].at(3).AsString(), "Body");
  EXPECT_TRUE(first["parent_span_id"].IsMissing());

  const std::string fields = "/api/v1/sources/" + database_.name() + ".otel_logs/fields";
  const std::string range =
      "from_ns=" + std::to_string(kNow - kNanosPerHour) + "&to_ns=" + std::to_string(kNow + 1);
  const JsonValue answer = Send("GET", fields + "?" + range, "").Json();
  EXPECT_EQ(answer["fields"].at(0)["name"].AsString(), "Timestamp");
  EXPECT_EQ(answer["fields"].at(0)["kind"].AsString(), "column");
  EXPECT_EQ(Send("GET", fields, "").Json()["message"].AsString(),
            "`from_ns` must be nanoseconds since 1970.");
  EXPECT_EQ(Send("GET", "/api/v1/sources/x.y/fields?" + range, "").status, 404);
}

TEST_F(SearchApiTest, RowsStreamInTheContractsOrder) {
  const Answer answer = Send("POST", "/api/v1/search/rows", Ask("order", R"(["Timestamp","Body"])"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "application/x-ndjson");
  const auto events = answer.Events();
  EXPECT_EQ(Names(events).front(), "columns");
  EXPECT_EQ(Names(events).back(), "done");
  const JsonValue columns = events[0]["columns"];
  EXPECT_EQ(columns.at(0)["type"].AsString(), "DateTime64(9)");
  JsonValue row;
  for (const JsonValue& event : events) {
    if (row.IsMissing() && event["event"].AsString() == "rows") row = event["rows"].at(0);
  }
  EXPECT_EQ(row["severity"].AsString(), "error");
  EXPECT_EQ(row["time_ns"].AsString(), std::to_string(kNow));
  EXPECT_EQ(row["cells"].at(0).AsString(), std::to_string(kNow));
  EXPECT_EQ(row["cells"].at(1).AsString(), "order 0");
  const JsonValue done = events.back();
  EXPECT_EQ(done["complete"].AsBool(), true);
  EXPECT_TRUE(done["next"].IsMissing());
  EXPECT_TRUE(done["rows_read"].IsString());
  EXPECT_THAT(done["sql"].at(0).AsString().value(), HasSubstr("hasToken(lower(Body), 'order')"));

  JsonWriter ask;
  ask.Object()
      .Key("source")
      .String(database_.name() + ".otel_logs")
      .Key("id")
      .String(*row["id"].AsString())
      .End();
  const Answer whole = Send("POST", "/api/v1/search/row", ask.Take());
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.Json()["columns"].at(0)["value"].AsString(), std::to_string(kNow));
}

// A busy machine sends progress before the first answer.
JsonValue First(const std::vector<JsonValue>& events, std::string_view name) {
  for (const JsonValue& event : events) {
    if (event["event"].AsString() == name) return event;
  }
  return {};
}

TEST_F(SearchApiTest, HistogramAndValuesStream) {
  const auto buckets = Send("POST", "/api/v1/search/histogram", Ask("")).Events();
  EXPECT_EQ(Names(buckets).back(), "done");
  EXPECT_EQ(buckets.back()["total"].AsString(), "3");
  EXPECT_EQ(First(buckets, "buckets")["event"].AsString(), "buckets");

  std::string ask = Ask("");
  ask.insert(1, R"("fields":["ServiceName"],)");
  const auto values = Send("POST", "/api/v1/search/values", ask).Events();
  const JsonValue counted = First(values, "values");
  EXPECT_EQ(counted["values"].at(0)["value"].AsString(), "payment");
  EXPECT_EQ(counted["values"].at(0)["count"].AsString(), "3");
  EXPECT_EQ(counted["final"].AsBool(), true);
  EXPECT_EQ(Names(values).back(), "done");
}

TEST_F(SearchApiTest, AWrongSearchIsAnsweredBeforeTheStreamBegins) {
  const Answer answer = Send("POST", "/api/v1/search/rows", Ask("ü \"x"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.type, "application/json");
  const JsonValue error = answer.Json();
  EXPECT_EQ(error["code"].AsString(), "bad_input");
  EXPECT_EQ(error["place"]["offset"].AsInt(), 2);
  EXPECT_EQ(error["fix"]["text"].AsString(), "ü \"x\"");
}

TEST_F(SearchApiTest, ExplainTellsMeaningOrMistake) {
  const JsonValue right = Send("POST", "/api/v1/search/explain", Ask("refused ServiceName:pay")).Json();
  EXPECT_EQ(right["valid"].AsBool(), true);
  EXPECT_EQ(right["english"].AsString(),
            "Body has the word \"refused\" and ServiceName has the word \"pay\"");
  EXPECT_EQ(right["hints"].size(), 1u);
  const JsonValue wrong = Send("POST", "/api/v1/search/explain", Ask("servicename:x")).Json();
  EXPECT_EQ(wrong["valid"].AsBool(), false);
  EXPECT_EQ(wrong["error"]["fix"]["text"].AsString(), "ServiceName:x");
}

TEST_F(SearchApiTest, BodiesHaveALimit) {
  EXPECT_EQ(Send("POST", "/api/v1/search/rows", std::string(kMaxSearchBodyBytes + 1, ' ')).status, 413);
  EXPECT_EQ(Send("POST", "/api/v1/search/rows", "{").status, 400);
}

TEST_F(SearchApiTest, AnErrorOfTheEngineKeepsItsNumber) {
  std::string ask = Ask("no_such_column = 1");
  ask.insert(1, R"("language":"sql",)");
  const Answer answer = Send("POST", "/api/v1/search/rows", ask);
  const JsonValue error = answer.status == 200 ? answer.Events().back() : answer.Json();
  EXPECT_EQ(error["code"].AsString(), "bad_input");
  EXPECT_EQ(error["engine_code"].AsInt(), 47);
}

TEST_F(SearchApiTest, TailSendsRowsUntilTheClientGoes) {
  std::thread storing;
  const Answer answer = Send("POST", "/api/v1/tail", Ask("order", R"(["Body"])"), [&](const Answer& so_far) {
    if (!storing.joinable()) {
      // The columns are here, so the tail listens.
      storing = std::thread([this] {
        LogRecord record;
        record.time = kNow + kNanosPerSecond;
        record.body = "a new order";
        EXPECT_TRUE(InsertLogs(*store_, database_.name(), 2, {record}).ok());
        feed_.WaitForSubscriber();
        feed_.Publish({2, 1, {record.time, record.time + 1}});
      });
    }
    return so_far.body.find("\"rows\"") == std::string::npos;
  });
  storing.join();
  EXPECT_EQ(Names(answer.Events()), (std::vector<std::string>{"columns", "rows"}));
  EXPECT_EQ(answer.Events().back()["rows"].at(0)["cells"].at(0).AsString(), "a new order");
}

}  // namespace
}  // namespace sextant::api
