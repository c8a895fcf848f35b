#include "propose/fixers/python/_grammar.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fixpoint::propose::python {
namespace {

/// What an expression is, as far as assignment cares.
struct Shape {
  bool target = false;     ///< may stand left of '='
  bool augmented = false;  ///< may stand left of '+='
  bool bare_name = false;  ///< may stand left of ':='
  bool generator = false;  ///< "x for x in y" inside call brackets
  bool tuple = false;      ///< an unparenthesised tuple
  bool starred = false;
};

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  Fault run(bool& gave_up) {
    while (fine() && at().kind != Kind::end) statement();
    gave_up = gave_up_;
    return fault_;
  }

 private:
  // --- the tokens ---
  const Token& at(std::size_t ahead = 0) const { return tokens_[std::min(here_ + ahead, tokens_.size() - 1)]; }
  bool fine() const { return fault_.kind == FaultKind::none && !gave_up_; }
  bool is(std::uint64_t text, std::size_t ahead = 0) const {
    const auto& token = at(ahead);
    return token.word == text && (token.kind == Kind::op || token.kind == Kind::keyword);
  }
  bool is_name() const { return at().kind == Kind::name; }
  void next() {
    if (here_ + 1 < tokens_.size()) ++here_;
  }
  bool take(std::uint64_t text) {
    if (!is(text)) return false;
    next();
    return true;
  }
  bool fail(FaultKind kind, std::size_t token, std::size_t header = 0) {
    if (!fine()) return false;
    const auto& bad = tokens_[token];
    fault_.kind = bad.kind == Kind::error ? FaultKind::lexical : kind;
    fault_.token = static_cast<std::uint32_t>(token);
    fault_.header = static_cast<std::uint32_t>(header);
    fault_.statement = static_cast<std::uint32_t>(statement_);
    return false;
  }
  bool fail(FaultKind kind = FaultKind::invalid) { return fail(kind, here_); }
  bool need(std::uint64_t text) { return take(text) || fail(); }
  bool need_name() {
    if (!is_name()) return fail();
    next();
    return true;
  }

  struct Depth {
    explicit Depth(Parser& of) : parser(of) {
      if (++parser.depth_ > 300) parser.gave_up_ = true;
    }
    ~Depth() { --parser.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    Parser& parser;
  };

  // --- statements ---
  bool statement() {
    const Depth guard(*this);
    if (!fine()) return false;
    statement_ = here_;
    const auto& first = at();
    if (first.kind == Kind::indent) return fail(FaultKind::unexpected_indent);
    if (first.kind == Kind::newline) return next(), true;
    if (first.kind == Kind::keyword) {
      switch (first.word) {
        case word("if"):
          return if_statement();
        case word("while"):
          return while_statement();
        case word("for"):
          return for_statement();
        case word("try"):
          return try_statement();
        case word("with"):
          return with_statement();
        case word("def"):
          return function();
        case word("class"):
          return class_statement();
        case word("async"):
          if (is(word("def"), 1)) return next(), function();
          if (is(word("for"), 1)) return next(), for_statement();
          if (is(word("with"), 1)) return next(), with_statement();
          next();
          return fail();
        default:
          break;
      }
    }
    if (is(word("@"))) {
      next();
      Shape shape;
      if (!named(shape)) return false;
      if (at().kind != Kind::newline) return fail();
      next();
      if (is(word("@")) || is(word("def")) || is(word("class")) || is(word("async"))) return statement();
      return fail();
    }
    if (first.kind == Kind::name && first.word == word("match") && looks_like_match()) return match_statement();
    return simple_line();
  }

  bool simple_line() {
    for (;;) {
      if (!simple()) return false;
      if (take(word(";"))) {
        if (at().kind == Kind::newline) break;
        continue;
      }
      break;
    }
    if (at().kind != Kind::newline) return fail();
    next();
    return true;
  }

  bool ends_simple() const { return at().kind == Kind::newline || at().kind == Kind::end || is(word(";")); }

