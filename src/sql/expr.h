// SQL expressions as values: built from parts here, turned into text by printer.h and nowhere else.
// Immutable and shared; safe to read from any thread. Pure.
//
// Names, map keys and values are kept apart from the text around them, so that nothing a person typed can
// become SQL, except through Raw, which says so.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sextant::sql {

enum class ExprKind : std::uint8_t {
  kColumn,  // text: the column's name
  kValue,   // text: the value in ClickHouse's text format; type: its ClickHouse type
  kCall,    // text: the function; args
  kInfix,   // text: the operator; two args
  kAnd,
  kOr,         // args: two or more
  kNot,        // one arg
  kMapAt,      // text: the key; one arg, the map
  kTuple,      // args
  kLambda,     // text: the parameter; one arg, the body
  kParameter,  // text: a lambda's parameter
  kOver,       // args: the call, then what it is partitioned by
  kRaw,        // text: an expression that a person wrote
};

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

struct Expr {
  ExprKind kind;
  std::string text;
  std::string type;
  std::vector<ExprPtr> args;
};

ExprPtr Column(std::string_view name);
// Bound as {pN:type}; `text` as ClickHouse's text format writes a value of that type, unescaped.
ExprPtr Value(std::string_view type, std::string_view text);
ExprPtr Text(std::string_view value);
ExprPtr Int(std::int64_t value);
ExprPtr Uint(std::uint64_t value);
// DateTime64(9) in UTC.
ExprPtr Instant(UnixNanos time);
// Array(String).
ExprPtr TextArray(const std::vector<std::string>& values);

ExprPtr Call(std::string_view function, std::vector<ExprPtr> args);
ExprPtr Infix(ExprPtr left, std::string_view op, ExprPtr right);
// None of them: true (And) or false (Or). One: itself. Nested ones of the same kind are taken apart.
ExprPtr And(std::vector<ExprPtr> args);
ExprPtr Or(std::vector<ExprPtr> args);
ExprPtr Not(ExprPtr arg);
ExprPtr MapAt(ExprPtr map, std::string_view key);
ExprPtr Tuple(std::vector<ExprPtr> args);
ExprPtr Lambda(std::string_view parameter, ExprPtr body);
ExprPtr Parameter(std::string_view name);
// call OVER (PARTITION BY …)
ExprPtr Over(ExprPtr call, std::vector<ExprPtr> partition_by);
// call OVER (PARTITION BY …)
ExprPtr Over(ExprPtr call, std::vector<ExprPtr> partition_by);
// Text of a person's own; it must have passed CheckRaw (raw.h). Printed in parentheses.
ExprPtr Raw(std::string_view text);
ExprPtr True();
ExprPtr False();

bool IsTrue(const ExprPtr& expr);

}  // namespace sextant::sql
