#include <algorithm>
#include <utility>
#include <vector>

#include "native/decoder.h"
#include "native/native.h"
#include "native/wire.h"

namespace sextant::native {
namespace {

std::string TakeText(Decoder& decoder) { return std::move(static_cast<StringColumn&>(*decoder.Take()).data); }

// What is known of the column at one position; kept from block to block, which mostly look alike.
struct ColumnPlan {
  std::string type_name;
  DataTypePtr type;
  DecoderPtr decoder;
  std::size_t prefixes = 0;
};

}  // namespace

struct BlockReader::State {
  enum class Stage : std::uint8_t { kColumns, kRows, kName, kType, kPrefix, kValues };

  explicit State(ReadLimits given) : limits(given), text(MakeStringDecoder(limits.max_header_bytes)) {}

  Status Decode(std::string_view& input, const Sink& sink);
  Result<Step> Advance(std::string_view& input, const Sink& sink);
  Result<Step> ReadCount(std::string_view& input, std::uint64_t limit, const char* what,
                         std::uint64_t& count);
  Result<Step> ReadText(std::string_view& input, std::string& into);
  Status PlanColumn(std::string type_name);
  Result<Step> ReadPrefix(std::string_view& input);
  void BeginColumn();
  void EndColumn(ColumnPtr column, const Sink& sink);
  Status Describe(const Status& error) const;

  const ReadLimits limits;
  Stage stage = Stage::kColumns;
  std::uint64_t column_count = 0;
  std::uint64_t row_count = 0;
  std::size_t header_bytes = 0;
  std::size_t prefixes_read = 0;
  std::string name;
  Block block;
  DecoderPtr text;
  std::vector<ColumnPlan> plans;

