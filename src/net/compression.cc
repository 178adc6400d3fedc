#include "net/compression.h"

#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>

#include "net/http.h"

namespace sextant::net {
namespace {

constexpr std::size_t kRatioFreeBytes = std::size_t{1} << 20;
constexpr std::size_t kFirstOutput = std::size_t{64} << 10;
// A stated size is believed up to this many times the input, which the sender had to send after all.
constexpr std::size_t kBelievedRatio = 64;
// RFC 9659: what every receiver of the zstd content coding must have, and none needs to exceed: 8 MiB.
constexpr int kMaxZstdWindowLog = 23;
constexpr int kGzipLevel = 6;
constexpr int kZstdLevel = 3;

const char* NameOf(Coding coding) {
  switch (coding) {
    case Coding::kIdentity: return "identity";
    case Coding::kGzip: return "gzip";
    case Coding::kDeflate: return "deflate";
    case Coding::kZstd: return "zstd";
  }
  return "?";
}

Status Broken(Coding coding, const char* how) {
  return Status(Code::kBadInput, std::string("The ") + NameOf(coding) + " body " + how + ".");
}

// The output as it grows, and the bound on it.
class Output {
 public:
  Output(std::size_t input_size, const InflateLimits& limits)
      : limits_(limits),
        cap_(std::min(limits.max_bytes, std::max(kRatioFreeBytes, input_size * limits.max_ratio))) {}

  std::size_t cap() const { return cap_; }
  std::size_t used() const { return used_; }
  char* room() { return bytes_.data() + used_; }
  std::size_t room_size() const { return bytes_.size() - used_; }
  void Take(std::size_t bytes) { used_ += bytes; }

  // Makes room. Addresses for all of it are taken once, so that nothing moves as it grows; memory follows as
  // the sizes, which are the cap halved again and again, are reached. One byte beyond the cap is given, to
  // see whether anything comes after it.
  Status Grow() {
    if (used_ > cap_) return TooLarge();
    bytes_.reserve(cap_ + 1);
    std::size_t size = cap_ + 1;
    while (size / 2 > std::max(used_, kFirstOutput)) size /= 2;
    bytes_.resize(size);
    return OkStatus();
  }

  // A buffer of exactly `size` bytes, of which Finish keeps what was taken.
  Status Allot(std::size_t size) {
    SXT_TRY(Hold(size));
    bytes_.resize(size);
    return OkStatus();
  }
  // To be called before the first Grow.
  Status HoldForGrowth() { return Hold(cap_ + 1); }

  Result<std::string> Finish() {
    if (used_ > cap_) return TooLarge();
    bytes_.resize(used_);
    if (limits_.lease != nullptr) (void)limits_.lease->TryHold(used_);
    return std::move(bytes_);
  }

  Status TooLarge() const {
    if (cap_ == limits_.max_bytes) {
      return Status(Code::kTooLarge, "The body inflates to more than " + std::to_string(cap_) +
                                         " bytes; send it in smaller parts.");
    }
    return Status(Code::kTooLarge, "The body inflates to more than " + std::to_string(limits_.max_ratio) +
                                       " times its size; that is refused above 1 MiB.");
  }

 private:
  Status Hold(std::size_t bytes) {
    if (limits_.lease == nullptr) return OkStatus();
    (void)limits_.lease->TryHold(0);
    if (limits_.lease->Hold(bytes, limits_.patience)) return OkStatus();
    return Status(Code::kUnavailable,
                  "As much is being inflated already as may be held at once. Send again in a second.");
  }

  const InflateLimits& limits_;
  const std::size_t cap_;
  std::size_t used_ = 0;
  std::string bytes_;
};

bool IsBelievable(std::uint64_t stated, std::size_t input_size, const Output& out) {
  return stated <= out.cap() && stated / kBelievedRatio <= input_size;
}

struct DeflateFree {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};
struct ZstdFree {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// The whole of a gzip body at once, when it is one member whose footer states a believable size (RFC 1952
// §2.3.1: the last four bytes). False leaves the work, and every complaint about it, to the stream.
Result<bool> InflateGzipAtOnce(std::string_view input, Output& out) {
  constexpr std::size_t kLeastMember = 18;
  if (input.size() < kLeastMember) return false;
  std::uint32_t stated = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    stated |= static_cast<std::uint32_t>(static_cast<unsigned char>(input[input.size() - 4 + i])) << (8 * i);
  }
  if (!IsBelievable(stated, input.size(), out)) return false;
  const std::unique_ptr<libdeflate_decompressor, DeflateFree> inflater(libdeflate_alloc_decompressor());
  if (inflater == nullptr) return false;
  SXT_TRY(out.Allot(stated));
  std::size_t read = 0;
  std::size_t written = 0;
  const libdeflate_result result = libdeflate_gzip_decompress_ex(
      inflater.get(), input.data(), input.size(), out.room(), out.room_size(), &read, &written);
  if (result != LIBDEFLATE_SUCCESS || read != input.size()) return false;
  out.Take(written);
  return true;
}

// zlib's inflate over bytes in memory.
class ZlibStream {
 public:
  explicit ZlibStream(int window_bits) { ok_ = inflateInit2(&stream_, window_bits) == Z_OK; }
  ~ZlibStream() {
    if (ok_) inflateEnd(&stream_);
  }
  ZlibStream(const ZlibStream&) = delete;
  ZlibStream& operator=(const ZlibStream&) = delete;

