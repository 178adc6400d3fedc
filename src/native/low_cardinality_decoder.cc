#include <algorithm>
#include <utility>
#include <vector>

#include "native/decoder.h"
#include "native/wire.h"

namespace sextant::native {
namespace {

Status Bad(std::string message) { return {Code::kBadInput, std::move(message)}; }

class LowCardinalityDecoder final : public Decoder {
 public:
  LowCardinalityDecoder(const DataType& type, const ReadLimits& limits)
      : limits_(limits),
        is_nullable_(type.arg().kind() == TypeKind::kNullable),
        keys_(MakeDecoder(KeyType(type), limits)) {}

  void Begin(std::size_t rows) override {
    rows_ = rows;
    key_count_ = 0;
    indexes_.clear();
    stage_ = rows == 0 ? Stage::kDone : Stage::kFlags;
    keys_->Begin(0);
  }

  Result<Step> Read(std::string_view& input) override {
    if (stage_ == Stage::kFlags) {
      if (input.size() < 16) return Step::kMore;
      SXT_TRY(ReadFlags(input));
    }
    if (stage_ == Stage::kKeys) {
      SXT_ASSIGN(const Step step, keys_->Read(input));
      if (step == Step::kMore) return step;
      stage_ = Stage::kCount;
    }
    if (stage_ == Stage::kCount) {
      if (input.size() < 8) return Step::kMore;
      const std::uint64_t count = LoadUint64(input.data());
      if (count != rows_) {
        return Bad(std::to_string(count) + " dictionary indexes for " + std::to_string(rows_) + " values");
      }
      input.remove_prefix(8);
      stage_ = Stage::kIndexes;
    }
    if (stage_ == Stage::kIndexes) SXT_TRY(ReadIndexes(input));
    return stage_ == Stage::kDone ? Step::kDone : Step::kMore;
  }

  ColumnPtr Take() override;

 private:
  enum class Stage : std::uint8_t { kFlags, kKeys, kCount, kIndexes, kDone };

  Status ReadFlags(std::string_view& input) {
    const std::uint64_t flags = LoadUint64(input.data());
    index_kind_ = flags & kIndexWidthMask;
    if (index_kind_ > 3 || (flags & ~(kIndexWidthMask | kNewDictionary)) != kKeysFollow) {
      return Bad("unknown LowCardinality flags " + std::to_string(flags));
    }
    key_count_ = LoadUint64(input.data() + 8);
    if (key_count_ > limits_.max_elements) {
      return {Code::kTooLarge, "a dictionary of " + std::to_string(key_count_) +
                                   " keys is over the limit of " + std::to_string(limits_.max_elements)};
    }
    input.remove_prefix(16);
    keys_->Begin(key_count_);
    stage_ = Stage::kKeys;
    return {};
  }

  Status ReadIndexes(std::string_view& input) {
    switch (index_kind_) {
      case 0: return ReadIndexesOf<std::uint8_t>(input);
      case 1: return ReadIndexesOf<std::uint16_t>(input);
      case 2: return ReadIndexesOf<std::uint32_t>(input);
      default: return ReadIndexesOf<std::uint64_t>(input);
    }
  }

  template <typename Index>
  Status ReadIndexesOf(std::string_view& input) {
    const std::size_t count = std::min(rows_ - indexes_.size(), input.size() / sizeof(Index));
    const std::size_t old_size = indexes_.size();
    indexes_.resize(old_size + count);
    Index largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
      Index index;
      std::memcpy(&index, input.data() + i * sizeof(Index), sizeof(Index));
      largest = std::max(largest, index);
      indexes_[old_size + i] = static_cast<std::uint32_t>(index);
    }
    if (count > 0 && largest >= key_count_) {
      return Bad("the dictionary index " + std::to_string(largest) + " is not below " +
                 std::to_string(key_count_));
    }
    input.remove_prefix(count * sizeof(Index));
    if (indexes_.size() == rows_) SXT_TRY(CheckUnfoldedSize());
    return {};
  }

  // Ends the stage; keys other than strings are about to be repeated for every row.
  Status CheckUnfoldedSize();

  const ReadLimits& limits_;
  const bool is_nullable_;
  DecoderPtr keys_;
  ColumnPtr key_column_;
  std::size_t rows_ = 0;
  std::uint64_t key_count_ = 0;
  std::uint64_t index_kind_ = 0;
  std::vector<std::uint32_t> indexes_;
  Stage stage_ = Stage::kDone;
};

Status LowCardinalityDecoder::CheckUnfoldedSize() {
  stage_ = Stage::kDone;
  key_column_ = keys_->Take();
  if (dynamic_cast<StringColumn*>(key_column_.get()) != nullptr) return {};
  const std::uint64_t unfolded = key_column_->bytes() / key_count_ * rows_;
  if (unfolded <= limits_.max_bytes) return {};
  return {Code::kTooLarge, "the values unfold to " + std::to_string(unfolded) + " bytes, over the limit of " +
                               std::to_string(limits_.max_bytes)};
}

ColumnPtr LowCardinalityDecoder::Take() {
  if (key_column_ == nullptr) key_column_ = keys_->Take();
  std::vector<std::uint8_t> nulls;
  if (is_nullable_) {
    nulls.resize(indexes_.size());
    for (std::size_t row = 0; row < indexes_.size(); ++row) nulls[row] = indexes_[row] == 0 ? 1 : 0;
  }
  ColumnPtr values;
  if (auto* strings = dynamic_cast<StringColumn*>(key_column_.get())) {
    auto column = std::make_unique<LowCardinalityColumn>();
    column->dictionary = std::move(*strings);
    column->indexes = std::move(indexes_);
    values = std::move(column);
  } else {
    values = key_column_->Pick(indexes_);
  }
  key_column_ = nullptr;
  if (!is_nullable_) return values;
  auto column = std::make_unique<NullableColumn>(std::move(values));
  column->nulls = std::move(nulls);
  return column;
}

}  // namespace

DecoderPtr MakeLowCardinalityDecoder(const DataType& type, const ReadLimits& limits) {
  return std::make_unique<LowCardinalityDecoder>(type, limits);
}

}  // namespace sextant::native
