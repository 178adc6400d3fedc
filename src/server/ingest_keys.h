// The operator's ingestion keys: from the config file, files that it names, and the environment.
#pragma once

#include <memory>
#include <string>

#include "api/sender_keys.h"
#include "base/status.h"
#include "server/config.h"

namespace sextant::server {

// Shorter keys could be guessed.
inline constexpr std::size_t kMinKeyBytes = 16;
inline constexpr std::size_t kMaxKeyBytes = 1024;
inline constexpr std::size_t kMaxKeys = 1000;

// Reads the files that `config` names. Fails with kBadInput, naming the key but never showing it, when one
// cannot be read, is too short or too long, has blanks or control characters, is there twice, or is for a
// database that we do not have.
Result<std::shared_ptr<const api::SenderKeys>> LoadIngestKeys(const Config& config);

// "browser → default, shop → otel_v2": which keys are active.
std::string NamesOf(const Config& config);

}  // namespace sextant::server
