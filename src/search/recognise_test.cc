#include <gtest/gtest.h>

#include "search/catalog.h"

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

}  // namespace
}  // namespace sextant::search
