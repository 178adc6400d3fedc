#include "query/plan/counting.h"
#include "query/plan/statements.h"

namespace sextant::plan {

sql::Select ScanHistogram(const Table& table, const sql::ExprPtr& group, const sql::ExprPtr& where,
                          std::int64_t bucket_width) {
  sql::Select select = From(table);
  const sql::ExprPtr time = sql::Column(table.timestamp);
  const bind::ColumnInfo* column = table.schema->Find(table.timestamp);
  const bool is_nanos = column != nullptr && column->type_name.starts_with("DateTime64(9");
  const sql::ExprPtr precise =
      is_nanos ? time : sql::Call("toDateTime64", {time, sql::Value("UInt8", "9"), sql::Text("UTC")});
  const sql::ExprPtr nanos = sql::Call("toUnixTimestamp64Nano", {precise});
  const sql::ExprPtr bucket = sql::Column("__bucket"), by = sql::Column("__group");
  select.items = {{sql::Call("intDiv", {nanos, sql::Int(bucket_width)}), "__bucket"},
                  {group, "__group"},
                  {sql::Call("count", {}), "__rows"}};
  select.where = where;
  select.group_by = {bucket, by};
  return select;
}

sql::Select SelectHistogram(const Table& table, const sql::ExprPtr& group, const sql::ExprPtr& where,
                            TimeRange window, std::int64_t bucket_width) {
  return ScanHistogram(table, group, sql::And({InRange(table, window), where}), bucket_width);
}

sql::Select SelectExtent(const Table& table) {
  sql::Select select = From(table);
  const sql::ExprPtr time = sql::Column(table.timestamp);
  select.items = {{sql::Call("min", {time}), "__first"},
                  {sql::Call("max", {time}), "__last"},
                  {sql::Call("count", {}), "__rows"}};
  return select;
}

}  // namespace sextant::plan
