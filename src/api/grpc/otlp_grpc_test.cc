#include "api/otlp_grpc.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>

#include "api/body_coding.h"
#include "api/sender_keys.h"
#include "base/temp_dir.h"
#include "ingest/fake_store_testlib.h"
#include "net/http_server_testlib.h"
#include "otlp/response.h"
#include "otlp/write.h"

namespace sextant::api {
namespace {

using std::chrono::milliseconds;

constexpr UnixNanos kNow = 1'760'000'000 * kNanosPerSecond;
constexpr std::size_t kMaxBody = 1'000'000;
constexpr char kLogs[] = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
constexpr char kTraces[] = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
constexpr char kMetrics[] = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

std::string LogBody(const std::string& text, UnixNanos time = kNow) {
  otlp::ExportWriter writer(Signal::kLogs);
  writer.BeginResource({});
  writer.BeginScope({});
  otlp::LogRecord record;
  record.time = time;
  record.body = text;
  writer.Add(record);
  return writer.TakeProtobuf();
}

std::string SpanBody() {
  otlp::ExportWriter writer(Signal::kTraces);
  writer.BeginResource({});
  writer.BeginScope({});
  otlp::SpanRecord span;
  span.trace_id = "0123456789abcdef";
  span.span_id = "01234567";
  span.start = span.end = kNow;
  writer.Add(span);
  return writer.TakeProtobuf();
}

std::string GaugeBody() {
  otlp::ExportWriter writer(Signal::kMetrics);
  writer.BeginResource({});
  writer.BeginScope({});
  otlp::NumberPoint point;
  point.time = kNow;
  point.value = 7;
  otlp::MetricInfo metric;
  metric.name = "depth";
  writer.AddGauge(metric, {&point, 1});
  return writer.TakeProtobuf();
}

struct Call {
  std::string body;
  const char* method = kLogs;
  grpc_compression_algorithm compression = GRPC_COMPRESS_NONE;
  std::string database = {};
  std::string key = {};
};

struct Reply {
  grpc::Status status;
  std::string message;
};

class OtlpGrpcTest : public testing::Test {
 protected:
  OtlpGrpcTest() {
    pipeline_options_.log_folder = dir_.Join("wal");
    pipeline_options_.inflate = MakeInflater();
    pipeline_options_.seal.min_age = milliseconds(0);
    options_.inflate.max_bytes = kMaxBody;
  }

  OtlpGrpcOptions Options(const std::string& listen) {
    OtlpGrpcOptions options;
    options.listen = listen;
    options.max_body_bytes = kMaxBody;
    options.on_refusal = [this](const char* reason) {
      const std::lock_guard lock(mutex_);
      ++refusals_[reason];
    };
    return options;
  }

  std::map<std::string, int> Refusals() {
    const std::lock_guard lock(mutex_);
    return refusals_;
  }

  void Listen() {
    auto door = OtlpGrpc::Listen(Options("127.0.0.1:0"));
    ASSERT_TRUE(door.ok()) << door.status().ToString();
    door_ = std::move(*door);
  }

  void Start() {
    auto pipeline = ingest::Pipeline::Start(pipeline_options_, store_, clock_);
    ASSERT_TRUE(pipeline.ok()) << pipeline.status().ToString();
    pipeline_ = std::move(*pipeline);
    if (door_ == nullptr) Listen();
    door_->Open(std::make_shared<const OtlpReceiver>(*pipeline_, options_));
  }

