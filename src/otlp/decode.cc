#include "otlp/decode.h"

#include "otlp/json_to_protobuf.h"
#include "otlp/metric_tables.h"
#include "otlp/records.h"
#include "otlp/tables.h"
#include "otlp/wire.h"

namespace sextant::otlp {
namespace {

std::unique_ptr<RowSink> MakeSink(Signal signal, Tally& tally) {
  switch (signal) {
    case Signal::kLogs: return MakeLogSink(tally);
    case Signal::kTraces: return MakeSpanSink(tally);
    case Signal::kMetrics: break;
  }
  return MakeMetricSink(tally);
}

std::string_view Noun(Signal signal) {
  switch (signal) {
    case Signal::kLogs: return "log records";
    case Signal::kTraces: return "spans";
    case Signal::kMetrics: return "data points";
  }
  return "";
}

Result<Decoded> DecodeProtobuf(Signal signal, std::string_view body, const DecodeContext& context) {
  Decoded decoded;
  Tally tally(context, decoded);
  const auto sink = MakeSink(signal, tally);
  try {
    SXT_TRY(WalkRequest(body, tally, *sink));
    decoded.tables = sink->Take();
  } catch (const WireFault& fault) {
    return Status(Code::kBadInput, "The protobuf request cannot be read at byte " +
                                       std::to_string(fault.at - body.data()) + ": " + fault.reason + ".");
  }
  tally.Finish(Noun(signal));
  return decoded;
}

}  // namespace

Result<Decoded> Decode(Signal signal, Encoding encoding, std::string_view body,
                       const DecodeContext& context) {
  if (encoding == Encoding::kProtobuf) return DecodeProtobuf(signal, body, context);
  bool replaced = false;
  SXT_ASSIGN(const std::string protobuf, JsonToProtobuf(signal, body, context.limits.max_depth, &replaced));
  auto decoded = DecodeProtobuf(signal, protobuf, context);
  if (decoded.ok() && replaced) ++decoded->mended[mended::kInvalidUtf8];
  return decoded;
}

Block EmptyRows(Table table) {
  Block block;
  switch (table) {
    case Table::kLogs:
    case Table::kSessions: LogColumns{block}; break;
    case Table::kTraces: SpanColumns{block}; break;
    case Table::kGauge: GaugeColumns{block}; break;
    case Table::kSum: SumColumns{block}; break;
    case Table::kHistogram: HistogramColumns{block}; break;
    case Table::kExponentialHistogram: ExponentialColumns{block}; break;
    case Table::kSummary: SummaryColumns{block}; break;
  }
  return block;
}

}  // namespace sextant::otlp
