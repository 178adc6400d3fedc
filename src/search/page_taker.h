// Between the statements of a list of rows and its sink.
#pragma once

#include <algorithm>

#include "search/announce.h"

namespace sextant::search {

// Takes the rows of a page from window after window, and hands them on but for the one that only shows that
// there are more.
class PageTaker final : public ProgressSink {
 public:
  PageTaker(const Question& question, std::size_t limit, RowsSink& sink)
      : announcer_(question), limit_(limit), sink_(sink) {}

  std::size_t wanted() const { return limit_ + 1 - taken_; }
  bool full() const { return taken_ > limit_; }
  bool any() const { return taken_ > 0; }
  const plan::RowPlace& last() const { return last_; }

  bool Announce(const Block* block, const plan::RowsLayout* layout) {
    return announcer_.Announce(block, layout, [this](const auto& columns) { return Send(columns); });
  }
  // The columns come first.
  bool Progress(const ProgressReport& report) override { return !announced_ || sink_.Progress(report); }
  bool AnnounceAnyway() {
    return announcer_.AnnounceAnyway([this](const auto& columns) { return Send(columns); });
  }

  bool Take(const Block& block, const plan::RowsLayout& layout) {
    if (!Announce(&block, &layout)) return false;
    const std::size_t rows = std::min(block.rows(), wanted());
    if (rows == 0) return true;
    taken_ += rows;
    RowBatch batch{block, layout, full() ? rows - 1 : rows};
    if (batch.rows == 0) return true;
    last_ = batch.PlaceOf(batch.rows - 1);
    return sink_.Rows(batch);
  }

 private:
  bool Send(const std::vector<ResultColumn>& columns) {
    announced_ = true;
    return sink_.Columns(columns);
  }

  ColumnAnnouncer announcer_;
  bool announced_ = false;
  const std::size_t limit_;
  RowsSink& sink_;
  std::size_t taken_ = 0;
  plan::RowPlace last_;
};

}  // namespace sextant::search