  bool ok() const { return ok_; }
  bool Reset() { return inflateReset(&stream_) == Z_OK; }

  // Inflates until the end of the stream that `input` starts with, which it takes off. kBadInput or
  // kTooLarge.
  Status Run(Coding coding, std::string_view& input, Output& out) {
    for (;;) {
      if (out.room_size() == 0) SXT_TRY(out.Grow());
      constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
      stream_.avail_in = static_cast<uInt>(std::min(input.size(), kMost));
      stream_.next_out = reinterpret_cast<Bytef*>(out.room());
      stream_.avail_out = static_cast<uInt>(std::min(out.room_size(), kMost));
      const uInt in_before = stream_.avail_in;
      const uInt out_before = stream_.avail_out;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      input.remove_prefix(in_before - stream_.avail_in);
      out.Take(out_before - stream_.avail_out);
      if (result == Z_STREAM_END) return OkStatus();
      if (result != Z_OK && result != Z_BUF_ERROR) return Broken(coding, "is damaged");
      if (input.empty() && stream_.avail_out > 0) return Broken(coding, "ends too early");
    }
  }

 private:
  z_stream stream_{};
  bool ok_ = false;
};

Status NoMemory() { return Status(Code::kUnavailable, "There is no memory to inflate the body."); }

Result<std::string> InflateGzip(std::string_view input, const InflateLimits& limits) {
  {
    Output out(input.size(), limits);
    SXT_ASSIGN(const bool done, InflateGzipAtOnce(input, out));
    if (done) return out.Finish();
  }
  constexpr int kGzipOnly = MAX_WBITS + 16;
  ZlibStream stream(kGzipOnly);
  if (!stream.ok()) return NoMemory();
  Output out(input.size(), limits);
  SXT_TRY(out.HoldForGrowth());
  for (;;) {
    SXT_TRY(stream.Run(Coding::kGzip, input, out));
    if (input.empty()) return out.Finish();
    if (!input.starts_with("\x1f\x8b")) return Broken(Coding::kGzip, "has bytes after its end");
    if (!stream.Reset()) return NoMemory();
  }
}

// "deflate" is the zlib format (RFC 9110 §8.4.1.2), but some send bare deflate data. The first two bytes
// tell (RFC 1950 §2.2): no encoder starts bare data with such a pair.
bool HasZlibHeader(std::string_view input) {
  if (input.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(input[0]);
  const unsigned second = static_cast<unsigned char>(input[1]);
  return (first & 0x0F) == 8 && (first * 256 + second) % 31 == 0;
}

Result<std::string> InflateDeflate(std::string_view input, const InflateLimits& limits) {
  ZlibStream stream(HasZlibHeader(input) ? MAX_WBITS : -MAX_WBITS);
  if (!stream.ok()) return NoMemory();
  Output out(input.size(), limits);
  SXT_TRY(out.HoldForGrowth());
  SXT_TRY(stream.Run(Coding::kDeflate, input, out));
  if (!input.empty()) return Broken(Coding::kDeflate, "has bytes after its end");
  return out.Finish();
}

Status ZstdFailure(std::size_t result) {
  if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
    return Status(Code::kTooLarge,
                  "The zstd body needs a window of more than 8 MiB; compress it with a smaller one.");
  }
  return Broken(Coding::kZstd, "is damaged");
}

// A single frame that states a believable size is inflated right into place, without a window.
Result<bool> InflateZstdAtOnce(ZSTD_DCtx* context, std::string_view input, Output& out) {
  const unsigned long long stated = ZSTD_getFrameContentSize(input.data(), input.size());
  if (stated == ZSTD_CONTENTSIZE_UNKNOWN || stated == ZSTD_CONTENTSIZE_ERROR) return false;
  if (!IsBelievable(stated, input.size(), out)) return false;
  if (ZSTD_findFrameCompressedSize(input.data(), input.size()) != input.size()) return false;
  SXT_TRY(out.Allot(stated));
  const std::size_t result =
      ZSTD_decompressDCtx(context, out.room(), out.room_size(), input.data(), input.size());
  if (ZSTD_isError(result) != 0U) return false;
  out.Take(result);
  return true;
}

Result<std::string> InflateZstd(std::string_view input, const InflateLimits& limits) {
  const std::unique_ptr<ZSTD_DCtx, ZstdFree> context(ZSTD_createDCtx());
  if (context == nullptr) return NoMemory();
  {
    Output out(input.size(), limits);
    SXT_ASSIGN(const bool done, InflateZstdAtOnce(context.get(), input, out));
    if (done) return out.Finish();
  }
  ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxZstdWindowLog);
  Output out(input.size(), limits);
  SXT_TRY(out.HoldForGrowth());
  ZSTD_inBuffer in{input.data(), input.size(), 0};
  for (std::size_t pending = 1;;) {
    if (in.pos == in.size && pending == 0) return out.Finish();
    if (out.room_size() == 0) SXT_TRY(out.Grow());
    ZSTD_outBuffer to{out.room(), out.room_size(), 0};
    pending = ZSTD_decompressStream(context.get(), &to, &in);
    if (ZSTD_isError(pending) != 0U) return ZstdFailure(pending);
    out.Take(to.pos);
    if (in.pos == in.size && pending != 0 && to.pos < to.size) return Broken(Coding::kZstd, "ends too early");
  }
}

using LibdeflateBound = std::size_t (*)(libdeflate_compressor*, std::size_t);
using LibdeflateCompress = std::size_t (*)(libdeflate_compressor*, const void*, std::size_t, void*,
                                           std::size_t);

Result<std::string> CompressWith(LibdeflateBound bound, LibdeflateCompress compress, std::string_view input) {
  const std::unique_ptr<libdeflate_compressor, DeflateFree> compressor(
      libdeflate_alloc_compressor(kGzipLevel));
  if (compressor == nullptr) return Status(Code::kUnavailable, "There is no memory to compress the body.");
  std::string out(bound(compressor.get(), input.size()), '\0');
  out.resize(compress(compressor.get(), input.data(), input.size(), out.data(), out.size()));
  return out;
}

Result<std::string> CompressZstd(std::string_view input) {
  std::string out(ZSTD_compressBound(input.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), input.data(), input.size(), kZstdLevel);
  if (ZSTD_isError(size) != 0U) return Status(Code::kUnavailable, "There is no memory to compress the body.");
  out.resize(size);
  return out;
}

}  // namespace

