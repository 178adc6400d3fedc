#include "patterns/fingerprint.h"

#include <array>

namespace sextant::patterns {
namespace {

enum Class : std::uint8_t { kOther = 0, kLetter = 1, kHexLetter = 3, kDigit = 4, kBlank = 8 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = c <= 'f' ? kHexLetter : kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = c <= 'F' ? kHexLetter : kLetter;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = kDigit;
  for (int c = 0x80; c <= 0xFF; ++c) classes[static_cast<std::size_t>(c)] = kLetter;
  for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[static_cast<std::size_t>(c)] = kBlank;
  return classes;
}();

std::uint8_t ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool IsWord(char c) { return (ClassOf(c) & (kLetter | kDigit)) != 0; }
bool IsHex(char c) { return ClassOf(c) == kHexLetter || ClassOf(c) == kDigit; }
bool IsBlank(char c) { return ClassOf(c) == kBlank; }
bool IsSign(char c) { return c == '-' || c == '+'; }
bool IsJoint(char c) { return c == '.' || c == ':' || c == '/' || IsSign(c); }
bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }

class FnvSink {
 public:
  void Put(char c) { hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U; }
  void Put(std::string_view text) {
    for (const char c : text) Put(c);
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

class TextSink {
 public:
  void Put(char c) { text_ += c; }
  void Put(std::string_view text) { text_ += text; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

// One pass over one line.
template <typename Sink>
class Masker {
 public:
  Masker(std::string_view line, Sink& sink) : line_(line.substr(0, kMaxFingerprintBytes)), sink_(sink) {}

  void Run() {
    while (at_ < line_.size()) {
      const char c = line_[at_];
      if (IsBlank(c)) {
        blank_ = true;
        ++at_;
      } else if (IsWord(c)) {
        Word();
      } else if (IsSign(c) && !AfterWord() && at_ + 1 < line_.size() && ClassOf(line_[at_ + 1]) == kDigit) {
        ++at_;
        Word();
      } else if (IsQuote(c) && !AfterWord() && QuotedWord()) {
        continue;
      } else {
        Put(line_.substr(at_++, 1));
      }
    }
  }

 private:
  bool AfterWord() const { return at_ > 0 && IsWord(line_[at_ - 1]); }

  void Put(std::string_view text) {
    if (blank_ && started_) sink_.Put(' ');
    blank_ = false;
    started_ = true;
    sink_.Put(text);
  }

  std::size_t EndOfWord(std::size_t at) const {
    while (at < line_.size() && IsWord(line_[at])) ++at;
    return at;
  }

  void Word() {
    const std::size_t end = EndOfWord(at_);
    const std::string_view word = line_.substr(at_, end - at_);
    if (!HasDigit(word) && !StartsUuid(at_)) {
      Put(word);
      at_ = end;
      return;
    }
    at_ = end;
    while (const std::size_t next = EndOfJoined(at_)) at_ = next;
    Put("#");
  }

  // Where the masked run goes on to when joints and another variable part follow, or 0.
  std::size_t EndOfJoined(std::size_t at) const {
    std::size_t begin = at;
    while (begin < line_.size() && IsJoint(line_[begin])) ++begin;
    const std::size_t end = EndOfWord(begin);
    if (begin == at || end == begin) return 0;
    const std::string_view word = line_.substr(begin, end - begin);
    return HasDigit(word) || AllHex(word) ? end : 0;
  }

  static bool HasDigit(std::string_view word) {
    for (const char c : word) {
      if (ClassOf(c) == kDigit) return true;
    }
    return false;
  }
  static bool AllHex(std::string_view word) {
    for (const char c : word) {
      if (!IsHex(c)) return false;
    }
    return true;
  }

  // 8-4-4-4-12 hex digits.
  bool StartsUuid(std::size_t at) const {
    constexpr std::size_t kLength = 36;
    if (at + kLength > line_.size() || line_[at + 8] != '-') return false;
    for (std::size_t i = 0; i < kLength; ++i) {
      const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? line_[at + i] != '-' : !IsHex(line_[at + i])) return false;
    }
    return true;
  }

  // Masks the quoted word at at_; false when it is a key, a text with blanks, or not closed.
  bool QuotedWord() {
    const char quote = line_[at_];
    std::size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != quote && !IsBlank(line_[end])) {
      end += line_[end] == '\\' ? 2 : 1;
    }
    if (end >= line_.size() || line_[end] != quote) return false;
    if (end + 1 < line_.size() && IsWord(line_[end + 1])) return false;
    std::size_t after = end + 1;
    while (after < line_.size() && IsBlank(line_[after])) ++after;
    if (after < line_.size() && line_[after] == ':') {
      Put(line_.substr(at_, end + 1 - at_));
    } else {
      Put("\"#\"");
    }
    at_ = end + 1;
    return true;
  }

  std::string_view line_;
  Sink& sink_;
  std::size_t at_ = 0;
  bool blank_ = false;    // a blank was read and not yet written
  bool started_ = false;  // something was written
};

}  // namespace

std::uint64_t Fingerprint(std::string_view line) {
  FnvSink sink;
  Masker<FnvSink>(line, sink).Run();
  return sink.hash();
}

std::string MaskLine(std::string_view line) {
  TextSink sink;
  Masker<TextSink>(line, sink).Run();
  return std::move(sink).text();
}

}  // namespace sextant::patterns
