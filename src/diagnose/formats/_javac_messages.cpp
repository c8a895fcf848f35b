#include "diagnose/formats/_javac_messages.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/text.hpp"

namespace fixpoint::diagnose::formats {
namespace {

/// '*' in a wording stands for what varies. Keys as `javac -XDrawDiagnostics` prints them, without "compiler.err.".
/// Order matters only where one wording contains another.
struct Message {
  std::string_view key;
  std::string_view wording;
  Category category;
  Phase phase;
};

using enum Category;

constexpr Message kMessages[] = {
    // Scanner and parser: javac reports these alone, before it looks at names and types.
    {"expected4", "*, *, *, or * expected", syntax_error, Phase::parse},
    {"expected3", "*, *, or * expected", syntax_error, Phase::parse},
    {"expected2", "* or * expected", syntax_error, Phase::parse},
    {"expected", "* expected", syntax_error, Phase::parse},
    {"premature.eof", "reached end of file while parsing", syntax_error, Phase::parse},
    {"illegal.start.of.expr", "illegal start of expression", syntax_error, Phase::parse},
    {"illegal.start.of.type", "illegal start of type", syntax_error, Phase::parse},
    {"illegal.start.of.stmt", "illegal start of statement", syntax_error, Phase::parse},
    {"not.stmt", "not a statement", syntax_error, Phase::parse},
    {"unclosed.str.lit", "unclosed string literal", syntax_error, Phase::parse},
    {"unclosed.char.lit", "unclosed character literal", syntax_error, Phase::parse},
    {"empty.char.lit", "empty character literal", syntax_error, Phase::parse},
    {"unclosed.comment", "unclosed comment", syntax_error, Phase::parse},
    {"unclosed.text.block", "unclosed text block", syntax_error, Phase::parse},
    {"illegal.char", "illegal character: *", syntax_error, Phase::parse},
    {"illegal.esc.char", "illegal escape character", syntax_error, Phase::parse},
    {"illegal.unicode.esc", "illegal unicode escape", syntax_error, Phase::parse},
    {"illegal.line.end.in.char.lit", "illegal line end in character literal", syntax_error, Phase::parse},
    {"illegal.char.for.encoding", "unmappable character (*) for encoding *", configuration, Phase::parse},
    {"int.number.too.large", "integer number too large*", syntax_error, Phase::parse},
    {"malformed.fp.lit", "malformed floating-point literal", syntax_error, Phase::parse},
    {"else.without.if", "'else' without 'if'", syntax_error, Phase::parse},
    {"catch.without.try", "'catch' without 'try'", syntax_error, Phase::parse},
    {"finally.without.try", "'finally' without 'try'", syntax_error, Phase::parse},
    {"try.without.catch.finally.or.resource.decls", "'try' without 'catch', 'finally' or resource declarations",
     syntax_error, Phase::parse},
    {"orphaned", "orphaned *", syntax_error, Phase::parse},
    {"array.dimension.missing", "array dimension missing", syntax_error, Phase::parse},
    {"illegal.array.creation.both.dimension.and.initialization",
     "array creation with both dimension expression and initialization is illegal", syntax_error, Phase::parse},
    {"invalid.meth.decl.ret.type.req", "invalid method declaration; return type required", syntax_error,
     Phase::parse},
    {"variable.not.allowed", "variable declaration not allowed here", syntax_error, Phase::parse},
    {"class.not.allowed", "class, interface or enum declaration not allowed here", syntax_error, Phase::parse},
    {"bad.initializer", "bad initializer for *", syntax_error, Phase::parse},
    {"restricted.type.not.allowed.here", "'*' is not allowed here", syntax_error, Phase::parse},
    {"restricted.type.not.allowed.array", "'*' is not allowed as an element type of an array", syntax_error,
     Phase::parse},
    {"restricted.type.not.allowed.compound", "'*' is not allowed in a compound declaration", syntax_error,
     Phase::parse},
    {"repeated.modifier", "repeated modifier", syntax_error, Phase::parse},
    {"underscore.as.identifier", "as of release *, '_' is a keyword, and may not be used as an identifier",
     syntax_error, Phase::parse},
    {"illegal.parenthesized.expression", "illegal parenthesized expression", syntax_error, Phase::parse},
    {"varargs.must.be.last", "varargs parameter must be the last parameter", syntax_error, Phase::parse},
    {"initializer.not.allowed", "initializers not allowed in interfaces", syntax_error, Phase::parse},
    {"unnamed.class", "unnamed classes are a preview feature and are disabled by default.*", syntax_error,
     Phase::parse},
    {"else.without.if", "illegal start of 'else'", syntax_error, Phase::parse},

    // Names.
    {"doesnt.exist", "package * does not exist", missing_dependency, Phase::compile},
    {"cant.access", "cannot access *", missing_dependency, Phase::compile},
    {"not.def.public.cant.access", "* is not public in *; cannot be accessed from outside package", compiler_error,
     Phase::compile},
    {"report.access", "* has * access in *", compiler_error, Phase::compile},
    {"static.imp.only.classes.and.interfaces", "static import only from classes and interfaces", missing_import,
     Phase::compile},
    {"ref.ambiguous", "reference to * is ambiguous", compiler_error, Phase::compile},
    {"already.defined", "* is already defined in *", compiler_error, Phase::compile},
    {"duplicate.class", "duplicate class: *", compiler_error, Phase::compile},
    {"class.public.should.be.in.file", "* is public, should be declared in a file named *", compiler_error,
     Phase::compile},
    {"non-static.cant.be.ref", "non-static * * cannot be referenced from a static context", compiler_error,
     Phase::compile},
    {"name.clash.same.erasure", "name clash: *", compiler_error, Phase::compile},
    {"illegal.forward.ref", "illegal forward reference", compiler_error, Phase::compile},
    {"undef.label", "undefined label: *", undefined_variable, Phase::compile},

    // Types.
    {"prob.found.req", "incompatible types: *", type_mismatch, Phase::compile},
    {"operator.cant.be.applied.1", "bad operand types for binary operator '*'", type_mismatch, Phase::compile},
    {"operator.cant.be.applied", "bad operand type * for unary operator '*'", type_mismatch, Phase::compile},
    {"incomparable.types", "incomparable types: * and *", type_mismatch, Phase::compile},
    {"type.found.req", "unexpected type", type_mismatch, Phase::compile},
    {"array.req.but.found", "array required, but * found", type_mismatch, Phase::compile},
    {"cant.deref", "* cannot be dereferenced", type_mismatch, Phase::compile},
    {"foreach.not.applicable.to.type", "for-each not applicable to expression type", type_mismatch, Phase::compile},
    {"illegal.initializer.for.type", "illegal initializer for *", type_mismatch, Phase::compile},
    {"cant.infer.local.var.type", "cannot infer type for local variable *", type_mismatch, Phase::compile},
    {"generic.array.creation", "generic array creation", type_mismatch, Phase::compile},
    {"not.within.bounds", "type argument * is not within bounds of type-variable *", type_mismatch, Phase::compile},
    {"wrong.number.type.args", "wrong number of type arguments; required *", type_mismatch, Phase::compile},
    {"type.doesnt.take.params", "type * does not take parameters", type_mismatch, Phase::compile},
    {"cant.apply.diamond.1", "cannot infer type arguments for *", type_mismatch, Phase::compile},
    {"override.incompatible.ret", "* in * cannot override * in *", type_mismatch, Phase::compile},
    {"const.expr.req", "constant expression required", type_mismatch, Phase::compile},
    {"constant.label.not.compatible", "constant label of type * is not compatible with switch selector type *",
     type_mismatch, Phase::compile},

    // Calls.
    {"cant.apply.symbol", "* in * cannot be applied to given types;", wrong_arguments, Phase::compile},
    {"cant.apply.symbols", "no suitable * found for *", wrong_arguments, Phase::compile},

    // Classes.
    {"does.not.override.abstract", "* is not abstract and does not override abstract method * in *", missing_member,
     Phase::compile},
    {"method.does.not.override.superclass", "method does not override or implement a method from a supertype",
     missing_member, Phase::compile},
    {"abstract.cant.be.instantiated", "* is abstract; cannot be instantiated", compiler_error, Phase::compile},
    {"missing.meth.body.or.decl.abstract", "missing method body, or declare abstract", compiler_error,
     Phase::compile},
    {"abstract.meth.cant.have.body", "abstract methods cannot have a body", compiler_error, Phase::compile},
    {"mod.not.allowed.here", "modifier * not allowed here", compiler_error, Phase::compile},
    {"illegal.combination.of.modifiers", "illegal combination of modifiers: *", compiler_error, Phase::compile},
    {"cant.inherit.from.final", "cannot inherit from final *", compiler_error, Phase::compile},
    {"cyclic.inheritance", "cyclic inheritance involving *", compiler_error, Phase::compile},
    {"call.must.be.first.stmt.in.ctor", "call to * must be first statement in constructor", compiler_error,
     Phase::compile},
    {"encl.class.required", "an enclosing instance that contains * is required", compiler_error, Phase::compile},
    {"intf.expected.here", "interface expected here", compiler_error, Phase::compile},
    {"no.intf.expected.here", "no interface expected here", compiler_error, Phase::compile},

    // Statements.
    {"cant.assign.val.to.final.var", "cannot assign a value to final variable *", compiler_error, Phase::compile},
    {"cant.assign.val.to.var", "cannot assign a value to * variable *", compiler_error, Phase::compile},
    {"break.outside.switch.loop", "break outside switch or loop", compiler_error, Phase::compile},
    {"cont.outside.loop", "continue outside of loop", compiler_error, Phase::compile},
    {"ret.outside.meth", "return outside method", compiler_error, Phase::compile},
    {"duplicate.case.label", "duplicate case label", compiler_error, Phase::compile},
    {"duplicate.default.label", "duplicate default label", compiler_error, Phase::compile},
    {"not.exhaustive", "the switch * does not cover all possible input values", compiler_error, Phase::compile},
    {"except.never.thrown.in.try", "exception * is never thrown in body of corresponding try statement",
     compiler_error, Phase::compile},
    {"except.already.caught", "exception * has already been caught", compiler_error, Phase::compile},
    {"local.var.accessed.from.icls.needs.final",
     "local variables referenced from * must be final or effectively final", compiler_error, Phase::compile},
    {"not.loop.label", "not a loop label: *", compiler_error, Phase::compile},

    // Flow analysis: runs only when names and types are right.
    {"missing.ret.stmt", "missing return statement", compiler_error, Phase::analyze},
    {"unreachable.stmt", "unreachable statement", compiler_error, Phase::analyze},
    {"var.might.not.have.been.initialized", "variable * might not have been initialized", compiler_error,
     Phase::analyze},
    {"var.not.initialized.in.default.constructor", "variable * not initialized in the default constructor",
     compiler_error, Phase::analyze},
    {"var.might.already.be.assigned", "variable * might already have been assigned", compiler_error, Phase::analyze},
    {"var.might.be.assigned.in.loop", "variable * might be assigned in loop", compiler_error, Phase::analyze},
    {"unreported.exception.need.to.catch.or.throw", "unreported exception *; must be caught or declared to be thrown",
     compiler_error, Phase::analyze},
    {"initializer.must.be.able.to.complete.normally", "initializer must be able to complete normally", compiler_error,
     Phase::analyze},

    // Options and files.
    {"invalid.flag", "invalid flag: *", configuration, Phase::configure},
    {"file.not.found", "file not found: *", configuration, Phase::configure},
    {"no.source.files", "no source files", configuration, Phase::configure},
    {"invalid.source", "invalid source release: *", configuration, Phase::configure},
    {"invalid.target", "invalid target release: *", configuration, Phase::configure},
    {"option.removed.source", "Source option * is no longer supported. Use * or later.", configuration,
     Phase::configure},
    {"option.removed.target", "Target option * is no longer supported. Use * or later.", configuration,
     Phase::configure},
    {"warnings.and.werror", "warnings found and -Werror specified", configuration, Phase::compile},
    {"limit.code", "code too large", compiler_error, Phase::compile},
    {"limit.string", "constant string too long", compiler_error, Phase::compile},
};

/// The texts at the '*' of a wording, or nothing. Each '*' takes as little as it can, the last one the rest.
std::optional<std::vector<std::string_view>> fit(std::string_view text, std::string_view wording) {
  std::vector<std::string_view> holes;
  const auto pieces = base::split(wording, '*');
  if (!text.starts_with(pieces.front())) return std::nullopt;
  text.remove_prefix(pieces.front().size());
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    if (last && !text.ends_with(pieces[i])) return std::nullopt;
    const auto end = last ? text.size() - pieces[i].size() : text.find(pieces[i]);
    if (end == std::string_view::npos) return std::nullopt;
    holes.push_back(text.substr(0, end));
    text.remove_prefix(end + pieces[i].size());
  }
  if (!text.empty()) return std::nullopt;
  return holes;
}

/// The wording with its '*' numbered: "variable $1 is already defined in $2".
std::string numbered(std::string_view wording) {
  std::string pattern;
  int next = 1;
  for (const char c : wording) {
    if (c == '*')
      pattern += fmt::format("${}", next++);
    else
      pattern += c;
  }
  return pattern;
}

/// "symbol:   variable num" -> "variable num" when the detail has that label.
std::optional<std::string_view> labelled(std::string_view detail, std::string_view label) {
  detail = base::trim(detail);
  if (!detail.starts_with(label)) return std::nullopt;
  return base::trim(detail.substr(label.size()));
}

/// The name in "variable num", "method f(int)", "class Foo<T>" without its kind, arguments and type arguments.
std::string_view bare_name(std::string_view symbol) {
  if (const auto space = symbol.find(' '); space != std::string_view::npos) symbol.remove_prefix(space + 1);
  return symbol.substr(0, symbol.find_first_of("(< "));
}

void cannot_find_symbol(Diagnostic& diagnostic, std::string_view symbol, std::string_view location) {
  const auto kind = symbol.substr(0, symbol.find(' '));
  const auto place_kind = location.substr(0, location.find(' '));
  diagnostic.phase = Phase::compile;
  diagnostic.code = "compiler.err.cant.resolve";
  diagnostic.pattern = fmt::format("cannot find symbol: {} $1", kind);
  diagnostic.arguments = {std::string(bare_name(symbol))};
  if (!location.empty()) {
    diagnostic.pattern += fmt::format(" in {} $2", place_kind);
    diagnostic.arguments.emplace_back(bare_name(location));
  }
  const bool member = place_kind == "variable" || location.find(" of type ") != std::string_view::npos;
  if (kind == "class" || kind == "interface" || kind == "enum" || kind == "static")
    diagnostic.category = Category::missing_import;
  else if (kind == "constructor")
    diagnostic.category = Category::wrong_arguments;
  else
    diagnostic.category = member ? Category::missing_member : Category::undefined_variable;
}

}  // namespace

