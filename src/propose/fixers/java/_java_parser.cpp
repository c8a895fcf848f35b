#include "propose/fixers/java/_java_parser.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace fixpoint::propose::fixers::java {
namespace {

constexpr std::array<std::string_view, 54> kKeywords = {
    "_",          "abstract", "assert",    "boolean",   "break",  "byte",     "case",  "catch",      "char",
    "class",      "const",    "continue",  "default",   "do",     "double",   "else",  "enum",       "extends",
    "false",      "final",    "finally",   "float",     "for",    "goto",     "if",    "implements", "import",
    "instanceof", "int",      "interface", "long",      "native", "new",      "null",  "package",    "private",
    "protected",  "public",   "return",    "short",     "static", "strictfp", "super", "switch",     "synchronized",
    "this",       "throw",    "throws",    "transient", "true",   "try",      "void",  "volatile",   "while"};

// Longest first where one starts another.
constexpr std::string_view kSymbols[] = {"<<=", "...", "->", "::", "++", "--", "&&", "||", "==", "!=",
                                         "<=",  "+=",  "-=", "*=", "/=", "&=", "|=", "^=", "%=", "<<"};

bool is_primitive(const Token& token) {
  static constexpr Word kPrimitives[] = {"int", "long", "double", "boolean", "char", "byte", "short", "float"};
  return token.kind == TokenKind::keyword &&
         std::ranges::any_of(kPrimitives, [&](Word word) { return token.is(word); });
}

bool is_modifier(const Token& token) {
  static constexpr Word kModifiers[] = {"public", "private",   "protected", "static",   "final",   "abstract",
                                        "native", "transient", "volatile",  "strictfp", "default", "synchronized"};
  return token.kind == TokenKind::keyword &&
         std::ranges::any_of(kModifiers, [&](Word word) { return token.is(word); });
}

/// What an expression is, as far as statements care.
enum class Expression : std::uint8_t { none, effect, other };

class Parser {
 public:
  explicit Parser(const std::vector<Token>& tokens) : tokens_(tokens) { match_parentheses(); }

  Parse unit() {
    Parse result;
    result.ok = compilation_unit();
    result.stuck = std::max(furthest_, static_cast<std::uint32_t>(at_));
    return result;
  }
  bool statements() {
    while (!is_end())
      if (!block_statement()) return false;
    return true;
  }
  bool lone_expression() { return expression() != Expression::none && is_end(); }

 private:
  static constexpr int kDeepest = 300;

  struct Depth {
    explicit Depth(int& value) : value_(value) { ++value_; }
    ~Depth() { --value_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    int& value_;
  };

  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool is_end() const { return peek().kind == TokenKind::end; }
  bool is(Word word, std::size_t ahead = 0) const { return peek(ahead).is(word); }
  bool is_name(std::size_t ahead = 0) const { return peek(ahead).kind == TokenKind::identifier; }
  bool is_word(std::string_view word, std::size_t ahead = 0) const {
    return is_name(ahead) && peek(ahead).text == word;
  }
  bool adjacent(std::size_t ahead) const { return peek(ahead).end == peek(ahead + 1).begin; }

  bool stuck() {
    furthest_ = std::max(furthest_, static_cast<std::uint32_t>(at_));
    return false;
  }
  bool take(Word word) {
    if (!is(word)) return false;
    ++at_;
    return true;
  }
  bool expect(Word word) { return take(word) || stuck(); }
  bool name() {
    if (!is_name()) return stuck();
    ++at_;
    return true;
  }

