#include "search/question.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "query/bind/bind.h"
#include "query/lang/english.h"
#include "query/lang/parser.h"
#include "query/lang/place.h"
#include "query/plan/predicate.h"
#include "search/cells.h"
#include "sql/raw.h"

namespace sextant::search {
namespace {

Failure FromLang(const lang::Error& error, std::string_view text) {
  Failure failure(Code::kBadInput, error.message);
  const lang::Span place = lang::ToUtf16(text, error.span);
  failure.place = Place{place.offset, place.length};
  if (error.fix) failure.fix = Fix{error.fix->sentence, error.fix->text};
  return failure;
}

bool IsPlainName(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.';
  });
}

// The columns asked for, taken apart at AS.
std::vector<sql::AliasedRaw> Asked(const Source& source, const Intent& intent) {
  std::vector<sql::AliasedRaw> asked;
  for (const std::string& column : intent.columns ? *intent.columns : source.default_select) {
    asked.push_back(sql::SplitAlias(column));
  }
  return asked;
}

// Names beside the table's own: those given with AS, then the short ones of ClickStack's default columns.
std::vector<bind::Alias> AliasesOf(const Source& source, const std::vector<sql::AliasedRaw>& asked) {
  std::vector<bind::Alias> aliases;
  for (const sql::AliasedRaw& column : asked) {
    if (!column.alias.empty() && !sql::CheckRaw(column.expression))
      aliases.push_back({column.alias, column.expression});
  }
  if (!source.service.empty()) aliases.push_back({"service", source.service});
  if (!source.severity.empty()) aliases.push_back({"level", source.severity});
  return aliases;
}

class Understanding {
 public:
  Understanding(const SourceTable& source, const Intent& intent, const std::vector<std::string>& known_keys,
                Texts texts = Texts::kBeginnings)
      : source_(source.source),
        schema_(source.schema),
        intent_(intent),
        texts_(texts),
        asked_(Asked(source.source, intent)),
        aliases_(AliasesOf(source.source, asked_)),
        names_{schema_, aliases_, known_keys} {}

  Outcome<sql::ExprPtr> Text() const { return intent_.language == Language::kSql ? SqlText() : LuceneText(); }

  Outcome<sql::ExprPtr> Filters() const {
    std::vector<sql::ExprPtr> all;
    std::vector<std::pair<std::string, std::vector<sql::ExprPtr>>> includes;
    for (const Filter& filter : intent_.filters) {
      Outcome<sql::ExprPtr> one = OneFilter(filter);
      if (!one.ok()) return one;
      if (filter.op != FilterOp::kInclude) {
        all.push_back(*one);
        continue;
      }
      auto place = std::find_if(includes.begin(), includes.end(),
                                [&](const auto& entry) { return entry.first == filter.field; });
      if (place == includes.end()) place = includes.insert(includes.end(), {filter.field, {}});
      place->second.push_back(*one);
    }
    for (auto& [field, choices] : includes) all.push_back(sql::Or(std::move(choices)));
    return sql::And(std::move(all));
  }

  Outcome<bind::BoundField> Field(const std::string& name) const {
    lang::Parsed<bind::BoundField> field = bind::ResolveName(names_, name);
    if (!field.ok()) return Failure(Code::kBadInput, field.error().message);
    return std::move(field).value();
  }

  // Fills the question's columns and types.
  std::optional<Failure> Columns(Question& question) const {
    for (const sql::AliasedRaw& column : asked_) {
      const std::string& label = column.alias.empty() ? column.expression : column.alias;
      const lang::Parsed<bind::BoundField> field = bind::ResolveName(names_, column.expression);
      if (field.ok()) {
        question.columns.push_back({label, Shown(field.value())});
        question.types.push_back(TypeOf(field.value()));
        continue;
      }
      // A plain name that the table does not have is a slip, not an expression.
      const bool is_name = IsPlainName(column.expression);
      if (is_name) return Failure(Code::kBadInput, "Column \"" + label + "\": " + field.error().message);
      if (const auto problem = sql::CheckRaw(column.expression)) {
        return Failure(Code::kBadInput, "Column \"" + label + "\": " + problem->message);
      }
      question.columns.push_back({label, sql::Raw(column.expression)});
      question.types.emplace_back();
    }
    return std::nullopt;
  }

