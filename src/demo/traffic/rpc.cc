#include "demo/traffic/rpc.h"

#include "demo/core/pods.h"

namespace sextant::demo {
namespace {

using otlp::SpanKind;
using otlp::SpanStatus;

void SucceedUnlessFailed(Frame& client) {
  if (client.status == SpanStatus::kUnset) Succeed(client);
}

}  // namespace

AttributeList RpcAttributes(const Rpc& rpc) {
  return {{"rpc.system", "grpc"}, {"rpc.service", rpc.service()}, {"rpc.method", rpc.method()}};
}

void Succeed(Frame& frame) { frame.attributes.Set("rpc.grpc.status_code", 0); }

void SetCustomer(Frame& frame, const Customer& customer) {
  frame.attributes.Add({{"userId", customer.user_id}, {"email", customer.email}});
}

void FrontendCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served, const Customer* customer) {
  const SpanShape shape = {Service::kFrontend, kNodeGrpcScope, rpc.node_name, SpanKind::kClient};
  trace.Span(parent, shape, {trace.random().Latency(0.6, 3), trace.random().Latency(0.5, 2.5)},
             [&](Frame& client) {
               client.attributes = RpcAttributes(rpc);
               client.attributes.Add({{"net.peer.name", NameOf(rpc.server)}, {"net.peer.port", 8080}});
               if (customer != nullptr) SetCustomer(client, *customer);
               served(client);
               SucceedUnlessFailed(client);
             });
}

void CheckoutCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served) {
  const SpanShape shape = {Service::kCheckout, kGoGrpcScope, rpc.path(), SpanKind::kClient};
  trace.Span(
      parent, shape, {trace.random().Latency(0.35, 1.6), trace.random().Latency(0.3, 1.4)},
      [&](Frame& client) {
        client.attributes = RpcAttributes(rpc);
        client.attributes.Text("net.sock.peer.addr", ClusterIp(rpc.server)).Set("net.sock.peer.port", 8080);
        served(client);
        SucceedUnlessFailed(client);
      });
}

void RecommendationCall(Trace& trace, Frame& parent, const Rpc& rpc, Served served) {
  const std::string name = "/" + std::string(rpc.path());
  const SpanShape shape = {Service::kRecommendation, kPythonGrpcScope, name, SpanKind::kClient};
  trace.Span(parent, shape, {trace.random().Latency(0.9, 5), 0.5}, [&](Frame& client) {
    client.attributes = RpcAttributes(rpc);
    served(client);
    SucceedUnlessFailed(client);
  });
}

}  // namespace sextant::demo