  /// closing_[i] = index of the ')' of the '(' at i; 0 when there is none.
  void match_parentheses() {
    closing_.assign(tokens_.size(), 0);
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].is("(")) open.push_back(i);
      if (tokens_[i].is(")") && !open.empty()) {
        closing_[open.back()] = i;
        open.pop_back();
      }
      if (tokens_[i].is(";") || tokens_[i].is("{")) {
        // A parenthesis left open ends with its statement, except around a lambda's body.
        if (tokens_[i].is(";")) open.clear();
      }
    }
  }

  // --- types
  bool annotation() {
    if (!is("@") || is("interface", 1)) return false;
    ++at_;
    if (!qualified_name()) return false;
    if (is("(")) return annotation_arguments();
    return true;
  }
  bool annotation_arguments() {
    if (!expect("(")) return false;
    while (!is(")")) {
      if (!element_value()) return false;
      if (take("=") && !element_value()) return false;
      if (!take(",") && !is(")")) return stuck();
    }
    return expect(")");
  }
  bool element_value() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (is("@")) return annotation();
    if (take("{")) {
      while (!is("}")) {
        if (!element_value()) return false;
        if (!take(",") && !is("}")) return stuck();
      }
      return expect("}");
    }
    return no_assignment() != Expression::none;
  }
  bool annotations() {
    while (is("@") && !is("interface", 1))
      if (!annotation()) return false;
    return true;
  }
  bool qualified_name() {
    if (!name()) return false;
    while (is(".") && is_name(1)) at_ += 2;
    return true;
  }
  bool dimensions() {
    while (is("[") && is("]", 1)) at_ += 2;
    return true;
  }
  bool type_arguments() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (!expect("<")) return false;
    if (take(">")) return true;  // <>
    do {
      if (!annotations()) return false;
      if (take("?")) {
        if ((take("extends") || take("super")) && !type()) return false;
      } else if (!type()) {
        return false;
      }
    } while (take(","));
    return expect(">");
  }
  bool type(bool with_dimensions = true) {
    if (!annotations()) return false;
    if (is_primitive(peek())) {
      ++at_;
    } else {
      if (!name()) return false;
      if (is("<") && !type_arguments()) return false;
      while (is(".") && (is_name(1) || is("@", 1))) {
        ++at_;
        if (!annotations() || !name()) return false;
        if (is("<") && !type_arguments()) return false;
      }
    }
    return !with_dimensions || dimensions();
  }
  bool type_parameters() {
    if (!expect("<")) return false;
    do {
      if (!annotations() || !name()) return false;
      if (take("extends")) do {
          if (!type()) return false;
        } while (take("&"));
    } while (take(","));
    return expect(">");
  }
  /// Speculation: leaves the position as it was unless the rule succeeds.
  template <class Rule>
  bool maybe(Rule rule) {
    const auto start = at_;
    const auto far = furthest_;
    if (rule()) return true;
    at_ = start;
    furthest_ = far;
    return false;
  }
  template <class Rule>
  bool follows(Rule rule) {
    const auto start = at_;
    const auto far = furthest_;
    const bool found = rule();
    at_ = start;
    furthest_ = far;
    return found;
  }

  // --- expressions
  Expression failed() {
    stuck();
    return Expression::none;
  }
  bool arguments() {
    if (!expect("(")) return false;
    if (take(")")) return true;
    do {
      if (expression() == Expression::none) return false;
    } while (take(","));
    return expect(")");
  }
  bool is_lambda() const {
    if (is_name() && is("->", 1)) return true;
    if (!is("(")) return false;
    const auto close = closing_[at_];
    return close != 0 && tokens_[close + 1].is("->");
  }
  Expression lambda() {
    if (is_name()) {
      ++at_;
    } else {
      if (!expect("(")) return Expression::none;
      while (!is(")")) {
        while (is("final") || is("@")) {
          if (!take("final") && !annotation()) return Expression::none;
        }
        if (!(is_name() && (is(",", 1) || is(")", 1))) && !type()) return Expression::none;
        take("...");
        if (!name() || !dimensions()) return Expression::none;
        if (!take(",") && !is(")")) return failed();
      }
      if (!expect(")")) return Expression::none;
    }
    if (!expect("->")) return Expression::none;
    if (is("{")) return block() ? Expression::other : Expression::none;
    return expression() == Expression::none ? Expression::none : Expression::other;
  }
  /// Number of tokens of the assignment operator here; '>>=' comes in pieces. 0 when there is none.
  std::size_t assignment_operator() const {
    static constexpr Word kOperators[] = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<="};
    if (peek().kind != TokenKind::symbol) return 0;
    if (std::ranges::any_of(kOperators, [&](Word word) { return is(word); })) return 1;
    if (is(">") && is(">", 1) && adjacent(0) && adjacent(1)) {
      if (is("=", 2)) return 3;
      if (is(">", 2) && is("=", 3) && adjacent(2)) return 4;
    }
    return 0;
  }
  std::size_t binary_operator() const {
    static constexpr Word kOperators[] = {"+",  "-",  "*",  "/",  "%", "&",  "|", "^",
                                          "&&", "||", "==", "!=", "<", "<=", "<<"};
    if (peek().kind != TokenKind::symbol) return 0;
    if (is(">")) {
      if (is("=", 1) && adjacent(0)) return is("=", 2) && adjacent(1) ? 0 : 2;
      std::size_t count = 1;
      while (count < 3 && is(">", count) && adjacent(count - 1)) ++count;
      if (count > 1 && is("=", count) && adjacent(count - 1)) return 0;  // >>=
      return count;
    }
    return std::ranges::any_of(kOperators, [&](Word word) { return is(word); }) ? 1 : 0;
  }
  Expression expression() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return failed();
    if (is_lambda()) return lambda();
    const auto left = no_assignment();
    if (left == Expression::none) return left;
    if (const auto count = assignment_operator(); count != 0) {
      at_ += count;
      return expression() == Expression::none ? Expression::none : Expression::effect;
    }
    return left;
  }
  Expression no_assignment() {
    auto kind = unary();
    if (kind == Expression::none) return kind;
    for (;;) {
      if (take("instanceof")) {
        take("final");
        if (!type()) return Expression::none;
        if (is_name()) ++at_;
        kind = Expression::other;
        continue;
      }
      const auto count = binary_operator();
      if (count == 0) break;
      at_ += count;
      if (unary() == Expression::none) return Expression::none;
      kind = Expression::other;
    }
    if (take("?")) {
      if (expression() == Expression::none || !expect(":")) return Expression::none;
      if (is_lambda()) return lambda() == Expression::none ? Expression::none : Expression::other;
      const Depth deep(depth_);
      if (depth_ > kDeepest) return failed();
      if (no_assignment() == Expression::none) return Expression::none;
      kind = Expression::other;
    }
    stuck();  // an operator could stand here
    return kind;
  }
  bool starts_cast_operand() const {
    const auto& token = peek();
    switch (token.kind) {
      case TokenKind::identifier:
      case TokenKind::number:
      case TokenKind::text:
      case TokenKind::character:
      case TokenKind::bad_text:
      case TokenKind::bad_character:
        return true;
      case TokenKind::keyword:
        return token.is("this") || token.is("super") || token.is("new") || token.is("true") || token.is("false") ||
               token.is("null") || token.is("switch") || is_primitive(token) || token.is("void");
      case TokenKind::symbol:
        return token.is("(") || token.is("!") || token.is("~");
      default:
        return false;
    }
  }
  Expression unary() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return failed();
    if (is("++") || is("--")) {
      ++at_;
      return unary() == Expression::none ? Expression::none : Expression::effect;
    }
    if (is("+") || is("-") || is("!") || is("~")) {
      ++at_;
      return unary() == Expression::none ? Expression::none : Expression::other;
    }
    if (is("(")) {
      const auto cast = [&] {
        ++at_;
        const bool primitive = is_primitive(peek());
        const auto begin = at_;
        if (!type()) return false;
        while (take("&"))
          if (!type()) return false;
        if (!take(")")) return false;
        // "(int) -1" is a cast, "(n) - 1" is not.
        return (primitive && at_ == begin + 2 && (is("+") || is("-") || is("++") || is("--"))) ||
               starts_cast_operand();
      };
      if (maybe(cast)) {
        if (is_lambda()) return lambda();
        return unary() == Expression::none ? Expression::none : Expression::other;
      }
    }
    if (is("switch")) return switch_body() ? Expression::other : Expression::none;
    auto kind = primary();
    if (kind == Expression::none) return kind;
    while (is("++") || is("--")) {
      ++at_;
      kind = Expression::effect;
    }
    return kind;
  }
  bool array_initializer() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (!expect("{")) return false;
    while (!is("}")) {
      if (is("{") ? !array_initializer() : expression() == Expression::none) return false;
      if (!take(",") && !is("}")) return stuck();
    }
    return expect("}");
  }
  Expression creation() {
    ++at_;  // new
    if (!annotations()) return Expression::none;
    if (is("<") && !type_arguments()) return Expression::none;
    if (!type(false)) return Expression::none;
    if (is("(")) {
      if (!arguments()) return Expression::none;
      if (is("{")) {
        const auto outer = class_name_;
        class_name_ = {};
        if (!class_body()) return Expression::none;
        class_name_ = outer;
      }
      return Expression::effect;
    }
    if (!is("[")) return failed();
    if (is("]", 1)) {
      dimensions();
      return array_initializer() ? Expression::other : Expression::none;
    }
    while (is("[")) {
      ++at_;
      if (take("]")) continue;
      if (expression() == Expression::none || !expect("]")) return Expression::none;
    }
    return Expression::other;
  }
  Expression primary() {
    auto kind = Expression::other;
    const auto& token = peek();
    switch (token.kind) {
      case TokenKind::number:
      case TokenKind::text:
      case TokenKind::character:
        ++at_;
        break;
      case TokenKind::identifier:
        // "List<String>::new", "int[]::new", "String[].class"
        if ((is("<", 1) || is("[", 1) || is(".", 1)) && maybe([&] {
              return type() && tokens_[at_ - 1].kind == TokenKind::symbol &&
                     (is("::") || (is(".") && is("class", 1)));
            }))
          break;
        ++at_;
        if (is("(")) {
          if (!arguments()) return Expression::none;
          kind = Expression::effect;
        }
        break;
      case TokenKind::keyword:
        if (token.is("this") || token.is("super")) {
          ++at_;
          if (is("(")) {
            if (!arguments()) return Expression::none;
            kind = Expression::effect;
          } else if (token.is("super") && !is(".") && !is("::")) {
            return failed();
          }
        } else if (token.is("new")) {
          kind = creation();
          if (kind == Expression::none) return kind;
        } else if (token.is("true") || token.is("false") || token.is("null")) {
          ++at_;
        } else if (is_primitive(token) || token.is("void")) {
          ++at_;
          dimensions();
          if (is("::")) break;
          if (!expect(".") || !expect("class")) return Expression::none;
        } else {
          return failed();
        }
        break;
      case TokenKind::symbol:
        if (!is("(")) return failed();
        ++at_;
        if (expression() == Expression::none || !expect(")")) return Expression::none;
        break;
      default:
        return failed();
    }
    for (;;) {
      if (is("[")) {
        ++at_;
        if (expression() == Expression::none || !expect("]")) return Expression::none;
        kind = Expression::other;
      } else if (is(".")) {
        ++at_;
        kind = Expression::other;
        if (is("new")) {
          kind = creation();
          if (kind == Expression::none) return kind;
          continue;
        }
        if (is("<") && !type_arguments()) return Expression::none;
        if (take("class") || take("this")) continue;
        if (!take("super") && !name()) return Expression::none;
        if (is("(")) {
          if (!arguments()) return Expression::none;
          kind = Expression::effect;
        }
      } else if (is("::")) {
        ++at_;
        if (is("<") && !type_arguments()) return Expression::none;
        if (!take("new") && !name()) return Expression::none;
        kind = Expression::other;
      } else {
        return kind;
      }
    }
  }

  // --- statements
  bool block() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (!expect("{")) return false;
    while (!is("}")) {
      if (is_end()) return stuck();
      if (!block_statement()) return false;
    }
    return expect("}");
  }
  bool variable_declarators() {
    do {
      if (!name() || !dimensions()) return false;
      if (take("=") && (is("{") ? !array_initializer() : expression() == Expression::none)) return false;
    } while (take(","));
    return true;
  }
  bool is_local_class() const {
    std::size_t ahead = 0;
    while (is_modifier(peek(ahead))) ++ahead;
    return is("class", ahead) || is("interface", ahead) || is("enum", ahead) || is_record(ahead);
  }
  bool is_record(std::size_t ahead) const {
    return is_word("record", ahead) && is_name(ahead + 1) && (is("(", ahead + 2) || is("<", ahead + 2));
  }
  bool is_local_variable() {
    if (is_primitive(peek())) return !is(".", 1) && !is("::", 1) && !(is("[", 1) && is("]", 2) && is("::", 3));
    if (!is_name()) return false;
    if (is_name(1) && !is_word("yield")) return true;
    return follows([&] { return type() && is_name(); });
  }
  bool block_statement() {
    if (is("@") && !is("interface", 1)) {
      if (!annotations()) return false;
    }
    if (is_local_class()) {
      while (is_modifier(peek()) && (is("abstract") || is("final") || is("static") || is("strictfp"))) ++at_;
      return type_declaration();
    }
    if (is("final")) {
      ++at_;
      if (!annotations()) return false;
      return type() && variable_declarators() && expect(";");
    }
    if (is_local_variable()) return type() && variable_declarators() && expect(";");
    return statement();
  }
  bool parenthesized() { return expect("(") && expression() != Expression::none && expect(")"); }
  bool for_header() {
    if (!expect("(")) return false;
    const bool declares = is("final") || is("@") || is_local_variable();
    if (declares) {
      while (is("final") || is("@"))
        if (!take("final") && !annotation()) return false;
      if (!type()) return false;
      if (is_name() && follows([&] { return name() && dimensions() && is(":"); })) {
        ++at_;
        dimensions();
        ++at_;
        return expression() != Expression::none && expect(")");
      }
      if (!variable_declarators()) return false;
    } else if (!is(";")) {
      if (!effects()) return false;
    }
    if (!expect(";")) return false;
    if (!is(";") && expression() == Expression::none) return false;
    if (!expect(";")) return false;
    if (!is(")") && !effects()) return false;
    return expect(")");
  }
  bool effects() {
    do {
      const auto start = at_;
      const auto kind = expression();
      if (kind == Expression::none) return false;
      if (kind != Expression::effect) {
        at_ = start;
        return stuck();
      }
    } while (take(","));
    return true;
  }
  bool switch_body() {
    if (!expect("switch") || !parenthesized() || !expect("{")) return false;
    while (!is("}")) {
      if (take("default")) {
      } else if (take("case")) {
        do {
          if (take("default")) continue;
          const auto pattern = [&] { return type() && is_name() && (++at_, true) && (is("->") || is(":")); };
          if (maybe(pattern)) continue;
          if (no_assignment() == Expression::none) return false;
        } while (take(","));
      } else {
        return stuck();
      }
      if (take("->")) {
        if (is("{")) {
          if (!block()) return false;
        } else if (is("throw")) {
          if (!statement()) return false;
        } else if (expression() == Expression::none || !expect(";")) {
          return false;
        }
        continue;
      }
      if (!expect(":")) return false;
      while (!is("}") && !is("case") && !is("default")) {
        if (is_end()) return stuck();
        if (!block_statement()) return false;
      }
    }
    return expect("}");
  }
  bool statement() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (is("{")) return block();
    if (take(";")) return true;
    const auto& token = peek();
    if (token.kind == TokenKind::keyword) {
      if (token.is("if")) {
        ++at_;
        if (!parenthesized() || !statement()) return false;
        return !take("else") || statement();
      }
      if (token.is("while")) {
        ++at_;
        return parenthesized() && statement();
      }
      if (token.is("for")) {
        ++at_;
        return for_header() && statement();
      }
      if (token.is("do")) {
        ++at_;
        return statement() && expect("while") && parenthesized() && expect(";");
      }
      if (token.is("return")) {
        ++at_;
        return take(";") || (expression() != Expression::none && expect(";"));
      }
      if (token.is("throw")) {
        ++at_;
        return expression() != Expression::none && expect(";");
      }
      if (token.is("break") || token.is("continue")) {
        ++at_;
        if (is_name()) ++at_;
        return expect(";");
      }
      if (token.is("assert")) {
        ++at_;
        if (expression() == Expression::none) return false;
        if (take(":") && expression() == Expression::none) return false;
        return expect(";");
      }
      if (token.is("switch")) return switch_body();
      if (token.is("synchronized")) {
        ++at_;
        return parenthesized() && block();
      }
      if (token.is("try")) return try_statement();
    }
    if (is_name() && is(":", 1)) {
      at_ += 2;
      return statement();
    }
    if (is_word("yield") && !is("=", 1) && !is(".", 1) && !is("(", 1) && !is("++", 1) && !is("--", 1)) {
      ++at_;
      return expression() != Expression::none && expect(";");
    }
    const auto start = at_;
    const auto kind = expression();
    if (kind == Expression::none) return false;
    if (kind != Expression::effect) {
      const auto stop = at_;
      at_ = start;
      // javac blames the expression; what would make it a statement may lie at either end.
      stuck();
      at_ = stop;
      return false;
    }
    return expect(";");
  }
  bool try_statement() {
    ++at_;
    bool complete = false;
    if (take("(")) {
      complete = true;
      while (!is(")")) {
        if (is("final") || is("@") || is_local_variable()) {
          while (is("final") || is("@"))
            if (!take("final") && !annotation()) return false;
          if (!type() || !name() || !expect("=") || expression() == Expression::none) return false;
        } else if (expression() == Expression::none) {
          return false;
        }
        if (!take(";") && !is(")")) return stuck();
      }
      if (!expect(")")) return false;
    }
    if (!block()) return false;
    while (take("catch")) {
      complete = true;
      if (!expect("(")) return false;
      while (is("final") || is("@"))
        if (!take("final") && !annotation()) return false;
      do {
        if (!type()) return false;
      } while (take("|"));
      if (!name() || !expect(")") || !block()) return false;
    }
    if (take("finally")) return block();
    return complete || stuck();
  }

  // --- declarations
  bool modifiers() {
    for (;;) {
      if (is_modifier(peek()) && !(is("default") && (is(":", 1) || is("->", 1)))) {
        ++at_;
      } else if (is("@") && !is("interface", 1)) {
        if (!annotation()) return false;
      } else if (is_word("sealed") && (is("class", 1) || is("interface", 1) || is_modifier(peek(1)))) {
        ++at_;
      } else if (is_word("non") && is("-", 1) && is_word("sealed", 2)) {
        at_ += 3;
      } else {
        return true;
      }
    }
  }
  bool type_list() {
    do {
      if (!type()) return false;
    } while (take(","));
    return true;
  }
  bool heritage() {
    if (take("extends") && !type_list()) return false;
    if (take("implements") && !type_list()) return false;
    if (is_word("permits")) {
      ++at_;
      if (!type_list()) return false;
    }
    return true;
  }
  bool parameters() {
    if (!expect("(")) return false;
    if (take(")")) return true;
    do {
      while (is("final") || is("@"))
        if (!take("final") && !annotation()) return false;
      if (is_word("var") && is_name(1)) return stuck();
      if (!type()) return false;
      take("...");
      if (!take("this") && !name()) return false;
      if (!dimensions()) return false;
    } while (take(","));
    return expect(")");
  }
  bool type_declaration() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    const auto outer = class_name_;
    const bool good = named_type();
    class_name_ = outer;
    return good;
  }
  bool type_name() {
    class_name_ = peek().text;
    return name();
  }
  bool named_type() {
    if (is("@") && is("interface", 1)) {
      at_ += 2;
      return type_name() && class_body();
    }
    if (take("class") || take("interface"))
      return type_name() && (!is("<") || type_parameters()) && heritage() && class_body();
    if (take("enum")) return type_name() && heritage() && enum_body();
    if (is_record(0)) {
      ++at_;
      if (!type_name() || (is("<") && !type_parameters())) return false;
      return parameters() && heritage() && class_body();
    }
    return stuck();
  }
  bool enum_body() {
    if (!expect("{")) return false;
    while (is_name() || is("@")) {
      if (!annotations() || !name()) return false;
      if (is("(") && !arguments()) return false;
      if (is("{") && !class_body()) return false;
      if (!take(",")) break;
    }
    if (take(";")) {
      while (!is("}")) {
        if (is_end()) return stuck();
        if (!member()) return false;
      }
    }
    return expect("}");
  }
  bool class_body() {
    const Depth deep(depth_);
    if (depth_ > kDeepest) return stuck();
    if (!expect("{")) return false;
    while (!is("}")) {
      if (is_end()) return stuck();
      if (!member()) return false;
    }
    return expect("}");
  }
  bool method_rest() {
    if (!parameters() || !dimensions()) return false;
    if (take("throws") && !type_list()) return false;
    if (take("default")) return element_value() && expect(";");
    if (take(";")) return true;
    return block();
  }
  bool member() {
    if (take(";")) return true;
    if (is("{")) return block();
    if (is("static") && is("{", 1)) {
      ++at_;
      return block();
    }
    if (!modifiers()) return false;
    if (is("class") || is("interface") || is("enum") || is("@") || is_record(0)) return type_declaration();
    if (is("<") && !type_parameters()) return false;
    if (!annotations()) return false;
    if (is_name() && is("(", 1)) {  // a constructor; javac says "return type required" for another name
      if (peek().text != class_name_) return stuck();
      ++at_;
      return method_rest();
    }
    if (is_name() && is("{", 1)) {  // compact constructor of a record
      ++at_;
      return block();
    }
    if (take("void")) return name() && method_rest();
    if (is_word("var") && is_name(1)) return stuck();
    if (!type()) return false;
    if (is_name() && is("(", 1)) {
      ++at_;
      return method_rest();
    }
    return variable_declarators() && expect(";");
  }
  bool compilation_unit() {
    const auto start = at_;
    if (annotations() && take("package")) {
      if (!qualified_name() || !expect(";")) return false;
    } else {
      at_ = start;
    }
    while (is("import") || is(";")) {
      if (take(";")) continue;
      ++at_;
      take("static");
      if (!qualified_name()) return false;
      if (take(".") && !expect("*")) return false;
      if (!expect(";")) return false;
    }
    while (!is_end()) {
      if (take(";")) continue;
      if (!modifiers() || !type_declaration()) return false;
    }
    return true;
  }

  const std::vector<Token>& tokens_;
  std::vector<std::uint32_t> closing_;
  std::size_t at_ = 0;
  std::uint32_t furthest_ = 0;
  int depth_ = 0;
  std::string_view class_name_;  ///< of the innermost class, for telling constructors
};

