#include "engine/fence.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "engine/errors.h"
#include "engine/fence_lists.h"
#include "engine/sql_text.h"

namespace sextant::engine {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

Status Refuse(std::string_view sentence) { return EngineStatus(kAccessDenied, sentence); }
Status Refuse(std::string_view what, std::string_view name, std::string_view verdict) {
  std::string sentence(what);
  return Refuse(sentence.append(" ").append(name).append(" ").append(verdict));
}

// One line of EXPLAIN AST: " Function file (alias z) (children 1)", depth in leading blanks.
struct Node {
  std::size_t depth = 0;
  std::string_view kind;
  std::string_view text;  // behind the kind, without alias and count
  std::size_t children = 0;
};

bool CutCount(std::string_view& line, std::size_t& count) {
  constexpr std::string_view kMark = " (children ";
  if (!line.ends_with(')')) return false;
  const std::size_t at = line.rfind(kMark);
  if (at == std::string_view::npos) return false;
  const std::string_view digits = line.substr(at + kMark.size(), line.size() - at - kMark.size() - 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  line = line.substr(0, at);
  return true;
}

Node ParseLine(std::string_view line) {
  Node node;
  node.depth = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(node.depth);
  CutCount(line, node.children);
  if (const std::size_t alias = line.rfind(" (alias ");
      alias != std::string_view::npos && line.ends_with(')')) {
    line = line.substr(0, alias);
  }
  const std::size_t end = std::min(line.find(' '), line.size());
  node.kind = line.substr(0, end);
  node.text = line.substr(std::min(end + 1, line.size()));
  return node;
}

// Walks the tree depth first, as the lines come, holding each line to its place: a forged or missing line
// breaks a count or a depth.
class Walk {
 public:
  Walk(std::string_view ast, const FenceGrant& grant, const FunctionCatalog& functions)
      : grant_(grant), functions_(functions) {
    while (!ast.empty()) {
      const std::size_t end = std::min(ast.find('\n'), ast.size());
      nodes_.push_back(ParseLine(ast.substr(0, end)));
      ast.remove_prefix(std::min(end + 1, ast.size()));
    }
  }

  Status Run() {
    if (nodes_.empty()) return Refuse("The statement has no syntax tree.");
    if (nodes_.size() > kMaxFencedNodes) return Refuse("The statement has too many parts.");
    if (!Contains(kRootKinds, nodes_[0].kind)) return Refuse("Statements of the kind", nodes_[0].kind, kNo);
    SXT_TRY(Visit(0, nullptr));
    if (next_ != nodes_.size()) return Malformed();
    return OkStatus();
  }

  std::size_t settings_clauses() const { return settings_clauses_; }

 private:
  static constexpr std::string_view kNo = "are not allowed here.";
  static Status Malformed() { return Refuse("The statement's syntax tree cannot be read."); }

  Status Visit(std::size_t depth, const Node* parent) {
    if (depth > kMaxFencedDepth) return Refuse("The statement is nested too deeply.");
    if (next_ >= nodes_.size() || nodes_[next_].depth != depth) return Malformed();
    const std::size_t index = next_++;
    const Node& node = nodes_[index];
    SXT_TRY(CheckNode(node, parent));
    for (std::size_t child = 0; child < node.children; ++child) SXT_TRY(Visit(depth + 1, &node));
    if (node.kind == "Function" && Contains(kSetFunctions, node.text)) SXT_TRY(CheckSetOperand(index));
    return OkStatus();
  }

  Status CheckNode(const Node& node, const Node* parent) {
    const std::string_view above = parent == nullptr ? std::string_view() : parent->kind;
    if (node.kind == "Function") return CheckFunction(node, above);
    if (node.kind == "TableIdentifier") return CheckTable(node.text);
    if (node.kind == "Explain") return CheckExplain(node, parent);
    if (node.kind == "ShowCreateTableQuery" || node.kind == "ExistsTableQuery") return CheckNamedTable(node);
    if (node.kind == "Set") {
      if (above != "Explain") ++settings_clauses_;
      return OkStatus();
    }
    // INTO OUTFILE keeps its file's name here.
    if (node.kind == "Literal" && (parent == nullptr || Contains(kRootKinds, above))) {
      return Refuse("INTO OUTFILE is not allowed here.");
    }
    if (!Contains(kNodeKinds, node.kind)) return Refuse("Parts of the kind", node.kind, kNo);
    return OkStatus();
  }

  Status CheckFunction(const Node& node, std::string_view above) {
    if (above == "TableExpression") {
      return Contains(kTableFunctions, node.text)
                 ? OkStatus()
                 : Refuse("The table function", node.text, "is not allowed here.");
    }
    return functions_.Allows(node.text) ? OkStatus()
                                        : Refuse("The function", node.text, "is not allowed here.");
  }

  static Status CheckExplain(const Node& node, const Node* parent) {
    if (parent != nullptr || !Contains(kExplains, node.text))
      return Refuse(node.text, "here", "is not allowed.");
    return OkStatus();
  }

  // "db.table", or "table" of the current database or of WITH. A quoted name that holds a dot itself reads as
  // another database, which errs on the safe side; two dots are always refused.
  Status CheckTable(std::string_view name) const {
    // The engine opens files by their path where a table's name is expected.
    if (name.find_first_of("/\\:*?{}'\"") != std::string_view::npos) {
      return Refuse("The table", name, "is not allowed here.");
    }
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return CheckDatabase(grant_.current_database, name);
    if (name.find('.', dot + 1) != std::string_view::npos)
      return Refuse("The table", name, "is not allowed here.");
    return CheckDatabase(name.substr(0, dot), name.substr(dot + 1));
  }

  Status CheckDatabase(std::string_view database, std::string_view table) const {
    const std::string whole = std::string(database) + "." + std::string(table);
    const auto granted = [&](std::string_view name) {
      return std::find(grant_.databases.begin(), grant_.databases.end(), name) != grant_.databases.end();
    };
    const bool is_system = Contains(kSystemDatabases, Lower(database));
    if (!is_system && granted(database)) return OkStatus();
    if (is_system && Contains(kSystemTables, whole) && granted(whole)) return OkStatus();
    return Refuse("The table", whole, "is not allowed here.");
  }

  // The node's children are the names: [database,] table.
  Status CheckNamedTable(const Node& node) const {
    if (next_ + node.children > nodes_.size()) return Malformed();
    const Node& first = nodes_[next_];
    if (node.children == 1) return CheckDatabase(grant_.current_database, first.text);
    if (node.children == 2) return CheckDatabase(first.text, nodes_[next_ + 1].text);
    return Malformed();
  }

  // The right side of IN may be a table's name, and is then a plain Identifier.
  Status CheckSetOperand(std::size_t function) const {
    const std::size_t depth = nodes_[function].depth + 2;
    const Node* last = nullptr;
    for (std::size_t i = function + 1; i < next_; ++i) {
      if (nodes_[i].depth == depth) last = &nodes_[i];
    }
    return last != nullptr && last->kind == "Identifier" ? CheckTable(last->text) : OkStatus();
  }

  const FenceGrant& grant_;
  const FunctionCatalog& functions_;
  std::vector<Node> nodes_;
  std::size_t next_ = 0;
  std::size_t settings_clauses_ = 0;
};

bool NamesTableByUuid(std::string_view sql) {
  const std::vector<Token> tokens = Tokenize(sql);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::string_view word = sql.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    if (tokens[i].kind == Token::Kind::kWord && Lower(word) == "uuid" &&
        tokens[i + 1].kind == Token::Kind::kString) {
      return true;
    }
  }
  return false;
}

}  // namespace

