#include "server/ingest_keys.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

#include "store/migrator.h"

namespace sextant::server {
namespace {

Result<std::string> ReadKeyFile(const IngestKey& key) {
  std::ifstream file(key.key_file, std::ios::binary);
  std::string text(kMaxKeyBytes + 2, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof()) {
    return Status(Code::kBadInput, "its file " + key.key_file + " cannot be read.");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

Status CheckKey(std::string_view key) {
  if (key.size() < kMinKeyBytes || key.size() > kMaxKeyBytes) {
    return {Code::kBadInput, "a key has " + std::to_string(kMinKeyBytes) + " to " +
                                 std::to_string(kMaxKeyBytes) + " characters, this one has " +
                                 std::to_string(key.size()) + ". `openssl rand -hex 24` makes a good one."};
  }
  const bool is_plain = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (is_plain) return {};
  return {Code::kBadInput, "it has a blank or a character that no HTTP header can carry."};
}

Status CheckDatabase(const std::string& wanted) {
  std::string known;
  for (const MigrationTarget& target : OwnDatabases()) {
    if (target.database == wanted) return {};
    known += (known.empty() ? "" : ", ") + target.database;
  }
  return {Code::kBadInput, "there is no database '" + wanted + "'; there are " + known + "."};
}

Result<std::string> ReadKey(const IngestKey& key) {
  SXT_TRY(CheckDatabase(key.database));
  if (!key.key_file.empty() && !key.key.empty()) {
    return Status(Code::kBadInput, "give key or key_file, not both.");
  }
  std::string text = key.key;
  if (!key.key_file.empty()) {
    SXT_ASSIGN(text, ReadKeyFile(key));
  }
  SXT_TRY(CheckKey(text));
  return text;
}

}  // namespace

Result<std::shared_ptr<const api::SenderKeys>> LoadIngestKeys(const Config& config) {
  if (config.ingest_keys.size() > kMaxKeys) {
    return Status(Code::kBadInput, "There are " + std::to_string(config.ingest_keys.size()) +
                                       " ingestion keys; at most " + std::to_string(kMaxKeys) +
                                       " are looked up.");
  }
  auto list = std::make_shared<api::KeyList>();
  std::set<std::string> seen;
  for (const IngestKey& key : config.ingest_keys) {
    const Result<std::string> text = ReadKey(key);
    if (!text.ok()) return text.status().WithPrefix("The ingestion key '" + key.name + "'");
    if (!seen.insert(*text).second) {
      return Status(Code::kBadInput, "The ingestion key '" + key.name + "' is there twice.");
    }
    list->Add(*text, {key.name, key.database});
  }
  return std::shared_ptr<const api::SenderKeys>(std::move(list));
}

std::string NamesOf(const Config& config) {
  std::string names;
  for (const IngestKey& key : config.ingest_keys) {
    names += (names.empty() ? "" : ", ") + key.name + " → " + key.database;
  }
  return names;
}

}  // namespace sextant::server
