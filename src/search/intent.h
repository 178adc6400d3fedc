// What is asked of search/: the request bodies of openapi.yaml as plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "query/plan/statements.h"
#include "query/plan/windows.h"

namespace sextant::search {

using plan::Order;
using plan::TimeRange;

enum class Language : std::uint8_t { kLucene, kSql };

enum class FilterOp : std::uint8_t { kInclude, kExclude, kRange };

struct Filter {
  std::string field;
  FilterOp op = FilterOp::kInclude;
  std::vector<std::string> values;
  std::optional<double> min, max;
};

inline constexpr std::size_t kMaxTextBytes = 64 * 1024;
inline constexpr std::size_t kMaxFilters = 100;
inline constexpr std::size_t kMaxFilterValues = 1'000;  // of all filters together
inline constexpr std::size_t kMaxColumns = 100;
inline constexpr std::chrono::milliseconds kMaxTimeLimit{900'000};

struct Intent {
  std::string source;  // an id
  std::string text;
  Language language = Language::kLucene;
  std::vector<Filter> filters;
  std::optional<std::vector<std::string>> columns;  // the source's own when absent
  TimeRange range;
  std::chrono::milliseconds time_limit{0};  // 0: as the server is set
};

inline constexpr std::size_t kMaxRowsPerPage = 1'000;

// All rows of the range, by one column. Ties are newest first; what is absent comes last either way.
struct Sort {
  std::string column;  // as in `columns`
  bool descending = false;
};

struct RowsRequest {
  Intent intent;
  Order order = Order::kNewest;
  std::size_t limit = 200;
  std::string after;              // `next` of the page before; "" for the first
  std::optional<Sort> sort = {};  // instead of `order`
};

inline constexpr std::size_t kMaxBuckets = 1'000;

struct HistogramRequest {
  Intent intent;
  std::size_t max_buckets = 100;
};

inline constexpr std::size_t kMaxValueFields = plan::kMaxValueFields;
inline constexpr std::size_t kMaxValuesPerField = 10'000;

struct ValuesRequest {
  Intent intent;
  std::vector<std::string> fields;
  std::size_t limit = 20;
  std::string contains;
};

inline constexpr std::size_t kMaxNumberFields = 20;
inline constexpr std::size_t kMaxNumberBuckets = 50;

struct NumbersRequest {
  Intent intent;
  std::vector<std::string> fields;
  std::size_t buckets = kMaxNumberBuckets;
};

}  // namespace sextant::search
