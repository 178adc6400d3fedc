#include "sql/expr.h"

#include <utility>

#include "sql/quote.h"

namespace sextant::sql {
namespace {

ExprPtr Make(ExprKind kind, std::string_view text, std::vector<ExprPtr> args = {},
             std::string_view type = {}) {
  return std::make_shared<const Expr>(Expr{kind, std::string(text), std::string(type), std::move(args)});
}

ExprPtr Join(ExprKind kind, std::vector<ExprPtr> args, const ExprPtr& none) {
  std::vector<ExprPtr> flat;
  for (ExprPtr& arg : args) {
    if (arg->kind == kind) {
      flat.insert(flat.end(), arg->args.begin(), arg->args.end());
    } else if (arg->kind != none->kind || arg->text != none->text) {
      flat.push_back(std::move(arg));
    }
  }
  if (flat.empty()) return none;
  if (flat.size() == 1) return flat.front();
  return Make(kind, "", std::move(flat));
}

// "2026-11-21 03:11:59.981336904"
std::string InstantText(UnixNanos time) {
  std::string text = FormatIso8601(time);
  text[10] = ' ';
  text.pop_back();
  return text;
}

}  // namespace

ExprPtr Column(std::string_view name) { return Make(ExprKind::kColumn, name); }
ExprPtr Value(std::string_view type, std::string_view text) { return Make(ExprKind::kValue, text, {}, type); }
ExprPtr Text(std::string_view value) { return Value("String", value); }
ExprPtr Int(std::int64_t value) { return Value("Int64", std::to_string(value)); }
ExprPtr Uint(std::uint64_t value) { return Value("UInt64", std::to_string(value)); }
ExprPtr Instant(UnixNanos time) { return Value("DateTime64(9, 'UTC')", InstantText(time)); }

ExprPtr TextArray(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const std::string& value : values) {
    if (text.size() > 1) text += ',';
    text += QuoteText(value);
  }
  return Value("Array(String)", text + "]");
}

ExprPtr Call(std::string_view function, std::vector<ExprPtr> args) {
  return Make(ExprKind::kCall, function, std::move(args));
}

ExprPtr Infix(ExprPtr left, std::string_view op, ExprPtr right) {
  return Make(ExprKind::kInfix, op, {std::move(left), std::move(right)});
}

ExprPtr And(std::vector<ExprPtr> args) {
  for (const ExprPtr& arg : args) {
    if (arg->kind == ExprKind::kValue && arg->type == "Bool" && arg->text == "false") return False();
  }
  return Join(ExprKind::kAnd, std::move(args), True());
}

ExprPtr Or(std::vector<ExprPtr> args) {
  for (const ExprPtr& arg : args) {
    if (IsTrue(arg)) return True();
  }
  return Join(ExprKind::kOr, std::move(args), False());
}

ExprPtr Not(ExprPtr arg) {
  if (IsTrue(arg)) return False();
  return Make(ExprKind::kNot, "", {std::move(arg)});
}

ExprPtr MapAt(ExprPtr map, std::string_view key) { return Make(ExprKind::kMapAt, key, {std::move(map)}); }
ExprPtr Tuple(std::vector<ExprPtr> args) { return Make(ExprKind::kTuple, "", std::move(args)); }

ExprPtr Lambda(std::string_view parameter, ExprPtr body) {
  return Make(ExprKind::kLambda, parameter, {std::move(body)});
}

ExprPtr Parameter(std::string_view name) { return Make(ExprKind::kParameter, name); }
ExprPtr Over(ExprPtr call, std::vector<ExprPtr> partition_by) {
  partition_by.insert(partition_by.begin(), std::move(call));
  return Make(ExprKind::kOver, "", std::move(partition_by));
}

ExprPtr Raw(std::string_view text) { return Make(ExprKind::kRaw, text); }
ExprPtr True() { return Value("Bool", "true"); }
ExprPtr False() { return Value("Bool", "false"); }

bool IsTrue(const ExprPtr& expr) {
  return expr->kind == ExprKind::kValue && expr->type == "Bool" && expr->text == "true";
}

}  // namespace sextant::sql
