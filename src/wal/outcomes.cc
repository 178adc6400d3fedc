#include "wal/outcomes.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "wal/crc32c.h"

namespace sextant::wal {
namespace {

constexpr std::string_view kMagic = "SXTOUT1\n";
constexpr std::string_view kName = "outcomes";
constexpr std::size_t kHeadBytes = 48;
constexpr std::size_t kRecordBytes = 16;  // without the name
constexpr std::size_t kChecked = 4;
constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;
constexpr std::size_t kSmallFileBytes = std::size_t{1} << 20;
// One synced rewrite pays for so many segment numbers.
constexpr std::uint64_t kReserve = 1024;

constexpr std::uint8_t kStored = 1;
constexpr std::uint8_t kDoubted = 2;

template <typename T>
void Put(std::string& out, std::size_t offset, T value) {
  std::memcpy(out.data() + offset, &value, sizeof value);
}

template <typename T>
T Get(std::string_view bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string EncodeHead(std::string_view boot_id, std::uint64_t next_free, std::uint64_t reserved) {
  std::string head(kMagic);
  head.resize(kHeadBytes);
  head.replace(8, 16, boot_id.substr(0, 16));
  Put(head, 24, next_free);
  Put(head, 32, reserved);
  Put(head, 40, Crc32c({head.data(), 40}));
  return head;
}

std::string EncodeRecord(std::uint8_t kind, std::uint64_t segment, const TableKey& key) {
  std::string record(kRecordBytes, '\0');
  Put(record, 4, kind);
  Put(record, 5, key.table);
  Put(record, 6, static_cast<std::uint8_t>(key.database.size()));
  Put(record, 8, segment);
  record.append(key.database);
  Put(record, 0, Crc32c(std::string_view(record).substr(kChecked)));
  return record;
}

}  // namespace

Result<std::unique_ptr<Outcomes>> Outcomes::Open(Env& env, std::string folder,
                                                 const std::vector<std::uint64_t>& existing, UnixNanos now) {
  std::unique_ptr<Outcomes> outcomes(new Outcomes(env, std::move(folder)));
  const std::string path = outcomes->folder_ + "/" + std::string(kName);
  std::string bytes;
  if (env.Exists(path)) {
    SXT_ASSIGN(bytes, ReadWhole(env, path, kMaxFileBytes));
  }
  outcomes->Load(bytes, now);
  for (const std::uint64_t number : existing) {
    outcomes->next_free_ = std::max(outcomes->next_free_, number + 1);
  }
  std::erase_if(outcomes->segments_, [&](const auto& entry) {
    return std::find(existing.begin(), existing.end(), entry.first) == existing.end();
  });
  const bool same_boot = bytes.size() >= kHeadBytes && bytes.substr(8, 16) == outcomes->boot_id_;
  if (!same_boot) {
    for (const std::uint64_t number : existing) {
      outcomes->segments_[number].stored.clear();
      outcomes->segments_[number].doubted_whole = true;
    }
  }
  outcomes->first_free_ = outcomes->next_free_;
  outcomes->reserved_ = outcomes->next_free_;
  SXT_TRY(outcomes->Rewrite());
  return outcomes;
}

void Outcomes::Load(const std::string& bytes, UnixNanos now) {
  next_free_ = static_cast<std::uint64_t>(std::max<UnixNanos>(now, 0) / kNanosPerMicro);
  if (bytes.empty()) return;
  const std::string_view all = bytes;
  if (all.size() < kHeadBytes || all.substr(0, 8) != kMagic ||
      Get<std::uint32_t>(all, 40) != Crc32c(all.substr(0, 40))) {
    Log(Severity::kError, "wal.outcomes_damaged", {{"bytes", std::to_string(bytes.size())}});
    return;
  }
  const bool same_boot = all.substr(8, 16) == boot_id_;
  next_free_ = Get<std::uint64_t>(all, same_boot ? 24 : 32);
  std::size_t at = kHeadBytes;
  while (at + kRecordBytes <= all.size()) {
    const std::size_t size = kRecordBytes + Get<std::uint8_t>(all, at + 6);
    if (at + size > all.size() || !ApplyRecord(all.substr(at, size))) break;
    at += size;
  }
  if (at != all.size()) {
    Log(Severity::kWarn, "wal.outcomes_cut", {{"dropped_bytes", std::to_string(all.size() - at)}});
  }
}

bool Outcomes::ApplyRecord(std::string_view record) {
  if (Get<std::uint32_t>(record, 0) != Crc32c(record.substr(kChecked))) return false;
  const auto kind = Get<std::uint8_t>(record, 4);
  const auto number = Get<std::uint64_t>(record, 8);
  const TableKey key{std::string(record.substr(kRecordBytes)), Get<std::uint8_t>(record, 5)};
  Segment& segment = segments_[number];
  next_free_ = std::max(next_free_, number + 1);
  if (kind == kStored) segment.stored.insert(key);
  if (kind == kDoubted && key.database.empty()) segment.doubted_whole = true;
  if (kind == kDoubted && !key.database.empty()) segment.doubted.insert(key);
  return kind == kStored || kind == kDoubted;
}

Status Outcomes::Rewrite() {
  stale_ = true;
  std::string content = EncodeHead(boot_id_, next_free_, reserved_);
  for (const auto& [number, segment] : segments_) {
    for (const auto& key : segment.stored) content += EncodeRecord(kStored, number, key);
    for (const auto& key : segment.doubted) content += EncodeRecord(kDoubted, number, key);
    if (segment.doubted_whole) content += EncodeRecord(kDoubted, number, {});
  }
  const std::string path = folder_ + "/" + std::string(kName);
  SXT_ASSIGN(std::unique_ptr<AppendFile> file, env_.Create(path + ".new"));
  const std::string_view pieces[] = {content};
  SXT_TRY(file->Append(pieces));
  SXT_TRY(file->Sync());
  SXT_TRY(env_.Rename(path + ".new", path));
  SXT_TRY(env_.SyncFolder(folder_));
  file_ = std::move(file);
  file_bytes_ = content.size();
  rewrite_above_ = std::max(kSmallFileBytes, 2 * content.size());
  stale_ = false;
  return OkStatus();
}

Status Outcomes::Spend(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  next_free_ = std::max(next_free_, number + 1);
  if (number < reserved_) return OkStatus();
  const std::uint64_t before = std::exchange(reserved_, number + kReserve);
  const Status written = Rewrite();
  if (!written.ok()) reserved_ = before;
  return written;
}

bool Outcomes::IsStored(std::uint64_t segment, const TableKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = segments_.find(segment);
  return found != segments_.end() && found->second.stored.contains(key);
}

bool Outcomes::IsDoubted(std::uint64_t segment, const TableKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = segments_.find(segment);
  return found != segments_.end() && (found->second.doubted_whole || found->second.doubted.contains(key));
}

void Outcomes::MarkStored(std::uint64_t segment, const TableKey& key) {
  const std::lock_guard lock(mutex_);
  if (!segments_[segment].stored.insert(key).second) return;
  const Status written = AppendRecord(kStored, segment, key);
  if (!written.ok()) Log(Severity::kWarn, "wal.outcome_not_written", {{"error", written.message()}});
}

Status Outcomes::MarkDoubted(std::uint64_t segment, const TableKey& key) {
  const std::lock_guard lock(mutex_);
  if (!segments_[segment].doubted.insert(key).second && !stale_) return OkStatus();
  return AppendRecord(kDoubted, segment, key);
}

void Outcomes::Forget(std::uint64_t segment) {
  const std::lock_guard lock(mutex_);
  segments_.erase(segment);
}

Status Outcomes::AppendRecord(std::uint8_t kind, std::uint64_t segment, const TableKey& key) {
  if (stale_ || file_bytes_ > rewrite_above_) return Rewrite();
  const std::string record = EncodeRecord(kind, segment, key);
  const std::string_view pieces[] = {record};
  const Status written = file_->Append(pieces);
  stale_ = !written.ok();
  file_bytes_ += record.size();
  return written;
}

}  // namespace sextant::wal
