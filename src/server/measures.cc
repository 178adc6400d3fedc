#include "server/measures.h"

#include <algorithm>

#include "base/number_text.h"
#include "base/time.h"

namespace sextant::server {
namespace {

using Kind = Measure::Kind;

// How ingest marks refusals of whole requests among its reasons.
constexpr std::string_view kRequestReason = "request:";

class Collector {
 public:
  Measure& Add(Kind kind, std::string_view name, std::string_view unit, std::string_view description) {
    return measures_.emplace_back(Measure{name, unit, description, kind});
  }
  void AddOne(Kind kind, std::string_view name, std::string_view unit, std::string_view description,
              double value) {
    Add(kind, name, unit, description).points.push_back({{}, value});
  }
  std::vector<Measure> Take() {
    std::erase_if(measures_, [](const Measure& measure) { return measure.points.empty(); });
    return std::move(measures_);
  }

 private:
  std::vector<Measure> measures_;
};

double AsDouble(std::uint64_t value) { return static_cast<double>(value); }

void AddReceived(const ingest::IngestStatus& ingest, Collector& out) {
  const auto by_database = [&](std::string_view name, std::string_view unit, std::string_view description,
                               std::uint64_t ingest::DatabaseCounters::*member) {
    Measure& measure = out.Add(Kind::kCounter, name, unit, description);
    for (const auto& [database, counters] : ingest.databases) {
      measure.points.push_back({{{"database", database}}, AsDouble(counters.*member)});
    }
  };
  by_database("sextant.ingest.requests", "{request}", "Export requests acknowledged, whole or in part.",
              &ingest::DatabaseCounters::requests);
  by_database("sextant.ingest.rows", "{row}", "Records accepted.", &ingest::DatabaseCounters::rows);
  by_database("sextant.ingest.bytes", "By", "Bodies accepted, their coding undone.",
              &ingest::DatabaseCounters::bytes);
}

void AddRejected(const ingest::IngestStatus& ingest, bool whole_requests, Measure& measure) {
  for (const auto& [database, counters] : ingest.databases) {
    for (const auto& [reason, count] : counters.rejected) {
      const bool is_request = reason.starts_with(kRequestReason);
      if (is_request != whole_requests) continue;
      const std::string word = is_request ? reason.substr(kRequestReason.size()) : reason;
      measure.points.push_back({{{"database", database}, {"reason", word}}, AsDouble(count)});
    }
  }
}

void AddIngest(const ingest::IngestStatus& ingest, Collector& out) {
  AddReceived(ingest, out);
  AddRejected(ingest, true,
              out.Add(Kind::kCounter, "sextant.ingest.rejected_requests", "{request}",
                      "Export requests refused as a whole."));
  AddRejected(ingest, false,
              out.Add(Kind::kCounter, "sextant.ingest.rejected_rows", "{row}",
                      "Records refused one by one in accepted requests."));
  Measure& stored = out.Add(Kind::kCounter, "sextant.ingest.stored_rows", "{row}", "Rows inserted.");
  for (const auto& table : ingest.tables) {
    stored.points.push_back(
        {{{"database", table.database}, {"table", table.table}}, AsDouble(table.stored_rows)});
  }
  out.AddOne(Kind::kCounter, "sextant.ingest.inserts", "{insert}", "Blocks inserted.",
             AsDouble(ingest.inserts));
  out.AddOne(Kind::kCounter, "sextant.ingest.insert_retries", "{insert}", "Inserts tried again.",
             AsDouble(ingest.retries));
  out.AddOne(Kind::kGauge, "sextant.ingest.waiting_rows", "{row}", "Rows acknowledged and not yet inserted.",
             AsDouble(ingest.waiting_rows));
  out.AddOne(Kind::kGauge, "sextant.ingest.oldest_waiting", "s", "Age of the oldest of the waiting rows.",
             static_cast<double>(ingest.oldest_waiting_ns) / static_cast<double>(kNanosPerSecond));
  out.AddOne(Kind::kGauge, "sextant.ingest.loaded", "By", "Waiting rows held in memory.",
             AsDouble(ingest.loaded_bytes));
  out.AddOne(Kind::kGauge, "sextant.ingest.quarantined_requests", "{request}",
             "Requests that their table refuses for good, kept aside.", AsDouble(ingest.quarantined));
}

void AddLog(const ingest::IngestStatus& ingest, Collector& out) {
  out.AddOne(Kind::kGauge, "sextant.log.size", "By", "Of the log's segment files.",
             AsDouble(ingest.log_bytes));
  out.AddOne(Kind::kGauge, "sextant.log.segments", "{segment}", "Segment files.",
             AsDouble(ingest.log_segments));
  out.AddOne(Kind::kCounter, "sextant.log.syncs", "{sync}", "Group commits.", AsDouble(ingest.log_syncs));
  out.AddOne(Kind::kCounter, "sextant.log.failures", "{segment}",
             "Segments ended by a write or sync that failed.", AsDouble(ingest.log_failures));
  out.AddOne(Kind::kCounter, "sextant.log.damaged_frames", "{request}",
             "Acknowledged requests whose bytes no longer match their checksum.",
             AsDouble(ingest.damaged_frames));
  out.AddOne(Kind::kCounter, "sextant.log.dropped", "By", "Torn or damaged ends of segment files.",
             AsDouble(ingest.dropped_bytes));
}

void AddEngine(const EngineSnapshot& engine, Collector& out) {
  Measure& state = out.Add(Kind::kGauge, "sextant.engine.state", "1", "1 for the state the engine is in.");
  for (const auto each :
       {EngineState::kStarting, EngineState::kReady, EngineState::kRestarting, EngineState::kStopped}) {
    state.points.push_back({{{"state", EngineStateName(each)}}, each == engine.state ? 1.0 : 0.0});
  }
  out.AddOne(Kind::kCounter, "sextant.engine.starts", "{start}", "Engine processes started.",
             AsDouble(engine.starts));
}

void AddDoors(const Moment& moment, Collector& out) {
  Measure& answers = out.Add(Kind::kCounter, "sextant.http.answers", "{answer}", "HTTP requests answered.");
  for (const auto& [door_and_status, count] : moment.answers) {
    const auto& [door, status] = door_and_status;
    answers.points.push_back({{{"door", door}, {"status", std::to_string(status)}}, AsDouble(count)});
  }
  Measure& refusals = out.Add(Kind::kCounter, "sextant.door.refusals", "{request}",
                              "Requests and connections refused before anybody handled them.");
  for (const auto& [door_and_reason, count] : moment.refusals) {
    const auto& [door, reason] = door_and_reason;
    refusals.points.push_back({{{"door", door}, {"reason", reason}}, AsDouble(count)});
  }
}

// "sextant.log.size", "By", gauge → "sextant_log_size_bytes".
std::string PrometheusName(const Measure& measure) {
  std::string name(measure.name);
  std::replace(name.begin(), name.end(), '.', '_');
  const std::string_view suffix = measure.unit == "By" ? "_bytes" : measure.unit == "s" ? "_seconds" : "";
  if (!name.ends_with(suffix)) name += suffix;
  if (measure.kind == Kind::kCounter) name += "_total";
  return name;
}

void AppendLabelValue(std::string_view value, std::string& out) {
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
}

void AppendPoint(const std::string& name, const Measure::Point& point, std::string& out) {
  out += name;
  char before = '{';
  for (const auto& [key, value] : point.labels) {
    out += before + key + "=\"";
    AppendLabelValue(value, out);
    out += '"';
    before = ',';
  }
  if (before == ',') out += '}';
  out += ' ';
  AppendDoubleText(out, point.value);
  out += '\n';
}

}  // namespace

std::vector<Measure> MeasuresOf(const Moment& moment) {
  Collector out;
  AddIngest(moment.ingest, out);
  AddLog(moment.ingest, out);
  AddEngine(moment.engine, out);
  AddDoors(moment, out);
  out.AddOne(Kind::kCounter, "sextant.telemetry.dropped_lines", "{line}",
             "Log lines that did not fit among those waiting to be sent.",
             AsDouble(moment.dropped_log_lines));
  return out.Take();
}

std::string PrometheusText(const std::vector<Measure>& measures) {
  std::string out;
  for (const Measure& measure : measures) {
    const std::string name = PrometheusName(measure);
    out += "# HELP " + name + " " + std::string(measure.description) + "\n";
    out += "# TYPE " + name + (measure.kind == Kind::kCounter ? " counter\n" : " gauge\n");
    for (const Measure::Point& point : measure.points) AppendPoint(name, point, out);
  }
  return out;
}

}  // namespace sextant::server
