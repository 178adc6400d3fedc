// Turns a bound search into the condition of a statement. Pure; cannot fail. What each operator means is
// docs/search-language.md; conditions are written so that
// the table's indexes serve them: lower(column) for text indexes, mapContains for those on a map's keys.
#pragma once

#include "query/bind/bound.h"
#include "query/bind/schema.h"
#include "sql/expr.h"

namespace sextant::plan {

sql::ExprPtr Condition(const bind::TableSchema& schema, const bind::BoundNode& node);

// The condition of one field, which is never NULL.
sql::ExprPtr FieldCondition(const bind::TableSchema& schema, const bind::BoundField& field,
                            const bind::BoundMatch& match);

// The field's value as it is, for a list of columns; text when Sextant cannot decode its type.
sql::ExprPtr FieldValue(const bind::BoundField& field);
// The field's value as text; "" when it is absent.
sql::ExprPtr FieldText(const bind::BoundField& field);

}  // namespace sextant::plan
