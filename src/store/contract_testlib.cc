#include "store/contract_testlib.h"

#include "store/engine_testlib.h"
#include "store/readonly_front_testlib.h"

namespace sextant::testing {
namespace {

std::unique_ptr<Store> OpenFront(ErrorStyle style) {
  static ReadonlyFront tagged(TestEngine::Shared().socket(), ErrorStyle::kTagged);
  static ReadonlyFront marked(TestEngine::Shared().socket(), ErrorStyle::kMarked);
  static ReadonlyFront bare(TestEngine::Shared().socket(), ErrorStyle::kBare);
  switch (style) {
    case ErrorStyle::kTagged: return OpenStore(tagged.store_options());
    case ErrorStyle::kMarked: return OpenStore(marked.store_options());
    case ErrorStyle::kBare: return OpenStore(bare.store_options());
  }
  return nullptr;
}

template <typename T>
bool NumberText(const Column& column, std::size_t row, std::string& text) {
  const auto* numbers = dynamic_cast<const NumberColumn<T>*>(&column);
  if (numbers == nullptr) return false;
  text = std::to_string(numbers->values[row]);
  return true;
}

std::string ValueText(const Column& column, std::size_t row);

std::string ListText(const Column& values, std::size_t begin, std::size_t end) {
  std::string text = "[";
  for (std::size_t i = begin; i < end; ++i) text += (i == begin ? "" : ",") + ValueText(values, i);
  return text + "]";
}

std::string ValueText(const Column& column, std::size_t row) {
  std::string text;
  if (const auto* strings = dynamic_cast<const StringColumn*>(&column)) return std::string(strings->at(row));
  if (const auto* names = dynamic_cast<const LowCardinalityColumn*>(&column))
    return std::string(names->at(row));
  if (const auto* nullable = dynamic_cast<const NullableColumn*>(&column)) {
    return nullable->IsNull(row) ? "NULL" : ValueText(*nullable->values, row);
  }
  if (const auto* array = dynamic_cast<const ArrayColumn*>(&column)) {
    return ListText(*array->values, array->begin_of(row), array->end_of(row));
  }
  if (const auto* map = dynamic_cast<const MapColumn*>(&column)) {
    return ListText(*map->keys, map->begin_of(row), map->end_of(row)) +
           ListText(*map->values, map->begin_of(row), map->end_of(row));
  }
  const bool known =
      NumberText<std::uint8_t>(column, row, text) || NumberText<std::uint16_t>(column, row, text) ||
      NumberText<std::uint32_t>(column, row, text) || NumberText<std::uint64_t>(column, row, text) ||
      NumberText<std::int8_t>(column, row, text) || NumberText<std::int16_t>(column, row, text) ||
      NumberText<std::int32_t>(column, row, text) || NumberText<std::int64_t>(column, row, text) ||
      NumberText<double>(column, row, text) || NumberText<float>(column, row, text);
  SXT_CHECK(known, "a column that this test cannot print");
  return text;
}

}  // namespace

const std::vector<ContractTarget>& ContractTargets() {
  static const std::vector<ContractTarget> targets = {
      {"Engine", [] { return TestEngine::Shared().Open(); }},
      {"ReadonlyTagged", [] { return OpenFront(ErrorStyle::kTagged); }},
      {"ReadonlyMarked", [] { return OpenFront(ErrorStyle::kMarked); }},
      {"ReadonlyBare", [] { return OpenFront(ErrorStyle::kBare); }},
  };
  return targets;
}

void PrintTo(const ContractTarget& target, std::ostream* out) { *out << target.name; }

Statement Sql(std::string text, Pairs params, Pairs settings) {
  Statement statement;
  statement.text = std::move(text);
  statement.params = std::move(params);
  statement.settings = std::move(settings);
  return statement;
}

Deadline Soon() { return Deadline::After(std::chrono::seconds(30)); }

RunOptions Within(std::chrono::milliseconds time) {
  RunOptions options;
  options.deadline = Deadline::After(time);
  return options;
}

Block Ask(Store& store, const Statement& statement) {
  RunOptions options;
  options.deadline = Soon();
  Result<Block> answer = store.Collect(statement, options);
  SXT_CHECK(answer.ok(), statement.text + ": " + answer.status().ToString());
  return std::move(answer).value();
}

void Do(Store& store, const Statement& statement) {
  const Status done = store.Execute(statement, Soon());
  SXT_CHECK(done.ok(), statement.text + ": " + done.ToString());
}

std::string Cell(const Block& block, std::string_view column, std::size_t row) {
  const NamedColumn* found = block.Find(column);
  SXT_CHECK(found != nullptr, "no column " + std::string(column));
  SXT_CHECK(row < found->column->size(), "no such row");
  return ValueText(*found->column, row);
}

std::string Value(Store& store, const Statement& statement) {
  const Block block = Ask(store, statement);
  SXT_CHECK(block.rows() == 1 && block.columns.size() == 1, statement.text);
  return Cell(block, block.columns.front().name);
}

bool WaitForValue(Store& store, const Statement& statement, const std::string& wanted) {
  const Deadline deadline = Soon();
  while (!deadline.Passed()) {
    if (Value(store, statement) == wanted) return true;
  }
  return false;
}

}  // namespace sextant::testing
