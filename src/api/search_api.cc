#include "api/search_api.h"

#include <algorithm>

#include "api/replies.h"
#include "api/search_json.h"
#include "api/search_requests.h"

namespace sextant::api {
namespace {

using net::Request;
using net::Responder;
using search::Failure;

// An answer of events. Its head goes out with the first one, so that a search that cannot even begin is
// answered with a proper status.
class EventStream {
 public:
  explicit EventStream(Responder& responder) : responder_(responder) {}

  // False once the client is gone.
  bool Send(std::string event) {
    if (!started_) {
      net::Headers headers;
      headers.Add("Content-Type", "application/x-ndjson");
      headers.Add("Cache-Control", "no-store");
      started_ = true;
      open_ = responder_.Start(200, headers).ok();
    }
    if (!open_) return false;
    event += '\n';
    open_ = responder_.Write(event).ok();
    return open_;
  }

  void Finish() {
    if (open_) (void)responder_.Finish();
  }

  void Fail(const Failure& failure) {
    if (!started_) {
      SendFailure(responder_, failure);
      return;
    }
    Send(ErrorJson(failure, true));
    Finish();
  }

 private:
  Responder& responder_;
  bool started_ = false;
  bool open_ = true;
};

class RowsStream final : public search::RowsSink {
 public:
  explicit RowsStream(EventStream& stream) : stream_(stream) {}
  bool Columns(const std::vector<search::ResultColumn>& columns) override {
    return stream_.Send(ColumnsEvent(columns));
  }
  bool Rows(const search::RowBatch& batch) override { return stream_.Send(RowsEvent(batch)); }
  bool Progress(const search::ProgressReport& report) override { return stream_.Send(ProgressEvent(report)); }

 private:
  EventStream& stream_;
};

class HistogramStream final : public search::HistogramSink {
 public:
  explicit HistogramStream(EventStream& stream) : stream_(stream) {}
  bool Buckets(std::int64_t width, const std::vector<search::Bucket>& buckets) override {
    return stream_.Send(BucketsEvent(width, buckets));
  }
  bool Progress(const search::ProgressReport& report) override { return stream_.Send(ProgressEvent(report)); }

 private:
  EventStream& stream_;
};

class ValuesStream final : public search::ValuesSink {
 public:
  explicit ValuesStream(EventStream& stream) : stream_(stream) {}
  bool Values(const search::FieldValues& values) override { return stream_.Send(ValuesEvent(values)); }
  bool Progress(const search::ProgressReport& report) override { return stream_.Send(ProgressEvent(report)); }

 private:
  EventStream& stream_;
};

class NumbersStream final : public search::NumbersSink {
 public:
  explicit NumbersStream(EventStream& stream) : stream_(stream) {}
  bool Numbers(const search::FieldNumbers& numbers) override { return stream_.Send(NumbersEvent(numbers)); }
  bool Progress(const search::ProgressReport& report) override { return stream_.Send(ProgressEvent(report)); }

 private:
  EventStream& stream_;
};

class TailStream final : public search::TailSink {
 public:
  explicit TailStream(EventStream& stream) : stream_(stream) {}
  bool Columns(const std::vector<search::ResultColumn>& columns) override {
    return stream_.Send(ColumnsEvent(columns));
  }
  bool Rows(const search::RowBatch& batch) override { return stream_.Send(RowsEvent(batch)); }
  bool Skipped(std::uint64_t rows) override { return stream_.Send(SkippedEvent(rows)); }
  bool Idle() override { return stream_.Send(IdleEvent()); }

