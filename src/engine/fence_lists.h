// The lists of the fence: what a statement that is not our own may be made of. Only fence.cc reads them.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace sextant::engine {

template <std::size_t kSize>
bool Contains(const std::string_view (&list)[kSize], std::string_view item) {
  return std::find(std::begin(list), std::end(list), item) != std::end(list);
}

// The names are ClickHouse's own: IAST::getID of each node.
inline constexpr std::string_view kRootKinds[] = {
    "SelectWithUnionQuery", "SelectIntersectExceptQuery", "DescribeQuery", "Explain",
    "ShowCreateTableQuery", "ExistsTableQuery",
};

// Every other kind that may appear below. Not among them: ColumnsApplyTransformer, which hides its function.
inline constexpr std::string_view kNodeKinds[] = {
    "SelectWithUnionQuery",
    "SelectIntersectExceptQuery",
    "SelectQuery",
    "DescribeQuery",
    "ExpressionList",
    "Identifier",
    "Literal",
    "Subquery",
    "Asterisk",
    "QualifiedAsterisk",
    "ColumnsTransformerList",
    "ColumnsExceptTransformer",
    "ColumnsReplaceTransformer",
    "ColumnsReplaceTransformer::Replacement",
    "ColumnsRegexpMatcher",
    "ColumnsListMatcher",
    "QualifiedColumnsRegexpMatcher",
    "QualifiedColumnsListMatcher",
    "TablesInSelectQuery",
    "TablesInSelectQueryElement",
    "TableExpression",
    "TableJoin",
    "ArrayJoin",
    "SampleRatio",
    "WithElement",
    "WindowListElement",
    "WindowDefinition",
    "OrderByElement",
    "InterpolateElement",
};

inline constexpr std::string_view kExplains[] = {
    "EXPLAIN", "EXPLAIN AST", "EXPLAIN SYNTAX", "EXPLAIN QUERY TREE", "EXPLAIN PIPELINE", "EXPLAIN ESTIMATE",
};

inline constexpr std::string_view kTableFunctions[] = {
    "numbers",        "numbers_mt",      "zeros", "zeros_mt",          "primes", "null", "values",
    "generateSeries", "generate_series", "view",  "SQLStandardValues",
};

// Functions whose right operand may be the name of a table.
inline constexpr std::string_view kSetFunctions[] = {
    "in",
    "notIn",
    "globalIn",
    "globalNotIn",
    "nullIn",
    "notNullIn",
    "globalNullIn",
    "globalNotNullIn",
    "inIgnoreSet",
    "notInIgnoreSet",
    "globalInIgnoreSet",
    "globalNotInIgnoreSet",
    "nullInIgnoreSet",
    "notNullInIgnoreSet",
    "globalNullInIgnoreSet",
    "globalNotNullInIgnoreSet",
};

// Made by the parser (_CAST from a {name:Type}); system.functions does not list them all.
inline constexpr std::string_view kSyntaxFunctions[] = {
    "lambda", "exists", "grouping", "untuple", "caseWithExpression", "_CAST",
};

inline constexpr std::string_view kCombinators[] = {
    "SimpleState", "OrDefault", "Distinct", "Resample", "ForEach", "ArgMax", "ArgMin", "OrNull",
    "Tuple",       "Merge",     "State",    "Array",    "Null",    "Map",    "If",
};

// Categories of system.functions whose functions compute from their arguments alone.
inline constexpr std::string_view kFunctionCategories[] = {
    "Arithmetic",
    "Arrays",
    "Bit",
    "Bitmap",
    "Comparison",
    "Conditional",
    "Dates and Times",
    "Distance",
    "Encoding",
    "Encryption",
    "Financial",
    "Geo",
    "Geo Polygon",
    "Hash",
    "IP Address",
    "JSON",
    "Logical",
    "Map",
    "Mathematical",
    "Null",
    "NumericIndexedVector",
    "QBit",
    "Random Number",
    "Rounding",
    "String",
    "String Replacement",
    "String Search",
    "String Splitting",
    "Time Series",
    "Time Window",
    "Tuple",
    "Type Conversion",
    "URL",
    "UUID",
};

