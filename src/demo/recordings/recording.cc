#include "demo/recordings/recording.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/status.h"
#include "demo/recordings/recording_files.h"

namespace sextant::demo {
namespace {

template <typename T, std::size_t N>
using Names = std::array<std::pair<std::string_view, T>, N>;

constexpr Names<StepKind, 11> kStepNames = {{{"open-shop", StepKind::kOpenShop},
                                             {"go-shopping", StepKind::kGoShopping},
                                             {"open-product", StepKind::kOpenProduct},
                                             {"pick-quantity", StepKind::kPickQuantity},
                                             {"add-to-cart", StepKind::kAddToCart},
                                             {"continue-shopping", StepKind::kContinueShopping},
                                             {"go-home", StepKind::kGoHome},
                                             {"open-cart", StepKind::kOpenCart},
                                             {"fill-field", StepKind::kFillField},
                                             {"place-order", StepKind::kPlaceOrder},
                                             {"linger", StepKind::kLinger}}};
constexpr Names<Device, 2> kDeviceNames = {{{"desktop", Device::kDesktop}, {"phone", Device::kPhone}}};
constexpr Names<Outcome, 3> kOutcomeNames = {
    {{"bought", Outcome::kBought}, {"refused", Outcome::kRefused}, {"left", Outcome::kLeft}}};

template <typename T, std::size_t N>
T Named(const Names<T, N>& names, std::string_view name) {
  for (const auto& [known, value] : names) {
    if (known == name) return value;
  }
  Die(__FILE__, __LINE__, "a recording says " + std::string(name));
}

int Number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  SXT_CHECK(error == std::errc() && end == text.data() + text.size(), std::string(text));
  return value;
}

// Takes the text up to the next space, and the spaces.
std::string_view Word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return word;
}

void ReadHead(std::string_view line, Recording& recording) {
  recording.width = Number(Word(line));
  recording.height = Number(Word(line));
  recording.device = Named(kDeviceNames, Word(line));
  recording.outcome = Named(kOutcomeNames, Word(line));
}

void ReadStep(std::string_view line, Recording& recording) {
  RecordedStep step;
  if (!recording.steps.empty()) {
    const RecordedStep& last = recording.steps.back();
    step.first_event = last.first_event + last.visitor.size() + last.page.size();
  }
  step.kind = Named(kStepNames, Word(line));
  const int number = Number(Word(line));
  step.press_ms = line.empty() ? number : Number(line);
  if (!line.empty()) step.argument = static_cast<std::size_t>(number);
  recording.steps.push_back(std::move(step));
}

Recording Read(const VisitFile& file) {
  Recording recording;
  recording.name = file.name;
  for (std::string_view rest = file.text; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::string_view what = Word(line);
    if (what == "visit") {
      ReadHead(line, recording);
    } else if (what == "step") {
      ReadStep(line, recording);
    } else {
      SXT_CHECK(!recording.steps.empty() && (what == "visitor" || what == "page"), std::string(file.name));
      RecordedStep& step = recording.steps.back();
      const int offset = Number(Word(line));
      (what == "page" ? step.page : step.visitor).push_back({offset, line});
    }
  }
  return recording;
}

}  // namespace

const std::vector<Recording>& Recordings() {
  static const std::vector<Recording> recordings = [] {
    std::vector<Recording> read;
    for (const VisitFile& file : VisitFiles()) read.push_back(Read(file));
    return read;
  }();
  return recordings;
}

}  // namespace sextant::demo
