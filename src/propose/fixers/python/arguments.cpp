// What it answers: TypeErrors about the arguments of a call.
// What it changes: a misspelt keyword argument, a method that lacks its parameter self, brackets of the wrong kind.
// When it declines: the function is not of the project, and CPython suggests nothing.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/python/_names.hpp"

namespace fixpoint::propose::fixers::python::arguments {
namespace {

using namespace fixpoint::propose::python;

constexpr Language kLanguages[] = {Language::python};

struct Callee {
  const source::Code* file = nullptr;
  TSNode function{};
  bool in_class = false;
};

/// The project's functions that "Outer.inner()" may mean.
std::vector<Callee> callees(const FixContext& context, std::string_view qualified) {
  std::vector<Callee> found;
  auto name = qualified;
  if (name.empty()) return found;
  std::string_view owner;
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) {
    owner = name.substr(0, dot);
    if (const auto before = owner.rfind('.'); before != std::string_view::npos) owner.remove_prefix(before + 1);
    name.remove_prefix(dot + 1);
  }
  // Calling a class calls its __init__.
  int read = 0;
  for (const auto& path : context.tree.files()) {
    if (!path.ends_with(".py") || ++read > 2000 || found.size() > 8) continue;
    const auto text = context.tree.read(path);
    if (!text || text->find(name) == std::string_view::npos) continue;
    const auto* file = context.code.code(path);
    if (file == nullptr) continue;
    for (const auto& symbol : file->symbols) {
      if (symbol.name != name || symbol.kind != languages::SymbolKind::function) continue;
      const auto node = enclosing(*file, symbol.place.begin, "function_definition");
      if (ts_node_is_null(node) ||
          !ts_node_eq(field(node, "name"), file->syntax.at(symbol.place.begin, symbol.place.end)))
        continue;
      const auto klass = enclosing(*file, source::span(node).begin, "class_definition");
      const bool inside = !ts_node_is_null(klass);
      if (!owner.empty() && owner != "<locals>" && (!inside || file->syntax.text(field(klass, "name")) != owner))
        continue;
      found.push_back({file, node, inside});
    }
  }
  return found;
}

std::vector<std::string_view> parameter_names(const Callee& callee) {
  std::vector<std::string_view> names;
  const auto parameters = field(callee.function, "parameters");
  for (std::uint32_t i = 0; i < ts_node_named_child_count(parameters); ++i) {
    auto node = ts_node_named_child(parameters, i);
    const auto name = field(node, "name");
    if (!ts_node_is_null(name)) node = name;
    if (source::type(node) == "typed_parameter") node = ts_node_named_child(node, 0);
    if (source::type(node) == "identifier") names.push_back(callee.file->syntax.text(node));
  }
  return names;
}

bool decorated(const Callee& callee, std::string_view with) {
  const auto parent = ts_node_parent(callee.function);
  return source::type(parent) == "decorated_definition" &&
         callee.file->syntax.text(parent).substr(0, 200).find(with) != std::string_view::npos;
}

void keyword(const FixContext& context, std::string_view qualified, std::string_view wrong,
             std::vector<Proposal>& out) {
  const auto& file = *context.file;
  std::vector<source::Span> places;
  for (const std::uint32_t more : {0U, 15U}) {
    const auto region = line_region(context, more);
    source::walk(file.syntax.root(), [&](TSNode node) {
      const auto span = source::span(node);
      if (span.end < region.begin || span.begin > region.end) return false;
      if (source::type(node) == "keyword_argument" && file.syntax.text(field(node, "name")) == wrong &&
          span.begin >= region.begin)
        places.push_back(source::span(field(node, "name")));
      return true;
    });
    if (!places.empty()) break;
  }
  if (places.empty()) return;
  places.resize(1);
  const auto reason = [&](std::string_view right) {
    return "the argument '" + std::string(wrong) + "' is called '" + std::string(right) + "'";
  };
  if (const auto meant = did_you_mean(context.problem.primary.message); base::is_identifier(meant))
    out.push_back(rename(file, places, meant, 0.9, reason(meant)));
  std::vector<std::string_view> names;
  for (const auto& callee : callees(context, qualified))
    for (const auto name : parameter_names(callee)) names.push_back(name);
  // Those already given cannot be meant.
  const auto call = enclosing(file, places.front().begin, "argument_list");
  if (!ts_node_is_null(call))
    for (std::uint32_t i = 0; i < ts_node_named_child_count(call); ++i) {
      const auto argument = ts_node_named_child(call, i);
      if (source::type(argument) == "keyword_argument") std::erase(names, file.syntax.text(field(argument, "name")));
    }
  std::erase(names, "self");
  if (names.empty()) {  // not of the project: the standard library's functions of the name that is called here
    static const languages::Table kKeywords("python/keywords");
    const auto list = enclosing(file, places.front().begin, "call");
    if (!ts_node_is_null(list)) {
      auto function = file.syntax.text(field(list, "function"));
      if (const auto dot = function.rfind('.'); dot != std::string_view::npos) function.remove_prefix(dot + 1);
      for (const auto& row : kKeywords.rows(function))
        if (row.size() >= 2) names.push_back(row[1]);
    }
  }
  const auto near = source::near_names(wrong, names);
  for (std::size_t i = 0; i < near.size() && i < 3; ++i)
    out.push_back(rename(file, places, near[i].name,
                         near_confidence(wrong, near[i].name, near[i].distance) + 0.04 - 0.1 * static_cast<double>(i),
                         reason(near[i].name)));
  if (!near.empty()) return;
  // A name that contains it or is contained: "colour" for "fill_colour".
  for (const auto name : names)
    if (name.find(wrong) != std::string_view::npos || (name.size() > 3 && wrong.find(name) != std::string_view::npos))
      out.push_back(rename(file, places, name, 0.5, reason(name)));
}

/// "takes N positional arguments but N+1 were given": the method's self was forgotten.
void lacks_self(const FixContext& context, std::string_view qualified, std::vector<Proposal>& out) {
  const auto& message = context.problem.primary.message;
  const auto number = [&](std::string_view mark) {
    const auto at = message.find(mark);
    int value = -1;
    if (at != std::string::npos)
      std::from_chars(message.data() + at + mark.size(), message.data() + message.size(), value);
    return value;
  };
  auto takes = number("takes "), given = number("but ");
  if (message.find("from ") != std::string::npos) takes = number("to ");
  if (takes < 0 || given < 0) return;
  for (const auto& callee : callees(context, qualified)) {
    const auto names = parameter_names(callee);
    if (!callee.in_class || decorated(callee, "staticmethod")) continue;
    if (!names.empty() && (names.front() == "self" || names.front() == "cls")) continue;
    const auto parameters = field(callee.function, "parameters");
    const bool is_class = decorated(callee, "classmethod");
    const std::string first = is_class ? "cls" : "self";
    if (given == takes + 1)
      out.push_back(insert(*callee.file, source::span(parameters).begin + 1, names.empty() ? first : first + ", ",
                           0.9, "adds the missing parameter '" + first + "'"));
  }
}

/// "'list' object is not callable" -> [], "'method' object is not subscriptable" -> ().
void wrong_brackets(const FixContext& context, bool to_call, std::vector<Proposal>& out) {
  const auto& file = *context.file;
  const auto marks = underlined(context);
  const auto region = marks ? marks->whole : line_region(context);
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto span = source::span(node);
    if (span.end <= region.begin || span.begin >= region.end) return false;
    const bool inside = span.begin >= region.begin && span.end <= region.end;
    if (!inside) return true;
    const double confidence = marks && span == marks->whole ? 0.75 : 0.4;
    if (to_call && source::type(node) == "subscript") {
      const auto value = source::span(field(node, "value"));
      const auto open = file.text.find('[', value.end);
      if (open != std::string_view::npos && open < span.end)
        out.push_back({{{file.path, open, open + 1, "("}, {file.path, span.end - 1, span.end, ")"}},
                       ProposerKind::fixer,
                       "",
                       {},
                       Safety::likely,
                       confidence,
                       "a call has round brackets",
                       ""});
    }
    if (!to_call && source::type(node) == "call") {
      const auto arguments = field(node, "arguments");
      if (source::type(arguments) == "argument_list" && ts_node_named_child_count(arguments) == 1 &&
          source::type(ts_node_named_child(arguments, 0)) != "keyword_argument") {
        const auto list = source::span(arguments);
        out.push_back({{{file.path, list.begin, list.begin + 1, "["}, {file.path, list.end - 1, list.end, "]"}},
                       ProposerKind::fixer,
                       "",
                       {},
                       Safety::likely,
                       confidence - 0.05,
                       "an element is taken with square brackets",
                       ""});
      }
    }
    return true;
  });
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const std::string_view message = context.problem.primary.message;
  const auto call = message.find("()");
  const auto function = call == std::string_view::npos ? std::string_view{} : message.substr(0, call);
  constexpr std::string_view kKeyword = "got an unexpected keyword argument '";
  if (const auto at = message.find(kKeyword); at != std::string_view::npos) {
    const auto begin = at + kKeyword.size();
    const auto end = message.find('\'', begin);
    if (end != std::string_view::npos) keyword(context, function, message.substr(begin, end - begin), proposals);
  } else if (message.find("' is an invalid keyword argument for") != std::string_view::npos &&
             message.starts_with('\'')) {
    keyword(context, {}, message.substr(1, message.find('\'', 1) - 1), proposals);
  } else if (message.find("positional argument") != std::string_view::npos &&
             message.find("given") != std::string_view::npos) {
    lacks_self(context, function, proposals);
  } else if (message.ends_with("object is not callable")) {
    for (const std::string_view type :
         {"'list'", "'dict'", "'str'", "'tuple'", "'collections.deque'", "'collections.defaultdict'"})
      if (message.starts_with(type)) {
        wrong_brackets(context, false, proposals);
        break;
      }
  } else if (message.ends_with("is not subscriptable")) {
    for (const std::string_view type :
         {"'function'", "'method'", "'builtin_function_or_method'", "'type'", "'method_descriptor'"})
      if (message.starts_with(type)) {
        wrong_brackets(context, true, proposals);
        break;
      }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "python/arguments",
          .languages = kLanguages,
          .answers = "TypeError (.*argument|.*is not callable|.*is not subscriptable)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::python::arguments
