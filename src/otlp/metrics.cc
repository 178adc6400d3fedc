#include <memory>

#include "otlp/fields.h"
#include "otlp/metric_tables.h"
#include "otlp/points.h"
#include "otlp/records.h"

namespace sextant::otlp {
namespace {

// A Metric message without its points.
struct MetricFields {
  std::string_view name;
  std::string_view description;
  std::string_view unit;
  std::uint32_t kind = 0;  // the tag of `data`: metric::kGauge, …
  std::string_view data;   // the bytes of Gauge, Sum, …
  std::int32_t temporality = 0;
  bool is_monotonic = false;
};

bool IsData(std::uint32_t tag) {
  return tag == metric::kGauge || tag == metric::kSum || tag == metric::kHistogram ||
         tag == metric::kExponentialHistogram || tag == metric::kSummary;
}

MetricFields ReadMetric(std::string_view message) {
  MetricFields fields;
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case metric::kName: fields.name = r.Bytes(); break;
      case metric::kDescription: fields.description = r.Bytes(); break;
      case metric::kUnit: fields.unit = r.Bytes(); break;
      default:
        if (IsData(r.tag())) {
          fields.kind = r.tag();
          fields.data = r.Bytes();
        } else {
          r.Skip();
        }
    }
  }
  for (WireReader r(fields.data); r.Next();) {
    switch (r.tag()) {
      case metric_data::kTemporality: fields.temporality = r.Int32(); break;
      case metric_data::kIsMonotonic: fields.is_monotonic = r.Varint() != 0; break;
      default: r.Skip();
    }
  }
  return fields;
}

// The scope that a table has seen last, as indexes into that table's dictionaries.
struct ScopeIndexes {
  std::uint64_t serial = 0;
  std::vector<std::uint32_t> resource_keys;
  std::vector<std::uint32_t> scope_keys;
  std::uint32_t resource_schema_url = 0;
  std::uint32_t scope_name = 0;
  std::uint32_t scope_version = 0;
  std::uint32_t scope_schema_url = 0;
  std::uint32_t service_name = 0;
};

// A table that exists once it has a row.
template <typename Columns>
struct PointTable {
  Block block;
  Columns columns{block};
  ScopeIndexes scope;
};

class MetricSink final : public RowSink {
 public:
  explicit MetricSink(Tally& tally) : tally_(tally) {}

  std::size_t RowsOf(std::string_view message) const override;
  void BeginRequest(std::size_t, std::size_t) override {}
  void BeginScope(const Surroundings& surroundings) override;
  void Record(std::string_view message) override;
  std::vector<TableRows> Take() override;

 private:
  // Reads every point of `metric` with `read` and appends those not refused to `table` with AppendRest.
  template <typename Columns>
  void AddPoints(const MetricFields& metric, std::unique_ptr<PointTable<Columns>>& table,
                 void (*read)(std::string_view, const DecodeLimits&, PointFields&));
  // The columns that all tables share.
  void AppendPoint(const MetricFields& metric, std::uint64_t time, PointColumns& columns,
                   ScopeIndexes& scope);
  void EnterScope(PointColumns& columns, ScopeIndexes& scope) const;
  void AppendExemplars(ExemplarColumns& columns);

  void AppendRest(const MetricFields& metric, GaugeColumns& columns);
  void AppendRest(const MetricFields& metric, SumColumns& columns);
  void AppendRest(const MetricFields& metric, HistogramColumns& columns);
  void AppendRest(const MetricFields& metric, ExponentialColumns& columns);
  void AppendRest(const MetricFields& metric, SummaryColumns& columns);

  template <typename Columns>
  void TakeTable(Table name, std::unique_ptr<PointTable<Columns>>& table, std::vector<TableRows>& tables);

  Tally& tally_;
  const Surroundings* around_ = nullptr;
  std::uint64_t scope_serial_ = 0;
  PointFields point_;  // the one being read
  std::unique_ptr<PointTable<GaugeColumns>> gauge_;
  std::unique_ptr<PointTable<SumColumns>> sum_;
  std::unique_ptr<PointTable<HistogramColumns>> histogram_;
  std::unique_ptr<PointTable<ExponentialColumns>> exponential_;
  std::unique_ptr<PointTable<SummaryColumns>> summary_;
};