  bool simple() {
    const auto begin = here_;
    Shape shape;
    if (at().kind == Kind::keyword) {
      switch (at().word) {
        case word("pass"):
          return next(), true;
        case word("break"):
        case word("continue"):
          if (loops_ == 0) return fail(FaultKind::outside_loop);
          return next(), true;
        case word("return"):
          next();
          if (!ends_simple() && !star_expressions(shape)) return false;
          if (functions_ == 0) return fail(FaultKind::outside_function, begin);
          return true;
        case word("raise"):
          next();
          if (ends_simple()) return true;
          if (!expression(shape)) return false;
          if (take(word("from"))) return expression(shape);
          return true;
        case word("global"):
        case word("nonlocal"):
          next();
          do {
            if (!need_name()) return false;
          } while (take(word(",")));
          return true;
        case word("del"): {
          next();
          const auto from = here_;
          if (!star_expressions(shape)) return false;
          return shape.target || fail(FaultKind::not_a_target, from);
        }
        case word("assert"):
          next();
          if (!expression(shape)) return false;
          if (take(word(","))) return expression(shape);
          return true;
        case word("import"):
          next();
          do {
            if (!dotted_name()) return false;
            if (take(word("as")) && !need_name()) return false;
          } while (take(word(",")));
          return true;
        case word("from"):
          return from_import();
        default:
          break;
      }
    }
    if (is_name() && at().word == word("type") && at(1).kind == Kind::name &&
        (is(word("="), 2) || is(word("["), 2))) {
      next();
      next();
      if (is(word("[")) && !type_parameters()) return false;
      if (!need(word("="))) return false;
      return expression(shape);
    }
    if (is_name() && is(word(":="), 1)) return fail(FaultKind::invalid, here_ + 1);
    if (is(word("yield"))) {
      if (!yield_expression(shape)) return false;
    } else if (!star_expressions(shape)) {
      return false;
    }
    if (is(word(":"))) {
      if (!shape.augmented) return fail();
      next();
      if (!expression(shape)) return false;
      if (!take(word("="))) return true;
      return is(word("yield")) ? yield_expression(shape) : star_expressions(shape);
    }
    if (at().kind == Kind::op && augmented(at().word)) {
      if (!shape.augmented) return fail(FaultKind::not_a_target);
      next();
      return is(word("yield")) ? yield_expression(shape) : star_expressions(shape);
    }
    while (is(word("="))) {
      if (!shape.target) return fail(FaultKind::not_a_target);
      next();
      if (!(is(word("yield")) ? yield_expression(shape) : star_expressions(shape))) return false;
    }
    return true;
  }

  static bool augmented(std::uint64_t op) {
    switch (op) {
      case word("+="):
      case word("-="):
      case word("*="):
      case word("/="):
      case word("%="):
      case word("&="):
      case word("|="):
      case word("^="):
      case word("@="):
      case word("**="):
      case word("//="):
      case word(">>="):
      case word("<<="):
        return true;
      default:
        return false;
    }
  }

  bool dotted_name() {
    do {
      if (!need_name()) return false;
    } while (take(word(".")));
    return true;
  }

  bool from_import() {
    next();
    bool dots = false;
    while (take(word(".")) || take(word("..."))) dots = true;
    if (!is(word("import")) || !dots)
      if (!dotted_name()) return false;
    if (!need(word("import"))) return false;
    if (take(word("*"))) return true;
    const bool bracket = take(word("("));
    do {
      if (bracket && is(word(")"))) break;
      if (!need_name()) return false;
      if (take(word("as")) && !need_name()) return false;
    } while (take(word(",")));
    return !bracket || need(word(")"));
  }

  /// ':' and what belongs to it. `header` is the first token of the statement.
  bool block(std::size_t header) {
    if (!is(word(":"))) {
      // With an open bracket or in the middle of a line the ':' is not what is missing.
      return fail(at().kind == Kind::newline ? FaultKind::expected_colon : FaultKind::invalid, here_, header);
    }
    next();
    if (at().kind != Kind::newline) {
      if (at().kind == Kind::keyword && compound(at().word)) return fail();
      return simple_line();
    }
    next();
    if (at().kind != Kind::indent) return fail(FaultKind::expected_block, here_, header);
    next();
    while (fine() && at().kind != Kind::dedent && at().kind != Kind::end) statement();
    if (!fine()) return false;
    if (at().kind == Kind::dedent) next();
    return true;
  }

  static bool compound(std::uint64_t keyword) {
    switch (keyword) {
      case word("if"):
      case word("while"):
      case word("for"):
      case word("try"):
      case word("with"):
      case word("def"):
      case word("class"):
      case word("async"):
      case word("else"):
      case word("elif"):
      case word("except"):
      case word("finally"):
        return true;
      default:
        return false;
    }
  }