  Outcome<SortBy> Sorted(const Sort& sort) const {
    SortBy by;
    by.descending = sort.descending;
    const sql::AliasedRaw column = sql::SplitAlias(sort.column);
    const lang::Parsed<bind::BoundField> found = bind::ResolveName(names_, column.expression);
    if (!found.ok()) {
      const Failure no_field(Code::kBadInput, "The column to sort by: " + found.error().message);
      if (IsPlainName(column.expression)) return no_field;
      if (const auto problem = sql::CheckRaw(column.expression))
        return Failure(Code::kBadInput, "The column to sort by: " + problem->message);
      by.value = sql::Raw(column.expression);
      return by;
    }
    const bind::BoundField& field = found.value();
    by.is_time = field.column == source_.timestamp && !field.key;
    by.text_may_be_number = field.key || !field.json_path.empty() || !field.type;
    by.value = field.expression.empty() ? plan::FieldValue(field) : sql::Raw(field.expression);
    if (field.expression.empty()) by.type = DataType::Of(TypeOf(field));
    return by;
  }

  // Names that SQL mode may use for the expressions among the columns.
  std::vector<sql::SelectItem> With() const {
    std::vector<sql::SelectItem> with;
    if (intent_.language != Language::kSql) return with;
    for (const bind::Alias& alias : aliases_) {
      if (schema_.Find(alias.name) == nullptr && intent_.text.find(alias.name) != std::string::npos) {
        const bool own = schema_.Find(alias.expression) != nullptr;
        with.push_back({own ? sql::Column(alias.expression) : sql::Raw(alias.expression), alias.name});
      }
    }
    return with;
  }

 private:
  static std::string TypeOf(const bind::BoundField& field) {
    if (!field.type || !field.json_path.empty()) return "String";
    if (!field.key) return field.type->name();
    if (field.type->kind() == TypeKind::kMap) return field.type->arg(1).name();
    return "Array(" + field.type->arg().arg(1).name() + ")";
  }

  // A body may be megabytes long; a list shows its beginning (cells.h).
  sql::ExprPtr Shown(const bind::BoundField& field) const {
    sql::ExprPtr value = plan::FieldValue(field);
    const bool is_body =
        field.column == source_.body && field.type && field.type->kind() == TypeKind::kString;
    if (texts_ == Texts::kWhole || !is_body || !field.json_path.empty()) return value;
    return sql::Call("substring", {value, sql::Uint(1), sql::Uint(kMaxCellBytes + 1)});
  }

  Outcome<sql::ExprPtr> SqlText() const {
    if (intent_.text.find_first_not_of(" \t\r\n") == std::string::npos) return sql::True();
    if (const auto problem = sql::CheckRaw(intent_.text)) {
      std::optional<lang::Fix> fix;
      if (!problem->fixed.empty()) fix = lang::Fix{problem->fix_sentence, problem->fixed};
      return FromLang({problem->message, {problem->offset, problem->length}, fix}, intent_.text);
    }
    return sql::Raw(intent_.text);
  }

  Outcome<sql::ExprPtr> LuceneText() const {
    const lang::Parsed<lang::Query> query = lang::Parse(intent_.text);
    if (!query.ok()) return FromLang(query.error(), intent_.text);
    const bind::BindInput input{names_, source_.body, source_.duration};
    const auto bound = bind::Bind(input, query.value(), intent_.text);
    if (!bound.ok()) return FromLang(bound.error(), intent_.text);
    if (!bound.value()) return sql::True();
    return plan::Condition(schema_, *bound.value());
  }

  Outcome<sql::ExprPtr> OneFilter(const Filter& filter) const {
    Outcome<bind::BoundField> field = Field(filter.field);
    if (!field.ok()) return field.failure();
    if (filter.op == FilterOp::kRange) return RangeFilter(*field, filter);
    std::vector<sql::ExprPtr> choices;
    for (const std::string& value : filter.values) {
      const Result<bind::BoundMatch> match = bind::WholeValue(*field, value);
      if (!match.ok()) return match.status().WithPrefix("Filter on " + filter.field);
      choices.push_back(plan::FieldCondition(schema_, *field, *match));
    }
    sql::ExprPtr any = sql::Or(std::move(choices));
    return filter.op == FilterOp::kExclude ? sql::Not(std::move(any)) : any;
  }

  Outcome<sql::ExprPtr> RangeFilter(const bind::BoundField& field, const Filter& filter) const {
    const bind::Leaf leaf = bind::LeafOf(field);
    if (leaf != bind::Leaf::kNumber && leaf != bind::Leaf::kText) {
      return Failure(Code::kBadInput, "Filter on " + filter.field + ": a range needs a field of numbers.");
    }
    bind::NumberBounds bounds;
    const auto number = [](double value) { return bind::Number{"Float64", JsonNumber(value)}; };
    if (filter.min) bounds.low = number(*filter.min);
    if (filter.max) bounds.high = number(*filter.max);
    if (!bounds.low && !bounds.high) return sql::True();
    return plan::FieldCondition(schema_, field, bounds);
  }

