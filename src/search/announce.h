// Tells a sink the columns of an answer, once, as soon as all their types are known: an expression's only
// with the first block.
#pragma once

#include "search/answer.h"
#include "search/question.h"

namespace sextant::search {

// Borrows the question.
class ColumnAnnouncer {
 public:
  explicit ColumnAnnouncer(const Question& question) : question_(question) {}

  // `send` takes the columns and says whether to go on. `block` may be null: there is none yet.
  template <typename Send>
  bool Announce(const Block* block, const plan::RowsLayout* layout, const Send& send) {
    if (announced_ || !FindTypes(block, layout)) return true;
    announced_ = true;
    return send(columns_);
  }

  // At the end: an expression that no block told the type of has "Nothing".
  template <typename Send>
  bool AnnounceAnyway(const Send& send) {
    if (announced_) return true;
    FindTypes(nullptr, nullptr);
    for (ResultColumn& column : columns_) {
      if (column.type.empty()) column.type = "Nothing";
    }
    announced_ = true;
    return send(columns_);
  }

 private:
  // True when every column has its type.
  bool FindTypes(const Block* block, const plan::RowsLayout* layout) {
    columns_.clear();
    bool all = true;
    for (std::size_t i = 0; i < question_.columns.size(); ++i) {
      std::string type = question_.types[i];
      if (type.empty() && block != nullptr) type = block->columns[layout->columns[i]].type->name();
      all = all && !type.empty();
      columns_.push_back({question_.columns[i].name, std::move(type)});
    }
    return all;
  }

  const Question& question_;
  std::vector<ResultColumn> columns_;
  bool announced_ = false;
};

}  // namespace sextant::search
