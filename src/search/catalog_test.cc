#include <gtest/gtest.h>

#include "search/catalog.h"
#include "search/scripted_store_testlib.h"

namespace sextant::search {
namespace {

bind::TableSchema Schema(std::initializer_list<const char*> names) {
  bind::TableSchema schema;
  for (const char* name : names) schema.columns.push_back({name, "String", DataType::Of("String"), false});
  return schema;
}

TEST(RecogniseSources, NamesTheStandardTablesInTheirOrder) {
  const auto found = RecogniseSources(
      {"otel_v2", "Demo"}, {{"hyperdx_sessions", Schema({"Timestamp", "Body", "LogAttributes"})},
                            {"otel_logs", Schema({"Timestamp", "Body", "SeverityText", "ServiceName",
                                                  "LogAttributes", "__sxt_segment", "__sxt_row"})},
                            {"something", Schema({"Timestamp", "Body"})}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].source.id, "otel_v2.otel_logs");
  EXPECT_EQ(found[0].source.name, "Demo Logs");
  EXPECT_TRUE(found[0].source.has_row_identity);
  EXPECT_EQ(found[1].source.name, "Demo Sessions");
  EXPECT_FALSE(found[1].source.has_row_identity);
}

TEST(RecogniseSources, SourcesOfOneDatabaseNameEachOther) {
  const auto found = RecogniseSources(
      {"otel_v2", "Demo"},
      {{"hyperdx_sessions", Schema({"Timestamp", "Body", "LogAttributes"})},
       {"otel_traces", Schema({"Timestamp", "SpanName", "Duration", "TraceId", "SpanId", "ServiceName",
                               "SpanAttributes", "StatusCode"})},
       {"otel_logs", Schema({"Timestamp", "Body", "SeverityText", "ServiceName", "LogAttributes"})}});
  ASSERT_EQ(found.size(), 3u);
  const Source& logs = found[0].source;
  EXPECT_EQ(logs.log_source, "") << "a source is no relative of its own";
  EXPECT_EQ(logs.trace_source, "otel_v2.otel_traces");
  EXPECT_EQ(logs.session_source, "otel_v2.hyperdx_sessions");
  EXPECT_EQ(logs.metric_source, "");
  EXPECT_EQ(found[1].source.log_source, "otel_v2.otel_logs");
}

TEST(RecogniseSources, LeavesOutWhatTheTableDoesNotHave) {
  const auto found = RecogniseSources(
      {"default", ""},
      {{"otel_logs", Schema({"Timestamp", "Body", "SeverityText", "ServiceName", "LogAttributes"})}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].source.name, "Logs");
  EXPECT_EQ(found[0].source.trace_id, "");
  EXPECT_EQ(found[0].source.resource_attributes, "");
  EXPECT_EQ(found[0].source.severity, "SeverityText");
}

TEST(RecogniseSources, ATableThatOnlyHasTheNameIsNoSource) {
  EXPECT_TRUE(RecogniseSources({"default", ""}, {{"otel_logs", Schema({"Timestamp", "Body"})}}).empty());
}

// Answers the catalog's questions: otel_logs in `default`, as long as it is up.
class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest() {
    store_.behave = [this](const RunOptions&, const Store::Sink& sink) -> Result<Progress> {
      if (!up_) return Status(Code::kUnavailable, "The engine is restarting.");
      if (store_.statements.back().text.find("system.columns") != std::string::npos) sink(Columns());
      return Progress{};
    };
  }

  static Block Columns() {
    Block block;
    for (const char* name : {"database", "table", "name", "type", "kind"})
      block.Add<StringColumn>(name, "String");
    for (const char* name : {"Timestamp", "Body", "SeverityText", "ServiceName", "LogAttributes"}) {
      const char* row[] = {"default", "otel_logs", name, "String", ""};
      for (std::size_t i = 0; i < 5; ++i) static_cast<StringColumn&>(*block.columns[i].column).Append(row[i]);
    }
    return block;
  }

  testing::ScriptedStore store_;
  bool up_ = true;
};

TEST_F(CatalogTest, AsksOnceWhileTheListIsFresh) {
  Catalog catalog(store_, {{"default", ""}}, "", std::chrono::hours(1));
  EXPECT_EQ(catalog.Sources()->front().name, "Logs");
  const std::size_t asked = store_.statements.size();
  EXPECT_TRUE(catalog.Find("default.otel_logs").ok());
  EXPECT_EQ(catalog.Find("default.nothing").status().code(), Code::kNotFound);
  EXPECT_EQ(store_.statements.size(), asked) << "a list of this second is not asked for again";
}

TEST_F(CatalogTest, KeepsTheSourcesWhileTheStoreCannotBeReached) {
  Catalog catalog(store_, {{"default", ""}}, "", std::chrono::milliseconds(0));
  up_ = false;
  EXPECT_EQ(catalog.Sources().status().code(), Code::kUnavailable);
  up_ = true;
  EXPECT_TRUE(catalog.Sources().ok());
  up_ = false;
  EXPECT_TRUE(catalog.Sources().ok());
  EXPECT_TRUE(catalog.Find("default.otel_logs").ok());
}

}  // namespace
}  // namespace sextant::search
