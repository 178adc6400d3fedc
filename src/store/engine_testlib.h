// A real sextant-engine for tests: a child on a temporary folder, ended with its object. Every folder's
// chtests use it. The binary is $SEXTANT_ENGINE_BIN, else sextant-engine beside the running test.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "base/temp_dir.h"
#include "store/store.h"

namespace sextant::testing {

// Not thread-safe; the stores it opens are.
class TestEngine {
 public:
  // Starts an engine and waits until it is ready. `more_flags` follow those that the engine needs. Aborts
  // with what the engine said when it does not get ready within 60 s.
  explicit TestEngine(std::vector<std::string> more_flags = {});
  // Ends the engine as the server does, by closing its parent pipe; kills it when it takes more than 10 s.
  ~TestEngine();
  TestEngine(const TestEngine&) = delete;
  TestEngine& operator=(const TestEngine&) = delete;

  // One engine for all tests of this process that do not harm it; ended when the process exits.
  static TestEngine& Shared();

  pid_t pid() const { return pid_; }
  std::string socket() const { return folder_.Join("engine.sock"); }
  std::string data_dir() const { return folder_.Join("engine"); }

  StoreOptions store_options() const;
  std::unique_ptr<Store> Open() const { return OpenStore(store_options()); }

  // SIGKILL, and waits until it is gone.
  void Kill();
  // Ends it properly, and waits until it is gone.
  void Stop();
  // Starts it again on the same folder after Kill or Stop.
  void Start();

 private:
  TempDir folder_;
  std::vector<std::string> more_flags_;
  pid_t pid_ = 0;
  int parent_pipe_ = -1;  // the engine ends when this closes
  int output_ = -1;       // its standard output; open as long as it runs
};

// The path of the engine's binary; does not say that it exists.
std::string EngineBinary();

// A database of its own for one test, with all tables, on a store that may be shared. Dropped at the end.
class TestDatabase {
 public:
  explicit TestDatabase(Store& store);
  ~TestDatabase();
  const std::string& name() const { return name_; }

 private:
  Store& store_;
  std::string name_;
};

}  // namespace sextant::testing
