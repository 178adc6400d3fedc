// How every fallible function of Sextant answers: a Status, or a Result<T> that holds a T or a Status.
// Exceptions stop in the wrapper of the library that throws them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace sextant {

// What went wrong, in terms of what the caller can do about it. net/ and the gRPC wrapper map each
// code to exactly one HTTP and one gRPC status (net/status_codes.h).
enum class Code : std::uint8_t {
  kOk,
  kBadInput,         // The request is wrong; sending it again cannot help.
  kUnauthenticated,  // No key, or a key that we do not know.
  kDenied,           // Known, and not allowed.
  kNotFound,
  kTooLarge,           // Over a named limit on size.
  kConflict,           // Somebody else holds it, or it changed underneath.
  kResourceExhausted,  // This caller's share is used up; try again later.
  kUnavailable,        // Ours to mend (engine restarting, log full); try again later.
  kTimeout,            // The deadline passed; the outcome is unknown.
  kCancelled,          // The caller went away or asked to stop.
  kDataLoss,           // Stored bytes do not match their checksum.
  kInternal,           // A defect in Sextant.
};

// The code's name as it appears in JSON and logs: "bad_input".
const char* CodeName(Code code);

// Immutable, cheap to move. The message is a sentence that its reader can act on.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Code code, std::string message, std::int32_t engine_code = 0)
      : code_(code), engine_code_(engine_code), message_(std::move(message)) {}

  bool ok() const { return code_ == Code::kOk; }
  Code code() const { return code_; }
  const std::string& message() const { return message_; }
  // ClickHouse's own error number when the engine refused, else 0.
  std::int32_t engine_code() const { return engine_code_; }

  // "bad_input: Unclosed quote."
  std::string ToString() const;
  // The same error with "prefix: " before its message. OK stays OK.
  Status WithPrefix(const std::string& prefix) const;

 private:
  Code code_ = Code::kOk;
  std::int32_t engine_code_ = 0;
  std::string message_;
};

inline Status OkStatus() { return {}; }

// A T or the reason why there is none. value() may only be called when ok(); otherwise it aborts.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}         // NOLINT: implicit
  Result(Status status) : state_(std::in_place_index<1>, std::move(status)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  Status status() const { return ok() ? Status() : std::get<1>(state_); }

  T& value() & { return *Checked(); }
  const T& value() const& { return *const_cast<Result*>(this)->Checked(); }
  T&& value() && { return std::move(*Checked()); }
  T& operator*() & { return *Checked(); }
  const T& operator*() const& { return *const_cast<Result*>(this)->Checked(); }
  T&& operator*() && { return std::move(*Checked()); }
  T* operator->() { return Checked(); }
  const T* operator->() const { return const_cast<Result*>(this)->Checked(); }

 private:
  T* Checked();
  std::variant<T, Status> state_;
};

// Aborts with the message: a broken invariant of ours, never bad outside data.
[[noreturn]] void Die(const char* file, int line, const std::string& message);

template <typename T>
T* Result<T>::Checked() {
  if (state_.index() != 0) Die(__FILE__, __LINE__, "value() of " + std::get<1>(state_).ToString());
  return &std::get<0>(state_);
}

}  // namespace sextant

// Crashes loudly when one of our own invariants is broken. `message` is a std::string expression.
#define SXT_CHECK(condition, message)                                                               \
  do {                                                                                              \
    if (!(condition)) ::sextant::Die(__FILE__, __LINE__, std::string(#condition ": ") + (message)); \
  } while (false)

// Returns the error of `expression` (a Status) from the enclosing function.
#define SXT_TRY(expression)                                                               \
  do {                                                                                    \
    if (::sextant::Status sxt_status = (expression); !sxt_status.ok()) return sxt_status; \
  } while (false)

#define SXT_CONCAT_INNER(a, b) a##b
#define SXT_CONCAT(a, b) SXT_CONCAT_INNER(a, b)

// SXT_ASSIGN(auto x, Compute());  returns the error of Compute() (a Result), else moves its value into x.
#define SXT_ASSIGN(declaration, expression)                                                       \
  auto SXT_CONCAT(sxt_result_, __LINE__) = (expression);                                          \
  if (!SXT_CONCAT(sxt_result_, __LINE__).ok()) return SXT_CONCAT(sxt_result_, __LINE__).status(); \
  declaration = std::move(SXT_CONCAT(sxt_result_, __LINE__)).value()
