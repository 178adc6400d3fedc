#include "api/export_text.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/json.h"

namespace sextant::api {
namespace {

class ExportTextTest : public ::testing::Test {
 protected:
  // A row whose one text cell is `text`.
  std::string Text(ExportFormat format, const std::string& text) {
    Block block;
    block.Add<StringColumn>("Body", "String").Append(text);
    return Row(format, block, {"Body"});
  }

  std::string Row(ExportFormat format, const Block& block, const std::vector<std::string>& names) {
    plan::RowsLayout layout;
    std::vector<search::ResultColumn> columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
      layout.columns.push_back(i);
      columns.push_back({names[i], block.columns[i].type->name()});
    }
    const ExportText text(format, columns);
    header.clear();
    text.AppendHeader(header);
    std::string out;
    text.AppendRow(out, {block, layout, 1}, 0);
    return out;
  }

  std::string header;
};

TEST_F(ExportTextTest, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(Text(ExportFormat::kCsv, "plain words"), "plain words\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, "a,b"), "\"a,b\"\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, "say \"hi\""), "\"say \"\"hi\"\"\"\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, "two\nlines"), "\"two\nlines\"\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, ""), "\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, "Ünïcode 🙂"), "Ünïcode 🙂\r\n");
}

TEST_F(ExportTextTest, NoTextBecomesAFormulaOfASpreadsheet) {
  EXPECT_EQ(Text(ExportFormat::kCsv, "=HYPERLINK(\"http://x\",\"y\")"),
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
  for (const char* text : {"=1", "+1", "-1", "@x", "\tx"})
    EXPECT_EQ(Text(ExportFormat::kCsv, text), std::string("'") + text + "\r\n");
  EXPECT_EQ(Text(ExportFormat::kCsv, "\rx"), "\"'\rx\"\r\n");
  EXPECT_EQ(Text(ExportFormat::kJsonLines, "=1"), "{\"Body\":\"=1\"}\n") << "JSON is exact";
}

TEST_F(ExportTextTest, NumbersTimesAndMapsLoseNothing) {
  Block block;
  block.Add<NumberColumn<std::int64_t>>("t", "DateTime64(9)").Append(1'795'317'119'981'336'904);
  block.Add<NumberColumn<std::uint64_t>>("u", "UInt64").Append(std::numeric_limits<std::uint64_t>::max());
  block.Add<NumberColumn<std::int64_t>>("i", "Int64").Append(-5);
  block.Add<NumberColumn<double>>("d", "Float64").Append(-0.1);
  auto& map = block.Add<MapColumn>("m", "Map(LowCardinality(String), String)");
  static_cast<LowCardinalityColumn&>(*map.keys).Append("k");
  static_cast<StringColumn&>(*map.values).Append("=v");
  map.EndRow();
  const std::vector<std::string> names = {"Timestamp", "Duration", "Value", "Value", "m"};
  EXPECT_EQ(Row(ExportFormat::kCsv, block, names),
            "2026-11-22T03:11:59.981336904Z,18446744073709551615,-5,-0.1,\"{\"\"k\"\":\"\"=v\"\"}\"\r\n");
  EXPECT_EQ(header, "Timestamp,Duration,Value,Value 2,m\r\n");
  EXPECT_EQ(Row(ExportFormat::kJsonLines, block, names),
            "{\"Timestamp\":\"2026-11-22T03:11:59.981336904Z\",\"Duration\":\"18446744073709551615\","
            "\"Value\":\"-5\",\"Value 2\":-0.1,\"m\":{\"k\":\"=v\"}}\n");
  EXPECT_EQ(header, "");
}

TEST(ExportFileName, TellsTheSourceAndTheRangeAndNothingHarmful) {
  search::Intent intent;
  intent.source = "otel_v2.otel_logs";
  intent.range = {1'795'317'119'981'336'904, 1'795'320'000'000'000'000};
  EXPECT_EQ(ExportFileName(ExportFormat::kCsv, intent),
            "otel_v2.otel_logs 2026-11-22T03-11-59Z to 2026-11-22T04-00-00Z.csv");
  intent.source = "a\"b/../c\r\n";
  EXPECT_EQ(ExportFileName(ExportFormat::kJsonLines, intent).substr(0, 10), "a_b_.._c__");
}

}  // namespace
}  // namespace sextant::api
