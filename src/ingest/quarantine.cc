#include "ingest/quarantine.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/log.h"

namespace sextant::ingest {
namespace {

constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxReasonBytes = std::size_t{16} << 10;
constexpr std::string_view kManifest = ".json";
constexpr std::string_view kFrame = ".frame";

std::string ToJson(const QuarantinedRequest& request) {
  JsonWriter json;
  json.Object();
  json.Key("segment").UintText(request.segment);
  json.Key("frame").Uint(request.frame);
  json.Key("database").String(request.database);
  json.Key("table").String(request.table);
  json.Key("rows").Uint(request.rows);
  json.Key("receive_time").IntText(request.receive_time);
  json.Key("reason").String(std::string_view(request.reason).substr(0, kMaxReasonBytes));
  json.End();
  return json.Take() + "\n";
}

Result<QuarantinedRequest> FromJson(const std::string& text) {
  SXT_ASSIGN(const JsonValue json, JsonValue::Parse(text));
  QuarantinedRequest request;
  request.segment = json["segment"].AsUint().value_or(0);
  request.frame = static_cast<std::uint32_t>(json["frame"].AsUint().value_or(0));
  request.database = json["database"].AsString().value_or("");
  request.table = json["table"].AsString().value_or("");
  request.rows = json["rows"].AsUint().value_or(0);
  request.receive_time = json["receive_time"].AsInt().value_or(0);
  request.reason = json["reason"].AsString().value_or("");
  return request;
}

bool ByFile(const QuarantinedRequest& a, const QuarantinedRequest& b) { return a.file < b.file; }

}  // namespace

Result<std::unique_ptr<Quarantine>> Quarantine::Open(wal::Env& env, std::string folder,
                                                     std::size_t max_bytes) {
  std::unique_ptr<Quarantine> quarantine(new Quarantine(env, std::move(folder), max_bytes));
  SXT_TRY(quarantine->Load());
  return quarantine;
}

Status Quarantine::Load() {
  SXT_TRY(env_.CreateFolder(folder_));
  SXT_ASSIGN(const std::vector<std::string> names, env_.List(folder_));
  for (const auto& name : names) {
    SXT_ASSIGN(const std::unique_ptr<wal::ReadFile> file, env_.OpenRead(folder_ + "/" + name));
    bytes_ += file->size();
    if (!name.ends_with(kManifest)) continue;
    SXT_ASSIGN(const std::string text, wal::ReadWhole(env_, folder_ + "/" + name, kMaxManifestBytes));
    Result<QuarantinedRequest> request = FromJson(text);
    if (!request.ok()) {
      request = QuarantinedRequest();
      request->reason = "Its description is damaged.";
    }
    request->file = name.substr(0, name.size() - kManifest.size()) + std::string(kFrame);
    requests_.push_back(std::move(*request));
  }
  std::sort(requests_.begin(), requests_.end(), ByFile);
  return OkStatus();
}

Status Quarantine::Keep(QuarantinedRequest request, const wal::Frame& frame) {
  const std::string table = request.table.empty() ? "undecoded" : request.table;
  const std::string name = std::to_string(request.segment) + "-" + std::to_string(request.frame) + "-" +
                           request.database + "-" + table;
  request.file = name + std::string(kFrame);
  SXT_ASSIGN(const std::string bytes, wal::EncodeFrame(frame, frame.body));
  const std::string manifest = ToJson(request);

  const std::lock_guard lock(mutex_);
  if (std::binary_search(requests_.begin(), requests_.end(), request, ByFile)) return OkStatus();
  if (bytes_ + bytes.size() + manifest.size() > max_bytes_) {
    return {Code::kUnavailable, "The quarantine folder " + folder_ + " is full (" +
                                    std::to_string(bytes_ >> 20) +
                                    " MiB): look at what is in it and remove it."};
  }
  SXT_TRY(wal::ReplaceFile(env_, folder_, name + std::string(kFrame), bytes));
  SXT_TRY(wal::ReplaceFile(env_, folder_, name + std::string(kManifest), manifest));
  bytes_ += bytes.size() + manifest.size();
  Log(Severity::kError, "ingest.quarantined",
      {{"file", request.file}, {"rows", std::to_string(request.rows)}, {"reason", request.reason}});
  requests_.insert(std::upper_bound(requests_.begin(), requests_.end(), request, ByFile), std::move(request));
  return OkStatus();
}

std::uint64_t Quarantine::count() const {
  const std::lock_guard lock(mutex_);
  return requests_.size();
}

std::vector<QuarantinedRequest> Quarantine::list() const {
  const std::lock_guard lock(mutex_);
  const std::size_t listed = std::min(requests_.size(), kMaxListed);
  return {requests_.end() - static_cast<std::ptrdiff_t>(listed), requests_.end()};
}

}  // namespace sextant::ingest
