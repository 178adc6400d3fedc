#include "enrich/json_body.h"

#include "base/json.h"
#include "base/number_text.h"

namespace sextant::enrich {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// From the first { to the last } of the first line that has them in this order.
std::string_view FindObject(std::string_view body) {
  std::size_t begin = body.find('{');
  while (begin != std::string_view::npos) {
    const std::string_view line = body.substr(begin, body.find('\n', begin) - begin);
    const std::size_t last = line.rfind('}');
    if (last != std::string_view::npos) return line.substr(0, last + 1);
    begin = body.find('{', begin + line.size());
  }
  return {};
}

bool IsWholeArray(std::string_view body) {
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  return begin != std::string_view::npos && body[begin] == '[' && body[last] == ']' &&
         JsonValue::Parse(body, kMaxBodyDepth).ok();
}

std::string TextOf(const JsonValue& value) {
  if (value.kind() == JsonValue::Kind::kNull) return {};
  if (const auto text = value.AsString()) return *text;
  if (value.kind() != JsonValue::Kind::kDouble) return value.ToJson();
  std::string text;
  AppendDoubleText(text, *value.AsDouble());
  return text;
}

void Flatten(const JsonValue& value, const std::string& name, Pairs& pairs) {
  const auto child = [&](const std::string& part) { return name.empty() ? part : name + "." + part; };
  if (value.IsObject()) {
    for (const std::string& key : value.Keys()) Flatten(value[key], child(key), pairs);
  } else if (value.IsArray()) {
    for (std::size_t i = 0; i < value.size(); ++i) Flatten(value.at(i), child(std::to_string(i)), pairs);
  } else if (pairs.size() < kMaxBodyAttributes) {
    pairs.emplace_back(name, TextOf(value));
  }
}

// Builds the rows of a new attribute column, in order.
class AttributeMerger {
 public:
  AttributeMerger(const LogRows& rows, MapColumn& out)
      : rows_(rows),
        out_(out),
        keys_(static_cast<LowCardinalityColumn&>(*out.keys)),
        values_(static_cast<StringColumn&>(*out.values)) {}

  // Appends `row` of the old column with `pairs` put over it.
  void Append(std::size_t row, const Pairs& pairs) {
    row_keys_.clear();
    row_values_.clear();
    for (std::size_t i = rows_.attributes.begin_of(row); i < rows_.attributes.end_of(row); ++i) {
      Put(rows_.attribute_keys.at(i), rows_.attribute_values.at(i));
    }
    for (const auto& [key, value] : pairs) Put(key, value);
    for (std::size_t i = 0; i < row_keys_.size(); ++i) {
      keys_.AppendIndex(row_keys_[i]);
      values_.Append(row_values_[i]);
      places_[row_keys_[i]] = kNowhere;
    }
    out_.EndRow();
  }

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  void Put(std::string_view key, std::string_view value) {
    const std::uint32_t index = keys_.Intern(key);
    if (index >= places_.size()) places_.resize(index + 1, kNowhere);
    if (places_[index] != kNowhere) {
      row_values_[places_[index]] = value;
      return;
    }
    places_[index] = row_keys_.size();
    row_keys_.push_back(index);
    row_values_.push_back(value);
  }

  const LogRows& rows_;
  MapColumn& out_;
  LowCardinalityColumn& keys_;
  StringColumn& values_;
  std::vector<std::uint32_t> row_keys_;
  std::vector<std::string_view> row_values_;
  std::vector<std::size_t> places_;  // by key: where it stands in the row being built
};

}  // namespace

std::vector<std::pair<std::string, std::string>> AttributesInBody(std::string_view body) {
  Pairs pairs;
  const std::string_view object = FindObject(body);
  if (object.empty() || IsWholeArray(body)) return pairs;
  const auto parsed = JsonValue::Parse(object, kMaxBodyDepth);
  if (parsed.ok()) Flatten(*parsed, {}, pairs);
  return pairs;
}

void MergeJsonBodies(LogRows& rows) {
  auto merged = rows.attributes.CloneEmpty();
  auto& out = static_cast<MapColumn&>(*merged);
  AttributeMerger merger(rows, out);
  std::size_t copied = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Pairs pairs = AttributesInBody(rows.body.at(row));
    if (pairs.empty()) continue;
    out.AppendRange(rows.attributes, copied, row);
    merger.Append(row, pairs);
    copied = row + 1;
  }
  if (copied == 0) return;
  out.AppendRange(rows.attributes, copied, rows.size());
  rows.ReplaceAttributes(out);
}

}  // namespace sextant::enrich
