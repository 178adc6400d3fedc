#include "meta/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "meta/migrations.h"

namespace sextant::meta {
namespace {

constexpr int kBusyMs = 5'000;  // somebody looks at the file with a tool of his own

Code CodeOf(const SQLite::Exception& error) {
  switch (error.getErrorCode()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Code::kDataLoss;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN: return Code::kDenied;
    default: return Code::kUnavailable;
  }
}

Status Guarded(const std::function<Status()>& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    return {CodeOf(error),
            "Sextant's own records cannot be read or written: " + std::string(error.what()) + "."};
  }
}

int Number(SQLite::Database& connection, const char* pragma) {
  return connection.execAndGet(std::string("PRAGMA ") + pragma).getInt();
}

// Whether the file is ours to use, before anything in it is changed.
Status Check(SQLite::Database& connection, const std::string& path) {
  const std::string health = connection.execAndGet("PRAGMA quick_check(1)").getString();
  if (health != "ok") {
    return {Code::kDataLoss,
            path + " is damaged (" + health +
                "). Put a copy of it back, or move it away to start without saved searches."};
  }
  const bool is_empty = connection.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  const int application = Number(connection, "application_id"), version = Number(connection, "user_version");
  const bool is_new = is_empty && application == 0 && version == 0;
  if (!is_new && application != kApplicationId) {
    return {Code::kBadInput,
            path + " is a database of another program. Move it away, or name another data folder."};
  }
  const int known = static_cast<int>(Migrations().size());
  if (version > known) {
    return {Code::kBadInput, path + " was written by a newer Sextant (version " + std::to_string(version) +
                                 " of its tables, this one knows " + std::to_string(known) +
                                 "). Use that Sextant, or another data folder."};
  }
  return OkStatus();
}

void Migrate(SQLite::Database& connection) {
  const auto& migrations = Migrations();
  const auto taken = static_cast<std::size_t>(Number(connection, "user_version"));
  if (taken == migrations.size()) return;
  SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
  for (std::size_t i = taken; i < migrations.size(); ++i) connection.exec(migrations[i]);
  connection.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  connection.exec("PRAGMA user_version = " + std::to_string(migrations.size()));
  transaction.commit();
}

// SQLite's own files beside it take over its mode.
Status MakeFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return {Code::kDenied, path + " cannot be opened: " + std::strerror(errno) + "."};
  close(fd);
  return OkStatus();
}

}  // namespace

Database::Database(std::unique_ptr<SQLite::Database> connection) : connection_(std::move(connection)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::Open(const std::string& path) {
  std::unique_ptr<SQLite::Database> connection;
  const bool existed = access(path.c_str(), F_OK) == 0;
  SXT_TRY(MakeFile(path));
  Status status = Guarded([&] {
    connection =
        std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_FULLMUTEX, kBusyMs);
    SXT_TRY(Check(*connection, path));
    connection->exec("PRAGMA journal_mode = WAL");
    connection->exec("PRAGMA synchronous = FULL");
    Migrate(*connection);
    return OkStatus();
  });
  if (!status.ok()) {
    connection.reset();
    if (!existed) unlink(path.c_str());
    if (status.message().find(path) == std::string::npos) status = status.WithPrefix(path);
    return status;
  }
  return std::unique_ptr<Database>(new Database(std::move(connection)));
}

Status Database::Read(const Work& work) {
  const std::lock_guard lock(mutex_);
  return Guarded([&] { return work(*connection_); });
}

Status Database::Change(const Work& work) {
  const std::lock_guard lock(mutex_);
  return Guarded([&] {
    SQLite::Transaction transaction(*connection_, SQLite::TransactionBehavior::IMMEDIATE);
    SXT_TRY(work(*connection_));
    transaction.commit();
    return OkStatus();
  });
}

}  // namespace sextant::meta
