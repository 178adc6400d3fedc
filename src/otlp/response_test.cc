#include "otlp/response.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace sextant::otlp {
namespace {

Decoded Rejected() {
  Decoded decoded;
  decoded.accepted = 5;
  decoded.rejected = 300;
  decoded.rejection_message = "why";
  return decoded;
}

TEST(SuccessResponse, IsEmptyWhenAllWasAccepted) {
  Decoded decoded;
  decoded.accepted = 5;
  EXPECT_EQ(SuccessResponse(Signal::kLogs, Encoding::kProtobuf, decoded), "");
  EXPECT_EQ(SuccessResponse(Signal::kLogs, Encoding::kJson, decoded), "{}");
}

TEST(SuccessResponse, SaysHowManyWereRejectedAndWhy) {
  EXPECT_EQ(ToHex(SuccessResponse(Signal::kTraces, Encoding::kProtobuf, Rejected())), "0a0808ac021203776879");
  EXPECT_EQ(SuccessResponse(Signal::kTraces, Encoding::kJson, Rejected()),
            R"({"partialSuccess":{"rejectedSpans":"300","errorMessage":"why"}})");
  EXPECT_EQ(SuccessResponse(Signal::kLogs, Encoding::kJson, Rejected()),
            R"({"partialSuccess":{"rejectedLogRecords":"300","errorMessage":"why"}})");
  EXPECT_EQ(SuccessResponse(Signal::kMetrics, Encoding::kJson, Rejected()),
            R"({"partialSuccess":{"rejectedDataPoints":"300","errorMessage":"why"}})");
}

TEST(ErrorResponse, IsAnRpcStatus) {
  EXPECT_EQ(ToHex(ErrorResponse(Encoding::kProtobuf, {.code = 3, .message = "bad"})), "08031203626164");
  EXPECT_EQ(ErrorResponse(Encoding::kJson, {.code = 3, .message = "bad"}), R"({"code":3,"message":"bad"})");
}

TEST(ErrorResponse, SaysWhenToComeBack) {
  EXPECT_EQ(ErrorResponse(Encoding::kJson, {.code = 14, .message = "later", .retry_after_ms = 1500}),
            R"({"code":14,"message":"later","details":)"
            R"([{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.500s"}]})");
  const std::string bytes =
      ErrorResponse(Encoding::kProtobuf, {.code = 14, .message = "later", .retry_after_ms = 2000});
  EXPECT_TRUE(bytes.find("type.googleapis.com/google.rpc.RetryInfo") != std::string::npos);
  EXPECT_EQ(ToHex(bytes.substr(bytes.size() - 8)), "12060a0408021000");
}

TEST(ContentType, NamesTheEncoding) {
  EXPECT_EQ(ContentType(Encoding::kProtobuf), "application/x-protobuf");
  EXPECT_EQ(ContentType(Encoding::kJson), "application/json");
}

}  // namespace
}  // namespace sextant::otlp