  bool loop_block(std::size_t header) {
    ++loops_;
    const bool good = block(header);
    --loops_;
    return good;
  }

  bool else_block() {
    if (!is(word("else"))) return true;
    const auto header = here_;
    statement_ = here_;
    next();
    return block(header);
  }

  bool if_statement() {
    for (;;) {
      const auto header = here_;
      statement_ = here_;
      next();
      Shape shape;
      if (!named(shape) || !block(header)) return false;
      if (!is(word("elif"))) break;
    }
    return else_block();
  }

  bool while_statement() {
    const auto header = here_;
    next();
    Shape shape;
    return named(shape) && loop_block(header) && else_block();
  }

  bool for_statement() {
    const auto header = here_;
    next();
    Shape shape;
    const auto from = here_;
    if (!targets(shape)) return false;
    if (!shape.target) return fail(FaultKind::not_a_target, from);
    if (!need(word("in")) || !star_expressions(shape)) return false;
    return loop_block(header) && else_block();
  }

  bool try_statement() {
    auto header = here_;
    next();
    if (!block(header)) return false;
    bool handled = false, bare = false;
    while (is(word("except"))) {
      header = here_;
      statement_ = here_;
      handled = true;
      next();
      const bool group = take(word("*"));
      if (is(word(":")) && !group) {
        bare = true;
      } else {
        Shape shape;
        if (!expression(shape)) return false;
        if (take(word("as")) && !need_name()) return false;
      }
      if (!block(header)) return false;
      if (bare && is(word("except"))) return fail();
    }
    if (handled && is(word("else")) && !else_block()) return false;
    if (is(word("finally"))) {
      header = here_;
      statement_ = here_;
      next();
      return block(header);
    }
    return handled || fail(FaultKind::lone_try, here_, header);
  }

  bool with_item() {
    Shape shape;
    if (!expression(shape)) return false;
    if (!take(word("as"))) return true;
    const auto from = here_;
    if (!target(shape)) return false;
    return shape.target || fail(FaultKind::not_a_target, from);
  }

  bool with_statement() {
    const auto header = here_;
    next();
    if (is(word("(")) && bracketed_items()) {
      next();
      do {
        if (is(word(")"))) break;
        if (!with_item()) return false;
      } while (take(word(",")));
      if (!need(word(")"))) return false;
      return block(header);
    }
    do {
      if (!with_item()) return false;
    } while (take(word(",")));
    return block(header);
  }

  /// At "(": whether its ")" is followed by ":" and an "as" stands directly inside.
  bool bracketed_items() const {
    int depth = 0;
    bool as = false;
    for (std::size_t i = here_; i < tokens_.size() && tokens_[i].kind != Kind::newline; ++i) {
      if (tokens_[i].kind != Kind::op && tokens_[i].kind != Kind::keyword) continue;
      const auto text = tokens_[i].word;
      if (text == word("(") || text == word("[") || text == word("{")) ++depth;
      if (text == word("as") && depth == 1) as = true;
      if (text == word(")") || text == word("]") || text == word("}")) --depth;
      if (depth == 0) return as && i + 1 < tokens_.size() && tokens_[i + 1].word == word(":");
    }
    return false;
  }

  bool function() {
    const auto header = here_;
    next();
    if (!need_name()) return false;
    if (is(word("[")) && !type_parameters()) return false;
    if (!need(word("("))) return false;
    if (!parameters(word(")"), true)) return false;
    if (!need(word(")"))) return false;
    Shape shape;
    if (take(word("->")) && !star_expressions(shape)) return false;
    const auto loops = loops_;
    loops_ = 0;
    ++functions_;
    const bool good = block(header);
    --functions_;
    loops_ = loops;
    return good;
  }

  bool class_statement() {
    const auto header = here_;
    next();
    if (!need_name()) return false;
    if (is(word("[")) && !type_parameters()) return false;
    if (take(word("("))) {
      if (!arguments() || !need(word(")"))) return false;
    }
    const auto loops = loops_, functions = functions_;
    loops_ = functions_ = 0;
    const bool good = block(header);
    loops_ = loops;
    functions_ = functions;
    return good;
  }

