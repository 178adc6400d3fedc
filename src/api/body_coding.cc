#include "api/body_coding.h"

#include <limits>

namespace sextant::api {
namespace {

Result<net::Coding> ToNetCoding(ingest::BodyCoding coding) {
  switch (coding) {
    case ingest::BodyCoding::kIdentity: return net::Coding::kIdentity;
    case ingest::BodyCoding::kGzip: return net::Coding::kGzip;
    case ingest::BodyCoding::kDeflate: return net::Coding::kDeflate;
    case ingest::BodyCoding::kZstd: return net::Coding::kZstd;
  }
  return Status(Code::kBadInput, "The log names a body coding that this version does not know.");
}

}  // namespace

ingest::BodyCoding ToBodyCoding(net::Coding coding) {
  switch (coding) {
    case net::Coding::kIdentity: return ingest::BodyCoding::kIdentity;
    case net::Coding::kGzip: return ingest::BodyCoding::kGzip;
    case net::Coding::kDeflate: return ingest::BodyCoding::kDeflate;
    case net::Coding::kZstd: return ingest::BodyCoding::kZstd;
  }
  return ingest::BodyCoding::kIdentity;
}

ingest::Inflater MakeInflater() {
  return [](ingest::BodyCoding coding, std::string_view body, std::size_t max_bytes) -> Result<std::string> {
    SXT_ASSIGN(const net::Coding known, ToNetCoding(coding));
    net::InflateLimits limits;
    limits.max_bytes = max_bytes;
    limits.max_ratio = std::numeric_limits<std::size_t>::max();
    return net::Inflate(known, body, limits);
  };
}

}  // namespace sextant::api