// The harmless ones of the category "Other".
inline constexpr std::string_view kOtherFunctions[] = {
    "MACNumToString",
    "MACStringToNum",
    "MACStringToOUI",
    "bar",
    "blockNumber",
    "blockSerializedSize",
    "blockSize",
    "byteSize",
    "colorOKLABToSRGB",
    "colorOKLCHToSRGB",
    "colorSRGBToOKLAB",
    "colorSRGBToOKLCH",
    "countDigits",
    "currentDatabase",
    "currentQueryID",
    "currentSchemas",
    "currentUser",
    "defaultValueOfArgumentType",
    "defaultValueOfTypeName",
    "digits",
    "dumpColumnStructure",
    "errorCodeToName",
    "finalizeAggregation",
    "flipCoordinates",
    "formatQuery",
    "formatQueryOrNull",
    "formatQuerySingleLine",
    "formatQuerySingleLineOrNull",
    "formatReadableDecimalSize",
    "formatReadableQuantity",
    "formatReadableSize",
    "formatReadableTimeDelta",
    "getSetting",
    "getSettingOrDefault",
    "getSizeOfEnumType",
    "getSubcolumn",
    "identity",
    "ignore",
    "indexHint",
    "initializeAggregation",
    "isConstant",
    "isDecimalOverflow",
    "lowCardinalityIndices",
    "lowCardinalityKeys",
    "materialize",
    "minSampleSizeContinuous",
    "minSampleSizeConversion",
    "neighbor",
    "normalizeQuery",
    "normalizeQueryKeepNames",
    "normalizedQueryHash",
    "normalizedQueryHashKeepNames",
    "parseReadableSize",
    "parseReadableSizeOrNull",
    "parseReadableSizeOrZero",
    "parseTimeDelta",
    "queryID",
    "rowNumberInAllBlocks",
    "rowNumberInBlock",
    "runningAccumulate",
    "runningConcurrency",
    "runningDifference",
    "runningDifferenceStartingWithFirstValue",
    "sleep",
    "sleepEachRow",
    "throwIf",
    "toColumnTypeName",
    "toTypeName",
    "tokenizeQuery",
    "transform",
    "uptime",
    "variantElement",
    "variantType",
    "version",
    "visibleWidth",
};

// Refused whatever category a version may put them into.
inline constexpr std::string_view kRefusedFunctions[] = {
    "file", "joinGet", "joinGetOrNull", "catboostEvaluate", "hasColumnInTable", "showCertificate", "logTrace",
};

inline constexpr std::string_view kSystemDatabases[] = {"system", "information_schema"};

// Tables of the system database that tell nothing of other people's statements or of this machine; each still
// has to be granted by name.
inline constexpr std::string_view kSystemTables[] = {
    "system.one",
    "system.numbers",
    "system.zeros",
    "system.columns",
    "system.tables",
    "system.databases",
    "system.functions",
    "system.table_functions",
    "system.formats",
    "system.data_type_families",
    "system.aggregate_function_combinators",
    "system.settings",
    "system.time_zones",
    "system.parts",
    "system.parts_columns",
    "system.data_skipping_indices",
    "system.projections",
};

// Settings that change how much is read, how long it may take, and how the answer is written.
inline constexpr std::string_view kFencedSettings[] = {
    "max_execution_time",
    "timeout_overflow_mode",
    "max_result_rows",
    "max_result_bytes",
    "result_overflow_mode",
    "max_rows_to_read",
    "max_bytes_to_read",
    "read_overflow_mode",
    "max_rows_to_group_by",
    "group_by_overflow_mode",
    "max_threads",
    "limit",
    "offset",
    "log_comment",
    "session_timezone",
    "use_query_condition_cache",
    "use_skip_indexes",
    "use_skip_indexes_on_data_read",
    "enable_full_text_index",
    "optimize_read_in_order",
    "optimize_move_to_prewhere",
    "query_plan_optimize_lazy_materialization",
    "enable_analyzer",
    "allow_experimental_analyzer",
    "join_use_nulls",
    "any_join_distinct_right_table_keys",
    "distributed_product_mode",
    "transform_null_in",
    "union_default_mode",
    "prefer_column_name_to_alias",
    "group_by_use_nulls",
    "extremes",
    "date_time_output_format",
    "date_time_input_format",
    "output_format_json_quote_64bit_integers",
    "output_format_json_quote_64bit_floats",
    "output_format_json_quote_decimals",
    "output_format_json_quote_denormals",
    "output_format_json_named_tuples_as_objects",
    "output_format_json_array_of_rows",
    "output_format_json_validate_utf8",
    "output_format_json_escape_forward_slashes",
    "output_format_native_encode_types_in_binary_format",
    "output_format_native_use_flattened_dynamic_and_json_serialization",
    "low_cardinality_allow_in_native_format",
};

}  // namespace sextant::engine
