#include "net/raw_socket_testlib.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>

namespace sextant::net {
namespace {

constexpr std::chrono::seconds kPatience{10};

UniqueFd ConnectUnix(const std::string& path) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0) << path;
  return fd;
}

UniqueFd ConnectTcp(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &where.sin_addr);
  EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&where), sizeof where), 0) << address;
  return fd;
}

}  // namespace

RawSocket RawSocket::Connect(const std::string& address) {
  return RawSocket(address.starts_with("unix:") ? ConnectUnix(address.substr(5)) : ConnectTcp(address));
}

void RawSocket::Send(std::string_view bytes) {
  std::array<std::string_view, 1> parts{bytes};
  const Status sent = WriteAll(fd_.get(), parts, kPatience);
  EXPECT_TRUE(sent.ok()) << sent.ToString();
}

std::size_t RawSocket::SendSome(std::string_view bytes) { return TryWrite(fd_.get(), {&bytes, 1}).bytes; }

bool RawSocket::ReadMore() {
  std::array<char, 65536> buffer;
  for (;;) {
    const IoStep step = TryRead(fd_.get(), buffer.data(), buffer.size());
    if (step.state == IoStep::State::kClosed) return false;
    if (step.state == IoStep::State::kMoved) {
      in_.append(buffer.data(), step.bytes);
      return true;
    }
    if (!WaitReadable(fd_.get(), kPatience)) {
      ADD_FAILURE() << "nothing came; so far: " << in_.substr(0, 500);
      return false;
    }
  }
}

std::string RawSocket::ReadUntil(std::string_view marker) {
  std::size_t at = in_.find(marker);
  while (at == std::string::npos && ReadMore()) at = in_.find(marker);
  const std::size_t end = at == std::string::npos ? in_.size() : at + marker.size();
  std::string out = in_.substr(0, end);
  in_.erase(0, end);
  return out;
}

std::string RawSocket::ReadToEnd() {
  while (ReadMore()) {
  }
  return std::exchange(in_, {});
}

RawAnswer RawSocket::ReadAnswer() {
  RawAnswer answer;
  answer.head = ReadUntil("\r\n\r\n");
  if (!answer.head.ends_with("\r\n\r\n")) return answer;
  answer.status = std::stoi(answer.head.substr(9, 3));
  answer.is_whole = ReadBody(answer);
  return answer;
}

bool RawSocket::ReadBody(RawAnswer& answer) {
  const auto take = [&](std::size_t size, std::string& into) {
    while (in_.size() < size) {
      if (!ReadMore()) return false;
    }
    into += in_.substr(0, size);
    in_.erase(0, size);
    return true;
  };
  if (answer.head.find("Transfer-Encoding: chunked") != std::string::npos) {
    for (;;) {
      const std::string line = ReadUntil("\r\n");
      if (!line.ends_with("\r\n")) return false;
      const std::size_t size = std::stoul(line, nullptr, 16);
      std::string end;
      if (!take(size, answer.body) || !take(2, end)) return false;
      if (size == 0) return true;
    }
  }
  const std::size_t at = answer.head.find("Content-Length: ");
  return at == std::string::npos || take(std::stoul(answer.head.substr(at + 16)), answer.body);
}

bool RawSocket::WaitClosed() {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (ReadMore()) {
    if (std::chrono::steady_clock::now() > until) return false;
  }
  return true;
}

void RawSocket::CloseOurSide() { ::shutdown(fd_.get(), SHUT_WR); }

void RawSocket::Reset() {
  const linger hard{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  Close();
}

RawListener::RawListener() {
  auto socket = ListenSocket::Open("127.0.0.1:0", 0);
  address_ = socket->address();
  fd_ = UniqueFd(socket->ReleaseFd());
}

RawSocket RawListener::Accept() {
  EXPECT_TRUE(WaitReadable(fd_.get(), kPatience)) << "nobody connected";
  return RawSocket(UniqueFd(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC)));
}

}  // namespace sextant::net