  static std::string JsonNumber(double value) {
    JsonWriter writer;
    writer.Double(value);
    return writer.Take();
  }

  const Source& source_;
  const bind::TableSchema& schema_;
  const Intent& intent_;
  const Texts texts_;
  const std::vector<sql::AliasedRaw> asked_;
  const std::vector<bind::Alias> aliases_;
  const bind::Names names_;
};

sql::ExprPtr SeverityOf(const SourceTable& source) {
  if (source.source.severity.empty()) return nullptr;
  static const std::vector<bind::Alias> kNoAliases;
  static const std::vector<std::string> kNoKeys;
  const bind::Names names{source.schema, kNoAliases, kNoKeys};
  const auto field = bind::ResolveName(names, source.source.severity);
  return field.ok() ? plan::FieldText(field.value()) : nullptr;
}

}  // namespace

plan::Table TableOf(const SourceTable& source) {
  plan::Table table{source.source.database, source.source.table, source.source.timestamp, &source.schema,
                    source.source.has_row_identity};
  table.rollup = source.rollup;
  return table;
}

Outcome<Question> Understand(std::shared_ptr<const SourceTable> source, const Intent& intent,
                             const std::vector<std::string>& known_keys, Texts texts) {
  const Understanding understanding(*source, intent, known_keys, texts);
  Question question;
  Outcome<sql::ExprPtr> text = understanding.Text();
  if (!text.ok()) return text.failure();
  Outcome<sql::ExprPtr> filters = understanding.Filters();
  if (!filters.ok()) return filters.failure();
  if (auto failure = understanding.Columns(question)) return *std::move(failure);
  question.where = sql::And({*text, *filters});
  question.severity = SeverityOf(*source);
  question.time_limit = intent.time_limit;
  question.table = TableOf(*source);
  question.table.with = understanding.With();
  question.source = std::move(source);
  return question;
}

Outcome<sql::ExprPtr> FieldToCount(const SourceTable& source, const Intent& intent,
                                   const std::string& field) {
  static const std::vector<std::string> kNoKeys;
  const Understanding understanding(source, intent, kNoKeys);
  Outcome<bind::BoundField> bound = understanding.Field(field);
  if (!bound.ok()) return bound.failure();
  return plan::FieldText(*bound);
}

Outcome<plan::NumberField> FieldToMeasure(const SourceTable& source, const Intent& intent,
                                          const std::string& field) {
  static const std::vector<std::string> kNoKeys;
  Outcome<bind::BoundField> bound = Understanding(source, intent, kNoKeys).Field(field);
  if (!bound.ok()) return bound.failure();
  const bind::Leaf leaf = bind::LeafOf(*bound);
  const bool is_list =
      bound->type && bound->json_path.empty() &&
      (bound->type->kind() == TypeKind::kArray || (bound->type->kind() == TypeKind::kMap && !bound->key));
  if (!is_list && leaf == bind::Leaf::kNumber) return plan::NumberOf(plan::FieldValue(*bound));
  if (!is_list && leaf == bind::Leaf::kText) return plan::NumberInText(plan::FieldText(*bound));
  return Failure(Code::kBadInput, "\"" + field + "\" has no numbers; choose another field.");
}

Outcome<SortBy> ColumnToSort(const SourceTable& source, const Intent& intent, const Sort& sort) {
  static const std::vector<std::string> kNoKeys;
  return Understanding(source, intent, kNoKeys).Sorted(sort);
}

Explanation Explain(const Source& source, const Intent& intent) {
  Explanation explanation;
  if (intent.language == Language::kSql) {
    explanation.english = "rows for which this SQL expression is true";
    return explanation;
  }
  const lang::Parsed<lang::Query> query = lang::Parse(intent.text);
  if (!query.ok()) return explanation;
  explanation.english = lang::English(query.value(), source.body);
  explanation.hints = lang::Hints(query.value());
  return explanation;
}

std::vector<plan::OutputColumn> AllColumns(const bind::TableSchema& schema) {
  std::vector<plan::OutputColumn> columns;
  for (const bool own : {false, true}) {
    for (const bind::ColumnInfo& column : schema.columns) {
      if (column.is_alias || column.name.starts_with("__sxt_") != own) continue;
      const sql::ExprPtr value = sql::Column(column.name);
      columns.push_back({column.name, column.type ? value : sql::Call("toString", {value})});
    }
  }
  return columns;
}

}  // namespace sextant::search
