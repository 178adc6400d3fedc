#include "net/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <list>
#include <mutex>
#include <vector>

namespace sextant::net {

struct CancelToken::State {
  std::mutex mutex;
  std::atomic<bool> cancelled = false;
  std::list<std::function<void()>> wakers;
};

CancelToken::CancelToken() : state_(std::make_shared<State>()) {}

void CancelToken::Cancel() {
  const std::lock_guard lock(state_->mutex);
  state_->cancelled = true;
  for (const auto& wake : state_->wakers) wake();
}

bool CancelToken::cancelled() const { return state_->cancelled.load(); }

// While it lives, Cancel() runs `wake` on the cancelling thread. No call is running once it is gone.
class CancelWatch {
 public:
  CancelWatch(const CancelToken& token, std::function<void()> wake) : state_(token.state_) {
    const std::lock_guard lock(state_->mutex);
    waker_ = state_->wakers.insert(state_->wakers.end(), std::move(wake));
  }
  ~CancelWatch() {
    const std::lock_guard lock(state_->mutex);
    state_->wakers.erase(waker_);
  }
  CancelWatch(const CancelWatch&) = delete;
  CancelWatch& operator=(const CancelWatch&) = delete;

 private:
  std::shared_ptr<CancelToken::State> state_;
  std::list<std::function<void()>>::iterator waker_;
};

namespace {

constexpr long kBufferBytes = 256L << 10;
// Servers close idle connections; ours after 60 s. Below that a pooled one is most likely still open.
constexpr long kMaxIdleSeconds = 30;
constexpr std::int64_t kLongestPollMs = 60'000;

struct CurlListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlListFree>;

// One connection and what libcurl needs to drive it. Used by one Send at a time.
struct Slot {
  Slot() : easy(curl_easy_init()), multi(curl_multi_init()) {
    SXT_CHECK(easy != nullptr && multi != nullptr, "libcurl has no memory");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 1L);
  }
  ~Slot() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  CURL* easy;
  CURLM* multi;
};

// The answer as it comes in, and what of it was told already.
struct Transfer {
  const ClientRequest* request;
  const ResponseSink* sink;
  int status = 0;
  Headers headers = {};
  bool head_is_complete = false;
  bool stopped = false;

  bool CompleteHead() {
    head_is_complete = true;
    if (sink->on_head && !sink->on_head(status, headers)) stopped = true;
    return !stopped;
  }
};

std::string_view Trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t OnHeaderLine(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string_view line = Trim({data, size});
  if (transfer.head_is_complete) return size;  // a trailer
  if (line.starts_with("HTTP/")) {
    transfer.status = 0;
    transfer.headers = Headers();
    const std::size_t blank = line.find(' ');
    if (blank != std::string_view::npos) {
      std::from_chars(line.data() + blank + 1, line.data() + line.size(), transfer.status);
    }
    return size;
  }
  if (transfer.status < 200) return size;  // "100 Continue" precedes the answer
  if (line.empty()) return transfer.CompleteHead() ? size : 0;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = Trim(line.substr(colon + 1));
  if (transfer.sink->on_header) transfer.sink->on_header(name, value);
  transfer.headers.Add(std::string(name), std::string(value));
  return size;
}

std::size_t OnBody(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.sink->on_data && !transfer.sink->on_data({data, size})) {
    transfer.stopped = true;
    return 0;
  }
  return size;
}

std::size_t ReadSource(char* buffer, std::size_t, std::size_t size, void* context) {
  return static_cast<Transfer*>(context)->request->body_source(buffer, size);
}

bool IsLoopbackUrl(const std::string& url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string::npos) return false;
  const std::string_view host = std::string_view(url).substr(slashes + 2);
  return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(ClientOptions options) : options_(std::move(options)) {
    while (options_.base_url.ends_with('/')) options_.base_url.pop_back();
    options_.max_connections = std::max<std::size_t>(options_.max_connections, 1);
  }

  Status Send(const ClientRequest& request, const ResponseSink& sink, Deadline deadline,
              const CancelToken& cancel) override;

 private:
  Result<std::unique_ptr<Slot>> TakeSlot(Deadline deadline, const CancelToken& cancel);
  void ReturnSlot(std::unique_ptr<Slot> slot);
  CurlList Configure(Slot& slot, Transfer& transfer) const;
  void ConfigureBody(CURL* easy, Transfer& transfer) const;
  CurlList RequestHeaders(const ClientRequest& request) const;
  Status Drive(Slot& slot, Transfer& transfer, Deadline deadline, const CancelToken& cancel) const;
  Status Outcome(CURLcode code, const Transfer& transfer, const char* detail) const;
  std::string Where() const {
    return options_.unix_socket.empty() ? options_.base_url : options_.unix_socket;
  }

  ClientOptions options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Slot>> idle_;
  std::size_t taken_ = 0;
};