  bool type_parameters() {
    next();
    while (fine() && !is(word("]"))) {
      (void)(take(word("**")) || take(word("*")));
      if (!need_name()) return false;
      Shape shape;
      if (take(word(":")) && !expression(shape)) return false;
      if (take(word("=")) && !expression(shape)) return false;
      if (!take(word(","))) break;
    }
    return need(word("]"));
  }

  bool parameters(std::uint64_t closing, bool annotations) {
    bool defaults = false, star = false, named_after_star = true;
    std::vector<std::string_view> names;
    const auto parameter_name = [&] {
      const auto& token = at();
      if (!need_name()) return false;
      const auto name = text_.substr(token.begin, token.end - token.begin);
      if (std::ranges::find(names, name) != names.end()) return fail(FaultKind::invalid, here_ - 1);
      names.push_back(name);
      return true;
    };
    const auto annotation = [&](bool starred) {
      Shape shape;
      if (!annotations || !take(word(":"))) return true;
      if (starred) (void)take(word("*"));
      return expression(shape);
    };
    while (fine() && !is(closing)) {
      if (take(word("**"))) {
        if (!parameter_name() || !annotation(false)) return false;
        (void)take(word(","));
        break;
      }
      if (take(word("*"))) {
        if (star) return fail(FaultKind::invalid, here_ - 1);
        star = true;
        if (is(word(","))) {
          named_after_star = false;
        } else {
          if (!parameter_name() || !annotation(true)) return false;
        }
      } else if (take(word("/"))) {
        if (star) return fail(FaultKind::invalid, here_ - 1);
      } else {
        const auto from = here_;
        if (!parameter_name() || !annotation(false)) return false;
        named_after_star = true;
        if (take(word("="))) {
          Shape shape;
          if (!expression(shape)) return false;
          defaults = true;
        } else if (defaults && !star) {
          return fail(FaultKind::argument_order, from);
        }
      }
      if (!take(word(","))) break;
    }
    return fine() && (named_after_star || fail());
  }

  // --- match: the head exactly, patterns only by their brackets ---
  bool looks_like_match() const {
    int depth = 0;
    for (std::size_t i = here_ + 1; i < tokens_.size(); ++i) {
      const auto& token = tokens_[i];
      if (token.kind == Kind::op) {
        if (token.word == word("(") || token.word == word("[") || token.word == word("{")) ++depth;
        if (token.word == word(")") || token.word == word("]") || token.word == word("}")) --depth;
        if (i == here_ + 1 && (token.word == word("=") || token.word == word(".") || token.word == word(",") ||
                               token.word == word(")") || token.word == word(":")))
          return false;
      }
      if (token.kind == Kind::newline)
        return depth == 0 && i > here_ + 1 && tokens_[i - 1].word == word(":") && i + 2 < tokens_.size() &&
               tokens_[i + 1].kind == Kind::indent && tokens_[i + 2].word == word("case");
      if (token.kind == Kind::end || token.kind == Kind::error) return false;
    }
    return false;
  }

  bool match_statement() {
    next();
    Shape shape;
    if (!star_expressions(shape) || !need(word(":"))) return false;
    next();  // newline
    next();  // indent
    while (fine() && at().kind == Kind::name && at().word == word("case")) {
      const auto header = here_;
      statement_ = here_;
      next();
      int depth = 0;
      bool any = false;
      while (fine()) {
        if (depth == 0 && (is(word(":")) || is(word("if")))) break;
        if (at().kind == Kind::newline || at().kind == Kind::end || at().kind == Kind::error)
          return fail(at().kind == Kind::newline ? FaultKind::expected_colon : FaultKind::invalid, here_, header);
        if (is(word("(")) || is(word("[")) || is(word("{"))) ++depth;
        if (is(word(")")) || is(word("]")) || is(word("}"))) --depth;
        any = true;
        next();
      }
      if (!any) return fail();
      if (take(word("if")) && !named(shape)) return false;
      if (!block(header)) return false;
    }
    if (!fine()) return false;
    if (at().kind != Kind::dedent) return fail();
    next();
    return true;
  }

  // --- expressions ---
  bool star_expressions(Shape& shape) {
    const Depth guard(*this);
    if (!fine()) return false;
    bool target = true;
    if (!star_expression(shape)) return false;
    if (!is(word(","))) return !shape.starred || fail_star(shape);
    target = shape.target;
    while (take(word(","))) {
      if (!starts_expression()) break;
      Shape one;
      if (!star_expression(one)) return false;
      target = target && one.target;
    }
    shape = Shape{};
    shape.target = target;
    shape.tuple = true;
    return true;
  }
  /// "*x" alone: only an error when it is the whole expression and not assigned to; kept as legal.
  static bool fail_star(Shape& shape) {
    shape.target = false;
    return true;
  }