Result<Coding> ParseCoding(std::string_view name) {
  if (name.empty()) return Coding::kIdentity;
  for (const Coding coding : {Coding::kIdentity, Coding::kGzip, Coding::kDeflate, Coding::kZstd}) {
    if (EqualsIgnoringCase(name, NameOf(coding))) return coding;
  }
  if (EqualsIgnoringCase(name, "x-gzip")) return Coding::kGzip;
  return Status(Code::kBadInput, "The encoding '" + std::string(name) +
                                     "' is not understood; use one of gzip, deflate, zstd or identity.");
}

Result<std::string> Inflate(Coding coding, std::string_view input, const InflateLimits& limits) {
  switch (coding) {
    case Coding::kGzip: return InflateGzip(input, limits);
    case Coding::kDeflate: return InflateDeflate(input, limits);
    case Coding::kZstd: return InflateZstd(input, limits);
    case Coding::kIdentity: break;
  }
  if (input.size() > limits.max_bytes) return TooLargeBody(limits.max_bytes);
  return std::string(input);
}

Result<std::string> Deflate(Coding coding, std::string_view input) {
  switch (coding) {
    case Coding::kGzip:
      return CompressWith(&libdeflate_gzip_compress_bound, &libdeflate_gzip_compress, input);
    case Coding::kDeflate:
      return CompressWith(&libdeflate_zlib_compress_bound, &libdeflate_zlib_compress, input);
    case Coding::kZstd: return CompressZstd(input);
    case Coding::kIdentity: break;
  }
  return std::string(input);
}

}  // namespace sextant::net