Result<std::unique_ptr<Slot>> CurlClient::TakeSlot(Deadline deadline, const CancelToken& cancel) {
  const CancelWatch watch(cancel, [this] {
    const std::lock_guard lock(mutex_);
    returned_.notify_all();
  });
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return taken_ < options_.max_connections || cancel.cancelled(); };
  if (deadline.IsNever()) {
    returned_.wait(lock, ready);
  } else if (!returned_.wait_until(lock, deadline.at(), ready)) {
    return Status(Code::kTimeout, "All " + std::to_string(options_.max_connections) + " connections to " +
                                      Where() + " stayed in use until the deadline.");
  }
  if (cancel.cancelled()) return Status(Code::kCancelled, "The request was cancelled before it was sent.");
  ++taken_;
  if (idle_.empty()) return std::make_unique<Slot>();
  // The one used last is the likeliest to be connected still.
  std::unique_ptr<Slot> slot = std::move(idle_.back());
  idle_.pop_back();
  return slot;
}

void CurlClient::ReturnSlot(std::unique_ptr<Slot> slot) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(slot));
  --taken_;
  returned_.notify_one();
}

CurlList CurlClient::RequestHeaders(const ClientRequest& request) const {
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
  for (const auto& [name, value] : request.headers.list()) {
    if (EqualsIgnoringCase(name, "expect")) continue;
    // libcurl's way of writing a header that has no value.
    add(value.empty() ? name + ";" : name + ": " + value);
  }
  add("Expect:");
  if (!request.headers.Find("content-type")) add("Content-Type:");
  return CurlList(list);
}

void CurlClient::ConfigureBody(CURL* easy, Transfer& transfer) const {
  const ClientRequest& request = *transfer.request;
  if (request.body_source) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &ReadSource);
    curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
    std::int64_t length = -1;
    const std::string_view text = request.headers.Get("content-length");
    std::from_chars(text.data(), text.data() + text.size(), length);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(length));
  } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  } else if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

CurlList CurlClient::Configure(Slot& slot, Transfer& transfer) const {
  CURL* easy = slot.easy;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, (options_.base_url + transfer.request->target).c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kMaxIdleSeconds);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kBufferBytes);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, kBufferBytes);
  if (!options_.unix_socket.empty()) {
    curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, options_.unix_socket.c_str());
  }
  if (!options_.unix_socket.empty() || IsLoopbackUrl(options_.base_url)) {
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
  }
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, options_.verify_tls ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, options_.verify_tls ? 2L : 0L);
  if (!options_.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeaderLine);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  ConfigureBody(easy, transfer);
  CurlList headers = RequestHeaders(*transfer.request);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  return headers;
}

Status CurlClient::Outcome(CURLcode code, const Transfer& transfer, const char* detail) const {
  if (code == CURLE_OK && transfer.head_is_complete) return OkStatus();
  // libcurl takes a head that ends with the connection for a whole one.
  const std::string why = code == CURLE_OK  ? "it was closed within the answer's head"
                          : *detail != '\0' ? detail
                                            : curl_easy_strerror(code);
  if (transfer.stopped) return Status(Code::kCancelled, "The answer was not wanted any further.");
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Status(Code::kBadInput,
                    "'" + options_.base_url + "' is not an address to connect to: " + why + ".");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return Status(Code::kUnavailable, "Could not connect to " + Where() + ": " + why + ".");
    default: break;
  }
  if (transfer.head_is_complete) {
    return Status(Code::kDataLoss, "The answer of " + Where() + " broke off: " + why + ".");
  }
  return Status(Code::kUnavailable,
                "The connection to " + Where() + " broke before an answer came: " + why + ".");
}

Status CurlClient::Drive(Slot& slot, Transfer& transfer, Deadline deadline, const CancelToken& cancel) const {
  char detail[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(slot.easy, CURLOPT_ERRORBUFFER, detail);
  const CancelWatch watch(cancel, [&slot] { curl_multi_wakeup(slot.multi); });
  for (;;) {
    int running = 0;
    curl_multi_perform(slot.multi, &running);
    int left = 0;
    if (const CURLMsg* message = curl_multi_info_read(slot.multi, &left)) {
      return Outcome(message->data.result, transfer, detail);
    }
    if (cancel.cancelled()) return Status(Code::kCancelled, "The request was cancelled.");
    const std::int64_t wait_ms = std::min(deadline.RemainingMs(), kLongestPollMs);
    if (wait_ms == 0) {
      return Status(Code::kTimeout, "No complete answer came from " + Where() + " before the deadline.");
    }
    curl_multi_poll(slot.multi, nullptr, 0, static_cast<int>(wait_ms), nullptr);
  }
}

Status CurlClient::Send(const ClientRequest& request, const ResponseSink& sink, Deadline deadline,
                        const CancelToken& cancel) {
  SXT_ASSIGN(std::unique_ptr<Slot> slot, TakeSlot(deadline, cancel));
  Transfer transfer{&request, &sink};
  const CurlList headers = Configure(*slot, transfer);
  curl_multi_add_handle(slot->multi, slot->easy);
  Status outcome = Drive(*slot, transfer, deadline, cancel);
  // Closes the connection when the answer was not read to its end.
  curl_multi_remove_handle(slot->multi, slot->easy);
  curl_easy_setopt(slot->easy, CURLOPT_ERRORBUFFER, nullptr);
  ReturnSlot(std::move(slot));
  return outcome;
}

}  // namespace

std::unique_ptr<HttpClient> HttpClient::Create(ClientOptions options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  SXT_CHECK(ready == CURLE_OK, "libcurl does not start");
  return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace sextant::net
