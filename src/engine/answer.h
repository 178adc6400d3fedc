// A statement that gives rows, running: its answer as bytes of the format, as they come.
//
// The engine works on a thread of the pool while the caller takes and sends, so that the caller can wait with
// a limit (progress) and the two overlap. Memory is bounded by two chunks, or by one pipe.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/worker_pool.h"
#include "engine/chdb.h"

namespace sextant::engine {

// Used by one thread. Destroying it before kEnd waits for the engine to let go: cancel the statement first.
class Answer {
 public:
  enum class Event { kData, kNothingYet, kEnd };

  virtual ~Answer() = default;

  // Waits up to `wait` for bytes. `data` lives until the next call. Fails when the statement failed; what
  // was given before is then part of a broken answer.
  virtual Result<Event> Next(std::string_view& data, std::chrono::milliseconds wait) = 0;

  // What the statement read; final after kEnd.
  virtual Tally tally() const = 0;
};

struct AnswerRequest {
  std::string sql;  // passed every check; no FORMAT, no semicolon
  bool is_select = true;
  std::string format;
  Pairs params;
};

// Begins `request` on `connection`, which must outlive the answer. A format whose chunks do not concatenate
// is written by the engine into a pipe (formats.h). The pool must have a free thread.
Result<std::unique_ptr<Answer>> StartAnswer(Connection& connection, AnswerRequest request, WorkerPool& pool);

}  // namespace sextant::engine