void explain_javac(Diagnostic& diagnostic, const std::vector<std::string_view>& details) {
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  const std::string first = diagnostic.message;
  std::string_view symbol, location;
  constexpr std::size_t kLongest = 2000;  // "no suitable method" lists every overload
  for (const auto detail : details) {
    const auto text = base::trim(detail);
    if (text.empty()) continue;
    if (const auto found = labelled(text, "symbol:")) symbol = *found;
    if (const auto found = labelled(text, "location:")) location = *found;
    if (diagnostic.message.size() + text.size() > kLongest) continue;
    diagnostic.message += "; ";
    // javac aligns the values in columns: "required: int", "found:    String".
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != ' ' || diagnostic.message.back() != ' ') diagnostic.message += text[i];
  }
  if (diagnostic.severity != Severity::error) return;
  if (first == "cannot find symbol") return cannot_find_symbol(diagnostic, symbol, location);
  for (const auto& message : kMessages) {
    const auto holes = fit(first, message.wording);
    if (!holes) continue;
    diagnostic.code = fmt::format("compiler.err.{}", message.key);
    diagnostic.category = message.category;
    diagnostic.phase = message.phase;
    if (message.phase == Phase::parse) {
      diagnostic.pattern = first;  // what varies in them is punctuation
    } else {
      diagnostic.pattern = numbered(message.wording);
      for (const auto hole : *holes) diagnostic.arguments.emplace_back(hole);
    }
    return;
  }
}

