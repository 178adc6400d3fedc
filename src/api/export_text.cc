#include "api/export_text.h"

#include <algorithm>
#include <set>

#include "search/cells.h"

namespace sextant::api {
namespace {

void AppendCsvCell(std::string& out, std::string_view text, bool may_be_formula) {
  const bool guard =
      may_be_formula && !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  const bool quote = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quote) out += '"';
  if (guard) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quote) out += '"';
}

// A name that comes again gets a number.
std::vector<std::string> Distinct(const std::vector<search::ResultColumn>& columns) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const search::ResultColumn& column : columns) {
    std::string name = column.name;
    for (int number = 2; !taken.insert(name).second; ++number)
      name = column.name + ' ' + std::to_string(number);
    names.push_back(std::move(name));
  }
  return names;
}

std::string ForFileName(UnixNanos time) {
  std::string text = FormatIso8601(time).substr(0, std::string_view("2026-11-22T20:00:00").size()) + 'Z';
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

std::string ForFileName(std::string_view name) {
  std::string safe;
  for (const char c : name.substr(0, 100)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    safe += plain ? c : '_';
  }
  return safe;
}

}  // namespace

ExportText::ExportText(ExportFormat format, const std::vector<search::ResultColumn>& columns)
    : format_(format), names_(Distinct(columns)) {}

void ExportText::AppendHeader(std::string& out) const {
  if (format_ != ExportFormat::kCsv) return;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (i > 0) out += ',';
    AppendCsvCell(out, names_[i], true);
  }
  out += "\r\n";
}

void ExportText::AppendRow(std::string& out, const search::RowBatch& batch, std::size_t row) const {
  if (format_ == ExportFormat::kJsonLines) {
    JsonWriter json;
    json.Object();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const NamedColumn& column = batch.block.columns[batch.layout.columns[i]];
      json.Key(names_[i]);
      search::WriteCell(json, *column.type, *column.column, row, search::kWholeText, search::Times::kIso8601);
    }
    out += json.End().Take();
    out += '\n';
    return;
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const NamedColumn& column = batch.block.columns[batch.layout.columns[i]];
    const search::PlainCell cell = search::PlainCellAt(*column.type, *column.column, row);
    if (i > 0) out += ',';
    AppendCsvCell(out, cell.text, cell.is_text);
  }
  out += "\r\n";
}

std::string ExportFileName(ExportFormat format, const search::Intent& intent) {
  return ForFileName(intent.source) + ' ' + ForFileName(intent.range.from) + " to " +
         ForFileName(intent.range.to) + (format == ExportFormat::kCsv ? ".csv" : ".jsonl");
}

}  // namespace sextant::api
