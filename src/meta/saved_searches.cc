#include "meta/saved_searches.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/bytes.h"
#include "meta/text_list.h"

namespace sextant::meta {
namespace {

constexpr const char* kSelect =
    "SELECT id, version, created_ns, updated_ns, name, source, query, tags, favourite FROM saved_searches";

Result<SavedSearch> Read(SQLite::Statement& row) {
  SavedSearch search;
  search.id = row.getColumn(0).getString();
  search.version = row.getColumn(1).getInt64();
  search.created = row.getColumn(2).getInt64();
  search.updated = row.getColumn(3).getInt64();
  search.draft.name = row.getColumn(4).getString();
  search.draft.source = row.getColumn(5).getString();
  search.draft.query = row.getColumn(6).getString();
  SXT_ASSIGN(search.draft.tags, ReadTexts(row.getColumn(7).getString()));
  search.draft.favourite = row.getColumn(8).getInt() != 0;
  return search;
}

Result<SavedSearch> Find(SQLite::Database& connection, std::string_view id) {
  SQLite::Statement select(connection, std::string(kSelect) + " WHERE id = ?");
  select.bind(1, std::string(id));
  if (select.executeStep()) return Read(select);
  return Status(Code::kNotFound, "There is no such saved search (any more).");
}

void Write(SQLite::Database& connection, const SavedSearch& search) {
  SQLite::Statement insert(
      connection,
      "INSERT OR REPLACE INTO saved_searches (id, version, created_ns, updated_ns, name, "
      "source, query, tags, favourite) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, search.id);
  insert.bind(2, search.version);
  insert.bind(3, search.created);
  insert.bind(4, search.updated);
  insert.bind(5, search.draft.name);
  insert.bind(6, search.draft.source);
  insert.bind(7, search.draft.query);
  insert.bind(8, WriteTexts(search.draft.tags));
  insert.bind(9, search.draft.favourite ? 1 : 0);
  insert.exec();
}

}  // namespace

Result<std::vector<SavedSearch>> SavedSearches::List() {
  std::vector<SavedSearch> all;
  SXT_TRY(database_.Read([&](SQLite::Database& connection) -> Status {
    SQLite::Statement select(connection, std::string(kSelect) + " ORDER BY updated_ns DESC, id");
    while (select.executeStep()) {
      SXT_ASSIGN(SavedSearch search, Read(select));
      all.push_back(std::move(search));
    }
    return OkStatus();
  }));
  return all;
}

Result<SavedSearch> SavedSearches::Get(std::string_view id) {
  SavedSearch search;
  SXT_TRY(database_.Read([&](SQLite::Database& connection) -> Status {
    SXT_ASSIGN(search, Find(connection, id));
    return OkStatus();
  }));
  return search;
}

Result<SavedSearch> SavedSearches::Create(const SavedSearchDraft& draft, UnixNanos now) {
  const SavedSearch search{RandomId(), 1, now, now, draft};
  SXT_TRY(database_.Change([&](SQLite::Database& connection) -> Status {
    const int count = connection.execAndGet("SELECT count(*) FROM saved_searches").getInt();
    if (static_cast<std::size_t>(count) >= kMaxSavedSearches) {
      return {Code::kResourceExhausted, "There are " + std::to_string(kMaxSavedSearches) +
                                            " saved searches, which is the limit; delete one first."};
    }
    Write(connection, search);
    return OkStatus();
  }));
  return search;
}

Result<SavedSearch> SavedSearches::Replace(std::string_view id, std::int64_t version,
                                           const SavedSearchDraft& draft, UnixNanos now) {
  SavedSearch search;
  SXT_TRY(database_.Change([&](SQLite::Database& connection) -> Status {
    SXT_ASSIGN(search, Find(connection, id));
    if (search.version != version) {
      return {Code::kConflict, "Somebody else has changed this saved search; load it again, then change it."};
    }
    search.version = version + 1;
    search.updated = now;
    search.draft = draft;
    Write(connection, search);
    return OkStatus();
  }));
  return search;
}

Status SavedSearches::Delete(std::string_view id) {
  return database_.Change([&](SQLite::Database& connection) -> Status {
    SXT_TRY(Find(connection, id).status());
    SQLite::Statement remove(connection, "DELETE FROM saved_searches WHERE id = ?");
    remove.bind(1, std::string(id));
    remove.exec();
    return OkStatus();
  });
}

}  // namespace sextant::meta