  std::string carry;         // the beginning of something that was cut; shorter than kMaxAtomBytes
  std::uint64_t offset = 0;  // in the stream, of the next byte to decode
  std::uint64_t block_offset = 0;
  std::uint64_t block_index = 0;
  bool stopped = false;
  Status failure;
};

Status BlockReader::State::Describe(const Status& error) const {
  std::string where = "Native block " + std::to_string(block_index);
  if (stage > Stage::kName) where += ", column '" + name.substr(0, 100) + "'";
  if (stage > Stage::kType) where += " of type " + plans[block.columns.size()].type_name.substr(0, 100);
  where += ", byte " + std::to_string(offset) + " of the stream";
  return error.WithPrefix(where);
}

Result<Step> BlockReader::State::ReadCount(std::string_view& input, std::uint64_t limit, const char* what,
                                           std::uint64_t& count) {
  const int taken = TakeVarint(input, count);
  if (taken == 0) return Step::kMore;
  if (taken < 0)
    return Status(Code::kBadInput, std::string("the number of ") + what + " does not fit in 64 bits");
  if (count > limit) {
    return Status(Code::kTooLarge,
                  std::to_string(count) + " " + what + " are over the limit of " + std::to_string(limit));
  }
  return Step::kDone;
}

Result<Step> BlockReader::State::ReadText(std::string_view& input, std::string& into) {
  SXT_ASSIGN(const Step step, text->Read(input));
  if (step == Step::kMore) return step;
  into = TakeText(*text);
  text->Begin(1);
  header_bytes += into.size();
  if (header_bytes > limits.max_header_bytes) {
    return Status(Code::kTooLarge, "names and types are over the limit of " +
                                       std::to_string(limits.max_header_bytes) + " bytes");
  }
  return step;
}

Status BlockReader::State::PlanColumn(std::string type_name) {
  const std::size_t position = block.columns.size();
  if (position == plans.size()) plans.emplace_back();
  ColumnPlan& plan = plans[position];
  if (plan.type == nullptr || plan.type_name != type_name) {
    SXT_ASSIGN(plan.type, DataType::Parse(type_name));
    plan.decoder = MakeDecoder(*plan.type, limits);
    plan.prefixes = CountLowCardinality(*plan.type);
    plan.type_name = std::move(type_name);
  }
  return {};
}

Result<Step> BlockReader::State::ReadPrefix(std::string_view& input) {
  for (; prefixes_read < plans[block.columns.size()].prefixes; ++prefixes_read) {
    if (input.size() < 8) return Step::kMore;
    const std::uint64_t version = LoadUint64(input.data());
    if (version != kLowCardinalityVersion) {
      return Status(Code::kBadInput, "unknown LowCardinality version " + std::to_string(version));
    }
    input.remove_prefix(8);
  }
  return Step::kDone;
}

void BlockReader::State::BeginColumn() {
  stage = Stage::kName;
  text->Begin(1);
}

void BlockReader::State::EndColumn(ColumnPtr column, const Sink& sink) {
  block.columns.push_back({std::move(name), plans[block.columns.size()].type, std::move(column)});
  if (block.columns.size() < column_count) return BeginColumn();
  stage = Stage::kColumns;
  ++block_index;
  if (!sink(std::exchange(block, {}))) stopped = true;
}

// One step of the block's outline. kMore: `input` must grow first.
Result<Step> BlockReader::State::Advance(std::string_view& input, const Sink& sink) {
  switch (stage) {
    case Stage::kColumns: {
      SXT_ASSIGN(const Step step, ReadCount(input, limits.max_columns, "columns", column_count));
      if (step == Step::kMore) return step;
      stage = Stage::kRows;
      return step;
    }
    case Stage::kRows: {
      SXT_ASSIGN(const Step step, ReadCount(input, limits.max_rows, "rows", row_count));
      if (step == Step::kMore) return step;
      header_bytes = 0;
      if (column_count > 0) {
        BeginColumn();
        return step;
      }
      if (row_count > 0) return Status(Code::kBadInput, "rows without columns");
      stage = Stage::kColumns;
      ++block_index;
      return step;
    }
    case Stage::kName: {
      SXT_ASSIGN(const Step step, ReadText(input, name));
      if (step == Step::kDone) stage = Stage::kType;
      return step;
    }
    case Stage::kType: {
      std::string type_name;
      SXT_ASSIGN(const Step step, ReadText(input, type_name));
      if (step == Step::kMore) return step;
      SXT_TRY(PlanColumn(std::move(type_name)));
      const ColumnPlan& plan = plans[block.columns.size()];
      if (row_count == 0) {
        EndColumn(MakeColumn(*plan.type), sink);
        return step;
      }
      prefixes_read = 0;
      plan.decoder->Begin(row_count);
      stage = Stage::kPrefix;
      return step;
    }
    case Stage::kPrefix: {
      SXT_ASSIGN(const Step step, ReadPrefix(input));
      if (step == Step::kDone) stage = Stage::kValues;
      return step;
    }
    case Stage::kValues: {
      Decoder& decoder = *plans[block.columns.size()].decoder;
      SXT_ASSIGN(const Step step, decoder.Read(input));
      if (step == Step::kDone) EndColumn(decoder.Take(), sink);
      return step;
    }
  }
  Die(__FILE__, __LINE__, "no such stage");
}

// Takes off `input` all that can be decoded.
Status BlockReader::State::Decode(std::string_view& input, const Sink& sink) {
  while (!stopped && !input.empty()) {
    if (stage == Stage::kColumns) block_offset = offset;
    const std::size_t before = input.size();
    auto step = Advance(input, sink);
    offset += before - input.size();
    if (!step.ok()) return Describe(step.status());
    if (offset - block_offset > limits.max_bytes) {
      return Describe(
          {Code::kTooLarge, "the block is over the limit of " + std::to_string(limits.max_bytes) + " bytes"});
    }
    if (*step == Step::kMore) return {};
  }
  return {};
}

BlockReader::BlockReader(ReadLimits limits) : state_(std::make_unique<State>(limits)) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;

Status BlockReader::Feed(std::string_view bytes, const Sink& sink) {
  State& state = *state_;
  if (!state.failure.ok()) return state.failure;
  if (!state.carry.empty()) {
    const std::size_t old_size = state.carry.size();
    state.carry.append(bytes.substr(0, kMaxAtomBytes));
    std::string_view joined = state.carry;
    state.failure = state.Decode(joined, sink);
    if (!state.failure.ok() || state.stopped) return state.failure;
    const std::size_t taken = state.carry.size() - joined.size();
    if (taken < old_size) {
      SXT_CHECK(state.carry.size() - old_size == bytes.size(), "a decoder left more than an atom");
      state.carry.erase(0, taken);
      return {};
    }
    bytes.remove_prefix(taken - old_size);
    state.carry.clear();
  }
  state.failure = state.Decode(bytes, sink);
  if (!state.stopped) state.carry.assign(bytes);
  return state.failure;
}

Status BlockReader::Finish() const {
  const State& state = *state_;
  if (!state.failure.ok() || state.stopped) return state.failure;
  if (state.stage == State::Stage::kColumns && state.carry.empty()) return {};
  return state.Describe({Code::kDataLoss, "the stream ends inside a block"});
}

bool BlockReader::stopped() const { return state_->stopped; }
std::uint64_t BlockReader::blocks() const { return state_->block_index; }

}  // namespace sextant::native
