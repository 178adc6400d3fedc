// What a ClickHouse sends behind its data. However the answer is cut, the same data and the same error come
// out.
#include "fuzz/target.h"
#include "store/exception.h"

namespace sextant::fuzz {
namespace {

constexpr std::string_view kTag = "tag";

// Data and error of an answer, as text.
std::string Parted(std::string_view bytes, std::size_t piece, std::string_view tag) {
  std::string data;
  const ExceptionScanner::Sink keep = [&](std::string_view part) {
    SXT_CHECK(!part.empty(), "an empty piece of data");
    data.append(part);
    return true;
  };
  ExceptionScanner scanner(tag);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    SXT_CHECK(scanner.Feed(bytes.substr(at, piece), keep), "stops though nobody asked");
  }
  SXT_CHECK(scanner.Finish(keep), "stops though nobody asked");
  if (!scanner.error()) {
    SXT_CHECK(data == bytes, "data were lost");
    return data;
  }
  SXT_CHECK(bytes.starts_with(data), "data that nobody sent");
  return data + " / " + ToStatus(*scanner.error()).ToString();
}

}  // namespace

void TestOneInput(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t piece = 1 + static_cast<unsigned char>(bytes.front()) % 64;
  bytes.remove_prefix(1);
  for (const std::string_view tag : {kTag, std::string_view()}) {
    const std::string whole = Parted(bytes, bytes.size() + 1, tag);
    const std::string cut = Parted(bytes, piece, tag);
    SXT_CHECK(whole == cut, whole + "\n---\n" + cut);
  }
}

std::vector<std::string> Seeds() {
  const std::string text =
      "Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED) (version 26.7.2.1)";
  return {
      "\x05just data",
      "\x05"
      "data\r\n__exception__\r\ntag\r\n" +
          text + "\n80 tag\r\n__exception__\r\n",
      "\x01"
      "data__exception__\r\n" +
          text,
      "\x02"
      "data" +
          text + "\n",
      "\x03"
      "\r\n__exception__\r\nta",
  };
}

}  // namespace sextant::fuzz
