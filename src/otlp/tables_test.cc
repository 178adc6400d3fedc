// The columns that decoding fills are those of the tables.
#include "otlp/tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "otlp/decode.h"
#include "otlp/write.h"

namespace sextant::otlp {
namespace {

// Column → type, as src/store/schema creates the table.
std::map<std::string, std::string> SchemaOf(Table table) {
  std::map<std::string, std::string> columns;
  const auto folder = std::filesystem::path(__FILE__).parent_path().parent_path() / "store" / "schema";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().stem().string().ends_with("_" + std::string(TableName(table)))) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      std::erase(line, '`');
      const std::size_t end = std::min(line.find(" CODEC"), line.find(" ALIAS"));
      const std::size_t space = line.find(' ', 4);
      if (!line.starts_with("    ") || end == std::string::npos) continue;
      columns[line.substr(4, space - 4)] = line.substr(space + 1, end - space - 1);
    }
  }
  return columns;
}

// ClickHouse turns a dictionary into plain strings on insert: blocks may use one where the table does not.
std::string WithoutDictionary(std::string type) {
  const std::string dictionary = "LowCardinality(String)";
  for (std::size_t at = 0; (at = type.find(dictionary)) != std::string::npos;) {
    type.replace(at, dictionary.size(), "String");
  }
  return type;
}

TEST(Tables, HaveTheColumnsOfTheSchema) {
  for (const Table table : kAllTables) {
    const auto schema = SchemaOf(table);
    ASSERT_FALSE(schema.empty()) << TableName(table);
    const Block block = EmptyRows(table);
    std::size_t ours = 0;
    for (const NamedColumn& column : block.columns) {
      ASSERT_TRUE(schema.contains(column.name)) << TableName(table) << "." << column.name;
      EXPECT_EQ(WithoutDictionary(column.type->name()), WithoutDictionary(schema.at(column.name)))
          << column.name;
      ++ours;
    }
    for (const auto& [name, type] : schema) {
      const bool added_later = name.starts_with("__sxt_") || name == "TimestampTime";
      if (!added_later) {
        EXPECT_NE(block.Find(name), nullptr) << TableName(table) << "." << name;
      }
    }
    EXPECT_EQ(ours, block.columns.size());
  }
}

TEST(EmptyRows, AreShapedLikeDecodedOnes) {
  constexpr UnixNanos kNow = 1'795'351'080 * kNanosPerSecond;
  ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  writer.Add(LogRecord{.time = kNow});
  DecodeContext context;
  context.receive_time = kNow;
  const auto decoded = Decode(Signal::kLogs, Encoding::kProtobuf, writer.TakeProtobuf(), context);
  Block block = EmptyRows(Table::kLogs);
  EXPECT_EQ(block.rows(), 0U);
  block.Append(decoded->tables[0].block);
  EXPECT_EQ(block.rows(), 1U);
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    EXPECT_EQ(block.columns[i].name, decoded->tables[0].block.columns[i].name);
  }
}

}  // namespace
}  // namespace sextant::otlp
