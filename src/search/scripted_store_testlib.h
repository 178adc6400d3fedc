// A Store that does as a test tells it.
#pragma once

#include <functional>
#include <vector>

#include "store/store.h"

namespace sextant::testing {

// Answers every statement as `behave` says; remembers them.
class ScriptedStore final : public Store {
 public:
  std::function<Result<Progress>(const RunOptions&, const Sink&)> behave;
  std::vector<Statement> statements;

  Result<Progress> Run(const Statement& statement, const RunOptions& options, const Sink& sink) override {
    statements.push_back(statement);
    return behave(options, sink);
  }
  Result<Progress> RunRaw(const Statement&, std::string_view, const RunOptions&,
                          const std::function<bool(std::string_view)>&) override {
    return Status(Code::kInternal, "not asked");
  }
  Status Insert(std::string_view, std::string_view, const Block&, std::string_view, Deadline) override {
    return Status(Code::kInternal, "not asked");
  }
  Status Execute(const Statement&, Deadline) override { return Status(Code::kInternal, "not asked"); }
};

}  // namespace sextant::testing
