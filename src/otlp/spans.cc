#include <algorithm>
#include <array>

#include "otlp/fields.h"
#include "otlp/records.h"
#include "otlp/tables.h"

namespace sextant::otlp {
namespace {

constexpr std::array<std::string_view, 7> kKindNames = {"Unspecified", "Internal", "Server", "Client",
                                                        "Producer",    "Consumer", ""};
constexpr std::array<std::string_view, 4> kStatusNames = {"Unset", "Ok", "Error", ""};

// Events and links keep their attributes in one list of the sink: [attributes_begin, attributes_end).
struct EventFields {
  std::uint64_t time = 0;
  std::string_view name;
  std::size_t attributes_begin = 0;
  std::size_t attributes_end = 0;
};

struct LinkFields {
  std::string_view trace_id;
  std::string_view span_id;
  std::string_view trace_state;
  std::size_t attributes_begin = 0;
  std::size_t attributes_end = 0;
};

struct SpanFields {
  std::string_view trace_id;
  std::string_view span_id;
  std::string_view parent_span_id;
  std::string_view trace_state;
  std::string_view name;
  std::string_view status_message;
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::uint64_t kind = 0;
  std::uint64_t status_code = 0;
};

// The indexes of a fixed list of words in a dictionary, each put there when first used. A number past the
// list is the last word, "".
template <std::size_t kCount>
class Words {
 public:
  explicit Words(const std::array<std::string_view, kCount>& names) : names_(names) {
    indexes_.fill(kUnknown);
  }

  void Append(LowCardinalityColumn& column, std::uint64_t number) {
    std::uint32_t& index = indexes_[std::min<std::uint64_t>(number, kCount - 1)];
    if (index == kUnknown) index = column.Intern(names_[std::min<std::uint64_t>(number, kCount - 1)]);
    column.AppendIndex(index);
  }

 private:
  static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
  const std::array<std::string_view, kCount>& names_;
  std::array<std::uint32_t, kCount> indexes_;
};

// After so many spans the rest is taken to be like them, and room is made for it.
constexpr std::size_t kSampleRows = 128;

class SpanSink final : public RowSink {
 public:
  explicit SpanSink(Tally& tally) : tally_(tally), columns_(block_) {}

  std::size_t RowsOf(std::string_view) const override { return 1; }
  void BeginRequest(std::size_t rows, std::size_t bytes) override;
  void BeginScope(const Surroundings& surroundings) override;
  void Record(std::string_view message) override;
  std::vector<TableRows> Take() override;

 private:
  SpanFields Read(std::string_view message);
  void ReadStatus(std::string_view message, SpanFields& span);
  void ReadEvent(std::string_view message);
  void ReadLink(std::string_view message);
  // Adds an attribute of an event or link whose attributes begin at `begin`.
  void CollectNested(std::string_view pair, std::size_t begin);
  const char* RefusalOf(const SpanFields& span, std::uint64_t start) const;
  const char* RefusalOfNested(std::size_t begin, std::size_t end) const;
  void Append(const SpanFields& span, std::uint64_t start);
  void AppendEvents();
  void AppendLinks();
  void ReserveRest();

