#include "net/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

namespace sextant::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

// A chunk's size line with its extensions, or one trailer field: longer is nobody's honest need.
constexpr std::size_t kMaxChunkHeaderBytes = std::size_t{16} << 10;

// The path and query of a target that names the server too ("http://host/path", RFC 9112 §3.2.2).
std::string_view OriginForm(std::string_view target) {
  if (!target.starts_with("http://") && !target.starts_with("https://")) return target;
  const std::size_t path = target.find('/', target.find("//") + 2);
  return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

class RequestParser::Impl final : public http::basic_parser<true> {
 public:
  explicit Impl(const ServerOptions& options) : options_(options) {
    header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
    body_limit(boost::none);
    eager(false);
  }

  Step ParseHead(ReadBuffer& in) {
    if (!got_some()) {
      SkipEmptyLines(in);
      if (in.data() == "\r") return Step::kNeedMore;
    }
    while (!is_header_done()) {
      if (in.size() == 0) return Step::kNeedMore;
      error_code error;
      const std::size_t used = put(boost::asio::const_buffer(in.data().data(), in.size()), error);
      in.Consume(used);
      head_bytes_ += used;
      const bool too_long = error == http::error::header_limit ||
                            head_bytes_ + (is_header_done() ? 0 : in.size()) > options_.max_header_bytes;
      if (too_long) return RefuseLongHead();
      if (error == http::error::need_more) return CheckTargetSoFar(in);
      if (error) return RefuseBrokenHead(error);
    }
    return FinishHead();
  }

  Result<std::size_t> ParseBody(ReadBuffer& in, char* out, std::size_t size) {
    out_ = out;
    out_size_ = size;
    const std::size_t wanted = size;
    while (!is_done() && in.size() > 0 && (out_size_ > 0 || AtChunkHeader())) {
      error_code error;
      in.Consume(put(boost::asio::const_buffer(in.data().data(), in.size()), error));
      if (error == http::error::need_more) {
        if (in.size() > kMaxChunkHeaderBytes) return BrokenBody("a chunk's head is too long");
        break;
      }
      if (error) return BrokenBody(error.message());
      if (body_bytes_ > options_.max_body_bytes) return TooLargeBody(options_.max_body_bytes);
    }
    return wanted - out_size_;
  }

  void PassBody(char* data, std::size_t size) {
    out_ = data;
    out_size_ = size;
    error_code error;
    while (size > 0 && !is_done()) {
      const std::size_t used = put(boost::asio::const_buffer(data, size), error);
      SXT_CHECK(!error && used > 0, "a body of known length has no syntax to break");
      data += used;
      size -= used;
    }
  }

  const ServerOptions& options_;
  RequestHead head_;
  Refusal refusal_;

 private:
  void SkipEmptyLines(ReadBuffer& in) {
    while (in.data().starts_with("\r\n")) in.Consume(2);
  }

  Step Refuse(const char* reason, int status, Code code, std::string message) {
    refusal_ = {reason, status, Status(code, std::move(message))};
    return Step::kRefused;
  }

  Step RefuseLongHead() {
    if (head_.method.empty()) return RefuseLongTarget();
    return Refuse("head_too_large", 431, Code::kTooLarge,
                  "The request's headers are longer than " + std::to_string(options_.max_header_bytes) +
                      " bytes; send fewer or shorter ones.");
  }

  Step RefuseLongTarget() {
    return Refuse("address_too_long", 414, Code::kTooLarge,
                  "The request's address is longer than " + std::to_string(options_.max_target_bytes) +
                      " bytes; shorten it or use POST.");
  }

  Step RefuseBrokenHead(const error_code& error) {
    if (error == http::error::bad_version) {
      return Refuse("bad_head", 505, Code::kBadInput, "This server speaks HTTP/1.1 and 1.0 only.");
    }
    return Refuse("bad_head", 400, Code::kBadInput,
                  "The request is not valid HTTP/1.1: " + error.message() + ".");
  }

  Step CheckTargetSoFar(const ReadBuffer& in) {
    const bool is_long = head_.method.empty() && in.size() > options_.max_target_bytes + 64;
    // The grammar may leave a whole first line unread until all of the head is there.
    if (is_long && in.data().find('\n') == std::string_view::npos) return RefuseLongTarget();
    return Step::kNeedMore;
  }

  Step FinishHead() {
    head_.keep_alive = keep_alive();
    head_.is_chunked = chunked();
    head_.content_length = content_length().value_or(0);
    head_.expects_continue =
        head_.is_http11 && EqualsIgnoringCase(head_.headers.Get("expect"), "100-continue");
    if (raw_target_.size() > options_.max_target_bytes) return RefuseLongTarget();
    if (head_.headers.Find("transfer-encoding") &&
        !EqualsIgnoringCase(head_.headers.Get("transfer-encoding"), "chunked")) {
      return Refuse("bad_head", 501, Code::kBadInput,
                    "The only Transfer-Encoding that is understood is chunked.");
    }
    if (head_.is_http11 && CountHosts() != 1) {
      return Refuse("bad_head", 400, Code::kBadInput, "A request needs exactly one Host header.");
    }
    auto target = Target::Parse(OriginForm(raw_target_));
    if (!target.ok()) return Refuse("bad_head", 400, Code::kBadInput, target.status().message());
    head_.target = std::move(*target);
    return Step::kDone;
  }

  std::size_t CountHosts() const {
    const auto& list = head_.headers.list();
    return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [](const auto& header) {
      return EqualsIgnoringCase(header.first, "host");
    }));
  }

  static Status BrokenBody(const std::string& why) {
    return Status(Code::kBadInput, "The request's body is not valid HTTP/1.1: " + why + ".");
  }

  // True when the next bytes are no body bytes, so that parsing on needs no room.
  bool AtChunkHeader() { return chunked() && chunk_remaining_ == 0; }

  std::size_t TakeBody(string_view body) {
    const std::size_t taken = std::min(out_size_, body.size());
    if (body.data() != out_ && taken > 0) std::memcpy(out_, body.data(), taken);
    out_ += taken;
    out_size_ -= taken;
    body_bytes_ += taken;
    return taken;
  }

  void on_request_impl(http::verb, string_view method, string_view target, int version,
                       error_code&) override {
    head_.method.assign(method.data(), method.size());
    raw_target_.assign(target.data(), target.size());
    head_.is_http11 = version == 11;
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    // Trailers come after the head and mean nothing to us.
    if (is_header_done()) return;
    head_.headers.Add(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return TakeBody(body); }
  void on_chunk_header_impl(std::uint64_t size, string_view, error_code&) override {
    chunk_remaining_ = size;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override {
    const std::size_t taken = TakeBody(body);
    chunk_remaining_ -= taken;
    return taken;
  }
  void on_finish_impl(error_code&) override {}

  std::string raw_target_;
  std::size_t head_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::uint64_t chunk_remaining_ = 0;
  char* out_ = nullptr;
  std::size_t out_size_ = 0;
};

RequestParser::RequestParser(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
RequestParser::~RequestParser() = default;

RequestParser::Step RequestParser::ParseHead(ReadBuffer& in) { return impl_->ParseHead(in); }
const RequestHead& RequestParser::head() const { return impl_->head_; }
const Refusal& RequestParser::refusal() const { return impl_->refusal_; }
bool RequestParser::has_begun() const { return impl_->got_some(); }

Result<std::size_t> RequestParser::ParseBody(ReadBuffer& in, char* out, std::size_t size) {
  return impl_->ParseBody(in, out, size);
}

std::uint64_t RequestParser::direct_bytes() const {
  if (impl_->is_done() || impl_->chunked()) return 0;
  return impl_->content_length_remaining().value_or(0);
}

void RequestParser::PassBody(char* data, std::size_t size) { impl_->PassBody(data, size); }
bool RequestParser::body_done() const { return impl_->is_done(); }

}  // namespace sextant::net