  bool starts_expression() const {
    const auto& token = at();
    if (token.kind == Kind::name || token.kind == Kind::number || token.kind == Kind::string) return true;
    if (token.kind == Kind::keyword) switch (token.word) {
        case word("not"):
        case word("lambda"):
        case word("None"):
        case word("True"):
        case word("False"):
        case word("await"):
        case word("yield"):
          return true;
        default:
          return false;
      }
    if (token.kind == Kind::op) switch (token.word) {
        case word("("):
        case word("["):
        case word("{"):
        case word("-"):
        case word("+"):
        case word("~"):
        case word("*"):
        case word("..."):
          return true;
        default:
          return false;
      }
    return token.kind == Kind::error;  // let the error be found there
  }

  bool star_expression(Shape& shape) {
    if (take(word("*"))) {
      if (!binary(shape)) return false;
      shape.starred = true;
      shape.augmented = shape.bare_name = false;
      return true;
    }
    return named(shape);
  }

  bool named(Shape& shape) {
    if (!expression(shape)) return false;
    if (is(word(":="))) {
      if (!shape.bare_name) return fail(FaultKind::not_a_target);
      next();
      Shape value;
      if (!expression(value)) return false;
      shape = Shape{};
    }
    return true;
  }

  bool expression(Shape& shape) {
    const Depth guard(*this);
    if (!fine()) return false;
    if (is(word("lambda"))) {
      next();
      if (!parameters(word(":"), false) || !need(word(":"))) return false;
      const auto functions = functions_;
      ++functions_;
      Shape body;
      const bool good = expression(body);
      functions_ = functions;
      shape = Shape{};
      return good;
    }
    const auto from = here_;
    if (!disjunction(shape)) return false;
    if (is(word("if"))) {
      next();
      Shape part;
      if (!disjunction(part)) return false;
      if (!is(word("else")))
        return fail(at().kind == Kind::error ? FaultKind::lexical : FaultKind::lone_ternary, here_, from);
      next();
      if (!expression(part)) return false;
      shape = Shape{};
    }
    return true;
  }

  bool disjunction(Shape& shape) {
    const Depth guard(*this);
    if (!fine()) return false;
    for (bool first = true;; first = false) {
      Shape part;
      if (!negation(part)) return false;
      shape = first ? part : Shape{};
      if (!take(word("or")) && !take(word("and"))) return true;
    }
  }

  bool negation(Shape& shape) {
    bool negated = false;
    while (take(word("not"))) negated = true;
    if (!comparison(shape)) return false;
    if (negated) shape = Shape{};
    return true;
  }

  bool comparison(Shape& shape) {
    if (!binary(shape)) return false;
    for (;;) {
      if (at().kind == Kind::op) {
        switch (at().word) {
          case word("=="):
          case word("!="):
          case word("<"):
          case word(">"):
          case word("<="):
          case word(">="):
            next();
            break;
          default:
            return true;
        }
      } else if (is(word("in"))) {
        next();
      } else if (is(word("not")) && is(word("in"), 1)) {
        next();
        next();
      } else if (is(word("is"))) {
        next();
        (void)take(word("not"));
      } else {
        return true;
      }
      Shape right;
      if (!binary(right)) return false;
      shape = Shape{};
    }
  }

  static int level(std::uint64_t op) {
    switch (op) {
      case word("|"):
      case word("^"):
      case word("&"):
      case word("<<"):
      case word(">>"):
      case word("+"):
      case word("-"):
      case word("*"):
      case word("/"):
      case word("//"):
      case word("%"):
      case word("@"):
        return 1;
      default:
        return 0;
    }
  }

  /// All binary operators between comparison and unary: their order does not matter to a recogniser.
  bool binary(Shape& shape) {
    const Depth guard(*this);
    if (!fine()) return false;
    for (bool first = true;; first = false) {
      Shape part;
      if (!unary(part)) return false;
      shape = first ? part : Shape{};
      if (at().kind != Kind::op || level(at().word) == 0) return true;
      next();
    }
  }

