#include "net/http.h"

#include <algorithm>

namespace sextant::net {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

enum class Plus { kIsPlus, kIsSpace };

Result<std::string> PercentDecode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::kIsSpace) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return Status(Code::kBadInput, "The address has a broken escape '" + std::string(text.substr(i, 3)) +
                                           "'; write '%' as %25.");
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const auto& [key, value] : list_) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return std::nullopt;
}

Result<Target> Target::Parse(std::string_view target) {
  Target out;
  const std::size_t mark = target.find('?');
  SXT_ASSIGN(out.path, PercentDecode(target.substr(0, mark), Plus::kIsPlus));
  std::string_view rest = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    SXT_ASSIGN(std::string name, PercentDecode(pair.substr(0, equals), Plus::kIsSpace));
    const std::string_view raw = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    SXT_ASSIGN(std::string value, PercentDecode(raw, Plus::kIsSpace));
    out.query.emplace_back(std::move(name), std::move(value));
  }
  return out;
}

std::optional<std::string_view> Target::Find(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Target::Segment(std::size_t index) const {
  std::string_view rest = path;
  if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  for (; index > 0; --index) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return {};
    rest.remove_prefix(slash + 1);
  }
  return rest.substr(0, rest.find('/'));
}

std::string PercentEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const char lower = Lower(c);
    if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
        c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 0xF];
    }
  }
  return out;
}

int HttpStatusOf(Code code) {
  switch (code) {
    case Code::kOk: return 200;
    case Code::kBadInput: return 400;
    case Code::kUnauthenticated: return 401;
    case Code::kDenied: return 403;
    case Code::kNotFound: return 404;
    case Code::kTooLarge: return 413;
    case Code::kConflict: return 409;
    case Code::kResourceExhausted: return 429;
    case Code::kUnavailable: return 503;
    case Code::kTimeout: return 504;
    case Code::kCancelled: return 499;
    case Code::kDataLoss: return 500;
    case Code::kInternal: return 500;
  }
  return 500;
}

int RpcCodeOf(Code code) {
  switch (code) {
    case Code::kOk: return 0;
    case Code::kBadInput: return 3;
    case Code::kUnauthenticated: return 16;
    case Code::kDenied: return 7;
    case Code::kNotFound: return 5;
    case Code::kTooLarge: return 3;
    case Code::kConflict: return 10;
    case Code::kResourceExhausted: return 8;
    case Code::kUnavailable: return 14;
    case Code::kTimeout: return 4;
    case Code::kCancelled: return 1;
    case Code::kDataLoss: return 15;
    case Code::kInternal: return 13;
  }
  return 13;
}

Status TooLargeBody(std::size_t limit) {
  return {Code::kTooLarge,
          "The body is larger than " + std::to_string(limit) + " bytes; send it in smaller parts."};
}

std::string_view HttpReason(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 499: return "Client Closed Request";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

}  // namespace sextant::net
