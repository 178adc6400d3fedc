#include "query/lang/english.h"

#include <algorithm>

#include "base/bytes.h"
#include "query/lang/tokens.h"

namespace sextant::lang {
namespace {

std::string Quote(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string FieldName(const Term& term, std::string_view text_name) {
  if (!term.field) return std::string(text_name);
  return term.field->key ? term.field->name + '.' + *term.field->key : term.field->name;
}

const char* OpWords(CompareOp op) {
  switch (op) {
    case CompareOp::kLess: return "less than";
    case CompareOp::kLessOrEqual: return "at most";
    case CompareOp::kGreater: return "greater than";
    case CompareOp::kGreaterOrEqual: return "at least";
  }
  return "";
}

// Finishes "<field> …", or "<field> does not …".
struct MatchWords {
  const Term& term;
  bool negated;

  std::string Has(const std::string& what) const { return (negated ? "does not have " : "has ") + what; }
  std::string Is(const std::string& what) const { return (negated ? "is not " : "is ") + what; }

  std::string operator()(const Word& word) const {
    const auto tokens = Tokens(word.text);
    const bool one_word = tokens.size() == 1 && tokens.front().size() == word.text.size();
    return Has((one_word ? "the word " : "the phrase ") + Quote(word.text));
  }
  std::string operator()(const Quoted& quoted) const {
    if (!term.field) return Has("the phrase " + Quote(quoted.text));
    return quoted.text.empty() ? Is("empty") : Is("exactly " + Quote(quoted.text));
  }
  std::string operator()(const Wildcard& wildcard) const {
    const auto& pieces = wildcard.pieces;
    const bool inside = pieces.size() == 3 && pieces.front().empty() && pieces.back().empty();
    if (inside) return (negated ? "does not contain " : "contains ") + Quote(pieces[1]);
    if (pieces.size() == 2 && pieces[1].empty()) return Has("a word that starts with " + Quote(pieces[0]));
    if (pieces.size() == 2 && pieces[0].empty()) return Has("a word that ends in " + Quote(pieces[1]));
    std::string pattern = pieces.front();
    for (std::size_t i = 1; i < pieces.size(); ++i) pattern += '*' + pieces[i];
    return Has("a word like " + Quote(pattern));
  }
  std::string operator()(const Regex& regex) const {
    return (negated ? "does not match /" : "matches /") + regex.pattern + '/';
  }
  std::string operator()(const Exists&) const { return Is(negated ? "there" : "not empty"); }
  std::string operator()(const Comparison& comparison) const {
    return Is(std::string(OpWords(comparison.op)) + ' ' + comparison.operand.text);
  }
  std::string operator()(const Range& range) const {
    if (range.low && range.high) {
      std::string words = "between " + range.low->text + " and " + range.high->text;
      if (!range.low_included) words += " without " + range.low->text;
      if (!range.high_included) words += (range.low_included ? " without " : " and ") + range.high->text;
      return Is(words);
    }
    if (range.low) return Is((range.low_included ? "at least " : "greater than ") + range.low->text);
    return Is((range.high_included ? "at most " : "less than ") + range.high->text);
  }
};

class Writer {
 public:
  explicit Writer(std::string_view text_name) : text_name_(text_name) {}

  void Write(const Node& node, bool inside) {
    if (out_.size() > kMaxEnglishBytes) return;
    switch (node.kind) {
      case NodeKind::kTerm: WriteTerm(node.term, false); break;
      case NodeKind::kNot: WriteNot(node.children.front()); break;
      case NodeKind::kAnd: WriteList(node.children, " and ", inside); break;
      case NodeKind::kOr: WriteList(node.children, " or ", inside); break;
    }
  }

  std::string Take() {
    if (out_.size() <= kMaxEnglishBytes) return std::move(out_);
    std::size_t end = kMaxEnglishBytes;
    while (end > 0 && Utf8SequenceLength(out_, end) == 0) --end;
    return out_.substr(0, end) + "…";
  }

 private:
  void WriteTerm(const Term& term, bool negated) {
    if (!term.field && std::holds_alternative<Exists>(term.match)) {
      out_ += negated ? "no row" : "any row";
      return;
    }
    if (std::holds_alternative<Exists>(term.match) && negated) {
      out_ += FieldName(term, text_name_) + " is empty";
      return;
    }
    out_ += FieldName(term, text_name_) + ' ' + std::visit(MatchWords{term, negated}, term.match);
  }

  void WriteNot(const Node& child) {
    if (child.kind == NodeKind::kTerm) {
      WriteTerm(child.term, true);
      return;
    }
    out_ += "not (";
    Write(child, false);
    out_ += ')';
  }

  void WriteList(const std::vector<Node>& children, std::string_view joint, bool inside) {
    if (inside) out_ += '(';
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) out_ += joint;
      Write(children[i], true);
    }
    if (inside) out_ += ')';
  }

  std::string_view text_name_;
  std::string out_;
};

// One hint of each kind: the first occasion speaks for the others.
struct FirstHints {
  std::string lower_case_operator;
  std::string whole_word;
  std::string regex;
};

void CollectHints(const Node& node, FirstHints& hints) {
  for (const Node& child : node.children) CollectHints(child, hints);
  if (node.kind != NodeKind::kTerm) return;
  const Term& term = node.term;
  if (const Word* word = std::get_if<Word>(&term.match)) {
    if (!term.field && (word->text == "or" || word->text == "and" || word->text == "not")) {
      if (!hints.lower_case_operator.empty()) return;
      std::string upper = word->text;
      for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
      hints.lower_case_operator = "\"" + word->text +
                                  "\" in lower case is searched as a word; the operator is written " + upper +
                                  ".";
    } else if (term.field && !word->text.empty() && hints.whole_word.empty()) {
      hints.whole_word =
          "A word matches whole words, with a field as without one; for a part of a word write *" +
          word->text + "*.";
    }
  } else if (std::holds_alternative<Regex>(term.match) && !term.field) {
    hints.regex = "Text between slashes is a regular expression; put it in quotes to search for it as it is.";
  }
}

}  // namespace

std::string English(const Query& query, std::string_view text_name) {
  if (!query.root) return "every row";
  Writer writer(text_name);
  writer.Write(*query.root, false);
  return writer.Take();
}

std::vector<std::string> Hints(const Query& query) {
  FirstHints first;
  if (query.root) CollectHints(*query.root, first);
  std::vector<std::string> hints;
  for (std::string* hint : {&first.lower_case_operator, &first.whole_word, &first.regex}) {
    if (!hint->empty()) hints.push_back(std::move(*hint));
  }
  return hints;
}

}  // namespace sextant::lang
