// The three kinds of records → rows. Each sink fills the blocks of its tables.
#pragma once

#include <memory>
#include <string_view>

#include "model/signal.h"
#include "otlp/request.h"

namespace sextant::otlp {

// A sink that ends with rows.
class RowSink : public RecordSink {
 public:
  // Moves out the tables that have rows. Once, after WalkRequest.
  virtual std::vector<TableRows> Take() = 0;
};

std::unique_ptr<RowSink> MakeLogSink(Tally& tally);
std::unique_ptr<RowSink> MakeSpanSink(Tally& tally);
std::unique_ptr<RowSink> MakeMetricSink(Tally& tally);

inline constexpr std::size_t kTraceIdBytes = 16;
inline constexpr std::size_t kSpanIdBytes = 8;

// True for an id of the right length that is not all zero.
bool IsValidId(std::string_view id, std::size_t length);
// Appends an id of at most kTraceIdBytes as lower-case hex.
void AppendId(StringColumn& column, std::string_view id);
// The same for an id that may be left out; a broken one is dropped and counted.
void AppendOptionalId(StringColumn& column, std::string_view id, std::size_t length, Tally& tally);

// A time that is stored but not checked. What does not fit DateTime64(9) becomes its end.
std::int64_t ToTime(std::uint64_t unix_nanos);

// Mends the texts of `block`, but for the attributes of resources and scopes, which were mended when read.
void MendBlock(Block& block, Tally& tally);

}  // namespace sextant::otlp
