// What each runtime says of itself, whatever service it runs.
#pragma once

#include "demo/metrics/metric_table.h"

namespace sextant::demo {

MetricRows DotnetRows();
MetricRows DotnetProcessRows();
MetricRows GoRows();
MetricRows PythonRows();
MetricRows JvmRows();

}  // namespace sextant::demo
