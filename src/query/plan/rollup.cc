#include "query/plan/rollup.h"

#include <algorithm>
#include <limits>
#include <set>

#include "model/rollup.h"
#include "query/plan/counting.h"
#include "query/plan/statements.h"

namespace sextant::plan {
namespace {

constexpr const char* kText = "LowCardinality(String)";
constexpr const char* kMap = "Map(LowCardinality(String), String)";

sql::ExprPtr Identifier() { return sql::Column("ColumnIdentifier"); }
sql::ExprPtr Is(const char* column, std::string_view text) {
  return sql::Infix(sql::Column(column), "=", sql::Text(text));
}

// A DateTime; `time` is a whole second.
sql::ExprPtr Second(UnixNanos time) {
  std::string text = FormatIso8601(time).substr(0, 19);
  text[10] = ' ';
  return sql::Call("toDateTime", {sql::Text(text), sql::Text("UTC")});
}

sql::ExprPtr InBuckets(const std::vector<TimeRange>& ranges) {
  const sql::ExprPtr time = sql::Column("Timestamp");
  std::vector<sql::ExprPtr> any;
  for (const TimeRange& range : ranges) {
    any.push_back(
        sql::And({sql::Infix(time, ">=", Second(range.from)), sql::Infix(time, "<", Second(range.to))}));
  }
  return sql::Or(std::move(any));
}

sql::Select FromRollup(const Table& table) {
  sql::Select select;
  select.database = table.database;
  select.table = table.rollup;
  return select;
}

sql::ExprPtr Pair(std::string_view first, std::string_view second) {
  return sql::Tuple({sql::Text(first), sql::Text(second)});
}

sql::ExprPtr Element(const sql::ExprPtr& tuple, int index) {
  return sql::Call("tupleElement", {tuple, sql::Value("UInt8", std::to_string(index))});
}

std::shared_ptr<sql::Select> Shared(sql::Select select) {
  return std::make_shared<sql::Select>(std::move(select));
}

// The rows of both, of which one may be missing; not both.
sql::Select Both(std::optional<sql::Select> first, std::optional<sql::Select> second) {
  if (!first) return *std::move(second);
  if (second) first->union_all = Shared(*std::move(second));
  return *std::move(first);
}

// Rows of every value by its field's number; number 0: the rows in all.
sql::Select CountedValues(const Table& table, const std::vector<RollupField>& counted,
                          const std::vector<TimeRange>& ranges) {
  std::vector<sql::ExprPtr> names;
  for (const RollupField& field : counted) names.push_back(Pair(field.identifier, field.key));
  const sql::ExprPtr name = sql::Tuple({Identifier(), sql::Column("Key")});
  const sql::ExprPtr plain_name =
      sql::Tuple({sql::Call("toString", {Identifier()}), sql::Call("toString", {sql::Column("Key")})});
  sql::Select select = FromRollup(table);
  select.items = {{sql::Call("indexOf", {sql::Call("array", names), plain_name}), "__field"},
                  {sql::Column("Value"), "__value"},
                  {sql::Call("toInt64", {sql::Call("sum", {sql::Column("count")})}), "__n"}};
  names.push_back(Pair(rollup::kRows, ""));
  select.where = sql::And({sql::Infix(name, "IN", sql::Tuple(names)), InBuckets(ranges)});
  select.group_by = {sql::Column("__field"), sql::Column("__value")};
  return select;
}

// A field is absent from all rows but those with a value: so every value is taken off what is absent.
sql::Select WithAbsent(sql::Select counts, std::size_t fields) {
  const sql::ExprPtr field = sql::Column("__field"), value = sql::Column("__value"), n = sql::Column("__n");
  const sql::ExprPtr x = sql::Call("toUInt64", {sql::Parameter("x")});
  const sql::ExprPtr of_all =
      sql::Call("arrayMap", {sql::Lambda("x", sql::Tuple({x, sql::Text(""), n})),
                             sql::Call("range", {sql::Uint(1), sql::Uint(fields + 1)})});
  const sql::ExprPtr of_value = sql::Call(
      "array", {sql::Tuple({field, value, n}), sql::Tuple({field, sql::Text(""), sql::Call("negate", {n})})});
  const sql::ExprPtr is_all = sql::Infix(field, "=", sql::Uint(0));
  sql::Select each;
  each.from = Shared(std::move(counts));
  each.items = {
      {sql::Call("arrayJoin", {sql::Call("if", {is_all, of_all, of_value})}), "__count"},
  };
  each.where = sql::Or({is_all, sql::Infix(value, "!=", sql::Text(""))});
  sql::Select select;
  select.from = Shared(std::move(each));
  const sql::ExprPtr count = sql::Column("__count");
  select.items = {{Element(count, 1), "__field"}, {Element(count, 2), "__value"}, {Element(count, 3), "__n"}};
  return select;
}

}  // namespace

std::optional<RollupField> FindRollupField(const Table& table, const sql::ExprPtr& text) {
  if (table.rollup.empty()) return std::nullopt;
  const auto is = [&](const sql::Expr& column, const char* type) {
    if (column.kind != sql::ExprKind::kColumn) return false;
    const bind::ColumnInfo* found = table.schema->Find(column.text);
    return found != nullptr && !found->is_alias && found->type_name == type;
  };
  if (is(*text, kText)) return RollupField{std::string(rollup::kNativeColumn), text->text};
  if (text->kind == sql::ExprKind::kMapAt && is(*text->args[0], kMap)) {
    return RollupField{text->args[0]->text, text->text};
  }
  return std::nullopt;
}

TimeRange WholeBuckets(TimeRange range) {
  // What a DateTime can hold.
  constexpr UnixNanos kLast = std::int64_t{std::numeric_limits<std::uint32_t>::max()} * kNanosPerSecond;
  const UnixNanos from = std::clamp<UnixNanos>(range.from, 0, kLast);
  const UnixNanos to = std::clamp<UnixNanos>(range.to, 0, kLast);
  const TimeRange whole{FloorTo(from + rollup::kBucketWidth - 1, rollup::kBucketWidth),
                        FloorTo(to, rollup::kBucketWidth)};
  return whole.empty() ? TimeRange{range.from, range.from} : whole;
}

Coverage Cover(TimeRange range, const std::vector<TimeRange>& trusted) {
  const TimeRange whole = WholeBuckets(range);
  Coverage coverage;
  for (const TimeRange& stretch : trusted) {
    const TimeRange part{std::max(stretch.from, whole.from), std::min(stretch.to, whole.to)};
    if (!part.empty()) coverage.counted.push_back(part);
  }
  while (coverage.counted.size() > kMaxStretches) {
    const auto shortest = std::min_element(
        coverage.counted.begin(), coverage.counted.end(),
        [](const TimeRange& a, const TimeRange& b) { return a.to - a.from < b.to - b.from; });
    coverage.counted.erase(shortest);
  }
  UnixNanos at = range.from;
  for (const TimeRange& part : coverage.counted) {
    if (at < part.from) coverage.scanned.push_back({at, part.from});
    at = part.to;
  }
  if (at < range.to) coverage.scanned.push_back({at, range.to});
  return coverage;
}

sql::Select SelectRowCount(const Table& table, const std::vector<TimeRange>& ranges) {
  sql::Select select = From(table);
  select.items = {{sql::Call("count", {}), "__rows"}};
  select.where = InRanges(table, ranges);
  return select;
}

sql::Select SelectRollupRows(const Table& table, const std::vector<RollupField>& fields, TimeRange range) {
  const sql::ExprPtr is_rows = Is("ColumnIdentifier", rollup::kRows);
  std::vector<sql::ExprPtr> kinds{is_rows}, names;
  std::set<std::string_view> identifiers;
  for (const RollupField& field : fields) {
    names.push_back(Pair(field.identifier, field.key));
    identifiers.insert(field.identifier);
  }
  for (const std::string_view identifier : identifiers) names.push_back(Pair(identifier, rollup::kEveryKey));
  if (!names.empty()) {
    const sql::ExprPtr name = sql::Tuple({sql::Column("Value"), sql::Column("Key")});
    kinds.push_back(sql::And(
        {Is("ColumnIdentifier", rollup::kUncounted), sql::Infix(name, "IN", sql::Tuple(std::move(names)))}));
  }
  const sql::ExprPtr second =
      sql::Call("toInt64", {sql::Call("toUnixTimestamp", {sql::Column("Timestamp")})});
  sql::Select select = FromRollup(table);
  select.items = {{sql::Call("if", {is_rows, second, sql::Int(0)}), "__second"},
                  {sql::Call("sum", {sql::Column("count")}), "__rows"},
                  {sql::Column("Value"), "__identifier"},
                  {sql::Call("toString", {sql::Column("Key")}), "__key"}};
  select.where = sql::And({sql::Or(std::move(kinds)), InBuckets({range})});
  select.group_by = {sql::Column("__second"), sql::Column("__identifier"), sql::Column("__key")};
  return select;
}

sql::Select SelectCountedValues(const Table& table, const std::vector<sql::ExprPtr>& fields,
                                const std::vector<RollupField>& counted, const Coverage& coverage,
                                std::size_t limit, std::string_view contains) {
  const sql::ExprPtr field = sql::Column("__field"), value = sql::Column("__value");
  std::optional<sql::Select> scanned, from_rollup;
  if (!coverage.scanned.empty()) {
    scanned.emplace();
    scanned->from = Shared(ScanValues(table, fields, InRanges(table, coverage.scanned)));
    scanned->items = {{field}, {value}, {sql::Call("toInt64", {sql::Column("__rows")}), "__n"}};
  }
  if (!coverage.counted.empty())
    from_rollup = WithAbsent(CountedValues(table, counted, coverage.counted), fields.size());
  sql::Select sums;
  sums.from = Shared(Both(std::move(from_rollup), std::move(scanned)));
  const sql::ExprPtr sum = sql::Call("sum", {sql::Column("__n")});
  // A block may arrive between the reading of one table and the other.
  const sql::ExprPtr rows = sql::Call("toUInt64", {sql::Call("greatest", {sum, sql::Int(0)})});
  sums.items = {{field}, {value}, {rows, "__rows"}};
  sums.group_by = {field, value};
  return MostFrequent(std::move(sums), limit, contains);
}

sql::Select SelectCountedHistogram(const Table& table, const sql::ExprPtr& group, const RollupField& counted,
                                   const Coverage& coverage, std::int64_t bucket_width) {
  const sql::ExprPtr bucket = sql::Column("__bucket"), by = sql::Column("__group");
  std::optional<sql::Select> scanned, from_rollup;
  if (!coverage.scanned.empty()) {
    scanned.emplace();
    scanned->from = Shared(ScanHistogram(table, group, InRanges(table, coverage.scanned), bucket_width));
    scanned->items = {{bucket}, {sql::Call("toString", {by}), "__group"}, {sql::Column("__rows"), "__n"}};
  }
  if (!coverage.counted.empty()) {
    const sql::ExprPtr second =
        sql::Call("toInt64", {sql::Call("toUnixTimestamp", {sql::Column("Timestamp")})});
    from_rollup = FromRollup(table);
    from_rollup->items = {
        {sql::Call("intDiv", {second, sql::Int(bucket_width / kNanosPerSecond)}), "__bucket"},
        {sql::Column("Value"), "__group"},
        {sql::Column("count"), "__n"}};
    from_rollup->where = sql::And(
        {Is("ColumnIdentifier", counted.identifier), Is("Key", counted.key), InBuckets(coverage.counted)});
  }
  sql::Select select;
  select.from = Shared(Both(std::move(from_rollup), std::move(scanned)));
  select.items = {{bucket}, {by}, {sql::Call("sum", {sql::Column("__n")}), "__rows"}};
  select.group_by = {bucket, by};
  return select;
}

sql::Select SelectCountedKeys(const Table& table, const std::vector<std::string>& maps,
                              const Coverage& coverage, std::size_t max_rows, std::size_t max_keys) {
  const sql::ExprPtr map = sql::Column("__map"), key = sql::Column("__key"), rows = sql::Column("__rows");
  std::optional<sql::Select> scanned, from_rollup;
  if (!coverage.scanned.empty()) {
    scanned.emplace();
    scanned->from = Shared(ScanKeys(table, maps, InRanges(table, coverage.scanned), max_rows));
    scanned->items = {{map}, {key}, {sql::Uint(1), "__n"}};
  }
  if (!coverage.counted.empty()) {
    std::vector<sql::ExprPtr> names;
    for (const std::string& name : maps) names.push_back(sql::Text(name));
    const sql::ExprPtr any = sql::Tuple(std::move(names));
    const sql::ExprPtr is_uncounted = Is("ColumnIdentifier", rollup::kUncounted);
    from_rollup = FromRollup(table);
    from_rollup->items = {
        {sql::Call("if", {is_uncounted, sql::Column("Value"), sql::Call("toString", {Identifier()})}),
         "__map"},
        {sql::Call("toString", {sql::Column("Key")}), "__key"},
        {sql::Column("count"), "__n"}};
    from_rollup->where =
        sql::And({sql::Or({sql::Infix(Identifier(), "IN", any),
                           sql::And({is_uncounted, sql::Infix(sql::Column("Value"), "IN", any)})}),
                  InBuckets(coverage.counted)});
  }
  sql::Select select;
  select.from = Shared(Both(std::move(from_rollup), std::move(scanned)));
  select.items = {{map}, {key}, {sql::Call("sum", {sql::Column("__n")}), "__rows"}};
  select.group_by = {map, key};
  select.order_by = {{rows, true}, {key}};
  select.limit_by = sql::LimitBy{max_keys, {map}};
  return select;
}

}  // namespace sextant::plan
