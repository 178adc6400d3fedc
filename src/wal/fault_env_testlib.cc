#include "wal/fault_env_testlib.h"

#include <filesystem>
#include <utility>

namespace sextant::wal {

class FaultEnv::File final : public AppendFile {
 public:
  File(FaultEnv& env, std::string path, std::unique_ptr<AppendFile> file, std::shared_ptr<Extent> extent)
      : env_(env), path_(std::move(path)), file_(std::move(file)), extent_(std::move(extent)) {}

  Status Append(std::span<const std::string_view> pieces) override {
    std::string all;
    for (const auto piece : pieces) all += piece;
    const Status allowed = env_.Check(Op::kAppend, path_);
    if (!allowed.ok()) all.resize(std::min<std::size_t>(all.size(), env_.short_bytes_));
    const std::string_view one[] = {all};
    SXT_TRY(file_->Append(one));
    const std::lock_guard lock(env_.mutex_);
    extent_->size += all.size();
    return allowed;
  }

  Status Sync() override {
    SXT_TRY(env_.Check(Op::kSync, path_));
    const std::lock_guard lock(env_.mutex_);
    extent_->synced = extent_->size;
    return OkStatus();
  }

  Status Truncate(std::uint64_t size) override {
    SXT_TRY(env_.Check(Op::kTruncate, path_));
    SXT_TRY(file_->Truncate(size));
    const std::lock_guard lock(env_.mutex_);
    extent_->size = size;
    extent_->synced = std::min(extent_->synced, size);
    return OkStatus();
  }

 private:
  FaultEnv& env_;
  const std::string path_;
  const std::unique_ptr<AppendFile> file_;
  const std::shared_ptr<Extent> extent_;
};

void FaultEnv::SetFault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}

void FaultEnv::FailFrom(std::uint64_t n) {
  auto left = std::make_shared<std::uint64_t>(n);
  SetFault([left](Op, const std::string& path) -> Status {
    if (*left > 0) {
      --*left;
      return OkStatus();
    }
    return {Code::kUnavailable, "Cannot change " + path + ": No space left on device."};
  });
}

Status FaultEnv::Check(Op op, const std::string& path) {
  ++changes_;
  const std::lock_guard lock(mutex_);
  return fault_ ? fault_(op, path) : OkStatus();
}

void FaultEnv::CutPower() {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, extent] : extents_) {
    if (std::filesystem::exists(path)) std::filesystem::resize_file(path, extent->synced);
    extent->size = extent->synced;
  }
  ++boots_;
}

Status FaultEnv::CreateFolder(const std::string& path) {
  SXT_TRY(Check(Op::kCreateFolder, path));
  return System().CreateFolder(path);
}

Result<std::vector<std::string>> FaultEnv::List(const std::string& folder) { return System().List(folder); }
bool FaultEnv::Exists(const std::string& path) { return System().Exists(path); }

Result<std::unique_ptr<AppendFile>> FaultEnv::Create(const std::string& path) {
  SXT_TRY(Check(Op::kCreate, path));
  SXT_ASSIGN(std::unique_ptr<AppendFile> file, System().Create(path));
  auto extent = std::make_shared<Extent>();
  {
    const std::lock_guard lock(mutex_);
    extents_[path] = extent;
  }
  return std::unique_ptr<AppendFile>(std::make_unique<File>(*this, path, std::move(file), std::move(extent)));
}

Result<std::unique_ptr<ReadFile>> FaultEnv::OpenRead(const std::string& path) {
  return System().OpenRead(path);
}

Status FaultEnv::Rename(const std::string& from, const std::string& to) {
  SXT_TRY(Check(Op::kRename, from));
  SXT_TRY(System().Rename(from, to));
  const std::lock_guard lock(mutex_);
  if (auto moved = extents_.extract(from)) extents_[to] = std::move(moved.mapped());
  return OkStatus();
}

Status FaultEnv::Remove(const std::string& path) {
  SXT_TRY(Check(Op::kRemove, path));
  SXT_TRY(System().Remove(path));
  const std::lock_guard lock(mutex_);
  extents_.erase(path);
  return OkStatus();
}

Status FaultEnv::SyncFolder(const std::string& folder) { return Check(Op::kSyncFolder, folder); }
Status FaultEnv::SyncFileSystem(const std::string& folder) { return Check(Op::kSyncFileSystem, folder); }
Result<std::unique_ptr<FolderLock>> FaultEnv::Lock(const std::string& path) { return System().Lock(path); }

std::string FaultEnv::BootId() { return std::string(15, 'b') + static_cast<char>('0' + boots_ % 10); }

}  // namespace sextant::wal
