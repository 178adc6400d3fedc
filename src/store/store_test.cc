#include "store/store.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(Store, SaysWhichFailuresMayPass) {
  EXPECT_TRUE(IsRetryable(Status(Code::kUnavailable, "")));
  EXPECT_TRUE(IsRetryable(Status(Code::kTimeout, "")));
  EXPECT_TRUE(IsRetryable(Status(Code::kResourceExhausted, "")));
  for (const int engine_code : {241, 243, 252, 394}) {
    EXPECT_TRUE(IsRetryable(Status(Code::kBadInput, "", engine_code))) << engine_code;
  }
  EXPECT_FALSE(IsRetryable(OkStatus()));
  EXPECT_FALSE(IsRetryable(Status(Code::kBadInput, "", 62)));
  EXPECT_FALSE(IsRetryable(Status(Code::kDenied, "", 497)));
}

TEST(Store, AServerThatIsNotThereIsUnavailable) {
  StoreOptions options;
  options.client.base_url = "http://unix";
  options.client.unix_socket = "/nonexistent/engine.sock";
  const std::unique_ptr<Store> store = OpenStore(options);
  Statement statement;
  statement.text = "SELECT 1";
  EXPECT_EQ(store->Collect(statement, {}).status().code(), Code::kUnavailable);
}

TEST(Store, SendsNothingAfterItsDeadline) {
  const std::unique_ptr<Store> store = OpenStore({});
  RunOptions options;
  options.deadline = Deadline::After(std::chrono::milliseconds(0));
  Statement statement;
  statement.text = "SELECT 1";
  EXPECT_EQ(store->Collect(statement, options).status().code(), Code::kTimeout);
}

}  // namespace
}  // namespace sextant