  bool unary(Shape& shape) {
    bool any = false;
    while (is(word("-")) || is(word("+")) || is(word("~"))) {
      any = true;
      next();
    }
    if (!primary(shape)) return false;
    if (any) shape = Shape{};
    if (take(word("**"))) {
      const Depth guard(*this);
      Shape right;
      if (!fine() || !unary(right)) return false;
      shape = Shape{};
    }
    return true;
  }

  bool primary(Shape& shape) {
    if (is(word("await"))) {
      if (functions_ == 0) return fail(FaultKind::outside_function);
      next();
      if (!primary(shape)) return false;
      shape = Shape{};
      return true;
    }
    if (!atom(shape)) return false;
    for (;;) {
      if (is(word("."))) {
        next();
        if (!need_name()) return false;
        shape = Shape{};
        shape.target = shape.augmented = true;
      } else if (is(word("("))) {
        next();
        if (!arguments() || !need(word(")"))) return false;
        shape = Shape{};
      } else if (is(word("["))) {
        next();
        if (!slices() || !need(word("]"))) return false;
        shape = Shape{};
        shape.target = shape.augmented = true;
      } else {
        return true;
      }
    }
  }

  bool atom(Shape& shape) {
    const Depth guard(*this);
    if (!fine()) return false;
    shape = Shape{};
    const auto& token = at();
    switch (token.kind) {
      case Kind::name:
        next();
        shape.target = shape.augmented = shape.bare_name = true;
        return true;
      case Kind::number:
        next();
        return true;
      case Kind::string:
        while (at().kind == Kind::string) {
          if (at().field != Field::fine) return fail(FaultKind::format_string);
          next();
        }
        return true;
      case Kind::keyword:
        if (is(word("None")) || is(word("True")) || is(word("False"))) return next(), true;
        return fail();
      case Kind::op:
        if (is(word("("))) return brackets(shape);
        if (is(word("["))) return list(shape);
        if (is(word("{"))) return dictionary();
        if (is(word("..."))) return next(), true;
        return fail();
      default:
        return fail();
    }
  }

  bool brackets(Shape& shape) {
    next();
    if (take(word(")"))) {
      shape.target = true;
      return true;
    }
    if (is(word("yield"))) {
      if (!yield_expression(shape)) return false;
      shape = Shape{};
      return need(word(")"));
    }
    Shape first;
    if (!star_expression(first)) return false;
    if (comprehension_starts()) {
      if (!comprehension()) return false;
      shape = Shape{};
      return need(word(")"));
    }
    bool target = first.target, tuple = false;
    while (take(word(","))) {
      tuple = true;
      if (is(word(")"))) break;
      Shape one;
      if (!star_expression(one)) return false;
      target = target && one.target;
    }
    if (first.starred && !tuple) return fail();
    shape = tuple ? Shape{} : first;
    shape.target = target;
    shape.bare_name = false;
    return need(word(")"));
  }

  bool list(Shape& shape) {
    next();
    bool target = true;
    if (!is(word("]"))) {
      Shape first;
      if (!star_expression(first)) return false;
      if (comprehension_starts()) {
        if (!comprehension()) return false;
        shape = Shape{};
        return need(word("]"));
      }
      target = first.target;
      while (take(word(","))) {
        if (is(word("]"))) break;
        Shape one;
        if (!star_expression(one)) return false;
        target = target && one.target;
      }
    }
    shape = Shape{};
    shape.target = target;
    return need(word("]"));
  }

  bool dictionary() {
    next();
    Shape part;
    bool first = true, is_set = false;
    while (fine() && !is(word("}"))) {
      if (take(word("**"))) {
        if (is_set && !first) return fail(FaultKind::invalid, here_ - 1);
        if (!binary(part)) return false;
      } else if (is(word("*"))) {
        if (!first && !is_set) return fail();
        is_set = true;
        next();
        if (!binary(part)) return false;
      } else {
        if (!named(part)) return false;
        if (is(word(":")) && (first || !is_set)) {
          next();
          if (!expression(part)) return false;
        } else {
          if (!first && !is_set) return fail();
          is_set = true;
        }
        if (first && comprehension_starts()) {
          if (!comprehension()) return false;
          return need(word("}"));
        }
      }
      first = false;
      if (!take(word(","))) break;
    }
    return need(word("}"));
  }

