#include "wal/env.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/bytes.h"

namespace sextant::wal {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kFolderMode = 0700;

Status SystemError(const char* what, const std::string& path, int error) {
  const bool permanent = error == EACCES || error == EPERM || error == ENOTDIR || error == EROFS;
  std::string words = std::string("Cannot ") + what + " " + path + ": " + std::strerror(error) + ".";
  if (error == ENOSPC || error == EDQUOT) words += " Free some space on that disk.";
  return {permanent ? Code::kBadInput : Code::kUnavailable, std::move(words)};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Result<Descriptor> Open(const char* what, const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  if (fd < 0) return SystemError(what, path, errno);
  return Descriptor(fd);
}

class PosixAppendFile final : public AppendFile {
 public:
  PosixAppendFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Status Append(std::span<const std::string_view> pieces) override {
    std::vector<iovec> todo;
    todo.reserve(pieces.size());
    for (const auto piece : pieces) {
      if (!piece.empty()) todo.push_back({const_cast<char*>(piece.data()), piece.size()});
    }
    std::size_t first = 0;
    while (first < todo.size()) {
      const int count = static_cast<int>(std::min<std::size_t>(todo.size() - first, IOV_MAX));
      ssize_t written = ::writev(file_.get(), &todo[first], count);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return SystemError("write to", path_, errno);
      for (; first < todo.size() && static_cast<std::size_t>(written) >= todo[first].iov_len; ++first) {
        written -= static_cast<ssize_t>(todo[first].iov_len);
      }
      if (written > 0) {
        todo[first].iov_base = static_cast<char*>(todo[first].iov_base) + written;
        todo[first].iov_len -= static_cast<std::size_t>(written);
      }
    }
    return OkStatus();
  }

  Status Sync() override {
    if (::fdatasync(file_.get()) != 0) return SystemError("sync", path_, errno);
    return OkStatus();
  }

  Status Truncate(std::uint64_t size) override {
    if (::ftruncate(file_.get(), static_cast<off_t>(size)) != 0) return SystemError("truncate", path_, errno);
    return OkStatus();
  }

 private:
  Descriptor file_;
  std::string path_;
};

class PosixReadFile final : public ReadFile {
 public:
  PosixReadFile(Descriptor file, std::string path, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}

  std::uint64_t size() const override { return size_; }

  Result<std::string> ReadAt(std::uint64_t offset, std::size_t size) override {
    if (offset >= size_) return std::string();
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - offset)), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
      const ssize_t got = ::pread(file_.get(), bytes.data() + filled, bytes.size() - filled,
                                  static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return SystemError("read", path_, errno);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
  }

 private:
  Descriptor file_;
  std::string path_;
  std::uint64_t size_;
};

class PosixLock final : public FolderLock {
 public:
  explicit PosixLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

class PosixEnv final : public Env {
 public:
  Status CreateFolder(const std::string& path) override {
    if (::mkdir(path.c_str(), kFolderMode) == 0) return OkStatus();
    struct stat info {};
    if (errno == EEXIST && ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return OkStatus();
    return SystemError("create the folder", path, errno);
  }

  Result<std::vector<std::string>> List(const std::string& folder) override {
    DIR* open = ::opendir(folder.c_str());
    if (open == nullptr) return SystemError("list", folder, errno);
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(open)) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    ::closedir(open);
    return names;
  }

  bool Exists(const std::string& path) override { return ::access(path.c_str(), F_OK) == 0; }

  Result<std::unique_ptr<AppendFile>> Create(const std::string& path) override {
    SXT_ASSIGN(Descriptor file, Open("create", path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND));
    return std::unique_ptr<AppendFile>(std::make_unique<PosixAppendFile>(std::move(file), path));
  }

  Result<std::unique_ptr<ReadFile>> OpenRead(const std::string& path) override {
    SXT_ASSIGN(Descriptor file, Open("open", path, O_RDONLY));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return SystemError("read the size of", path, errno);
    return std::unique_ptr<ReadFile>(
        std::make_unique<PosixReadFile>(std::move(file), path, static_cast<std::uint64_t>(info.st_size)));
  }

  Status Rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return SystemError("rename", from, errno);
    return OkStatus();
  }

  Status Remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return SystemError("remove", path, errno);
    return OkStatus();
  }

  Status SyncFolder(const std::string& folder) override {
    SXT_ASSIGN(Descriptor file, Open("open", folder, O_RDONLY | O_DIRECTORY));
    if (::fsync(file.get()) != 0) return SystemError("sync", folder, errno);
    return OkStatus();
  }

  Status SyncFileSystem(const std::string& folder) override {
    SXT_ASSIGN(Descriptor file, Open("open", folder, O_RDONLY | O_DIRECTORY));
    if (::syncfs(file.get()) != 0) return SystemError("sync the file system of", folder, errno);
    return OkStatus();
  }

  Result<std::unique_ptr<FolderLock>> Lock(const std::string& path) override {
    SXT_ASSIGN(Descriptor file, Open("open", path, O_RDWR | O_CREAT));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return SystemError("lock", path, errno);
      return Status(Code::kConflict, "Another process is using the log that " + path +
                                         " belongs to; stop it, or give this one another data folder.");
    }
    return std::unique_ptr<FolderLock>(std::make_unique<PosixLock>(std::move(file)));
  }

  std::string BootId() override {
    std::string digits;
    if (auto text = ReadSmall("/proc/sys/kernel/random/boot_id")) digits = *text;
    std::erase_if(digits, [](char c) { return c == '-' || c == '\n'; });
    const auto bytes = FromHex(digits);
    // Without one every start counts as a new one, which is safe and only costs a question per segment.
    return bytes && bytes->size() == 16 ? *bytes : RandomBytes(16);
  }

 private:
  static std::optional<std::string> ReadSmall(const char* path) {
    auto file = Open("open", path, O_RDONLY);
    if (!file.ok()) return std::nullopt;
    char buffer[128];
    const ssize_t got = ::read(file->get(), buffer, sizeof buffer);
    if (got < 0) return std::nullopt;
    return std::string(buffer, static_cast<std::size_t>(got));
  }
};

}  // namespace

Env& Env::System() {
  static PosixEnv env;
  return env;
}

Status ReplaceFile(Env& env, const std::string& folder, const std::string& name, std::string_view content) {
  const std::string path = folder + "/" + name;
  const std::string beside = path + ".new";
  {
    SXT_ASSIGN(std::unique_ptr<AppendFile> file, env.Create(beside));
    const std::string_view pieces[] = {content};
    SXT_TRY(file->Append(pieces));
    SXT_TRY(file->Sync());
  }
  SXT_TRY(env.Rename(beside, path));
  return env.SyncFolder(folder);
}

Result<std::string> ReadWhole(Env& env, const std::string& path, std::size_t limit) {
  SXT_ASSIGN(std::unique_ptr<ReadFile> file, env.OpenRead(path));
  if (file->size() > limit) {
    return Status(Code::kTooLarge, path + " is larger than " + std::to_string(limit) + " bytes.");
  }
  return file->ReadAt(0, static_cast<std::size_t>(file->size()));
}

}  // namespace sextant::wal
