#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>

#include "base/json.h"
#include "base/time.h"

namespace sextant {
namespace {

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made =
        std::make_shared<spdlog::logger>("sextant", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug: return spdlog::level::debug;
    case Severity::kInfo: return spdlog::level::info;
    case Severity::kWarn: return spdlog::level::warn;
    case Severity::kError: return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* NameOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug: return "debug";
    case Severity::kInfo: return "info";
    case Severity::kWarn: return "warn";
    case Severity::kError: return "error";
  }
  return "error";
}

struct SinkSlot {
  std::mutex mutex;
  LogSink sink;
};

SinkSlot& Slot() {
  static SinkSlot slot;
  return slot;
}

}  // namespace

void Log(Severity severity, std::string_view event, std::initializer_list<LogField> fields) {
  const auto level = LevelOf(severity);
  if (!Logger().should_log(level)) return;
  JsonWriter line;
  line.Object().Key("time").String(FormatIso8601(Clock::System().Now()));
  line.Key("level").String(NameOf(severity)).Key("event").String(event);
  for (const auto& field : fields) line.Key(field.key).String(field.value);
  line.End();
  Logger().log(level, "{}", line.Take());

  const std::lock_guard lock(Slot().mutex);
  if (!Slot().sink) return;
  std::vector<std::pair<std::string, std::string>> copies;
  for (const auto& field : fields) copies.emplace_back(field.key, field.value);
  Slot().sink(severity, event, copies);
}

void SetLogSeverity(Severity severity) { Logger().set_level(LevelOf(severity)); }

void SetLogSink(LogSink sink) {
  const std::lock_guard lock(Slot().mutex);
  Slot().sink = std::move(sink);
}

}  // namespace sextant
