#include "native/decoder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "native/wire.h"

namespace sextant::native {
namespace {

Status Bad(std::string message) { return {Code::kBadInput, std::move(message)}; }

template <typename T>
class NumberDecoder final : public Decoder {
 public:
  void Begin(std::size_t rows) override {
    column_ = std::make_unique<NumberColumn<T>>();
    missing_ = rows;
  }

  Result<Step> Read(std::string_view& input) override {
    const std::size_t count = std::min(missing_, input.size() / sizeof(T));
    if (count > 0) {
      auto& values = column_->values;
      const std::size_t old_size = values.size();
      values.resize(old_size + count);
      std::memcpy(values.data() + old_size, input.data(), count * sizeof(T));
      input.remove_prefix(count * sizeof(T));
      missing_ -= count;
    }
    return missing_ == 0 ? Step::kDone : Step::kMore;
  }

  ColumnPtr Take() override { return std::move(column_); }

 private:
  std::unique_ptr<NumberColumn<T>> column_;
  std::size_t missing_ = 0;
};

class FixedStringDecoder final : public Decoder {
 public:
  explicit FixedStringDecoder(std::size_t width) : width_(width) {}

  void Begin(std::size_t rows) override {
    column_ = std::make_unique<FixedStringColumn>(width_);
    missing_bytes_ = rows * width_;
  }

  Result<Step> Read(std::string_view& input) override {
    const std::size_t count = std::min(missing_bytes_, input.size());
    column_->data.append(input.substr(0, count));
    input.remove_prefix(count);
    missing_bytes_ -= count;
    return missing_bytes_ == 0 ? Step::kDone : Step::kMore;
  }

  ColumnPtr Take() override { return std::move(column_); }

 private:
  const std::size_t width_;
  std::unique_ptr<FixedStringColumn> column_;
  std::size_t missing_bytes_ = 0;
};

class StringDecoder final : public Decoder {
 public:
  explicit StringDecoder(std::size_t max_value_bytes) : max_value_bytes_(max_value_bytes) {}

  void Begin(std::size_t rows) override {
    column_ = std::make_unique<StringColumn>();
    missing_ = rows;
    missing_bytes_ = 0;
    in_value_ = false;
  }

  Result<Step> Read(std::string_view& input) override {
    if (column_->ends.empty()) column_->ends.reserve(std::min(missing_, input.size()));
    while (missing_ > 0) {
      if (!in_value_) {
        const int taken = TakeVarint(input, missing_bytes_);
        if (taken == 0) return Step::kMore;
        if (taken < 0) return Bad("a string's length does not fit in 64 bits");
        if (missing_bytes_ > max_value_bytes_) {
          return Status(Code::kTooLarge, "a string of " + std::to_string(missing_bytes_) +
                                             " bytes is over the limit of " +
                                             std::to_string(max_value_bytes_));
        }
        in_value_ = true;
      }
      const std::size_t count = std::min<std::size_t>(missing_bytes_, input.size());
      column_->data.append(input.data(), count);
      input.remove_prefix(count);
      missing_bytes_ -= count;
      if (missing_bytes_ > 0) return Step::kMore;
      column_->ends.push_back(column_->data.size());
      in_value_ = false;
      --missing_;
    }
    return Step::kDone;
  }

  ColumnPtr Take() override { return std::move(column_); }

 private:
  const std::size_t max_value_bytes_;
  std::unique_ptr<StringColumn> column_;
  std::size_t missing_ = 0;
  std::uint64_t missing_bytes_ = 0;
  bool in_value_ = false;
};

class NullableDecoder final : public Decoder {
 public:
  explicit NullableDecoder(DecoderPtr values) : values_(std::move(values)) {}

  void Begin(std::size_t rows) override {
    nulls_.Begin(rows);
    values_->Begin(rows);
  }

  Result<Step> Read(std::string_view& input) override {
    SXT_ASSIGN(const Step step, nulls_.Read(input));
    return step == Step::kDone ? values_->Read(input) : step;
  }

  ColumnPtr Take() override {
    auto column = std::make_unique<NullableColumn>(values_->Take());
    column->nulls = std::move(static_cast<NumberColumn<std::uint8_t>&>(*nulls_.Take()).values);
    return column;
  }

 private:
  NumberDecoder<std::uint8_t> nulls_;
  DecoderPtr values_;
};

// The ends of an array's or a map's rows, checked as they come.
class EndsDecoder {
 public:
  explicit EndsDecoder(std::uint64_t max_elements) : max_elements_(max_elements) {}

  void Begin(std::size_t rows) {
    ends_.clear();
    numbers_.Begin(rows);
    done_ = false;
  }

  bool done() const { return done_; }
  // How many elements there are, once done.
  std::size_t elements() const { return ends_.empty() ? 0 : ends_.back(); }

