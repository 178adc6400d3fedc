#include "api/otlp_grpc.h"

namespace sextant::api {

Result<std::unique_ptr<OtlpGrpc>> OtlpGrpc::Listen(const OtlpGrpcOptions&) {
  return std::unique_ptr<OtlpGrpc>();
}

}  // namespace sextant::api