void explain_javac_raw(Diagnostic& diagnostic, std::string_view key, std::string_view arguments) {
  diagnostic.category = Category::compiler_error;
  diagnostic.phase = Phase::compile;
  diagnostic.code = std::string(key);
  diagnostic.pattern = std::string(key);
  std::vector<std::string_view> parts;
  for (std::size_t at = 0, begin = 0, depth = 0; at <= arguments.size(); ++at) {
    const char c = at < arguments.size() ? arguments[at] : ',';
    if (c == '(' || c == '{' || c == '[') ++depth;
    if ((c == ')' || c == '}' || c == ']') && depth > 0) --depth;
    if (at < arguments.size() && (c != ',' || depth > 0)) continue;
    parts.push_back(base::trim(arguments.substr(begin, at - begin)));
    begin = at + 1;
  }
  if (key.starts_with("compiler.err.cant.resolve") && parts.size() > 1) {
    const auto kind = parts[0].starts_with("kindname.") ? parts[0].substr(9) : parts[0];
    std::string location;
    if (const auto found = arguments.find("(compiler.misc.location"); found != std::string_view::npos) {
      const auto inner = arguments.substr(arguments.find(':', found) + 1);
      const auto words = base::split(inner.substr(0, inner.find(')')), ',');
      auto place_kind = base::trim(words[0]);
      if (place_kind.starts_with("kindname.")) place_kind.remove_prefix(9);
      location = fmt::format("{} {}", place_kind, words.size() > 1 ? base::trim(words[1]) : std::string_view{});
      if (words.size() > 2 && base::trim(words[2]) != "null")
        location += fmt::format(" of type {}", base::trim(words[2]));
    }
    const bool call = key.find(".args") != std::string_view::npos && parts.size() > 3;
    const auto symbol =
        call ? fmt::format("{} {}({})", kind, parts[1], parts[3]) : fmt::format("{} {}", kind, parts[1]);
    cannot_find_symbol(diagnostic, symbol, location);
    diagnostic.code = std::string(key);
    diagnostic.message = fmt::format("cannot find symbol; symbol: {}; location: {}", symbol, location);
    return;
  }
  for (const auto& message : kMessages)
    if (key.starts_with("compiler.err.") && key.substr(13) == message.key) {
      diagnostic.category = message.category;
      diagnostic.phase = message.phase;
    }
  if (diagnostic.phase == Phase::parse) diagnostic.pattern = diagnostic.message;
  for (const auto part : parts)
    if (!part.empty() && diagnostic.phase != Phase::parse) diagnostic.arguments.emplace_back(part);
}

}  // namespace fixpoint::diagnose::formats
