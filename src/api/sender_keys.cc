#include "api/sender_keys.h"

#include <utility>

#include "base/secret.h"

namespace sextant::api {
namespace {

std::string_view KeyIn(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (net::EqualsIgnoringCase(authorization.substr(0, kScheme.size()), kScheme)) {
    authorization.remove_prefix(kScheme.size());
  }
  while (authorization.starts_with(' ')) authorization.remove_prefix(1);
  while (authorization.ends_with(' ')) authorization.remove_suffix(1);
  return authorization;
}

Result<Sender> AdmitOwner(KeyOwner owner, const OtlpHead& head) {
  const auto wanted = head.headers.Find(kDatabaseHeader);
  if (wanted && *wanted != owner.database) {
    return Status(Code::kDenied, "This ingestion key is for the database \"" + owner.database +
                                     "\", and x-sextant-database names another; leave that header away.");
  }
  return Sender{std::move(owner.database), "key " + owner.name};
}

}  // namespace

void KeyList::Add(std::string_view key, KeyOwner owner) {
  keys_.push_back({SecretDigest(key), std::move(owner)});
}

std::optional<KeyOwner> KeyList::Find(std::string_view key) const {
  const std::string digest = SecretDigest(key);
  const Entry* found = nullptr;
  for (const Entry& entry : keys_) {
    if (EqualsInConstantTime(entry.digest, digest)) found = &entry;
  }
  if (found == nullptr) return std::nullopt;
  return found->owner;
}

AdmitSender AdmitByKey(const ingest::Pipeline& pipeline, std::shared_ptr<const SenderKeys> keys,
                       bool required) {
  return [&pipeline, keys = std::move(keys), required](const OtlpHead& head) -> Result<Sender> {
    const auto authorization = head.headers.Find("authorization");
    if (authorization && (required || keys->has_keys())) {
      std::optional<KeyOwner> owner = keys->Find(KeyIn(*authorization));
      if (owner) return AdmitOwner(std::move(*owner), head);
      return Status(Code::kUnauthenticated,
                    "The ingestion key in the authorization header is not known here. Check it for typing "
                    "mistakes, or ask whoever runs this server for one.");
    }
    if (required) {
      return Status(Code::kUnauthenticated,
                    "An ingestion key is needed to send here. Send the header authorization: Bearer KEY.");
    }
    return AdmitWithoutKeys(pipeline, head);
  };
}

}  // namespace sextant::api
