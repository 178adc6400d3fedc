#include "api/meta_api.h"

#include "api/meta_json.h"
#include "api/replies.h"
#include "api/search_api.h"

namespace sextant::api {
namespace {

using net::Request;
using net::Responder;

// What `reply` makes of a result, or why there is none.
template <typename T, typename Reply>
void Answer(Responder& responder, int status, const Result<T>& result, const Reply& reply) {
  if (!result.ok()) return SendFailure(responder, result.status());
  SendJson(responder, status, reply(*result));
}

// Reads the body with `read` and gives what it holds to `then`.
template <typename Read, typename Then>
void WithBody(Request& request, Responder& responder, const Read& read, const Then& then) {
  const Result<std::string> body = request.ReadAll(kMaxSearchBodyBytes);
  if (!body.ok()) return SendFailure(responder, body.status());
  const auto parsed = read(*body);
  if (!parsed.ok()) return SendFailure(responder, parsed.status());
  then(*parsed);
}

void AddSavedSearches(net::Router& router, meta::Database& database, const Clock& clock) {
  constexpr const char* kAll = "/api/v1/saved-searches";
  constexpr const char* kOne = "/api/v1/saved-searches/{id}";
  constexpr std::size_t kId = 3;
  router.Add("GET", kAll, [&database](Request&, Responder& responder) {
    Answer(responder, 200, meta::SavedSearches(database).List(), SavedSearchesJson);
  });
  router.Add("POST", kAll, [&database, &clock](Request& request, Responder& responder) {
    WithBody(request, responder, ReadSavedSearchDraft, [&](const meta::SavedSearchDraft& draft) {
      Answer(responder, 201, meta::SavedSearches(database).Create(draft, clock.Now()), SavedSearchJson);
    });
  });
  router.Add("GET", kOne, [&database](Request& request, Responder& responder) {
    Answer(responder, 200, meta::SavedSearches(database).Get(request.target().Segment(kId)), SavedSearchJson);
  });
  router.Add("PUT", kOne, [&database, &clock](Request& request, Responder& responder) {
    WithBody(request, responder, ReadSavedSearchChange, [&](const SavedSearchChange& change) {
      Answer(responder, 200,
             meta::SavedSearches(database).Replace(request.target().Segment(kId), change.version,
                                                   change.draft, clock.Now()),
             SavedSearchJson);
    });
  });
  router.Add("DELETE", kOne, [&database](Request& request, Responder& responder) {
    const Status status = meta::SavedSearches(database).Delete(request.target().Segment(kId));
    if (!status.ok()) return SendFailure(responder, status);
    net::Response deleted;
    deleted.status = 204;
    (void)responder.Send(std::move(deleted));
  });
}

Result<std::string> SourceOf(const Request& request) {
  const std::string_view source = request.target().Segment(3);
  if (source.empty() || source.size() > kMaxSourceBytes)
    return Status(Code::kBadInput, "The address does not name a source.");
  return std::string(source);
}

void AddPins(net::Router& router, meta::Database& database) {
  constexpr const char* kPins = "/api/v1/sources/{source}/pins";
  router.Add("GET", kPins, [&database](Request& request, Responder& responder) {
    const Result<std::string> source = SourceOf(request);
    if (!source.ok()) return SendFailure(responder, source.status());
    Answer(responder, 200, meta::TeamPins(database).Get(*source), PinsJson);
  });
  router.Add("PUT", kPins, [&database](Request& request, Responder& responder) {
    const Result<std::string> source = SourceOf(request);
    if (!source.ok()) return SendFailure(responder, source.status());
    WithBody(request, responder, ReadPins, [&](const PinsChange& change) {
      Answer(responder, 200, meta::TeamPins(database).Replace(*source, change.pins, change.version),
             PinsJson);
    });
  });
}

void AddServiceSlots(net::Router& router, meta::Database& database) {
  constexpr const char* kSlots = "/api/v1/service-slots";
  router.Add("GET", kSlots, [&database](Request&, Responder& responder) {
    Answer(responder, 200, meta::ServiceSlots(database).All(), ServiceSlotsJson);
  });
  router.Add("POST", kSlots, [&database](Request& request, Responder& responder) {
    WithBody(request, responder, ReadServices, [&](const std::vector<std::string>& services) {
      Answer(responder, 200, meta::ServiceSlots(database).Assign(services), ServiceSlotsJson);
    });
  });
}

}  // namespace

void AddMetaRoutes(net::Router& router, meta::Database& database, const Clock& clock) {
  AddSavedSearches(router, database, clock);
  AddPins(router, database);
  AddServiceSlots(router, database);
}

}  // namespace sextant::api
