// The schema as the binary carries it: schema/NNNN_table.sql, each one CREATE TABLE statement in our own
// plain layout (one column or index a line, see ParseMigration), in which {database} and {retention_days}
// stand for what differs between databases. An applied file is never edited (comments may be): a changed
// table is a new table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sextant {

struct SchemaFile {
  std::string_view name;  // "0001_otel_logs"
  std::string_view text;
};

// In the order of their numbers. Written by embed_schema.cmake.
std::span<const SchemaFile> SchemaFiles();

struct SchemaColumn {
  std::string name;
  std::string type;  // as system.columns prints it

  bool operator==(const SchemaColumn&) const = default;
};

struct Migration {
  std::uint32_t version = 0;
  std::string table;
  std::string checksum;  // of the statement without comments: 16 hexadecimal digits
  std::vector<SchemaColumn> columns;
  std::string text;

  // The statement for one database.
  std::string Render(std::string_view database, std::uint32_t retention_days) const;
};

// Fails with kBadInput when the name is not NNNN_table or the text not of our layout:
//   CREATE TABLE IF NOT EXISTS {database}.<table>, a line "(", lines "name Type rest," or "INDEX …", a line
//   ")".
Result<Migration> ParseMigration(const SchemaFile& file);

// Every file of ours, parsed. Aborts when one is broken.
const std::vector<Migration>& Migrations();

}  // namespace sextant
