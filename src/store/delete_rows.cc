#include "store/delete_rows.h"

#include <string>

#include "sql/quote.h"

namespace sextant {

Status DeleteRowsSince(Store& store, std::string_view database, std::string_view table,
                       std::string_view time_column, UnixNanos since, Deadline deadline) {
  Statement statement;
  statement.text = "ALTER TABLE " + sql::QuoteName(database) + "." + sql::QuoteName(table) +
                   " DELETE WHERE " + sql::QuoteName(time_column) +
                   " >= fromUnixTimestamp64Nano({since:Int64}, 'UTC')";
  statement.params = {{"since", std::to_string(since)}};
  statement.settings = {{"mutations_sync", "1"}};
  statement.comment = "delete_rows";
  return store.Execute(statement, deadline);
}

}  // namespace sextant