/// End of a number that starts at `at` (a digit, or '.' and a digit). What follows it directly ("1r") is another
/// token.
std::size_t number_end(std::string_view source, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < source.size() ? source[i] : '\0'; };
  const auto one_of = [](char c, std::string_view set) { return c != '\0' && set.find(c) != std::string_view::npos; };
  const auto run = [&](std::size_t i, std::string_view digits) {
    while (one_of(byte(i), digits)) ++i;
    return i;
  };
  constexpr std::string_view kDecimal = "0123456789_";
  auto end = at;
  if (byte(at) == '0' && one_of(byte(at + 1), "xX")) {
    end = run(at + 2, "0123456789abcdefABCDEF_");
    return one_of(byte(end), "lL") ? end + 1 : end;
  }
  if (byte(at) == '0' && one_of(byte(at + 1), "bB")) {
    end = run(at + 2, "01_");
    return one_of(byte(end), "lL") ? end + 1 : end;
  }
  end = run(at, kDecimal);
  // "1.5" and "1." but not "1.foo" or "1..2".
  if (byte(end) == '.' && byte(end + 1) != '.' &&
      (!base::is_identifier_start(byte(end + 1)) || one_of(byte(end + 1), "eEfFdD")))
    end = run(end + 1, kDecimal);
  if (one_of(byte(end), "eE")) {
    const auto digits = one_of(byte(end + 1), "+-") ? end + 2 : end + 1;
    if (base::is_digit(byte(digits))) end = run(digits, kDecimal);
  }
  return one_of(byte(end), "lLfFdD") ? end + 1 : end;
}

}  // namespace

