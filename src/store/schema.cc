#include "store/schema.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "sql/quote.h"

namespace sextant {
namespace {

std::string_view TrimSpaces(std::string_view line) {
  while (line.starts_with(' ')) line.remove_prefix(1);
  while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string_view> StatementLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = TrimSpaces(text.substr(0, end));
    if (!line.empty() && !line.starts_with("--")) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Stored in databases: never change.
std::string ChecksumOf(const std::vector<std::string_view>& lines) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3; };
  for (const std::string_view line : lines) {
    for (const char c : line) add(c);
    add('\n');
  }
  std::array<char, 17> hex{};
  std::snprintf(hex.data(), hex.size(), "%016llx", static_cast<unsigned long long>(hash));
  return hex.data();
}

// Up to the first space or comma outside parentheses.
std::string_view LeadingType(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth == 0 && (text[i] == ' ' || text[i] == ',')) return text.substr(0, i);
  }
  return text;
}

SchemaColumn ParseColumn(std::string_view line) {
  const bool quoted = line.starts_with('`');
  if (quoted) line.remove_prefix(1);
  const std::size_t end = std::min(line.find(quoted ? '`' : ' '), line.size());
  SchemaColumn column;
  column.name = line.substr(0, end);
  line.remove_prefix(std::min(end + (quoted ? 2 : 1), line.size()));
  column.type = LeadingType(line);
  return column;
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

Status Broken(const SchemaFile& file, const std::string& what) {
  return Status(Code::kBadInput, "The schema file " + std::string(file.name) + " " + what + ".");
}

}  // namespace

std::string Migration::Render(std::string_view database, std::uint32_t retention_days) const {
  std::string sql = text;
  ReplaceAll(sql, "{database}", sql::QuoteName(database));
  ReplaceAll(sql, "{retention_days}", std::to_string(retention_days));
  return sql;
}

Result<Migration> ParseMigration(const SchemaFile& file) {
  Migration migration;
  const char* name_end = file.name.data() + file.name.size();
  const auto number = std::from_chars(file.name.data(), name_end, migration.version);
  if (number.ec != std::errc() || number.ptr != file.name.data() + 4 ||
      !file.name.substr(4).starts_with('_')) {
    return Broken(file, "is not named NNNN_table");
  }
  migration.table = file.name.substr(5);
  const std::vector<std::string_view> lines = StatementLines(file.text);
  if (lines.size() < 3 || lines[0] != "CREATE TABLE IF NOT EXISTS {database}." + migration.table ||
      lines[1] != "(") {
    return Broken(file, "does not begin with CREATE TABLE IF NOT EXISTS {database}." + migration.table);
  }
  std::size_t at = 2;
  for (; at < lines.size() && lines[at] != ")"; ++at) {
    if (lines[at].starts_with("INDEX ")) continue;
    migration.columns.push_back(ParseColumn(lines[at]));
    if (migration.columns.back().type.empty()) return Broken(file, "has a column without a type");
  }
  if (at == lines.size() || migration.columns.empty()) return Broken(file, "has no list of columns");
  migration.checksum = ChecksumOf(lines);
  migration.text = file.text;
  return migration;
}

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration> migrations = [] {
    std::vector<Migration> all;
    for (const SchemaFile& file : SchemaFiles()) {
      all.push_back(ParseMigration(file).value());
      SXT_CHECK(all.back().version == all.size(), "a gap before " + std::string(file.name));
    }
    return all;
  }();
  return migrations;
}

}  // namespace sextant
