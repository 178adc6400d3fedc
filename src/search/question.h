// An intent, understood: what it asks of which table. Between the request and the statements.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/plan/statements.h"
#include "search/answer.h"
#include "search/catalog.h"
#include "search/intent.h"
#include "search/outcome.h"

namespace sextant::search {

// How much of a body the rows of a question hold: what a list shows (kMaxCellBytes), or all.
enum class Texts : std::uint8_t { kBeginnings, kWhole };

struct Question {
  std::shared_ptr<const SourceTable> source;
  plan::Table table;  // borrows from source
  sql::ExprPtr where;
  std::vector<plan::OutputColumn> columns;
  // For each column its type, "" when only the engine can tell.
  std::vector<std::string> types;
  sql::ExprPtr severity;                    // null when the source has none
  std::chrono::milliseconds time_limit{0};  // as the intent's
};

// Fails with kBadInput: the search, a filter or a column does not fit the table.
Outcome<Question> Understand(std::shared_ptr<const SourceTable> source, const Intent& intent,
                             const std::vector<std::string>& known_keys, Texts texts = Texts::kBeginnings);

// One field's text for counting its values.
Outcome<sql::ExprPtr> FieldToCount(const SourceTable& source, const Intent& intent, const std::string& field);

// One field's number: a number column's, or the one that its text is. Fails with kBadInput for other types.
Outcome<plan::NumberField> FieldToMeasure(const SourceTable& source, const Intent& intent,
                                          const std::string& field);

// A column that rows are sorted by.
struct SortBy {
  sql::ExprPtr value;
  DataTypePtr type;                 // null when only the engine can tell
  bool is_time = false;             // it is the time that ranges filter
  bool text_may_be_number = false;  // of a map's key
  bool descending = false;
};
Outcome<SortBy> ColumnToSort(const SourceTable& source, const Intent& intent, const Sort& sort);

// The meaning of the text, once Understand has accepted it.
Explanation Explain(const Source& source, const Intent& intent);

// The columns of the whole table: what SELECT * gives, our own (__sxt_…) last.
std::vector<plan::OutputColumn> AllColumns(const bind::TableSchema& schema);

plan::Table TableOf(const SourceTable& source);

}  // namespace sextant::search