bool is_keyword(std::string_view word) {
  static constexpr auto kCodes = [] {
    std::array<std::uint32_t, kKeywords.size()> codes{};
    for (std::size_t i = 0; i < kKeywords.size(); ++i) codes[i] = word_code(kKeywords[i]);
    std::ranges::sort(codes);
    return codes;
  }();
  if (word.empty() || word.size() > 12 || !((word.front() >= 'a' && word.front() <= 'w') || word.front() == '_'))
    return false;
  return std::ranges::binary_search(kCodes, word_code(word)) && std::ranges::binary_search(kKeywords, word);
}

namespace {

/// Scans from `at` on, where a token may begin. Stops early when `known` says so of a token that was just added.
template <class Known>
void scan_from(std::string_view source, std::size_t start, bool first, std::vector<Token>& tokens, Known known) {
  const auto add = [&](TokenKind kind, std::size_t begin, std::size_t end) {
    const auto text = source.substr(begin, end - begin);
    const bool word = kind == TokenKind::symbol || kind == TokenKind::keyword;
    tokens.push_back({kind, first, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                      word ? word_code(text) : 0, text});
    first = false;
  };
  for (std::size_t at = start; at < source.size();) {
    const auto count = tokens.size();
    const char c = source[at];
    if (c == '\n') {
      first = true;
      ++at;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
      ++at;
    } else if (c == '/' && at + 1 < source.size() && source[at + 1] == '/') {
      const auto end = source.find('\n', at);
      at = end == std::string_view::npos ? source.size() : end;
    } else if (c == '/' && at + 1 < source.size() && source[at + 1] == '*') {
      const auto end = source.find("*/", at + 2);
      if (end == std::string_view::npos) {
        add(TokenKind::bad_comment, at, source.size());
        at = source.size();
      } else {
        if (source.substr(at, end - at).find('\n') != std::string_view::npos) first = true;
        at = end + 2;
      }
    } else if (base::is_identifier_start(c) || c == '$') {
      auto end = at + 1;
      while (end < source.size() && (base::is_identifier_part(source[end]) || source[end] == '$')) ++end;
      add(is_keyword(source.substr(at, end - at)) ? TokenKind::keyword : TokenKind::identifier, at, end);
      at = end;
    } else if (base::is_digit(c) || (c == '.' && at + 1 < source.size() && base::is_digit(source[at + 1]))) {
      const auto end = number_end(source, at);
      add(TokenKind::number, at, end);
      at = end;
    } else if (source.substr(at, 3) == "\"\"\"") {
      auto end = source.find("\"\"\"", at + 3);
      while (end != std::string_view::npos && source[end - 1] == '\\') end = source.find("\"\"\"", end + 1);
      const bool closed = end != std::string_view::npos;
      add(closed ? TokenKind::text : TokenKind::bad_text, at, closed ? end + 3 : at + 3);
      at = closed ? end + 3 : at + 3;
    } else if (c == '"' || c == '\'') {
      auto end = at + 1;
      while (end < source.size() && source[end] != c && source[end] != '\n') {
        if (source[end] == '\\' && end + 1 < source.size() && source[end + 1] != '\n') ++end;
        ++end;
      }
      const bool closed = end < source.size() && source[end] == c;
      if (c == '"') {
        auto stop = closed ? end + 1 : std::min(end, source.size());
        if (!closed && stop > at && source[stop - 1] == '\r') --stop;
        add(closed ? TokenKind::text : TokenKind::bad_text, at, stop);
        at = stop;
      } else {
        // One character or one escape between the quotes.
        const auto inner = source.substr(at + 1, end - at - 1);
        const bool one = !inner.empty() &&
                         (inner[0] == '\\' ? inner.size() <= 7 : base::decode_utf8(inner, 0).size == inner.size());
        const bool good = closed && one;
        add(good ? TokenKind::character : TokenKind::bad_character, at, good ? end + 1 : at + 1);
        at = good ? end + 1 : at + 1;
      }
    } else {
      std::size_t length = 1;
      if (at + 1 < source.size() && !base::is_identifier_part(source[at + 1]) && source[at + 1] > ' ')
        for (const auto symbol : kSymbols)
          if (source.substr(at, symbol.size()) == symbol) {
            length = symbol.size();
            break;
          }
      static constexpr std::string_view kSingle = "(){}[];,.@=<>!~?:+-*/&|^%";
      add(kSingle.find(c) != std::string_view::npos ? TokenKind::symbol : TokenKind::bad_byte, at, at + length);
      at += length;
    }
    if (tokens.size() > count && known(tokens.back())) return;
  }
  first = true;
  add(TokenKind::end, source.size(), source.size());
}

}  // namespace

