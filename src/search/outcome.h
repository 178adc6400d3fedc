// How a question to search/ fails: like Status, with the place in the query box and one mending change.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/status.h"

namespace sextant::search {

struct Place {
  std::size_t offset = 0;  // UTF-16 code units
  std::size_t length = 0;
};

struct Fix {
  std::string sentence;
  std::string text;  // the whole query box after the change
};

struct Failure {
  Status status;
  std::optional<Place> place;
  std::optional<Fix> fix;

  Failure(Status failed) : status(std::move(failed)) {}  // NOLINT: implicit
  Failure(Code code, std::string message) : status(code, std::move(message)) {}
};

// A T or why there is none.
template <typename T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}                  // NOLINT: implicit
  Outcome(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {}        // NOLINT: implicit
  Outcome(Status status) : state_(std::in_place_index<1>, Failure(std::move(status))) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Failure& failure() const { return std::get<1>(state_); }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace sextant::search
