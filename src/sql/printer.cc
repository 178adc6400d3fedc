#include "sql/printer.h"

#include <map>
#include <string_view>

#include "sql/quote.h"

namespace sextant::sql {
namespace {

// How tightly the operators bind that the printer writes; a looser one inside a tighter one gets
// parentheses.
enum Tightness : int { kLoosest, kOr, kAnd, kNot, kComparison, kAtom };

// What a parameter costs in a request's address beside its value.
constexpr std::size_t kBoundOverhead = 16;

bool IsNumberType(std::string_view type) {
  return type.starts_with("Int") || type.starts_with("UInt") || type.starts_with("Float") || type == "Bool";
}

std::string ReadableValue(const Expr& value) {
  const std::string_view type = value.type;
  if (IsNumberType(type) || type.starts_with("Array(")) return value.text;
  if (type == "String") return QuoteText(value.text);
  if (type == "DateTime64(9, 'UTC')") return "toDateTime64(" + QuoteText(value.text) + ", 9, 'UTC')";
  return "CAST(" + QuoteText(value.text) + ", " + QuoteText(type) + ")";
}

class Printer {
 public:
  explicit Printer(bool for_reading) : for_reading_(for_reading) {}

  void Write(const Select& select, const std::string& indent);
  void Write(const Expr& expr, int outside);
  Printed Take() { return std::move(out_); }

 private:
  void WriteList(const std::vector<ExprPtr>& list, std::string_view separator, int tightness);
  void WriteJoined(const Expr& expr, std::string_view op, int own, int outside);
  void WriteInfix(const Expr& expr, int outside);
  void WriteValue(const Expr& value);
  void WriteItems(const std::vector<SelectItem>& items);
  void WriteFrom(const Select& select, const std::string& indent);
  void WriteGroupBy(const Select& select, const std::string& line);
  void WriteOrderBy(const Select& select, const std::string& line);
  void Open(bool needed) {
    if (needed) out_.text += '(';
  }
  void Close(bool needed) {
    if (needed) out_.text += ')';
  }

