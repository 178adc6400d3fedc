#include "api/page.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "net/compression.h"

namespace sextant::api {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxPageBytes = std::size_t{64} << 20;

// The page runs its own scripts only, asks this server only, and is never framed. Styles are also set by
// its component library at run time.
constexpr std::string_view kContentPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

std::string_view TypeOf(const fs::path& path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".woff2", "font/woff2"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  const std::string extension = path.extension();
  for (const auto& [suffix, type] : kTypes) {
    if (suffix == extension) return type;
  }
  return "application/octet-stream";
}

std::string Fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return '"' + std::to_string(hash) + '"';
}

bool AcceptsGzip(const net::Request& request) {
  return request.headers().Get("accept-encoding").find("gzip") != std::string_view::npos;
}

}  // namespace

Result<Page> Page::Load(const std::string& folder) {
  Page page;
  std::size_t total = 0;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(fs::canonical(folder, error), error)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream input(entry.path(), std::ios::binary);
    File file;
    file.plain.assign(std::istreambuf_iterator<char>(input), {});
    total += file.plain.size();
    if (!input || total > kMaxPageBytes) {
      return Status(Code::kTooLarge,
                    "The page's file " + entry.path().string() + " cannot be held in memory.");
    }
    file.type = TypeOf(entry.path());
    file.etag = Fingerprint(file.plain);
    if (auto packed = net::Deflate(net::Coding::kGzip, file.plain);
        packed.ok() && packed->size() < file.plain.size() * 9 / 10) {
      file.gzipped = std::move(*packed);
    }
    page.files_["/" + fs::relative(entry.path(), fs::canonical(folder)).generic_string()] = std::move(file);
  }
  if (!page.files_.contains("/index.html")) {
    return Status(Code::kNotFound,
                  "The page is missing: " + folder + " holds no index.html. Build it with tools/build-web.");
  }
  return page;
}

void Page::Serve(net::Request& request, net::Responder& responder) const {
  const std::string& path = request.target().path;
  auto found = files_.find(path);
  if (found == files_.end() && path.find('.') == std::string::npos) found = files_.find("/index.html");
  if (found == files_.end()) {
    (void)responder.Send(net::Response::Error({Code::kNotFound, "There is no " + path + " here."}));
    return;
  }
  const File& file = found->second;
  net::Response response;
  response.headers.Add("ETag", file.etag);
  response.headers.Add("Vary", "Accept-Encoding");
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.headers.Add("Referrer-Policy", "no-referrer");
  response.headers.Add("Content-Security-Policy", std::string(kContentPolicy));
  response.headers.Add("Cache-Control", found->first.rfind("/assets/", 0) == 0
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  if (request.headers().Get("if-none-match") == file.etag) {
    response.status = 304;
  } else {
    response.headers.Add("Content-Type", file.type);
    const bool packed = !file.gzipped.empty() && AcceptsGzip(request);
    if (packed) response.headers.Add("Content-Encoding", "gzip");
    response.body = packed ? file.gzipped : file.plain;
  }
  (void)responder.Send(std::move(response));
}

}  // namespace sextant::api
