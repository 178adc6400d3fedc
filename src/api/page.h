// Serves the page: the built files of web/dist, held in memory, compressed once.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/status.h"
#include "net/http_server.h"

namespace sextant::api {

// Immutable after Load; Serve is thread-safe.
class Page {
 public:
  // Reads all files below `folder` (at most 64 MiB). Fails with kNotFound when there is no index.html,
  // naming the folder and the command that builds it.
  static Result<Page> Load(const std::string& folder);

  // Answers GET and HEAD: the file at the path, or index.html for paths without a dot (the page's own
  // routes), else 404. Files under /assets/ carry a hash in their name and are cached for good.
  void Serve(net::Request& request, net::Responder& responder) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    std::string plain;
    std::string gzipped;  // empty when compression does not pay
  };
  std::map<std::string, File> files_;
};

}  // namespace sextant::api
