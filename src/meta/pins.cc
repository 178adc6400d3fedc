#include "meta/pins.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/json.h"

namespace sextant::meta {
namespace {

std::string Write(const Pins& pins) {
  JsonWriter json;
  json.Object().Key("fields").Array();
  for (const std::string& field : pins.fields) json.String(field);
  json.End().Key("values").Array();
  for (const PinnedValue& value : pins.values) json.Array().String(value.field).String(value.value).End();
  return json.End().End().Take();
}

Result<Pins> Read(std::string_view text) {
  const Result<JsonValue> json = JsonValue::Parse(text);
  if (!json.ok()) return Status(Code::kDataLoss, "The pins in Sextant's own records cannot be read.");
  Pins pins;
  const JsonValue fields = (*json)["fields"], values = (*json)["values"];
  for (std::size_t i = 0; i < fields.size(); ++i) pins.fields.push_back(fields.at(i).AsString().value_or(""));
  for (std::size_t i = 0; i < values.size(); ++i) {
    pins.values.push_back(
        {values.at(i).at(0).AsString().value_or(""), values.at(i).at(1).AsString().value_or("")});
  }
  return pins;
}

Result<Pins> Find(SQLite::Database& connection, std::string_view source) {
  SQLite::Statement select(connection, "SELECT pins, version FROM pins WHERE source = ?");
  select.bind(1, std::string(source));
  if (!select.executeStep()) return Pins{};
  SXT_ASSIGN(Pins pins, Read(select.getColumn(0).getString()));
  pins.version = select.getColumn(1).getInt64();
  return pins;
}

}  // namespace

Result<Pins> TeamPins::Get(std::string_view source) {
  Pins pins;
  SXT_TRY(database_.Read([&](SQLite::Database& connection) -> Status {
    SXT_ASSIGN(pins, Find(connection, source));
    return OkStatus();
  }));
  return pins;
}

Result<Pins> TeamPins::Replace(std::string_view source, const Pins& pins,
                               std::optional<std::int64_t> version) {
  Pins kept = pins;
  SXT_TRY(database_.Change([&](SQLite::Database& connection) -> Status {
    SXT_ASSIGN(const Pins current, Find(connection, source));
    if (version && *version != current.version)
      return {Code::kConflict, "Somebody else has changed the pins; load them again, then change them."};
    const int sources = connection.execAndGet("SELECT count(*) FROM pins").getInt();
    if (current.version == 0 && static_cast<std::size_t>(sources) >= kMaxPinnedSources) {
      return {Code::kResourceExhausted,
              "Already " + std::to_string(kMaxPinnedSources) + " sources have pins."};
    }
    kept.version = current.version + 1;
    SQLite::Statement insert(connection,
                             "INSERT OR REPLACE INTO pins (source, pins, version) VALUES (?, ?, ?)");
    insert.bind(1, std::string(source));
    insert.bind(2, Write(kept));
    insert.bind(3, kept.version);
    insert.exec();
    return OkStatus();
  }));
  return kept;
}

}  // namespace sextant::meta