std::size_t MetricSink::RowsOf(std::string_view message) const {
  std::string_view data;
  for (WireReader r(message); r.Next();) {
    IsData(r.tag()) ? void(data = r.Bytes()) : r.Skip();
  }
  std::size_t points = 0;
  for (WireReader r(data); r.Next(); r.Skip()) points += r.tag() == metric_data::kPoint;
  return points;
}

void MetricSink::BeginScope(const Surroundings& surroundings) {
  around_ = &surroundings;
  ++scope_serial_;
}

void MetricSink::Record(std::string_view message) {
  const MetricFields metric = ReadMetric(message);
  switch (metric.kind) {
    case metric::kGauge: AddPoints(metric, gauge_, ReadNumberPoint); break;
    case metric::kSum: AddPoints(metric, sum_, ReadNumberPoint); break;
    case metric::kHistogram: AddPoints(metric, histogram_, ReadHistogramPoint); break;
    case metric::kExponentialHistogram: AddPoints(metric, exponential_, ReadExponentialPoint); break;
    case metric::kSummary: AddPoints(metric, summary_, ReadSummaryPoint); break;
    default: break;  // without data, or of a kind that OTLP has not yet
  }
}

template <typename Columns>
void MetricSink::AddPoints(const MetricFields& metric, std::unique_ptr<PointTable<Columns>>& table,
                           void (*read)(std::string_view, const DecodeLimits&, PointFields&)) {
  for (WireReader r(metric.data); r.Next();) {
    if (r.tag() != metric_data::kPoint) {
      r.Skip();
      continue;
    }
    read(r.Bytes(), tally_.limits(), point_);
    const std::uint64_t time =
        point_.time != 0 ? point_.time : static_cast<std::uint64_t>(tally_.receive_time());
    if (const char* reason = RefusalOf(point_, time, tally_)) {
      tally_.Refuse(reason);
      continue;
    }
    if (table == nullptr) table = std::make_unique<PointTable<Columns>>();
    AppendPoint(metric, time, table->columns.point, table->scope);
    AppendRest(metric, table->columns);
    tally_.Accept();
  }
}

void MetricSink::EnterScope(PointColumns& columns, ScopeIndexes& scope) const {
  scope.serial = scope_serial_;
  columns.resource_attributes.Prepare(*around_->resource_attributes, 1, scope.resource_keys);
  columns.scope_attributes.Prepare(*around_->scope_attributes, 1, scope.scope_keys);
  scope.resource_schema_url = columns.resource_schema_url.Intern(around_->resource_schema_url);
  scope.scope_name = columns.scope_name.Intern(around_->scope_name);
  scope.scope_version = columns.scope_version.Intern(around_->scope_version);
  scope.scope_schema_url = columns.scope_schema_url.Intern(around_->scope_schema_url);
  scope.service_name = columns.service_name.Intern(around_->service_name);
}

void MetricSink::AppendPoint(const MetricFields& metric, std::uint64_t time, PointColumns& columns,
                             ScopeIndexes& scope) {
  if (scope.serial != scope_serial_) EnterScope(columns, scope);
  columns.resource_attributes.AppendCopy(*around_->resource_attributes, scope.resource_keys);
  columns.resource_schema_url.AppendIndex(scope.resource_schema_url);
  columns.scope_name.AppendIndex(scope.scope_name);
  columns.scope_version.AppendIndex(scope.scope_version);
  columns.scope_attributes.AppendCopy(*around_->scope_attributes, scope.scope_keys);
  columns.scope_dropped_attributes.Append(around_->scope_dropped_attributes);
  columns.scope_schema_url.AppendIndex(scope.scope_schema_url);
  columns.service_name.AppendIndex(scope.service_name);
  columns.metric_name.Append(metric.name);
  columns.metric_description.Append(metric.description);
  columns.metric_unit.Append(metric.unit);
  columns.attributes.AppendRow(point_.attributes.data(), point_.attributes.data() + point_.attributes.size(),
                               tally_.limits().max_depth);
  columns.start_time.Append(ToTime(point_.start_time));
  columns.time.Append(static_cast<std::int64_t>(time));
}

