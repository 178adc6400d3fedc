#include "model/source.h"

namespace sextant {

std::string_view SourceKindName(SourceKind kind) {
  switch (kind) {
    case SourceKind::kLog: return "log";
    case SourceKind::kTrace: return "trace";
    case SourceKind::kSession: return "session";
    case SourceKind::kMetric: return "metric";
  }
  return "";
}

}  // namespace sextant