FunctionCatalog::FunctionCatalog(const std::vector<Function>& functions) {
  std::unordered_set<std::string> allowed;
  const auto is_allowed = [](const Function& function) {
    if (Contains(kRefusedFunctions, function.name)) return false;
    if (function.is_aggregate) return true;
    return Contains(kFunctionCategories, function.category) || Contains(kOtherFunctions, function.name);
  };
  for (const Function& function : functions) {
    if (function.alias_to.empty() && is_allowed(function)) allowed.insert(function.name);
  }
  for (const Function& function : functions) {
    if (!allowed.contains(function.alias_to.empty() ? function.name : function.alias_to)) continue;
    exact_.insert(function.name);
    if (function.case_insensitive) lower_.insert(Lower(function.name));
    if (function.is_aggregate) aggregates_.insert(Lower(function.name));
  }
}

bool FunctionCatalog::Knows(std::string_view name) const {
  return exact_.contains(std::string(name)) || lower_.contains(Lower(name));
}

bool FunctionCatalog::KnowsAggregate(std::string_view name) const {
  return aggregates_.contains(Lower(name));
}

bool FunctionCatalog::Allows(std::string_view name) const {
  if (Knows(name) || Contains(kSyntaxFunctions, name)) return true;
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view suffix : kCombinators) {
      if (name.size() <= suffix.size() || !name.ends_with(suffix)) continue;
      name.remove_suffix(suffix.size());
      if (KnowsAggregate(name)) return true;
      cut = true;
      break;
    }
  }
  return false;
}

Status CheckFencedSetting(std::string_view name) {
  if (Contains(kFencedSettings, name)) return OkStatus();
  return Refuse("The setting", name, "may not be set here.");
}

Status CheckFencedText(std::string_view sql) {
  if (HasForgedName(sql)) {
    return Refuse(
        "Quoted names with control characters or backslashes, and characters beyond ASCII outside quotes, "
        "are not "
        "allowed here.");
  }
  if (NamesTableByUuid(sql)) return Refuse("A table may not be named by its UUID here.");
  return OkStatus();
}

Status CheckFencedTree(std::string_view ast, std::string_view sql, const FenceGrant& grant,
                       const FunctionCatalog& functions) {
  Walk walk(ast, grant, functions);
  SXT_TRY(walk.Run());
  if (walk.settings_clauses() == 0) return OkStatus();
  // The tree does not name the settings: the text must, clause by clause.
  const Result<SettingsClauses> settings = FindSettings(sql);
  if (!settings.ok() || settings->clauses < walk.settings_clauses()) {
    return Refuse("Write SETTINGS as name = literal, … here.");
  }
  for (const std::string& name : settings->names) SXT_TRY(CheckFencedSetting(name));
  return OkStatus();
}

}  // namespace sextant::engine
