#include "server/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace sextant::server {
namespace fs = std::filesystem;
namespace {

constexpr int kLayoutVersion = 1;
constexpr std::string_view kVersionPrefix = "sextant-data ";

Status Failed(Code code, const std::string& path, const std::string& what) {
  return {code, "The data folder " + path + " " + what};
}

// Whether the folder is new to us, ours, or somebody else's.
Status CheckContents(const std::string& path) {
  std::ifstream version(path + "/VERSION");
  std::string line;
  if (version && std::getline(version, line)) {
    int number = 0;
    const bool ours = line.rfind(kVersionPrefix, 0) == 0;
    const char* begin = line.data() + (ours ? kVersionPrefix.size() : 0);
    const char* end = line.data() + line.size();
    if (!ours || std::from_chars(begin, end, number).ptr != end) {
      return Failed(Code::kBadInput, path,
                    "holds a VERSION file that is not Sextant's. Name another folder.");
    }
    if (number > kLayoutVersion) {
      return Failed(Code::kBadInput, path,
                    "was written by a newer Sextant (layout " + std::to_string(number) + ", this one knows " +
                        std::to_string(kLayoutVersion) + "). Use that version, or another folder.");
    }
    return {};
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const std::string name = entry.path().filename();
    if (name == "lock") continue;  // an earlier start that got no further
    return Failed(Code::kBadInput, path,
                  "holds files that are not Sextant's ('" + name + "'). Name an empty or a new folder.");
  }
  if (error) return Failed(Code::kDenied, path, "cannot be listed: " + error.message() + ".");
  return {};
}

Status WriteVersion(const std::string& path) {
  if (fs::exists(path + "/VERSION")) return {};
  std::ofstream file(path + "/VERSION.new");
  file << kVersionPrefix << kLayoutVersion << '\n';
  file.close();
  std::error_code error;
  if (file) fs::rename(path + "/VERSION.new", path + "/VERSION", error);
  if (!file || error) return Failed(Code::kDenied, path, "cannot be written to.");
  return {};
}

}  // namespace

Result<std::unique_ptr<DataDir>> DataDir::Open(const std::string& given) {
  std::error_code error;
  const std::string path = fs::absolute(given, error).lexically_normal();
  if (path.size() + std::strlen("/engine.sock") >= sizeof(sockaddr_un::sun_path)) {
    return Failed(Code::kBadInput, path, "has too long a path for the engine's socket; at most 95 bytes.");
  }
  const bool existed = fs::exists(path, error);
  if (existed && !fs::is_directory(path, error))
    return Failed(Code::kBadInput, path, "is a file, not a folder.");
  if (!existed) {
    fs::create_directories(path, error);
    if (error) return Failed(Code::kDenied, path, "cannot be made: " + error.message() + ".");
    fs::permissions(path, fs::perms::owner_all, error);
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) {
    return Failed(Code::kDenied, path, std::string("cannot be written to: ") + std::strerror(errno) + ".");
  }
  SXT_TRY(CheckContents(path));
  const bool was_ours = fs::exists(path + "/VERSION", error);

  const int fd = open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return Failed(Code::kDenied, path, std::string("cannot be written to: ") + std::strerror(errno) + ".");
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    char pid[32] = {};
    const ssize_t length = pread(fd, pid, sizeof pid - 1, 0);
    close(fd);
    std::string who =
        length > 0 ? " (process " + std::string(pid, static_cast<std::size_t>(length)) + ")" : "";
    std::erase(who, '\n');
    return Failed(Code::kConflict, path, "is in use by another Sextant" + who + ".");
  }
  std::unique_ptr<DataDir> dir(new DataDir(path, fd, existed, was_ours));
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(fd, 0) != 0 || pwrite(fd, pid.data(), pid.size(), 0) < 0) {
    return Failed(Code::kDenied, path, "cannot be written to.");
  }
  SXT_TRY(WriteVersion(path));
  fs::create_directory(dir->engine_dir(), error);
  if (error) return Failed(Code::kDenied, path, "cannot be written to: " + error.message() + ".");
  return dir;
}

DataDir::~DataDir() { close(lock_fd_); }

void DataDir::DiscardIfNew() {
  if (was_ours_) return;
  std::error_code ignored;
  if (!existed_) {
    fs::remove_all(path_, ignored);
    return;
  }
  for (const auto& entry : fs::directory_iterator(path_, ignored)) fs::remove_all(entry.path(), ignored);
}

}  // namespace sextant::server