  Reply Send(const Call& call) {
    grpc::GenericStub stub(grpc::CreateChannel(door_->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + net::kSoon);
    context.set_compression_algorithm(call.compression);
    if (!call.database.empty()) context.AddMetadata("x-sextant-database", call.database);
    if (!call.key.empty()) context.AddMetadata("authorization", call.key);
    const grpc::Slice slice(call.body);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer answer;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, call.method, grpc::StubOptions(), &request, &answer,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    Reply reply{done.get_future().get(), ""};
    grpc::Slice bytes;
    if (reply.status.ok() && answer.DumpToSingleSlice(&bytes).ok()) {
      reply.message.assign(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    }
    return reply;
  }

  std::size_t Stored(const std::string& table) {
    EXPECT_TRUE(pipeline_->Flush(Deadline::After(net::kSoon)));
    return store_.rows(table);
  }

  std::mutex mutex_;
  std::map<std::string, int> refusals_;
  TempDir dir_;
  ManualClock clock_{kNow};
  ingest::FakeStore store_;
  ingest::PipelineOptions pipeline_options_;
  OtlpOptions options_;
  std::unique_ptr<ingest::Pipeline> pipeline_;
  std::unique_ptr<OtlpGrpc> door_;
};

TEST_F(OtlpGrpcTest, AcknowledgesEverySignalAndStoresIt) {
  Start();
  for (const auto& call : {Call{LogBody("hello")}, Call{SpanBody(), kTraces}, Call{GaugeBody(), kMetrics}}) {
    const Reply reply = Send(call);
    EXPECT_TRUE(reply.status.ok()) << reply.status.error_message();
    EXPECT_EQ(reply.message, "");
  }
  EXPECT_EQ(Stored("default.otel_logs"), 1u);
  EXPECT_EQ(Stored("default.otel_traces"), 1u);
  EXPECT_EQ(Stored("default.otel_metrics_gauge"), 1u);
}

TEST_F(OtlpGrpcTest, TakesGzipAndDeflate) {
  Start();
  const std::string body = LogBody(std::string(50'000, 'x'));
  EXPECT_TRUE(Send({body, kLogs, GRPC_COMPRESS_GZIP}).status.ok());
  EXPECT_TRUE(Send({body, kLogs, GRPC_COMPRESS_DEFLATE}).status.ok());
  EXPECT_EQ(Stored("default.otel_logs"), 2u);
}

TEST_F(OtlpGrpcTest, PartialSuccessSaysHowManyRecordsWereRefused) {
  Start();
  const Reply reply = Send({LogBody("old", kNow - 400 * kNanosPerDay)});
  ASSERT_TRUE(reply.status.ok());
  otlp::Decoded refused;
  refused.rejected = 1;
  refused.rejection_message = reply.message.substr(reply.message.find("1 "));
  EXPECT_EQ(reply.message, otlp::SuccessResponse(Signal::kLogs, otlp::Encoding::kProtobuf, refused));
}

TEST_F(OtlpGrpcTest, ABrokenOrTooLargeMessageIsInvalidAndCounted) {
  Start();
  EXPECT_EQ(Send({"\xff\xff"}).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const Call bomb{LogBody(std::string(2 * kMaxBody, 'x')), kLogs, GRPC_COMPRESS_GZIP};
  EXPECT_EQ(Send(bomb).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Send({LogBody(std::string(kMaxBody, 'x'))}).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Refusals(), (std::map<std::string, int>{{"message_too_large", 1}}));
  const auto rejected = pipeline_->status().databases.at("default").rejected;
  EXPECT_EQ(rejected.at("request:bad_input"), 1u);
  EXPECT_EQ(rejected.at("request:too_large"), 1u);
}

TEST_F(OtlpGrpcTest, AFullLogIsUnavailableAndAnExceededQuotaExhaustedBothWithRetryInfo) {
  store_.SetFate(ingest::FakeStore::Fate::kLose);
  pipeline_options_.log.max_log_bytes = 5'000;
  pipeline_options_.quota = [](std::string_view, std::size_t bytes) -> Status {
    return bytes > 4'500 ? Status(Code::kResourceExhausted, "Slower, please.") : OkStatus();
  };
  Start();
  const Reply quota = Send({LogBody(std::string(4'600, 'x'))});
  EXPECT_EQ(quota.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_NE(quota.status.error_details().find("google.rpc.RetryInfo"), std::string::npos);
  EXPECT_TRUE(Send({LogBody(std::string(4'000, 'x'))}).status.ok());
  const Reply full = Send({LogBody(std::string(4'000, 'x'))});
  EXPECT_EQ(full.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_NE(full.status.error_details().find("google.rpc.RetryInfo"), std::string::npos);
}

TEST_F(OtlpGrpcTest, WhereKeysAreRequiredASenderWithoutOneIsUnauthenticated) {
  const auto keys = std::make_shared<KeyList>();
  keys->Add("shop-key", {"shop", "otel_v2"});
  options_.admit = [this, keys](const OtlpHead& head) { return AdmitByKey(*pipeline_, keys, true)(head); };
  Start();
  Call call{LogBody("x")};
  for (const char* wrong : {"", "shop-ke", "Bearer wrong"}) {
    call.key = wrong;
    EXPECT_EQ(Send(call).status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << wrong;
  }
  for (const char* right : {"shop-key", "Bearer shop-key"}) {
    call.key = right;
    EXPECT_TRUE(Send(call).status.ok()) << right;
  }
  call.database = "default";
  EXPECT_EQ(Send(call).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Stored("otel_v2.otel_logs"), 2u);
  EXPECT_EQ(pipeline_->status().databases.at("").rejected.at("request:unauthenticated"), 3u);
  EXPECT_EQ(Refusals(), (std::map<std::string, int>{{"not_admitted", 4}}));
}

TEST_F(OtlpGrpcTest, ASenderOnThisMachineNamesOneOfOurDatabases) {
  Start();
  Call call{LogBody("x")};
  call.database = "otel_v2";
  EXPECT_TRUE(Send(call).status.ok());
  call.database = "system";
  EXPECT_EQ(Send(call).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Stored("otel_v2.otel_logs"), 1u);
}

TEST_F(OtlpGrpcTest, BeforeItIsOpenSendersAreToldToComeBack) {
  Listen();
  const Reply early = Send({LogBody("x")});
  EXPECT_EQ(early.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_NE(early.status.error_details().find("google.rpc.RetryInfo"), std::string::npos);
  Start();
  EXPECT_TRUE(Send({LogBody("x")}).status.ok());
}

TEST_F(OtlpGrpcTest, AUsedPortIsNamed) {
  Listen();
  const auto second = OtlpGrpc::Listen(Options(door_->address()));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), Code::kConflict);
  EXPECT_NE(second.status().message().find(door_->address()), std::string::npos);
}

}  // namespace
}  // namespace sextant::api
