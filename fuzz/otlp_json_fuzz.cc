// OTLP/JSON as anybody sends it. It gives what its protobuf gives.
#include <utility>

#include "fuzz/otlp_check.h"
#include "fuzz/target.h"
#include "model/block_testlib.h"
#include "otlp/json_to_protobuf.h"
#include "otlp/write.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  const OtlpInput input = SplitOtlpInput(bytes);
  const otlp::DecodeContext context = OtlpContext();
  auto decoded = otlp::Decode(input.signal, otlp::Encoding::kJson, input.request, context);
  if (!decoded.ok()) {
    const Code code = decoded.status().code();
    SXT_CHECK(code == Code::kBadInput || code == Code::kTooLarge, decoded.status().ToString());
    return;
  }
  const auto protobuf = otlp::JsonToProtobuf(input.signal, input.request, context.limits.max_depth);
  SXT_CHECK(protobuf.ok(), protobuf.status().ToString());
  auto again = otlp::Decode(input.signal, otlp::Encoding::kProtobuf, *protobuf, context);
  SXT_CHECK(again.ok(), again.status().ToString());
  SXT_CHECK(again->tables.size() == decoded->tables.size(), "other tables");
  for (std::size_t i = 0; i < again->tables.size(); ++i) {
    const std::string difference = Difference(decoded->tables[i].block, again->tables[i].block);
    SXT_CHECK(difference.empty(), difference);
  }
  CheckDecoded(std::move(*decoded));
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const auto& [signal, request] : OtlpSamples()) {
    seeds.push_back(JoinOtlpInput(signal, otlp::ProtobufToJson(signal, request).value()));
  }
  return seeds;
}

}  // namespace sextant::fuzz
