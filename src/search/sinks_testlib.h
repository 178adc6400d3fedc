// Sinks that keep what a search answers.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "search/cells.h"
#include "search/search.h"

namespace sextant::testing {

struct KeptRow {
  std::string id;
  UnixNanos time = 0;
  std::string severity;
  std::vector<std::string> cells;  // as JSON
};

inline void Keep(const search::RowBatch& batch, std::vector<KeptRow>& rows) {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    KeptRow kept{batch.IdOf(row), batch.PlaceOf(row).time, batch.SeverityOf(row), {}};
    for (const std::size_t at : batch.layout.columns) {
      JsonWriter json;
      search::WriteCell(json, *batch.block.columns[at].type, *batch.block.columns[at].column, row,
                        search::kMaxCellBytes);
      kept.cells.push_back(json.Take());
    }
    rows.push_back(std::move(kept));
  }
}

class KeepRows final : public search::RowsSink {
 public:
  bool Columns(const std::vector<search::ResultColumn>& sent) override {
    ++columns_sent;
    columns = sent;
    return true;
  }
  bool Rows(const search::RowBatch& batch) override {
    Keep(batch, rows);
    return rows.size() < stop_after;
  }
  bool Progress(const search::ProgressReport&) override {
    ++progress;
    return true;
  }

  std::vector<search::ResultColumn> columns;
  std::vector<KeptRow> rows;
  int columns_sent = 0;
  int progress = 0;
  std::size_t stop_after = ~std::size_t{0};
};

class KeepBuckets final : public search::HistogramSink {
 public:
  bool Buckets(std::int64_t, const std::vector<search::Bucket>& sent) override {
    buckets.insert(buckets.end(), sent.begin(), sent.end());
    return true;
  }
  bool Progress(const search::ProgressReport&) override { return true; }

  std::vector<search::Bucket> buckets;
};

class KeepValues final : public search::ValuesSink {
 public:
  bool Values(const search::FieldValues& values) override {
    sent.push_back(values);
    return true;
  }
  bool Progress(const search::ProgressReport&) override { return true; }

  // What was said last of a field.
  search::FieldValues Last(const std::string& field) const {
    for (auto it = sent.rbegin(); it != sent.rend(); ++it) {
      if (it->field == field) return *it;
    }
    return {};
  }

  std::vector<search::FieldValues> sent;
};

}  // namespace sextant::testing
