// The team's records: what is kept, what is refused, and what survives.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <thread>

#include "base/temp_dir.h"
#include "meta/database.h"
#include "meta/migrations.h"
#include "meta/pins.h"
#include "meta/saved_searches.h"
#include "meta/service_slots.h"

namespace sextant::meta {
namespace {

class MetaTest : public ::testing::Test {
 protected:
  MetaTest() { Reopen(); }

  void Reopen() {
    database_.reset();
    auto opened = Database::Open(path_);
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    database_ = std::move(*opened);
  }

  static SavedSearchDraft Draft(std::string name) {
    return {std::move(name), "default.otel_logs", R"({"text":"card"})", {"pay", "night"}, true};
  }

  TempDir folder_;
  const std::string path_ = folder_.Join("meta.sqlite");
  std::unique_ptr<Database> database_;
};

TEST_F(MetaTest, TheFilesAreForTheirOwnerAlone) {
  ASSERT_TRUE(SavedSearches(*database_).Create(Draft("a"), 1).ok());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat info {};
    ASSERT_EQ(stat((path_ + suffix).c_str(), &info), 0) << suffix;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << suffix;
  }
}

TEST_F(MetaTest, WhatIsSavedSurvivesARestart) {
  const auto saved = SavedSearches(*database_).Create(Draft("Ünpaid 'orders'"), 7);
  ASSERT_TRUE(saved.ok());
  ASSERT_TRUE(TeamPins(*database_).Replace("s", {{"ServiceName"}, {{"level", "error"}}, 0}, {}).ok());
  const auto slots = ServiceSlots(*database_).Assign({"cart", "payment"});
  Reopen();
  const auto found = SavedSearches(*database_).Get(saved->id);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->draft.name, "Ünpaid 'orders'");
  EXPECT_EQ(found->draft.query, R"({"text":"card"})");
  EXPECT_EQ(found->draft.tags, (std::vector<std::string>{"pay", "night"}));
  EXPECT_TRUE(found->draft.favourite);
  EXPECT_EQ(found->created, 7);
  EXPECT_EQ(found->version, 1);
  EXPECT_EQ(TeamPins(*database_).Get("s")->values[0].value, "error");
  EXPECT_EQ(*ServiceSlots(*database_).All(), *slots);
}

TEST_F(MetaTest, ASearchThatSomebodyElseChangedIsNotOverwritten) {
  SavedSearches searches(*database_);
  const std::string id = searches.Create(Draft("a"), 1)->id;
  const auto second = searches.Replace(id, 1, Draft("b"), 2);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->version, 2);
  EXPECT_EQ(second->created, 1);
  EXPECT_EQ(second->updated, 2);
  EXPECT_EQ(searches.Replace(id, 1, Draft("c"), 3).status().code(), Code::kConflict);
  EXPECT_EQ(searches.Get(id)->draft.name, "b");
  EXPECT_TRUE(searches.Delete(id).ok());
  EXPECT_EQ(searches.Delete(id).code(), Code::kNotFound);
  EXPECT_EQ(searches.Replace(id, 2, Draft("d"), 4).status().code(), Code::kNotFound);
}

TEST_F(MetaTest, TheLastChangedSearchIsListedFirst) {
  SavedSearches searches(*database_);
  const std::string first = searches.Create(Draft("first"), 1)->id;
  ASSERT_TRUE(searches.Create(Draft("second"), 2).ok());
  ASSERT_TRUE(searches.Replace(first, 1, Draft("first"), 3).ok());
  const auto all = searches.List();
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().id, first);
}

TEST_F(MetaTest, ThereAreNoMoreSearchesThanTheLimit) {
  SavedSearches searches(*database_);
  std::string last;
  for (std::size_t i = 0; i < kMaxSavedSearches; ++i) {
    const auto saved = searches.Create(Draft("n"), 1);
    ASSERT_TRUE(saved.ok()) << saved.status().message();
    last = saved->id;
  }
  EXPECT_EQ(searches.Create(Draft("n"), 1).status().code(), Code::kResourceExhausted);
  EXPECT_TRUE(searches.Replace(last, 1, Draft("m"), 2).ok());
  ASSERT_TRUE(searches.Delete(last).ok());
  EXPECT_TRUE(searches.Create(Draft("n"), 1).ok());
}

