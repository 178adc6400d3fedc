#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "net/socket.h"

namespace sextant::net {
namespace {

constexpr int kBacklog = 1024;

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

Status CannotListen(const std::string& address, int error) {
  if (error == EADDRINUSE) {
    return Status(Code::kConflict,
                  address + " is in use by another program; stop it or choose another address.");
  }
  return Status(Code::kBadInput, "Cannot listen on " + address + ": " + std::strerror(error) + ".");
}

Result<SocketAddress> ParseTcpAddress(const std::string& text) {
  const Status unreadable(Code::kBadInput, "'" + text +
                                               "' is not an address to listen on; write 127.0.0.1:8080, "
                                               "[::1]:8080 or unix:/path/name.sock.");
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return unreadable;
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, port);
  if (read.ec != std::errc() || read.ptr != end) return unreadable;
  std::string host = text.substr(0, colon);
  SocketAddress address;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) != 1) return unreadable;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
    return address;
  }
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  if (host == "localhost") host = "127.0.0.1";
  if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) != 1) return unreadable;
  v4->sin_family = AF_INET;
  v4->sin_port = htons(port);
  address.size = sizeof *v4;
  return address;
}

std::string NameOf(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return text + (':' + std::to_string(ntohs(v4.sin_port)));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  return '[' + std::string(text) + "]:" + std::to_string(ntohs(v6.sin6_port));
}

// Removes a socket file that nobody listens on. Fails when somebody does, or when it is no socket.
Status ClearStaleSocket(const std::string& path, SocketAddress& address) {
  struct stat file {};
  if (::lstat(path.c_str(), &file) != 0) return OkStatus();
  if (!S_ISSOCK(file.st_mode)) {
    return Status(Code::kBadInput, path + " exists and is not a socket; remove it or choose another path.");
  }
  const UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(probe.get(), address.get(), address.size) == 0 || errno != ECONNREFUSED) {
    return CannotListen("unix:" + path, EADDRINUSE);
  }
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return CannotListen("unix:" + path, errno);
  return OkStatus();
}

}  // namespace

ListenSocket::ListenSocket(ListenSocket&& other) noexcept
    : fd_(std::move(other.fd_)),
      family_(other.family_),
      address_(std::move(other.address_)),
      path_(std::exchange(other.path_, {})),
      device_(other.device_),
      inode_(other.inode_) {}

Result<ListenSocket> ListenSocket::Open(const std::string& address, int unix_mode) {
  if (address.starts_with("unix:")) return OpenUnix(address.substr(5), unix_mode);
  return OpenTcp(address);
}

Result<ListenSocket> ListenSocket::OpenTcp(const std::string& address) {
  SXT_ASSIGN(SocketAddress where, ParseTcpAddress(address));
  ListenSocket out;
  out.family_ = where.storage.ss_family;
  out.fd_ = UniqueFd(::socket(out.family_, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int fd = out.fd_.get();
  const int on = 1;
  if (fd < 0 || ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(fd, where.get(), where.size) != 0 || ::listen(fd, kBacklog) != 0 ||
      ::getsockname(fd, where.get(), &where.size) != 0) {
    return CannotListen(address, errno);
  }
  out.address_ = NameOf(where.storage);
  return out;
}

Result<ListenSocket> ListenSocket::OpenUnix(const std::string& path, int mode) {
  SocketAddress where;
  auto* local = reinterpret_cast<sockaddr_un*>(&where.storage);
  if (path.empty() || path.size() >= sizeof local->sun_path) {
    return Status(Code::kBadInput, "The socket path '" + path + "' must have 1 to " +
                                       std::to_string(sizeof local->sun_path - 1) + " bytes.");
  }
  local->sun_family = AF_UNIX;
  std::memcpy(local->sun_path, path.c_str(), path.size() + 1);
  where.size = sizeof *local;
  SXT_TRY(ClearStaleSocket(path, where));

  ListenSocket out;
  out.family_ = AF_UNIX;
  out.fd_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int fd = out.fd_.get();
  // Linux gives the file the descriptor's mode less the umask, so it never is wider than `mode`; nobody can
  // connect before listen().
  struct stat file {};
  if (fd < 0 || ::fchmod(fd, static_cast<mode_t>(mode)) != 0 || ::bind(fd, where.get(), where.size) != 0) {
    return CannotListen("unix:" + path, errno);
  }
  out.path_ = path;
  if (::lstat(path.c_str(), &file) != 0) return CannotListen("unix:" + path, errno);
  out.device_ = file.st_dev;
  out.inode_ = file.st_ino;
  if (::chmod(path.c_str(), static_cast<mode_t>(mode)) != 0 || ::listen(fd, kBacklog) != 0) {
    return CannotListen("unix:" + path, errno);
  }
  out.address_ = "unix:" + path;
  return out;
}

void ListenSocket::RemoveFile() {
  struct stat file {};
  if (path_.empty() || ::lstat(path_.c_str(), &file) != 0) return;
  if (file.st_dev == device_ && file.st_ino == inode_) ::unlink(path_.c_str());
  path_.clear();
}

Peer PeerOf(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {"unknown", false};
  if (address.ss_family == AF_UNIX) return {"unix", true};
  auto& v6 = reinterpret_cast<sockaddr_in6&>(address);
  if (address.ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = v6.sin6_port;
    std::memcpy(&v4.sin_addr, v6.sin6_addr.s6_addr + 12, 4);
    std::memcpy(&address, &v4, sizeof v4);
  }
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return {NameOf(address), (ntohl(v4.sin_addr.s_addr) >> 24) == 127};
  }
  return {NameOf(address), IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) != 0};
}

}  // namespace sextant::net
