#include "api/search_export.h"

#include "api/export_text.h"
#include "api/replies.h"
#include "api/search_requests.h"

namespace sextant::api {
namespace {

using net::Request;
using net::Responder;

// Rows go out in chunks of about this size.
constexpr std::size_t kChunkBytes = 64 * 1024;

// The answer's head goes out with the first rows, so that a search that cannot even begin is answered with a
// proper status.
class FileStream final : public search::RowsSink {
 public:
  FileStream(Responder& responder, ExportFormat format, const search::Intent& intent)
      : responder_(responder), format_(format), intent_(intent) {}

  bool Columns(const std::vector<search::ResultColumn>& columns) override {
    text_.emplace(format_, columns);
    text_->AppendHeader(chunk_);
    return true;
  }
  bool Rows(const search::RowBatch& batch) override {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      text_->AppendRow(chunk_, batch, row);
      if (chunk_.size() >= kChunkBytes && !Flush()) return false;
    }
    return Flush();
  }
  bool Progress(const search::ProgressReport&) override { return true; }

  bool started() const { return started_; }
  void Finish() {
    if (Flush()) (void)responder_.Finish();
  }

 private:
  // False once the client is gone.
  bool Flush() {
    if (!started_) {
      started_ = true;
      const bool csv = format_ == ExportFormat::kCsv;
      net::Headers headers;
      headers.Add("Content-Type", csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
      headers.Add("Content-Disposition", "attachment; filename=\"" + ExportFileName(format_, intent_) + '"');
      headers.Add("Cache-Control", "no-store");
      if (!responder_.Start(200, headers).ok()) return false;
    }
    if (chunk_.empty()) return true;
    const bool sent = responder_.Write(chunk_).ok();
    chunk_.clear();
    return sent;
  }

  Responder& responder_;
  const ExportFormat format_;
  const search::Intent& intent_;
  std::optional<ExportText> text_;
  std::string chunk_;
  bool started_ = false;
};

void Export(search::Search& search, Request& request, Responder& responder) {
  const std::string_view format = request.target().Find("format").value_or("");
  if (format != "csv" && format != "jsonl") {
    return SendFailure(responder, Status(Code::kBadInput, "`format` must be \"csv\" or \"jsonl\"."));
  }
  const auto asked = ReadExportRequest(request.target().Find("request").value_or(""));
  if (!asked.ok()) return SendFailure(responder, asked.status());
  FileStream file(responder, format == "csv" ? ExportFormat::kCsv : ExportFormat::kJsonLines, asked->intent);
  const auto done = search.Export(*asked, file, CancelledWhenGone(responder));
  if (done.ok()) return file.Finish();
  // Without its end, what was sent of a file is known to be only a part.
  if (!file.started()) SendFailure(responder, done.failure());
}

}  // namespace

void AddExportRoute(net::Router& router, search::Search& search) {
  router.Add("GET", "/api/v1/search/export",
             [&search](Request& request, Responder& responder) { Export(search, request, responder); });
}

}  // namespace sextant::api