  const bool for_reading_;
  Printed out_;
  std::map<std::pair<std::string, std::string>, std::string> names_;
  std::size_t bound_bytes_ = 0;
};

void Printer::WriteList(const std::vector<ExprPtr>& list, std::string_view separator, int tightness) {
  bool first = true;
  for (const ExprPtr& expr : list) {
    if (!first) out_.text += separator;
    first = false;
    Write(*expr, tightness);
  }
}

void Printer::WriteJoined(const Expr& expr, std::string_view op, int own, int outside) {
  Open(own < outside);
  WriteList(expr.args, op, own + 1);
  Close(own < outside);
}

void Printer::WriteInfix(const Expr& expr, int outside) {
  Open(outside > kComparison);
  Write(*expr.args[0], kAtom);
  out_.text += ' ' + expr.text + ' ';
  Write(*expr.args[1], kAtom);
  Close(outside > kComparison);
}

void Printer::WriteValue(const Expr& value) {
  if (for_reading_ || value.type == "Bool") {
    out_.text += ReadableValue(value);
    return;
  }
  const auto known = names_.find({value.type, value.text});
  if (known == names_.end() && bound_bytes_ + value.text.size() > kMaxBoundBytes) {
    out_.text += ReadableValue(value);
    return;
  }
  auto [place, added] = names_.try_emplace({value.type, value.text});
  if (added) {
    bound_bytes_ += value.text.size() + kBoundOverhead;
    place->second = "p" + std::to_string(out_.params.size());
    out_.params.emplace_back(place->second, value.text);
  }
  out_.text += '{' + place->second + ':' + value.type + '}';
}

void Printer::Write(const Expr& expr, int outside) {
  std::string& text = out_.text;
  switch (expr.kind) {
    case ExprKind::kColumn: text += QuoteName(expr.text); break;
    case ExprKind::kParameter: text += expr.text; break;
    case ExprKind::kValue: WriteValue(expr); break;
    case ExprKind::kInfix: WriteInfix(expr, outside); break;
    case ExprKind::kAnd: WriteJoined(expr, " AND ", kAnd, outside); break;
    case ExprKind::kOr: WriteJoined(expr, " OR ", kOr, outside); break;
    case ExprKind::kNot:
      Open(outside > kNot);
      text += "NOT ";
      Write(*expr.args[0], kAtom);
      Close(outside > kNot);
      break;
    case ExprKind::kMapAt:
      Write(*expr.args[0], kAtom);
      text += '[' + QuoteText(expr.text) + ']';
      break;
    case ExprKind::kCall:
      text += expr.text + '(';
      WriteList(expr.args, ", ", kLoosest);
      text += ')';
      break;
    case ExprKind::kTuple:
      text += '(';
      WriteList(expr.args, ", ", kLoosest);
      text += ')';
      break;
    case ExprKind::kLambda:
      text += expr.text + " -> ";
      Write(*expr.args[0], kLoosest);
      break;
    case ExprKind::kOver:
      Write(*expr.args[0], kAtom);
      text += " OVER (PARTITION BY ";
      WriteList({expr.args.begin() + 1, expr.args.end()}, ", ", kLoosest);
      text += ')';
      break;
    case ExprKind::kRaw:
      out_.has_raw = true;
      text += '(' + expr.text + ')';
      break;
  }
}

void Printer::WriteItems(const std::vector<SelectItem>& items) {
  bool first = true;
  for (const SelectItem& item : items) {
    if (!first) out_.text += ", ";
    first = false;
    Write(*item.expr, kLoosest);
    if (!item.alias.empty()) out_.text += " AS " + QuoteName(item.alias);
  }
}

void Printer::WriteFrom(const Select& select, const std::string& indent) {
  if (select.from) {
    out_.text += "(\n  " + indent;
    Write(*select.from, indent + "  ");
    out_.text += "\n" + indent + ")";
    return;
  }
  if (!select.database.empty()) out_.text += QuoteName(select.database) + '.';
  out_.text += QuoteName(select.table);
}

void Printer::WriteGroupBy(const Select& select, const std::string& line) {
  if (!select.group_by.empty()) {
    out_.text += line + "GROUP BY ";
    WriteList(select.group_by, ", ", kLoosest);
  } else if (!select.grouping_sets.empty()) {
    out_.text += line + "GROUP BY GROUPING SETS (";
    bool first = true;
    for (const auto& set : select.grouping_sets) {
      out_.text += first ? "(" : ", (";
      first = false;
      WriteList(set, ", ", kLoosest);
      out_.text += ')';
    }
    out_.text += ')';
  }
  if (select.having) {
    out_.text += line + "HAVING ";
    Write(*select.having, kLoosest);
  }
}

void Printer::WriteOrderBy(const Select& select, const std::string& line) {
  if (select.order_by.empty()) return;
  out_.text += line + "ORDER BY ";
  bool first = true;
  for (const OrderItem& item : select.order_by) {
    if (!first) out_.text += ", ";
    first = false;
    Write(*item.expr, kLoosest);
    if (item.descending) out_.text += " DESC";
  }
}

void Printer::Write(const Select& select, const std::string& indent) {
  const std::string line = "\n" + indent;
  if (!select.with.empty()) {
    out_.text += "WITH ";
    WriteItems(select.with);
    out_.text += line;
  }
  out_.text += "SELECT ";
  WriteItems(select.items);
  if (select.from || !select.table.empty()) {
    out_.text += line + "FROM ";
    WriteFrom(select, indent);
  }
  if (select.where && !IsTrue(select.where)) {
    out_.text += line + "WHERE ";
    Write(*select.where, kLoosest);
  }
  WriteGroupBy(select, line);
  WriteOrderBy(select, line);
  if (select.limit_by) {
    out_.text += line + "LIMIT " + std::to_string(select.limit_by->count) + " BY ";
    WriteList(select.limit_by->by, ", ", kLoosest);
  }
  if (select.limit) out_.text += line + "LIMIT " + std::to_string(*select.limit);
  if (select.union_all) {
    out_.text += line + "UNION ALL" + line;
    Write(*select.union_all, indent);
  }
}

}  // namespace

Printed Print(const Select& select) {
  Printer printer(false);
  printer.Write(select, "");
  return printer.Take();
}

std::string PrintForReading(const Select& select) {
  Printer printer(true);
  printer.Write(select, "");
  return printer.Take().text;
}

std::string PrintForReading(const ExprPtr& expr) {
  Printer printer(true);
  printer.Write(*expr, kLoosest);
  return printer.Take().text;
}

}  // namespace sextant::sql