  Tally& tally_;
  Block block_;
  SpanColumns columns_;
  Words<7> kinds_{kKindNames};
  Words<4> statuses_{kStatusNames};
  std::size_t request_rows_ = 0;
  std::size_t request_bytes_ = 0;
  // Of the span being read.
  KeyValues attributes_;
  std::vector<EventFields> events_;
  std::vector<LinkFields> links_;
  KeyValues nested_attributes_;
  // Of the scope being read.
  const Surroundings* around_ = nullptr;
  std::vector<std::uint32_t> resource_keys_;
  std::uint32_t service_name_ = 0;
  std::uint32_t scope_name_ = 0;
  std::uint32_t scope_version_ = 0;
};

void SpanSink::BeginRequest(std::size_t rows, std::size_t bytes) {
  rows = std::min(rows, bytes / (kTraceIdBytes + kSpanIdBytes));
  request_rows_ = rows;
  request_bytes_ = bytes;
  columns_.timestamp.values.reserve(rows);
  columns_.trace_id.ends.reserve(rows);
  columns_.trace_id.data.reserve(rows * kTraceIdBytes * 2);
  columns_.span_id.ends.reserve(rows);
  columns_.span_id.data.reserve(rows * kSpanIdBytes * 2);
  columns_.parent_span_id.ends.reserve(rows);
  columns_.parent_span_id.data.reserve(rows * kSpanIdBytes * 2);
  columns_.trace_state.ends.reserve(rows);
  columns_.span_name.indexes.reserve(rows);
  columns_.span_kind.indexes.reserve(rows);
  columns_.service_name.indexes.reserve(rows);
  columns_.scope_name.indexes.reserve(rows);
  columns_.scope_version.indexes.reserve(rows);
  const std::size_t sample_bytes = rows == 0 ? 0 : bytes / rows * std::min(rows, kSampleRows);
  columns_.span_attributes.Reserve(rows, sample_bytes / 32, sample_bytes / 2);
  columns_.duration.values.reserve(rows);
  columns_.status_code.indexes.reserve(rows);
  columns_.status_message.ends.reserve(rows);
  columns_.event_timestamps.array.ends.reserve(rows);
  columns_.event_names.array.ends.reserve(rows);
  columns_.event_attributes.array.ends.reserve(rows);
  columns_.link_trace_ids.array.ends.reserve(rows);
  columns_.link_span_ids.array.ends.reserve(rows);
  columns_.link_trace_states.array.ends.reserve(rows);
  columns_.link_attributes.array.ends.reserve(rows);
}

void SpanSink::BeginScope(const Surroundings& surroundings) {
  around_ = &surroundings;
  service_name_ = columns_.service_name.Intern(surroundings.service_name);
  scope_name_ = columns_.scope_name.Intern(surroundings.scope_name);
  scope_version_ = columns_.scope_version.Intern(surroundings.scope_version);
  columns_.resource_attributes.Prepare(*surroundings.resource_attributes, surroundings.rows, resource_keys_);
}

SpanFields SpanSink::Read(std::string_view message) {
  SpanFields span;
  attributes_.clear();
  events_.clear();
  links_.clear();
  nested_attributes_.clear();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case span::kTraceId: span.trace_id = r.Bytes(); break;
      case span::kSpanId: span.span_id = r.Bytes(); break;
      case span::kParentSpanId: span.parent_span_id = r.Bytes(); break;
      case span::kTraceState: span.trace_state = r.Bytes(); break;
      case span::kName: span.name = r.Bytes(); break;
      case span::kKind: span.kind = r.Varint(); break;
      case span::kStart: span.start = r.Fixed64(); break;
      case span::kEnd: span.end = r.Fixed64(); break;
      case span::kAttribute: Collect(attributes_, r.Bytes(), tally_.limits().max_attributes); break;
      case span::kEvent: ReadEvent(r.Bytes()); break;
      case span::kLink: ReadLink(r.Bytes()); break;
      case span::kStatus: ReadStatus(r.Bytes(), span); break;
      default: r.Skip();
    }
  }
  return span;
}

void SpanSink::ReadStatus(std::string_view message, SpanFields& span) {
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case status::kMessage: span.status_message = r.Bytes(); break;
      case status::kCode: span.status_code = r.Varint(); break;
      default: r.Skip();
    }
  }
}

void SpanSink::CollectNested(std::string_view pair, std::size_t begin) {
  if (nested_attributes_.size() - begin <= tally_.limits().max_attributes) nested_attributes_.push_back(pair);
}

void SpanSink::ReadEvent(std::string_view message) {
  if (events_.size() > tally_.limits().max_events) return;
  EventFields event;
  event.attributes_begin = nested_attributes_.size();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case event::kTime: event.time = r.Fixed64(); break;
      case event::kName: event.name = r.Bytes(); break;
      case event::kAttribute: CollectNested(r.Bytes(), event.attributes_begin); break;
      default: r.Skip();
    }
  }
  event.attributes_end = nested_attributes_.size();
  events_.push_back(event);
}

void SpanSink::ReadLink(std::string_view message) {
  if (links_.size() > tally_.limits().max_events) return;
  LinkFields link;
  link.attributes_begin = nested_attributes_.size();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case link::kTraceId: link.trace_id = r.Bytes(); break;
      case link::kSpanId: link.span_id = r.Bytes(); break;
      case link::kTraceState: link.trace_state = r.Bytes(); break;
      case link::kAttribute: CollectNested(r.Bytes(), link.attributes_begin); break;
      default: r.Skip();
    }
  }
  link.attributes_end = nested_attributes_.size();
  links_.push_back(link);
}

const char* SpanSink::RefusalOfNested(std::size_t begin, std::size_t end) const {
  return otlp::RefusalOf(nested_attributes_.data() + begin, nested_attributes_.data() + end, tally_.limits());
}

const char* SpanSink::RefusalOf(const SpanFields& span, std::uint64_t start) const {
  const DecodeLimits& limits = tally_.limits();
  if (!IsValidId(span.trace_id, kTraceIdBytes)) return reason::kBadTraceId;
  if (!IsValidId(span.span_id, kSpanIdBytes)) return reason::kBadSpanId;
  if (!span.parent_span_id.empty() && span.parent_span_id.size() != kSpanIdBytes)
    return reason::kBadParentSpanId;
  if (const char* reason = tally_.RefusalOf(start)) return reason;
  if (const char* reason = otlp::RefusalOf(attributes_, limits)) return reason;
  if (events_.size() > limits.max_events || links_.size() > limits.max_events) return reason::kTooManyEvents;
  for (const EventFields& event : events_) {
    if (const char* reason = RefusalOfNested(event.attributes_begin, event.attributes_end)) return reason;
  }
  for (const LinkFields& link : links_) {
    if (const char* reason = RefusalOfNested(link.attributes_begin, link.attributes_end)) return reason;
  }
  return nullptr;
}

