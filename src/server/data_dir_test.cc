#include "server/data_dir.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace sextant::server {
namespace {

std::string Message(const std::string& path) { return DataDir::Open(path).status().message(); }

TEST(DataDir, MakesAFolderAndOpensItAgain) {
  TempDir temp;
  const std::string path = temp.Join("a/b");
  {
    auto dir = DataDir::Open(path);
    ASSERT_TRUE(dir.ok()) << dir.status().ToString();
    EXPECT_TRUE(std::filesystem::is_directory((*dir)->engine_dir()));
  }
  EXPECT_TRUE(DataDir::Open(path).ok());
}

TEST(DataDir, DiscardsOnlyWhatItMade) {
  TempDir temp;
  const std::string path = temp.Join("new");
  (*DataDir::Open(path))->DiscardIfNew();
  EXPECT_FALSE(std::filesystem::exists(path));
  (*DataDir::Open(temp.path()))->DiscardIfNew();
  EXPECT_TRUE(std::filesystem::is_empty(temp.path()));
  ASSERT_TRUE(DataDir::Open(path).ok());
  (*DataDir::Open(path))->DiscardIfNew();
  EXPECT_TRUE(std::filesystem::exists(path + "/VERSION"));
}

TEST(DataDir, RefusesASecondServer) {
  TempDir temp;
  auto first = DataDir::Open(temp.path());
  ASSERT_TRUE(first.ok());
  const auto second = DataDir::Open(temp.path());
  EXPECT_EQ(second.status().code(), Code::kConflict);
  EXPECT_NE(second.status().message().find("process " + std::to_string(getpid())), std::string::npos);
}

TEST(DataDir, RefusesForeignFoldersAndLeavesThemAlone) {
  TempDir temp;
  std::ofstream(temp.Join("thesis.txt")) << "precious";
  EXPECT_NE(Message(temp.path()).find("'thesis.txt'"), std::string::npos);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(temp.path()), {}), 1);
  EXPECT_NE(Message(temp.Join("thesis.txt")).find("is a file"), std::string::npos);
}

TEST(DataDir, RefusesTheFolderOfANewerSextant) {
  TempDir temp;
  std::ofstream(temp.Join("VERSION")) << "sextant-data 2\n";
  EXPECT_NE(Message(temp.path()).find("newer Sextant"), std::string::npos);
}

TEST(DataDir, RefusesWhatItCannotWrite) {
  EXPECT_NE(Message("/proc/sextant").find("cannot be made"), std::string::npos);
  EXPECT_NE(Message("/tmp/" + std::string(200, 'x')).find("too long"), std::string::npos);
}

}  // namespace
}  // namespace sextant::server
