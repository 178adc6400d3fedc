#include "query/bind/field.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "query/lang/tokens.h"

namespace sextant::bind {
namespace {

// The type a key can be taken from: a map, or an array of maps.
bool HoldsKeys(const DataTypePtr& type) {
  if (!type) return false;
  if (type->kind() == TypeKind::kArray) return HoldsKeys(type->arg_ptr());
  return type->kind() == TypeKind::kMap;
}

BoundField OfColumn(const ColumnInfo& column, std::string_view label) {
  BoundField field;
  field.label = label;
  field.column = column.name;
  field.type = column.type;
  return field;
}

std::vector<std::string> SplitPath(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t dot = path.find('.');
    parts.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

// `column`.`rest`, or nothing when the column has no parts.
std::optional<BoundField> OfPart(const ColumnInfo& column, std::string_view rest, std::string_view label) {
  BoundField field = OfColumn(column, label);
  if (HoldsKeys(column.type)) {
    field.key = std::string(rest);
  } else if (!column.type && column.type_name.starts_with("JSON")) {
    field.column += '.' + std::string(rest);
  } else if (column.type && column.type->kind() == TypeKind::kString) {
    field.json_path = SplitPath(rest);
  } else {
    return std::nullopt;
  }
  return field;
}

std::optional<BoundField> FindInTable(const TableSchema& schema, std::string_view name) {
  if (const ColumnInfo* column = schema.Find(name)) return OfColumn(*column, name);
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    if (dot + 1 == name.size()) continue;
    if (const ColumnInfo* column = schema.Find(name.substr(0, dot))) {
      if (auto field = OfPart(*column, name.substr(dot + 1), name)) return field;
    }
  }
  return std::nullopt;
}

// A name that stands for an expression; its type is unknown, so it is searched as text.
std::optional<BoundField> FindAlias(const Names& names, std::string_view name) {
  for (const Alias& alias : names.aliases) {
    if (alias.name != name) continue;
    if (auto field = FindInTable(names.schema, alias.expression)) {
      field->label = name;
      return field;
    }
    BoundField field;
    field.label = name;
    field.expression = alias.expression;
    return field;
  }
  return std::nullopt;
}

// How far `candidate` is from `wanted` (both in lower case); kFar when it is no suggestion.
constexpr std::size_t kFar = 1'000;
std::size_t Distance(std::string_view wanted, std::string_view candidate) {
  if (candidate == wanted) return 0;
  if (candidate.ends_with(wanted) && candidate[candidate.size() - wanted.size() - 1] == '.') return 1;
  const std::size_t limit = std::min<std::size_t>(3, wanted.size() / 3);
  const std::size_t edits = EditDistance(wanted, candidate, limit);
  if (edits <= limit) return 1 + edits;
  if (wanted.size() >= 3 && (candidate.starts_with(wanted) || candidate.ends_with(wanted))) return 6;
  return kFar;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

std::vector<std::string> MapColumns(const TableSchema& schema) {
  std::vector<std::string> maps;
  for (const ColumnInfo& column : schema.columns) {
    if (HoldsKeys(column.type)) maps.push_back(column.name);
  }
  return maps;
}

lang::Error Unknown(const Names& names, const lang::Field& field, std::string_view text) {
  lang::Error error{"There is no field called " + field.name + ".", field.span, std::nullopt};
  const std::vector<std::string> similar = SimilarNames(names, field.name, 3);
  std::string fixed(text.substr(0, field.span.offset));
  if (!similar.empty()) {
    error.message += " Did you mean " + Listed(similar) + "?";
    fixed += similar.front();
    error.fix = lang::Fix{"Use " + similar.front() + ".", fixed + std::string(text.substr(field.span.end()))};
    return error;
  }
  std::vector<std::string> keys = MapColumns(names.schema);
  for (std::string& key : keys) key += '.' + field.name;
  if (!keys.empty()) error.message += " A key is written with its column: " + Listed(keys) + '.';
  if (field.span.end() < text.size()) {
    fixed += std::string(text.substr(field.span.offset, field.span.length)) + '\\';
    error.fix = lang::Fix{"Search for it as text with \\ before the colon.",
                          fixed + std::string(text.substr(field.span.end()))};
  }
  return error;
}

}  // namespace

lang::Parsed<BoundField> ResolveField(const Names& names, const lang::Field& field, std::string_view text) {
  if (field.key) {
    const ColumnInfo* column = names.schema.Find(field.name);
    if (column == nullptr) return Unknown(names, field, text);
    if (!HoldsKeys(column->type)) {
      return lang::Error{field.name + " is a " + column->type_name + " and has no keys.", field.span,
                         std::nullopt};
    }
    BoundField bound = OfColumn(*column, field.name + '.' + *field.key);
    bound.key = field.key;
    return bound;
  }
  if (const ColumnInfo* column = names.schema.Find(field.name)) return OfColumn(*column, field.name);
  if (auto bound = FindAlias(names, field.name)) return *std::move(bound);
  if (auto bound = FindInTable(names.schema, field.name)) return *std::move(bound);
  return Unknown(names, field, text);
}

lang::Parsed<BoundField> ResolveName(const Names& names, std::string_view name) {
  return ResolveField(names, lang::Field{std::string(name), std::nullopt, {0, name.size()}}, name);
}

std::vector<std::string> SimilarNames(const Names& names, std::string_view name, std::size_t limit) {
  const std::string wanted = lang::AsciiLower(name);
  std::vector<std::pair<std::size_t, std::string>> found;
  const auto consider = [&](const std::string& candidate) {
    if (candidate.starts_with("__sxt_")) return;
    const std::size_t distance = Distance(wanted, lang::AsciiLower(candidate));
    if (distance < kFar) found.emplace_back(distance, candidate);
  };
  for (const ColumnInfo& column : names.schema.columns) consider(column.name);
  for (const Alias& alias : names.aliases) consider(alias.name);
  for (const std::string& key : names.known_keys) consider(key);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> similar;
  for (auto& [distance, candidate] : found) {
    if (similar.size() == limit) break;
    if (std::find(similar.begin(), similar.end(), candidate) == similar.end())
      similar.push_back(std::move(candidate));
  }
  return similar;
}

}  // namespace sextant::bind