TEST_F(MetaTest, PinsAreReplacedWholeAndGuardedWhenAsked) {
  TeamPins pins(*database_);
  EXPECT_EQ(pins.Get("s")->version, 0);
  EXPECT_EQ(pins.Replace("s", {{"a"}, {}, 0}, 0)->version, 1);
  EXPECT_EQ(pins.Replace("s", {{"b"}, {}, 0}, 0).status().code(), Code::kConflict);
  EXPECT_EQ(pins.Replace("s", {{"c"}, {}, 0}, std::nullopt)->version, 2);
  EXPECT_EQ(pins.Get("s")->fields, std::vector<std::string>{"c"});
  EXPECT_TRUE(pins.Get("other")->fields.empty());
}

TEST_F(MetaTest, AServiceKeepsItsColourAndTwelveHaveTheirOwn) {
  ServiceSlots slots(*database_);
  std::vector<std::string> names;
  for (int i = 0; i < 15; ++i) names.push_back("service-" + std::to_string(i));
  const ServiceSlotTable first = *slots.Assign({names.begin(), names.begin() + 5});
  const ServiceSlotTable all = *slots.Assign(names);
  for (const auto& [name, slot] : first) EXPECT_EQ(all.at(name), slot) << name;
  std::set<std::size_t> own;
  std::size_t hollow = 0;
  for (const auto& [name, slot] : all) {
    if (slot < kServiceColours) own.insert(slot);
    if (slot >= kServiceColours) ++hollow;
  }
  EXPECT_EQ(own.size(), kServiceColours);
  EXPECT_EQ(hollow, 3u);
}

TEST_F(MetaTest, ServicesBeyondTheLimitHaveNoSlot) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kMaxServiceSlots + 5; ++i) names.push_back(std::to_string(i));
  EXPECT_EQ(ServiceSlots(*database_).Assign(names)->size(), kMaxServiceSlots);
}

TEST_F(MetaTest, ManyThreadsAssignEachServiceOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(ServiceSlots(*database_).Assign({"s" + std::to_string(i)}).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ServiceSlots(*database_).All()->size(), 20u);
}

TEST_F(MetaTest, ADatabaseOfANewerSextantIsRefusedAndLeftAsItIs) {
  database_.reset();
  { SQLite::Database(path_, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99"); }
  const auto opened = Database::Open(path_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), Code::kBadInput);
  EXPECT_NE(opened.status().message().find("newer Sextant (version 99"), std::string::npos)
      << opened.status().message();
  EXPECT_EQ(SQLite::Database(path_).execAndGet("PRAGMA user_version").getInt(), 99);
}

TEST_F(MetaTest, ADatabaseOfSomebodyElseIsRefused) {
  const std::string path = folder_.Join("other.sqlite");
  { SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (a)"); }
  EXPECT_EQ(Database::Open(path).status().code(), Code::kBadInput);
}

TEST_F(MetaTest, ABrokenFileIsRefusedWithItsName) {
  const std::string path = folder_.Join("broken.sqlite");
  std::ofstream(path) << std::string(8192, 'x');
  const auto opened = Database::Open(path);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), Code::kDataLoss);
  EXPECT_NE(opened.status().message().find(path), std::string::npos) << opened.status().message();
  EXPECT_EQ(Database::Open("/nowhere/meta.sqlite").status().code(), Code::kDenied);
}

TEST_F(MetaTest, EveryVersionOfTheTablesBecomesTheNewest) {
  for (std::size_t version = 0; version < Migrations().size(); ++version) {
    const std::string path = folder_.Join("v" + std::to_string(version) + ".sqlite");
    {
      SQLite::Database old(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      for (std::size_t i = 0; i < version; ++i) old.exec(Migrations()[i]);
      if (version > 0) old.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
      old.exec("PRAGMA user_version = " + std::to_string(version));
    }
    auto opened = Database::Open(path);
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    EXPECT_TRUE(SavedSearches(**opened).Create(Draft("a"), 1).ok());
  }
}

TEST_F(MetaTest, AChangeThatFailsIsUndone) {
  const Status status = database_->Change([](SQLite::Database& connection) -> Status {
    connection.exec("INSERT INTO service_slots (service, slot) VALUES ('x', 1)");
    return {Code::kConflict, "no"};
  });
  EXPECT_EQ(status.code(), Code::kConflict);
  EXPECT_TRUE(ServiceSlots(*database_).All()->empty());
}

}  // namespace
}  // namespace sextant::meta
