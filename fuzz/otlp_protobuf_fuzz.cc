// OTLP/protobuf as anybody sends it. What decodes also decodes after a trip through JSON.
#include <utility>

#include "fuzz/otlp_check.h"
#include "fuzz/target.h"
#include "otlp/write.h"

namespace sextant::fuzz {

void TestOneInput(std::string_view bytes) {
  const OtlpInput input = SplitOtlpInput(bytes);
  auto decoded = otlp::Decode(input.signal, otlp::Encoding::kProtobuf, input.request, OtlpContext());
  if (!decoded.ok()) {
    const Code code = decoded.status().code();
    SXT_CHECK(code == Code::kBadInput || code == Code::kTooLarge, decoded.status().ToString());
    return;
  }
  CheckDecoded(std::move(*decoded));
  const auto json = otlp::ProtobufToJson(input.signal, input.request);
  if (!json.ok()) return;
  auto from_json = otlp::Decode(input.signal, otlp::Encoding::kJson, *json, OtlpContext());
  if (from_json.ok()) CheckDecoded(std::move(*from_json));
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const auto& [signal, request] : OtlpSamples()) seeds.push_back(JoinOtlpInput(signal, request));
  return seeds;
}

}  // namespace sextant::fuzz
