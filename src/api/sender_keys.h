// Keys for senders of telemetry: who may send, and into which database. A key can only write.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/otlp_receiver.h"

namespace sextant::api {

// What a key stands for.
struct KeyOwner {
  std::string name;  // for logs and quotas; never the key
  std::string database;
};

// Where keys are looked up. Thread-safe; asked for every request, on threads that must not block.
class SenderKeys {
 public:
  virtual ~SenderKeys() = default;
  // Nothing for a key that is not known.
  virtual std::optional<KeyOwner> Find(std::string_view key) const = 0;
  // False while there is no key at all: then what senders call a key is not looked at.
  virtual bool has_keys() const = 0;
};

// A fixed list, of which digests alone are kept. Finding takes equally long for every key.
class KeyList final : public SenderKeys {
 public:
  void Add(std::string_view key, KeyOwner owner);
  std::optional<KeyOwner> Find(std::string_view key) const override;
  bool has_keys() const override { return !keys_.empty(); }

 private:
  struct Entry {
    std::string digest;
    KeyOwner owner;
  };
  std::vector<Entry> keys_;
};

// Reads the key of `authorization: KEY` or `authorization: Bearer KEY` and lets its owner in. A wrong key is
// refused even where none is required; without one, AdmitWithoutKeys decides unless `required`. Fails with
// kUnauthenticated, or kDenied when x-sextant-database names another database than the key's. `pipeline`
// outlives the result.
AdmitSender AdmitByKey(const ingest::Pipeline& pipeline, std::shared_ptr<const SenderKeys> keys,
                       bool required);

}  // namespace sextant::api
