#include <algorithm>
#include <functional>

#include "demo/played.h"
#include "otlp/decode.h"
#include "otlp/rows_testlib.h"

namespace sextant::demo {
namespace {

template <typename C>
const C& As(const Block& block, std::string_view name) {
  const NamedColumn* found = block.Find(name);
  SXT_CHECK(found != nullptr, std::string(name));
  return static_cast<const C&>(*found->column);
}

std::string TextAt(const Block& block, std::string_view name, std::size_t row) {
  const NamedColumn* found = block.Find(name);
  SXT_CHECK(found != nullptr, std::string(name));
  if (const auto* text = dynamic_cast<const StringColumn*>(found->column.get())) {
    return std::string(text->at(row));
  }
  return std::string(static_cast<const LowCardinalityColumn&>(*found->column).at(row));
}

template <typename T>
T NumberAt(const Block& block, std::string_view name, std::size_t row) {
  return As<NumberColumn<T>>(block, name).values[row];
}

TextMap MapAt(const MapColumn& column, std::size_t row) {
  const auto& keys = static_cast<const LowCardinalityColumn&>(*column.keys);
  const auto& values = static_cast<const StringColumn&>(*column.values);
  TextMap map;
  for (std::size_t i = column.begin_of(row); i < column.end_of(row); ++i) {
    map.emplace(keys.at(i), values.at(i));
  }
  return map;
}

TextMap MapAt(const Block& block, std::string_view name, std::size_t row) {
  return MapAt(As<MapColumn>(block, name), row);
}

std::vector<PlayedEvent> EventsAt(const Block& block, std::size_t row) {
  const auto& names = As<ArrayColumn>(block, "Events.Name");
  const auto& sets = As<ArrayColumn>(block, "Events.Attributes");
  std::vector<PlayedEvent> events;
  for (std::size_t i = names.begin_of(row); i < names.end_of(row); ++i) {
    events.push_back({std::string(static_cast<const LowCardinalityColumn&>(*names.values).at(i)),
                      MapAt(static_cast<const MapColumn&>(*sets.values), i)});
  }
  return events;
}

void AddSpans(const Block& block, Played& out) {
  const auto& links = As<ArrayColumn>(block, "Links.SpanId");
  for (std::size_t row = 0; row < block.rows(); ++row) {
    PlayedSpan& span = out.spans.emplace_back();
    span.time = NumberAt<std::int64_t>(block, "Timestamp", row);
    span.duration_ns = static_cast<std::int64_t>(NumberAt<std::uint64_t>(block, "Duration", row));
    span.trace = TextAt(block, "TraceId", row);
    span.id = TextAt(block, "SpanId", row);
    span.parent = TextAt(block, "ParentSpanId", row);
    span.name = TextAt(block, "SpanName", row);
    span.kind = TextAt(block, "SpanKind", row);
    span.service = TextAt(block, "ServiceName", row);
    span.scope = TextAt(block, "ScopeName", row);
    span.status = TextAt(block, "StatusCode", row);
    span.message = TextAt(block, "StatusMessage", row);
    span.attributes = MapAt(block, "SpanAttributes", row);
    span.resource = MapAt(block, "ResourceAttributes", row);
    span.events = EventsAt(block, row);
    for (std::size_t i = links.begin_of(row); i < links.end_of(row); ++i) {
      span.linked_spans.emplace_back(static_cast<const StringColumn&>(*links.values).at(i));
    }
  }
}

void AddLogs(const Block& block, Played& out) {
  for (std::size_t row = 0; row < block.rows(); ++row) {
    PlayedLog& log = out.logs.emplace_back();
    log.time = NumberAt<std::int64_t>(block, "Timestamp", row);
    log.trace = TextAt(block, "TraceId", row);
    log.span = TextAt(block, "SpanId", row);
    log.service = TextAt(block, "ServiceName", row);
    log.scope = TextAt(block, "ScopeName", row);
    log.severity = TextAt(block, "SeverityText", row);
    log.body = TextAt(block, "Body", row);
    log.attributes = MapAt(block, "LogAttributes", row);
    log.resource = MapAt(block, "ResourceAttributes", row);
  }
}

void AddPoints(Table table, const Block& block, const std::string& only, Played& out) {
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (!only.empty() && TextAt(block, "MetricName", row) != only) continue;
    PlayedPoint& point = out.points.emplace_back();
    point.table = table;
    point.time = NumberAt<std::int64_t>(block, "TimeUnix", row);
    point.start = NumberAt<std::int64_t>(block, "StartTimeUnix", row);
    point.service = TextAt(block, "ServiceName", row);
    point.scope = TextAt(block, "ScopeName", row);
    point.metric = TextAt(block, "MetricName", row);
    point.unit = TextAt(block, "MetricUnit", row);
    point.attributes = MapAt(block, "Attributes", row);
    point.resource = MapAt(block, "ResourceAttributes", row);
    if (table == Table::kGauge || table == Table::kSum) point.value = NumberAt<double>(block, "Value", row);
    if (table != Table::kHistogram) continue;
    point.count = NumberAt<std::uint64_t>(block, "Count", row);
    const auto& buckets = As<ArrayColumn>(block, "BucketCounts");
    const auto& values = static_cast<const NumberColumn<std::uint64_t>&>(*buckets.values).values;
    for (std::size_t i = buckets.begin_of(row); i < buckets.end_of(row); ++i) {
      point.buckets.push_back(values[i]);
    }
  }
}

using TakeRows = std::function<void(const TableRows& rows)>;

void PlayRows(const TapeOptions& options, UnixNanos from, UnixNanos to, UnixNanos since, Played& out,
              const TakeRows& take) {
  otlp::DecodeContext context;
  context.receive_time = to;
  const auto decode = [&](Signal signal, const std::string& request) {
    const auto decoded = otlp::Decode(signal, otlp::Encoding::kProtobuf, request, context);
    SXT_CHECK(decoded.ok(), decoded.status().message());
    SXT_CHECK(decoded->rejected == 0, decoded->rejection_message);
    SXT_CHECK(decoded->mended.empty(), decoded->mended.begin()->first);
    ++out.requests;
    out.largest_request = std::max<std::size_t>(out.largest_request, decoded->accepted);
    for (const TableRows& rows : decoded->tables) take(rows);
    return true;
  };
  Play(options, from, to, decode, since);
}

std::string Find(const TextMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? "" : found->second;
}

template <typename Row, typename Test>
std::vector<Row> Filter(const std::vector<Row>& rows, const Test& test) {
  std::vector<Row> kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept), test);
  return kept;
}

}  // namespace