void SpanSink::Record(std::string_view message) {
  const SpanFields span = Read(message);
  const std::uint64_t start =
      span.start != 0 ? span.start : static_cast<std::uint64_t>(tally_.receive_time());
  if (const char* reason = RefusalOf(span, start)) {
    tally_.Refuse(reason);
  } else {
    Append(span, start);
    tally_.Accept();
    if (columns_.timestamp.size() == kSampleRows) ReserveRest();
  }
}

void SpanSink::Append(const SpanFields& span, std::uint64_t start) {
  columns_.timestamp.Append(static_cast<std::int64_t>(start));
  AppendId(columns_.trace_id, span.trace_id);
  AppendId(columns_.span_id, span.span_id);
  AppendOptionalId(columns_.parent_span_id, span.parent_span_id, kSpanIdBytes, tally_);
  columns_.trace_state.Append(span.trace_state);
  columns_.span_name.Append(span.name);
  kinds_.Append(columns_.span_kind, span.kind);
  columns_.service_name.AppendIndex(service_name_);
  columns_.resource_attributes.AppendCopy(*around_->resource_attributes, resource_keys_);
  columns_.scope_name.AppendIndex(scope_name_);
  columns_.scope_version.AppendIndex(scope_version_);
  columns_.span_attributes.AppendRow(attributes_.data(), attributes_.data() + attributes_.size(),
                                     tally_.limits().max_depth);
  columns_.duration.Append(span.start != 0 && span.end > span.start ? span.end - span.start : 0);
  statuses_.Append(columns_.status_code, span.status_code);
  columns_.status_message.Append(span.status_message);
  AppendEvents();
  AppendLinks();
}

void SpanSink::ReserveRest() {
  columns_.span_attributes.ReserveLikeSoFar(request_rows_, request_bytes_);
  // Events are at least 2 bytes on the wire.
  const std::size_t events = columns_.event_timestamps.values.size() * request_rows_ / kSampleRows;
  const std::size_t room = std::min(events, request_bytes_ / 2);
  columns_.event_timestamps.values.values.reserve(room);
  columns_.event_names.values.indexes.reserve(room);
  columns_.event_attributes.values.ReserveLikeSoFar(room, request_bytes_);
}

void SpanSink::AppendEvents() {
  if (!events_.empty() && columns_.event_timestamps.values.values.empty()) {
    columns_.event_attributes.values.Reserve(kSampleRows, kSampleRows, kSampleRows * 16);
  }
  for (const EventFields& event : events_) {
    columns_.event_timestamps.values.Append(ToTime(event.time));
    columns_.event_names.values.Append(event.name);
    columns_.event_attributes.values.AppendRow(nested_attributes_.data() + event.attributes_begin,
                                               nested_attributes_.data() + event.attributes_end,
                                               tally_.limits().max_depth);
  }
  columns_.event_timestamps.array.EndRow();
  columns_.event_names.array.EndRow();
  columns_.event_attributes.array.EndRow();
}

void SpanSink::AppendLinks() {
  for (const LinkFields& link : links_) {
    AppendOptionalId(columns_.link_trace_ids.values, link.trace_id, kTraceIdBytes, tally_);
    AppendOptionalId(columns_.link_span_ids.values, link.span_id, kSpanIdBytes, tally_);
    columns_.link_trace_states.values.Append(link.trace_state);
    columns_.link_attributes.values.AppendRow(nested_attributes_.data() + link.attributes_begin,
                                              nested_attributes_.data() + link.attributes_end,
                                              tally_.limits().max_depth);
  }
  columns_.link_trace_ids.array.EndRow();
  columns_.link_span_ids.array.EndRow();
  columns_.link_trace_states.array.EndRow();
  columns_.link_attributes.array.EndRow();
}

std::vector<TableRows> SpanSink::Take() {
  std::vector<TableRows> tables;
  if (block_.rows() == 0) return tables;
  tally_.Mend(mended::kDuplicateAttribute, columns_.span_attributes.duplicates() +
                                               columns_.event_attributes.values.duplicates() +
                                               columns_.link_attributes.values.duplicates());
  MendBlock(block_, tally_);
  tables.push_back({Table::kTraces, std::move(block_)});
  return tables;
}

}  // namespace

std::unique_ptr<RowSink> MakeSpanSink(Tally& tally) { return std::make_unique<SpanSink>(tally); }

}  // namespace sextant::otlp