 private:
  EventStream& stream_;
};

// Reads the body with `read`, and asks `ask(request, stream, cancel)`, whose outcome ends the stream.
template <typename Stream, typename Read, typename Ask>
void AnswerWithEvents(Request& request, Responder& responder, const Read& read, const Ask& ask) {
  const Result<std::string> body = request.ReadAll(kMaxSearchBodyBytes);
  if (!body.ok()) return SendFailure(responder, body.status());
  const auto parsed = read(*body);
  if (!parsed.ok()) return SendFailure(responder, parsed.status());
  EventStream events(responder);
  Stream stream(events);
  const auto done = ask(*parsed, stream, CancelledWhenGone(responder));
  if (!done.ok()) return events.Fail(done.failure());
  events.Send(DoneEvent(*done));
  events.Finish();
}

void Tail(search::Search& search, Request& request, Responder& responder) {
  const Result<std::string> body = request.ReadAll(kMaxSearchBodyBytes);
  if (!body.ok()) return SendFailure(responder, body.status());
  const auto intent = ReadIntent(*body);
  if (!intent.ok()) return SendFailure(responder, intent.status());
  EventStream events(responder);
  TailStream stream(events);
  const auto ended = search.Tail(*intent, stream, CancelledWhenGone(responder));
  // A tail that ends well ends because its client left.
  if (!ended.ok()) events.Fail(ended.failure());
}

void Explain(search::Search& search, Request& request, Responder& responder) {
  const Result<std::string> body = request.ReadAll(kMaxSearchBodyBytes);
  if (!body.ok()) return SendFailure(responder, body.status());
  const auto intent = ReadIntent(*body);
  if (!intent.ok()) return SendFailure(responder, intent.status());
  const auto explanation = search.Explain(*intent);
  if (explanation.ok()) return SendJson(responder, 200, ExplanationJson(*explanation));
  const bool is_wrong = explanation.failure().status.code() == Code::kBadInput;
  if (!is_wrong) return SendFailure(responder, explanation.failure());
  SendJson(responder, 200, WrongSearchJson(explanation.failure()));
}

void OneRow(search::Search& search, Request& request, Responder& responder) {
  const Result<std::string> body = request.ReadAll(kMaxSearchBodyBytes);
  if (!body.ok()) return SendFailure(responder, body.status());
  const auto wanted = ReadRowRequest(*body);
  if (!wanted.ok()) return SendFailure(responder, wanted.status());
  const auto row = search.Row(wanted->source, wanted->id, CancelledWhenGone(responder));
  if (!row.ok()) return SendFailure(responder, row.failure());
  SendJson(responder, 200, RowJson(*row));
}

void ListSources(search::Search& search, Responder& responder) {
  const auto sources = search.Sources();
  if (!sources.ok()) return SendFailure(responder, sources.failure());
  SendJson(responder, 200, SourcesJson(*sources));
}

// The segment between "/api/v1/sources/" and "/fields".
std::string SourceInPath(const std::string& path) {
  constexpr std::string_view kBefore = "/api/v1/sources/", kAfter = "/fields";
  return path.substr(kBefore.size(), path.size() - kBefore.size() - kAfter.size());
}

void ListFields(search::Search& search, Request& request, Responder& responder) {
  const net::Target& target = request.target();
  const Result<UnixNanos> from = ReadNanos("from_ns", target.Find("from_ns").value_or(""));
  if (!from.ok()) return SendFailure(responder, from.status());
  const Result<UnixNanos> to = ReadNanos("to_ns", target.Find("to_ns").value_or(""));
  if (!to.ok()) return SendFailure(responder, to.status());
  const auto fields = search.Fields(SourceInPath(target.path), {std::max<UnixNanos>(*from, 0), *to},
                                    CancelledWhenGone(responder));
  if (!fields.ok()) return SendFailure(responder, fields.failure());
  SendJson(responder, 200, FieldsJson(*fields));
}

}  // namespace

void AddSearchRoutes(net::Router& router, search::Search& search) {
  router.Add("GET", "/api/v1/sources",
             [&search](Request&, Responder& responder) { ListSources(search, responder); });
  router.Add("GET", "/api/v1/sources/{source}/fields",
             [&search](Request& request, Responder& responder) { ListFields(search, request, responder); });
  router.Add("POST", "/api/v1/search/explain",
             [&search](Request& request, Responder& responder) { Explain(search, request, responder); });
  router.Add("POST", "/api/v1/search/row",
             [&search](Request& request, Responder& responder) { OneRow(search, request, responder); });
  router.Add("POST", "/api/v1/tail",
             [&search](Request& request, Responder& responder) { Tail(search, request, responder); });
  router.Add("POST", "/api/v1/search/rows", [&search](Request& request, Responder& responder) {
    AnswerWithEvents<RowsStream>(request, responder, ReadRowsRequest,
                                 [&](const auto& asked, auto& sink, auto cancel) {
                                   return search.Rows(asked, sink, std::move(cancel));
                                 });
  });
  router.Add("POST", "/api/v1/search/histogram", [&search](Request& request, Responder& responder) {
    AnswerWithEvents<HistogramStream>(request, responder, ReadHistogramRequest,
                                      [&](const auto& asked, auto& sink, auto cancel) {
                                        return search.Histogram(asked, sink, std::move(cancel));
                                      });
  });
  router.Add("POST", "/api/v1/search/numbers", [&search](Request& request, Responder& responder) {
    AnswerWithEvents<NumbersStream>(request, responder, ReadNumbersRequest,
                                    [&](const auto& asked, auto& sink, auto cancel) {
                                      return search.Numbers(asked, sink, std::move(cancel));
                                    });
  });
  router.Add("POST", "/api/v1/search/values", [&search](Request& request, Responder& responder) {
    AnswerWithEvents<ValuesStream>(request, responder, ReadValuesRequest,
                                   [&](const auto& asked, auto& sink, auto cancel) {
                                     return search.Values(asked, sink, std::move(cancel));
                                   });
  });
}

}  // namespace sextant::api
