// What every statement that gives rows selects. For this folder.
#pragma once

#include "query/plan/statements.h"

namespace sextant::plan {

// The question's columns, the row's place and its severity; no condition, order or limit.
RowsStatement Skeleton(const RowsQuestion& question);

}  // namespace sextant::plan