void MetricSink::AppendExemplars(ExemplarColumns& columns) {
  const std::string_view* attributes = point_.exemplar_attributes.data();
  for (const ExemplarFields& exemplar : point_.exemplars) {
    columns.attributes.values.AppendRow(attributes + exemplar.attributes_begin,
                                        attributes + exemplar.attributes_end, tally_.limits().max_depth);
    columns.times.values.Append(ToTime(exemplar.time));
    columns.values.values.Append(exemplar.value);
    AppendOptionalId(columns.span_ids.values, exemplar.span_id, kSpanIdBytes, tally_);
    AppendOptionalId(columns.trace_ids.values, exemplar.trace_id, kTraceIdBytes, tally_);
  }
  columns.attributes.array.EndRow();
  columns.times.array.EndRow();
  columns.values.array.EndRow();
  columns.span_ids.array.EndRow();
  columns.trace_ids.array.EndRow();
}

template <typename T>
void AppendList(ArrayOf<NumberColumn<T>>& column, const std::vector<T>& list) {
  column.values.values.insert(column.values.values.end(), list.begin(), list.end());
  column.array.EndRow();
}

void MetricSink::AppendRest(const MetricFields&, GaugeColumns& columns) {
  columns.value.Append(point_.value);
  columns.flags.Append(point_.flags);
  AppendExemplars(columns.exemplars);
}

void MetricSink::AppendRest(const MetricFields& metric, SumColumns& columns) {
  columns.value.Append(point_.value);
  columns.flags.Append(point_.flags);
  AppendExemplars(columns.exemplars);
  columns.temporality.Append(metric.temporality);
  columns.is_monotonic.Append(metric.is_monotonic ? 1 : 0);
}

void MetricSink::AppendRest(const MetricFields& metric, HistogramColumns& columns) {
  columns.count.Append(point_.count);
  columns.sum.Append(point_.sum);
  AppendList(columns.bucket_counts, point_.bucket_counts);
  AppendList(columns.bounds, point_.bounds);
  AppendExemplars(columns.exemplars);
  columns.flags.Append(point_.flags);
  columns.min.Append(point_.min);
  columns.max.Append(point_.max);
  columns.temporality.Append(metric.temporality);
}

void MetricSink::AppendRest(const MetricFields& metric, ExponentialColumns& columns) {
  columns.count.Append(point_.count);
  columns.sum.Append(point_.sum);
  columns.scale.Append(point_.scale);
  columns.zero_count.Append(point_.zero_count);
  columns.positive_offset.Append(point_.positive.offset);
  AppendList(columns.positive_counts, point_.positive.counts);
  columns.negative_offset.Append(point_.negative.offset);
  AppendList(columns.negative_counts, point_.negative.counts);
  AppendExemplars(columns.exemplars);
  columns.flags.Append(point_.flags);
  columns.min.Append(point_.min);
  columns.max.Append(point_.max);
  columns.temporality.Append(metric.temporality);
}

void MetricSink::AppendRest(const MetricFields&, SummaryColumns& columns) {
  columns.count.Append(point_.count);
  columns.sum.Append(point_.sum);
  AppendList(columns.quantiles, point_.quantiles);
  AppendList(columns.values, point_.quantile_values);
  columns.flags.Append(point_.flags);
}

template <typename Columns>
void MetricSink::TakeTable(Table name, std::unique_ptr<PointTable<Columns>>& table,
                           std::vector<TableRows>& tables) {
  if (table == nullptr) return;
  std::uint64_t duplicates = table->columns.point.attributes.duplicates();
  if constexpr (requires { table->columns.exemplars; }) {
    duplicates += table->columns.exemplars.attributes.values.duplicates();
  }
  tally_.Mend(mended::kDuplicateAttribute, duplicates);
  MendBlock(table->block, tally_);
  tables.push_back({name, std::move(table->block)});
}

std::vector<TableRows> MetricSink::Take() {
  std::vector<TableRows> tables;
  TakeTable(Table::kGauge, gauge_, tables);
  TakeTable(Table::kSum, sum_, tables);
  TakeTable(Table::kHistogram, histogram_, tables);
  TakeTable(Table::kExponentialHistogram, exponential_, tables);
  TakeTable(Table::kSummary, summary_, tables);
  return tables;
}

}  // namespace

std::unique_ptr<RowSink> MakeMetricSink(Tally& tally) { return std::make_unique<MetricSink>(tally); }

}  // namespace sextant::otlp
