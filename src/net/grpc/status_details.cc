#include "net/grpc/status_details.h"

#include <cstdint>

namespace sextant::net {
namespace {

constexpr int kVarint = 0;
constexpr int kBytes = 2;

void AppendVarint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

std::string IntField(int number, std::uint64_t value) {
  std::string out;
  if (value == 0) return out;
  AppendVarint(out, static_cast<std::uint64_t>(number << 3 | kVarint));
  AppendVarint(out, value);
  return out;
}

std::string BytesField(int number, std::string_view value) {
  std::string out;
  AppendVarint(out, static_cast<std::uint64_t>(number << 3 | kBytes));
  AppendVarint(out, value.size());
  return out.append(value);
}

}  // namespace

std::string RetryInfoDetails(int rpc_code, std::string_view message, std::chrono::milliseconds retry_delay) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(retry_delay);
  const std::chrono::nanoseconds nanos = retry_delay - seconds;
  const std::string duration = IntField(1, static_cast<std::uint64_t>(seconds.count())) +
                               IntField(2, static_cast<std::uint64_t>(nanos.count()));
  const std::string any =
      BytesField(1, "type.googleapis.com/google.rpc.RetryInfo") + BytesField(2, BytesField(1, duration));
  return IntField(1, static_cast<std::uint64_t>(rpc_code)) + BytesField(2, message) + BytesField(3, any);
}

}  // namespace sextant::net
