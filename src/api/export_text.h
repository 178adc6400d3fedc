// Rows as the text of a file (openapi.yaml, exportRows). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/answer.h"

namespace sextant::api {

enum class ExportFormat : std::uint8_t { kCsv, kJsonLines };

// CSV: RFC 4180, with a header. Text that a spreadsheet would run as a formula gets an apostrophe.
// JSON lines: one object a row.
class ExportText {
 public:
  ExportText(ExportFormat format, const std::vector<search::ResultColumn>& columns);

  // What stands before the rows.
  void AppendHeader(std::string& out) const;
  void AppendRow(std::string& out, const search::RowBatch& batch, std::size_t row) const;

 private:
  const ExportFormat format_;
  std::vector<std::string> names_;  // no two are equal
};

// "otel_v2.otel_logs 2026-11-22T20-00-00Z to 2026-11-22T21-00-00Z.csv": nothing that a header or a file
// system would take amiss.
std::string ExportFileName(ExportFormat format, const search::Intent& intent);

}  // namespace sextant::api