  bool comprehension_starts() const { return is(word("for")) || (is(word("async")) && is(word("for"), 1)); }

  bool comprehension() {
    while (fine() && comprehension_starts()) {
      (void)take(word("async"));
      next();
      Shape shape;
      const auto from = here_;
      if (!targets(shape)) return false;
      if (!shape.target) return fail(FaultKind::not_a_target, from);
      if (!need(word("in"))) return false;
      // No ternary without brackets after "in" and "if" here.
      if (!disjunction(shape)) return false;
      while (take(word("if"))) {
        if (!condition()) return false;
      }
    }
    return fine();
  }

  bool condition() {
    Shape shape;
    if (is(word("lambda"))) return expression(shape);
    if (!disjunction(shape)) return false;
    if (is(word(":="))) {
      if (!shape.bare_name) return fail(FaultKind::not_a_target);
      next();
      return disjunction(shape);
    }
    return true;
  }

  /// One thing to assign to, without "in" being taken for a comparison.
  bool target(Shape& shape) {
    if (take(word("*"))) {
      if (!binary(shape)) return false;
      return true;
    }
    return binary(shape);
  }

  bool targets(Shape& shape) {
    if (!target(shape)) return false;
    bool good = shape.target;
    while (take(word(","))) {
      if (is(word("in"))) break;
      Shape one;
      if (!target(one)) return false;
      good = good && one.target;
    }
    shape.target = good;
    return true;
  }

  bool arguments() {
    bool keyword = false, unpacked = false;
    while (fine() && !is(word(")"))) {
      Shape shape;
      if (take(word("**"))) {
        if (!expression(shape)) return false;
        unpacked = true;
      } else if (take(word("*"))) {
        if (unpacked) return fail(FaultKind::argument_order, here_ - 1);
        if (!expression(shape)) return false;
      } else if (is_name() && is(word("="), 1)) {
        next();
        next();
        if (!expression(shape)) return false;
        keyword = true;
      } else {
        const auto from = here_;
        if (!named(shape)) return false;
        if (comprehension_starts()) {
          if (!comprehension()) return false;
          // Only alone may a generator go without its own brackets.
          if (is(word(",")) && !is(word(")"), 1)) return fail();
        } else if (is(word("="))) {
          return fail(FaultKind::not_a_target);
        }
        if (keyword || unpacked) return fail(FaultKind::argument_order, from);
      }
      if (!take(word(","))) break;
    }
    return fine();
  }

  bool slices() {
    if (is(word("]"))) return fail();
    while (fine() && !is(word("]"))) {
      Shape shape;
      if (take(word("*"))) {
        if (!binary(shape)) return false;
      } else {
        if (!is(word(":"))) {
          if (!named(shape)) return false;
        }
        for (int colons = 0; colons < 2 && take(word(":")); ++colons)
          if (!is(word(":")) && !is(word(",")) && !is(word("]")) && !expression(shape)) return false;
      }
      if (!take(word(","))) break;
    }
    return fine();
  }

  bool yield_expression(Shape& shape) {
    const auto from = here_;
    next();
    if (take(word("from"))) {
      if (!expression(shape)) return false;
    } else if (starts_expression() && !star_expressions(shape)) {
      return false;
    }
    shape = Shape{};
    return functions_ > 0 || fail(FaultKind::outside_function, from);
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t here_ = 0;
  std::size_t statement_ = 0;
  int depth_ = 0;
  int functions_ = 0;
  int loops_ = 0;
  bool gave_up_ = false;
  Fault fault_;
};

}  // namespace

Parse parse(std::string_view text) {
  Parse result;
  result.tokens = tokenize(text);
  Parser parser(text, result.tokens.all);
  result.fault = parser.run(result.gave_up);
  // The brackets open before the fault: those of the tokens read so far.
  if (result.fault.kind != FaultKind::none)
    for (std::uint32_t i = 0; i < result.fault.token; ++i) {
      const auto& token = result.tokens.all[i];
      if (token.kind != Kind::op || token.end - token.begin != 1) continue;
      const char c = text[token.begin];
      if (c == '(' || c == '[' || c == '{') result.fault.open.push_back({c, i});
      if ((c == ')' || c == ']' || c == '}') && !result.fault.open.empty()) result.fault.open.pop_back();
    }
  return result;
}

}  // namespace fixpoint::propose::python