std::string PlayedSpan::operator[](const std::string& key) const { return Find(attributes, key); }
std::string PlayedLog::operator[](const std::string& key) const { return Find(attributes, key); }

std::vector<PlayedSpan> Played::SpansOf(const std::string& service, const std::string& name) const {
  return Filter(spans, [&](const auto& span) { return span.service == service && span.name == name; });
}
std::vector<PlayedLog> Played::LogsOf(const std::string& service, const std::string& body) const {
  return Filter(logs, [&](const auto& log) { return log.service == service && log.body == body; });
}
std::vector<PlayedPoint> Played::PointsOf(const std::string& service, const std::string& metric) const {
  return Filter(points,
                [&](const auto& point) { return point.service == service && point.metric == metric; });
}

Played PlayDecoded(const TapeOptions& options, UnixNanos from, UnixNanos to, const std::string& metric,
                   UnixNanos since) {
  Played out;
  PlayRows(options, from, to, since, out, [&](const TableRows& rows) {
    if (rows.table == Table::kTraces) {
      AddSpans(rows.block, out);
    } else if (rows.table == Table::kLogs) {
      AddLogs(rows.block, out);
    } else {
      AddPoints(rows.table, rows.block, metric, out);
    }
  });
  return out;
}

std::vector<std::string> PlayedRows(const TapeOptions& options, UnixNanos from, UnixNanos to) {
  Played played;
  std::vector<std::string> texts;
  PlayRows(options, from, to, std::numeric_limits<UnixNanos>::min(), played, [&](const TableRows& rows) {
    for (std::size_t row = 0; row < rows.block.rows(); ++row) {
      std::string& text = texts.emplace_back(TableName(rows.table));
      for (const std::string& cell : otlp::RowTexts(rows.block, row)) text += "\n" + cell;
    }
  });
  std::sort(texts.begin(), texts.end());
  return texts;
}

}  // namespace sextant::demo
