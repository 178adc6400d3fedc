#include "model/signal.h"

namespace sextant {

std::string_view TableName(Table table) {
  switch (table) {
    case Table::kLogs: return "otel_logs";
    case Table::kSessions: return "hyperdx_sessions";
    case Table::kTraces: return "otel_traces";
    case Table::kGauge: return "otel_metrics_gauge";
    case Table::kSum: return "otel_metrics_sum";
    case Table::kHistogram: return "otel_metrics_histogram";
    case Table::kExponentialHistogram: return "otel_metrics_exponential_histogram";
    case Table::kSummary: return "otel_metrics_summary";
  }
  return "";
}

}  // namespace sextant