  Result<Step> Read(std::string_view& input) {
    SXT_ASSIGN(const Step step, numbers_.Read(input));
    if (step == Step::kMore) return step;
    ends_ = std::move(static_cast<NumberColumn<std::uint64_t>&>(*numbers_.Take()).values);
    if (!std::is_sorted(ends_.begin(), ends_.end())) return Bad("an array stops before it begins");
    if (elements() > max_elements_) {
      return Status(Code::kTooLarge, std::to_string(elements()) + " array elements are over the limit of " +
                                         std::to_string(max_elements_));
    }
    done_ = true;
    return step;
  }

  std::vector<std::uint64_t> Take() { return std::move(ends_); }

 private:
  const std::uint64_t max_elements_;
  NumberDecoder<std::uint64_t> numbers_;
  std::vector<std::uint64_t> ends_;
  bool done_ = false;
};

// Array and Map: ends, then one or two columns of elements.
class ArrayDecoder final : public Decoder {
 public:
  ArrayDecoder(std::vector<DecoderPtr> parts, std::uint64_t max_elements)
      : ends_(max_elements), parts_(std::move(parts)) {}

  void Begin(std::size_t rows) override {
    ends_.Begin(rows);
    next_ = 0;
  }

  Result<Step> Read(std::string_view& input) override {
    if (!ends_.done()) {
      SXT_ASSIGN(const Step step, ends_.Read(input));
      if (step == Step::kMore) return step;
      for (const auto& part : parts_) part->Begin(ends_.elements());
    }
    for (; next_ < parts_.size(); ++next_) {
      SXT_ASSIGN(const Step step, parts_[next_]->Read(input));
      if (step == Step::kMore) return step;
    }
    return Step::kDone;
  }

  ColumnPtr Take() override {
    if (parts_.size() == 1) {
      auto array = std::make_unique<ArrayColumn>(parts_[0]->Take());
      array->ends = ends_.Take();
      return array;
    }
    auto map = std::make_unique<MapColumn>(parts_[0]->Take(), parts_[1]->Take());
    map->ends = ends_.Take();
    return map;
  }

 private:
  EndsDecoder ends_;
  std::vector<DecoderPtr> parts_;
  std::size_t next_ = 0;
};

class TupleDecoder final : public Decoder {
 public:
  explicit TupleDecoder(std::vector<DecoderPtr> elements) : elements_(std::move(elements)) {}

  void Begin(std::size_t rows) override {
    for (const auto& element : elements_) element->Begin(rows);
    next_ = 0;
  }

  Result<Step> Read(std::string_view& input) override {
    for (; next_ < elements_.size(); ++next_) {
      SXT_ASSIGN(const Step step, elements_[next_]->Read(input));
      if (step == Step::kMore) return step;
    }
    return Step::kDone;
  }

  ColumnPtr Take() override {
    std::vector<ColumnPtr> columns;
    for (const auto& element : elements_) columns.push_back(element->Take());
    return std::make_unique<TupleColumn>(std::move(columns));
  }

 private:
  std::vector<DecoderPtr> elements_;
  std::size_t next_ = 0;
};

}  // namespace

DecoderPtr MakeStringDecoder(std::size_t max_value_bytes) {
  return std::make_unique<StringDecoder>(max_value_bytes);
}

DecoderPtr MakeDecoder(const DataType& type, const ReadLimits& limits) {
  DecoderPtr decoder;
  const bool is_number =
      VisitNumberKind(type.kind(), [&]<typename T>(T) { decoder = std::make_unique<NumberDecoder<T>>(); });
  if (is_number) return decoder;
  std::vector<DecoderPtr> parts;
  if (type.kind() != TypeKind::kLowCardinality) {
    for (const auto& arg : type.parts().args) parts.push_back(MakeDecoder(*arg, limits));
  }
  switch (type.kind()) {
    case TypeKind::kString: return MakeStringDecoder(limits.max_bytes);
    case TypeKind::kFixedString: return std::make_unique<FixedStringDecoder>(type.parts().size);
    case TypeKind::kUuid:
    case TypeKind::kIpv6: return std::make_unique<FixedStringDecoder>(16);
    case TypeKind::kLowCardinality: return MakeLowCardinalityDecoder(type, limits);
    case TypeKind::kNullable: return std::make_unique<NullableDecoder>(std::move(parts[0]));
    case TypeKind::kArray:
    case TypeKind::kMap: return std::make_unique<ArrayDecoder>(std::move(parts), limits.max_elements);
    case TypeKind::kTuple: return std::make_unique<TupleDecoder>(std::move(parts));
    default: Die(__FILE__, __LINE__, "no Native decoding for " + type.name());
  }
}

}  // namespace sextant::native
