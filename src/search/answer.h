// What search/ answers: the parts of openapi.yaml's events as plain values, and the sinks that take them.
// Every sink function returns false to stop the question; that is no error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/block.h"
#include "query/plan/statements.h"
#include "search/intent.h"

namespace sextant::search {

struct ResultColumn {
  std::string name;
  std::string type;  // the ClickHouse type
};

// What ran.
struct RunInfo {
  std::uint64_t rows_read = 0;
  std::uint64_t bytes_read = 0;
  double elapsed_ms = 0;
  std::vector<std::string> sql;  // values filled in
};

enum class CutBy : std::uint8_t { kTimeLimit, kMemoryLimit, kRowLimit, kCancelled };

// Whether the answer speaks of the whole range; if not, which limit cut it, and of which part it does.
struct Completeness {
  std::optional<CutBy> cut_by;  // nothing: complete
  std::string cut_sentence;
  std::uint64_t cut_at = 0;        // that limit's value, milliseconds or bytes; 0: not known here
  std::uint64_t can_raise_to = 0;  // how far a request may raise it; 0: not at all
  TimeRange read;
  std::uint64_t late_rows = 0;  // acknowledged a while ago, not yet searchable
};

struct ProgressReport {
  std::uint64_t rows_read = 0;
  std::uint64_t total_rows = 0;  // of the running statement's estimate and what was read before; 0: none
  std::uint64_t bytes_read = 0;
  double elapsed_ms = 0;
  TimeRange read;  // done with
};

class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual bool Progress(const ProgressReport& report) = 0;
};

// Some rows in order. Borrowed: dies when the sink returns.
struct RowBatch {
  const Block& block;
  const plan::RowsLayout& layout;
  std::size_t rows = 0;  // the first so many of the block

  plan::RowPlace PlaceOf(std::size_t row) const;
  std::string IdOf(std::size_t row) const { return plan::FormatPlace(PlaceOf(row)); }
  // "" when the source has no severity.
  std::string SeverityOf(std::size_t row) const;
};

class RowsSink : public ProgressSink {
 public:
  virtual bool Columns(const std::vector<ResultColumn>& columns) = 0;
  virtual bool Rows(const RowBatch& batch) = 0;
};

struct RowsDone {
  RunInfo run;
  Completeness completeness;
  std::string next;  // "" when there are no more rows
};

struct ExportDone {
  RunInfo run;
  std::uint64_t rows = 0;
};

struct Bucket {
  UnixNanos start = 0;
  std::vector<std::pair<std::string, std::uint64_t>> counts;  // severity or status → rows
};

class HistogramSink : public ProgressSink {
 public:
  // Buckets in order of time, each in one call only; those without rows are left out.
  virtual bool Buckets(std::int64_t bucket_width, const std::vector<Bucket>& buckets) = 0;
};

struct HistogramDone {
  RunInfo run;
  Completeness completeness;
  std::uint64_t total = 0;
  std::int64_t bucket_width = 0;
};

struct FieldValues {
  std::string field;
  std::vector<std::pair<std::string, std::uint64_t>> values;  // the most frequent first
  std::uint64_t distinct = 0;
  std::uint64_t absent = 0;
  bool final = false;
};

class ValuesSink : public ProgressSink {
 public:
  // Replaces what was said of the same field before.
  virtual bool Values(const FieldValues& values) = 0;
};

struct FieldNumbers {
  std::string field;
  std::uint64_t numbers = 0;  // rows with a finite number
  std::uint64_t others = 0;   // with something else
  std::uint64_t absent = 0;
  double min = 0, max = 0;             // without meaning when there are no numbers
  std::vector<std::uint64_t> buckets;  // rows, in stretches of equal width from min to max
};

class NumbersSink : public ProgressSink {
 public:
  // Once for each field.
  virtual bool Numbers(const FieldNumbers& numbers) = 0;
};

struct NumbersDone {
  RunInfo run;
  Completeness completeness;
};

struct ValuesDone {
  RunInfo run;
  Completeness completeness;
};

// One row, whole.
struct WholeRow {
  std::string id;
  UnixNanos time = 0;
  Block block;  // one row
};

struct FieldInfo {
  std::string name;
  std::string type;
  bool is_key = false;
  std::string column;  // of a key
  bool facet = false;
  // Of a key: the rows of the range that have it; nothing when not all of them were counted.
  std::optional<std::uint64_t> rows = {};
};

struct Explanation {
  std::string english;
  std::vector<std::string> hints;
};

}  // namespace sextant::search