void scan(std::string_view source, std::vector<Token>& tokens) {
  tokens.clear();
  scan_from(source, 0, true, tokens, [](const Token&) { return false; });
}

void rescan(std::string_view source, const std::vector<Token>& earlier, std::size_t begin, std::size_t old_end,
            std::size_t new_end, std::vector<Token>& tokens) {
  tokens.clear();
  tokens.reserve(earlier.size() + 4);
  // A token that touches the change may have become another.
  auto kept = static_cast<std::size_t>(
      std::ranges::lower_bound(earlier, begin, {}, [](const Token& token) { return std::size_t{token.end}; }) -
      earlier.begin());
  kept = std::min(kept, earlier.size() - 1);
  // What a quote without its partner is depends on all that follows it.
  for (std::size_t i = 0; i < kept; ++i)
    if (earlier[i].kind == TokenKind::bad_character || earlier[i].kind == TokenKind::bad_text) kept = i;
  for (std::size_t i = 0; i < kept; ++i) {
    tokens.push_back(earlier[i]);
    tokens.back().text = source.substr(earlier[i].begin, earlier[i].end - earlier[i].begin);
  }
  const auto shift = static_cast<std::int64_t>(new_end) - static_cast<std::int64_t>(old_end);
  auto next = kept;
  bool joined = false;
  const auto known = [&](const Token& token) {
    if (token.begin < new_end) return false;
    const auto was = static_cast<std::int64_t>(token.begin) - shift;
    while (next < earlier.size() && earlier[next].begin < was) ++next;
    // The first token behind the change may have lost its line end.
    joined = next + 1 < earlier.size() && earlier[next].begin == was && earlier[next].kind == token.kind &&
             earlier[next].end - earlier[next].begin == token.end - token.begin && earlier[next].begin > old_end;
    return joined;
  };
  const bool first = kept == 0;
  scan_from(source, kept == 0 ? 0 : earlier[kept - 1].end, first, tokens, known);
  if (!joined) return;
  for (auto i = next + 1; i < earlier.size(); ++i) {
    auto token = earlier[i];
    token.begin = static_cast<std::uint32_t>(token.begin + shift);
    token.end = static_cast<std::uint32_t>(token.end + shift);
    token.text = source.substr(token.begin, token.end - token.begin);
    tokens.push_back(token);
  }
}

Parse parse(const std::vector<Token>& tokens) { return Parser(tokens).unit(); }

bool is_statements(std::string_view source) {
  std::vector<Token> tokens;
  scan(source, tokens);
  return tokens.size() > 1 && Parser(tokens).statements();
}

bool is_expression(std::string_view source) {
  std::vector<Token> tokens;
  scan(source, tokens);
  return tokens.size() > 1 && Parser(tokens).lone_expression();
}

}  // namespace fixpoint::propose::fixers::java
