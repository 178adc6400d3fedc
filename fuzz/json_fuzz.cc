// JSON that a browser, a file or a server sends. What was read prints, and the print reads as the same
// values.
#include <cmath>

#include "base/json.h"
#include "fuzz/target.h"

namespace sextant::fuzz {
namespace {

void CheckSame(const JsonValue& left, const JsonValue& right) {
  SXT_CHECK(left.kind() == right.kind(), left.ToJson() + " / " + right.ToJson());
  SXT_CHECK(left.size() == right.size(), left.ToJson() + " / " + right.ToJson());
  switch (left.kind()) {
    case JsonValue::Kind::kArray:
      for (std::size_t i = 0; i < left.size(); ++i) CheckSame(left.at(i), right.at(i));
      SXT_CHECK(left.at(left.size()).IsMissing(), "an element past the end");
      break;
    case JsonValue::Kind::kObject:
      SXT_CHECK(left.Keys() == right.Keys(), left.ToJson());
      for (const std::string& key : left.Keys()) CheckSame(left[key], right[key]);
      break;
    case JsonValue::Kind::kDouble: {
      const double scale = std::abs(*left.AsDouble());
      SXT_CHECK(std::abs(*left.AsDouble() - *right.AsDouble()) <= scale * 1e-15, left.ToJson());
      break;
    }
    default:
      SXT_CHECK(left.ToJson() == right.ToJson(), left.ToJson());
      SXT_CHECK(left.AsString() == right.AsString(), left.ToJson());
      SXT_CHECK(left.AsInt() == right.AsInt() && left.AsUint() == right.AsUint(), left.ToJson());
  }
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  auto value = JsonValue::Parse(bytes);
  if (!value.ok()) {
    SXT_CHECK(value.status().code() == Code::kBadInput, value.status().ToString());
    return;
  }
  auto again = JsonValue::Parse(value->ToJson());
  SXT_CHECK(again.ok(), again.status().ToString());
  CheckSame(*value, *again);
}

std::vector<std::string> Seeds() {
  return {
      R"({"source":"otel_logs","query":"level:error \"a b\"","limit":200,"range":{"from":"1795314719981336904"}})",
      R"([1,-2,3.5e10,18446744073709551615,-9223372036854775808,true,false,null,"","é\n\\\u00e9\ud83d\ude00"])",
      R"({"a":{"a":{"a":[[[[{}]]]]}},"a":1})",
      " \t\r\n0 ",
      "\"gr\xc3\xbc\xc3\x9f\"",
  };
}

}  // namespace sextant::fuzz
