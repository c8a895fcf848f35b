// What it answers: "cannot find symbol" for classes, unknown variables that are classes ("Arrays.sort"), packages
// that are class names, and types that only inference knows ('var' where Java wants a type). What it changes: adds
// the import from the table of JDK classes or of the project's own; corrects names and words of other languages
// (string, bool, let). When it declines: nobody knows a class of that name or one like it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"
#include "propose/fixers/java/_java_code.hpp"

namespace fixpoint::propose::fixers::java::unknown_class {
namespace {

constexpr Language kLanguages[] = {Language::java};

constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"bool", "boolean"},    {"string", "String"},     {"str", "String"},
    {"integer", "int"},     {"Int", "int"},           {"float64", "double"},
    {"number", "int"},      {"character", "char"},    {"Char", "char"},
    {"vector", "List"},     {"unordered_map", "Map"}, {"dict", "Map"},
    {"list", "List"},       {"map", "Map"},           {"set", "Set"},
    {"Array", "ArrayList"}, {"Dictionary", "Map"},    {"HashTable", "Hashtable"},
    {"object", "Object"},   {"i32", "int"},           {"i64", "long"},
    {"u32", "int"},         {"usize", "int"},         {"uint", "int"},
    {"size_t", "int"},      {"unsigned", "int"},      {"signed", "int"},
    {"BOOLEAN", "boolean"}, {"Void", "void"},         {"INT", "int"},
    {"Float64", "double"},  {"Strings", "String"},    {"Bool", "boolean"}};
constexpr std::string_view kInferred[] = {"let", "var", "auto", "const", "val", "def", "global", "dim", "my", "mut"};

/// Where an import line goes: after the last import, else after the package, else at the top. 1-based line.
std::uint32_t import_line(const source::Code& file) {
  std::uint32_t line = 1;
  const auto root = file.syntax.root();
  const auto count = null(root) ? 0 : child_count(root);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto child = child_of(root, i);
    if (is(child, "import_declaration") || is(child, "package_declaration"))
      line = file.lines.line_of(span(child).end) + 1;
  }
  return line;
}

/// How likely this package is the one that is meant.
double package_belief(std::string_view package) {
  static constexpr std::pair<std::string_view, double> kBeliefs[] = {{"java.util", 0.95},
                                                                     {"java.util.stream", 0.93},
                                                                     {"java.util.function", 0.92},
                                                                     {"java.io", 0.92},
                                                                     {"java.math", 0.92},
                                                                     {"java.time", 0.9},
                                                                     {"java.nio.file", 0.92},
                                                                     {"java.util.concurrent", 0.9},
                                                                     {"java.util.regex", 0.9},
                                                                     {"java.util.concurrent.atomic", 0.9},
                                                                     {"java.nio.charset", 0.9},
                                                                     {"java.text", 0.85},
                                                                     {"java.net", 0.85}};
  for (const auto& [name, belief] : kBeliefs)
    if (name == package) return belief;
  return package.starts_with("java.awt") || package.starts_with("javax.swing") ? 0.5 : 0.7;
}

/// Every class of the JDK that the file names and does not import, with its likeliest package; sorted.
std::vector<std::string> all_missing_imports(const source::Code& file, const World& world) {
  std::set<std::string> imported, wanted;  // "java.util.*", "java.util.List"
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto kind = source::type(node);
    if (kind == "import_declaration") {
      auto line = file.syntax.text(node);
      line.remove_prefix(std::min<std::size_t>(line.size(), 6));
      imported.insert(std::string(base::trim(line.substr(0, line.find(';')))));
      return false;
    }
    const bool static_user = kind == "identifier" && file.text[source::span(node).begin] >= 'A' &&
                             file.text[source::span(node).begin] <= 'Z' &&
                             (is(parent_of(node), "method_invocation") || is(parent_of(node), "field_access"));
    if (kind != "type_identifier" && !static_user) return true;
    const auto name = file.syntax.text(node);
    if (world.find_class(name) != nullptr) return true;
    std::string_view best;
    double belief = 0.8;  // of a doubtful one javac must complain by itself
    for (const auto& known : jdk_classes(name)) {
      if (known.package == "java.lang") return true;
      if (imported.contains(std::string(known.package) + ".*")) return true;
      if (package_belief(known.package) > belief) {
        belief = package_belief(known.package);
        best = known.package;
      }
    }
    if (!best.empty()) wanted.insert(fmt::format("{}.{}", best, name));
    return true;
  });
  std::vector<std::string> missing;
  for (const auto& name : wanted) {
    const auto simple_name = name.substr(name.rfind('.'));
    if (std::ranges::none_of(imported, [&](const std::string& known) { return known.ends_with(simple_name); }))
      missing.push_back(name);
  }
  return missing;
}

/// A wrong type is mostly written more than once ("let[] a = new let[3]"): each replacement of it is offered for all
/// places together, too.
void everywhere(const source::Code& file, source::Span place, std::string_view name,
                std::vector<Proposal>& proposals) {
  std::vector<source::Span> places;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (is(node, "type_identifier") && file.syntax.text(node) == name) places.push_back(span(node));
    return true;
  });
  if (places.size() < 2) return;
  const auto singles = proposals;
  for (const auto& single : singles) {
    if (single.edits.size() != 1 || single.edits.front().begin != place.begin ||
        single.edits.front().end != place.end)
      continue;
    auto all = single;
    all.edits.clear();
    for (const auto& one : places)
      all.edits.push_back({file.path, one.begin, one.end, single.edits.front().replacement});
    all.confidence = std::min(0.95, single.confidence + 0.04);
    proposals.push_back(std::move(all));
  }
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  std::vector<Proposal> proposals;
  if (context.file == nullptr) return proposals;
  const World world(context);
  const auto& file = *context.file;
  std::string name;
  bool is_class = true;
  if (const auto missing = missing_symbol(context.problem.primary)) {
    name = missing->name;
    is_class = missing->kind == "class" || missing->kind == "interface";
  } else if (!context.problem.primary.arguments.empty()) {
    // "package Collectors does not exist": somebody wrote Collectors.Thing without the import.
    name = context.problem.primary.arguments.front();
  }
  if (name.empty() || name.find('.') != std::string::npos) return proposals;
  auto at = context.at.begin;
  auto place = identifier_at(file.text, at);
  if (file.text.substr(place.begin, place.end - place.begin) != name) {
    // The place is the dot of "new Outer.Inner"; look on the line.
    const auto line = file.lines.line_of(at);
    const auto span = file.lines.line_span(line);
    const auto found = file.text.substr(span.begin, span.end - span.begin).find(name);
    if (found == std::string_view::npos) return proposals;
    place = {span.begin + found, span.begin + found + name.size()};
  }
  const auto add_import = [&](const std::string& whole, double confidence) {
    proposals.push_back(insert_line(file, import_line(file), fmt::format("import {};", whole), confidence,
                                    fmt::format("'{}' is in {}", name, whole.substr(0, whole.rfind('.'))),
                                    Safety::safe));
  };
  for (const auto& known : jdk_classes(name))
    if (known.package != "java.lang")
      add_import(fmt::format("{}.{}", known.package, known.name), package_belief(known.package));
  // The others that are missing too: the same proposal answers for all of them.
  if (const auto all = all_missing_imports(file, world);
      all.size() > 1 && std::ranges::any_of(all, [&](const std::string& one) { return one.ends_with("." + name); })) {
    std::string lines;
    for (const auto& one : all) lines += fmt::format("{}import {};", lines.empty() ? "" : line_end(file), one);
    proposals.push_back(
        insert_line(file, import_line(file), lines, 0.96, "classes of the JDK are not imported", Safety::safe));
  }
  for (const auto& known : world.classes())
    if (known.name == name && known.file != &file && !known.package.empty())
      add_import(fmt::format("{}.{}", known.package, name), 0.9);
  if (!is_class) return proposals;
  if (name == "Entry" && jdk_classes(name).empty()) {
    proposals.push_back(replace(file, place, "Map.Entry", 0.85, "an Entry is one of a Map"));
    add_import("java.util.Map.Entry", 0.7);
  }

  for (const auto& [wrong, right] : kWords)
    if (name == wrong)
      proposals.push_back(replace(file, place, right, 0.93, fmt::format("'{}' is '{}' in Java", wrong, right)));

  // A declaration whose type is a word of another language.
  if (std::ranges::find(kInferred, std::string_view(name)) != std::end(kInferred)) {
    const auto node = world.node_at(place.begin);
    const auto declaration =
        enclosing(node, {"local_variable_declaration", "field_declaration", "formal_parameter",
                         "enhanced_for_statement", "method_declaration", "array_creation_expression"});
    std::string type;
    bool declared = false;
    if (is(declaration, "enhanced_for_statement")) {
      type = world.type_of(field(declaration, "value"));
      if (type.ends_with("[]"))
        type.resize(type.size() - 2);
      else
        type.clear();
      declared = type.empty();
      if (declared) type = "var";
    } else if (!null(declaration)) {
      const auto declarator = field(declaration, "declarator");
      const auto value = field(declarator, "value");
      type = world.type_of(value);
      if (type == "<null>" || erased(type) == name) type.clear();
      if (const auto known = world.variable(world.text(field(declarator, "name")), span(declaration).begin);
          known && is(declaration, "local_variable_declaration"))
        proposals.push_back(erase(file, {place.begin, span(declarator).begin}, 0.8,
                                  fmt::format("'{}' is declared already", known->name)));
      if (type.empty() && !null(value) && is(declaration, "local_variable_declaration")) type = "var";
      // "let[] a": there is no var[].
      if (type == "var" && place.end < file.text.size() && file.text[place.end] == '[') type = "int";
      // How it is used says more: compared with or indexed by numbers.
      if (type.empty() && is(declaration, "method_declaration")) type = "int";
    }
    if (!type.empty())
      proposals.push_back(
          replace(file, place, type, 0.8, fmt::format("'{}' is no type; the value is a {}", name, type)));
    for (const auto& [guess, confidence] :
         {std::pair<std::string_view, double>{"int", 0.5}, {"String", 0.3}, {"boolean", 0.15}})
      if (type != guess)
        proposals.push_back(replace(file, place, guess, type.empty() ? confidence : confidence / 3,
                                    fmt::format("'{}' is no type", name), Safety::choice));
    everywhere(file, place, name, proposals);
    return proposals;
  }

  // Misspelt.
  struct Near {
    std::string name;
    double like;
  };
  std::vector<Near> near;
  for (const auto& known : world.classes())
    if (const auto like = likeness(name, known.name); like && *like < 2.2 && known.name != name)
      near.push_back({std::string(known.name), *like});
  static constexpr std::string_view kCommon[] = {"String",
                                                 "Integer",
                                                 "Boolean",
                                                 "Character",
                                                 "Double",
                                                 "Long",
                                                 "Object",
                                                 "StringBuilder",
                                                 "List",
                                                 "ArrayList",
                                                 "LinkedList",
                                                 "Map",
                                                 "HashMap",
                                                 "TreeMap",
                                                 "LinkedHashMap",
                                                 "Set",
                                                 "HashSet",
                                                 "TreeSet",
                                                 "LinkedHashSet",
                                                 "Queue",
                                                 "Deque",
                                                 "ArrayDeque",
                                                 "PriorityQueue",
                                                 "Stack",
                                                 "Arrays",
                                                 "Collections",
                                                 "Math",
                                                 "System",
                                                 "Exception",
                                                 "RuntimeException",
                                                 "IllegalArgumentException",
                                                 "Iterator",
                                                 "Comparator",
                                                 "Scanner",
                                                 "Random",
                                                 "Optional",
                                                 "Override",
                                                 "Collectors",
                                                 "Stream",
                                                 "Thread",
                                                 "Runnable",
                                                 "StringBuffer",
                                                 "BigInteger",
                                                 "Comparable",
                                                 "IllegalStateException",
                                                 "IOException",
                                                 "BufferedReader",
                                                 "Objects",
                                                 "Function",
                                                 "Predicate",
                                                 "Supplier",
                                                 "Consumer"};
  for (const auto known : kCommon)
    if (const auto like = likeness(name, known); like && *like < 2.2 && known != name)
      near.push_back({std::string(known), *like});
  for (const std::string_view primitive : {"int", "long", "double", "boolean", "char", "void"})
    if (const auto like = likeness(name, primitive); like && *like < 1.6 && primitive != name)
      near.push_back({std::string(primitive), *like + 0.1});
  std::ranges::stable_sort(near, {}, &Near::like);
  double confidence = 0.85;
  for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 3); ++i) {
    auto made = replace(file, place, near[i].name, std::max(0.1, confidence - 0.25 * near[i].like),
                        fmt::format("there is no class '{}', but '{}'", name, near[i].name));
    proposals.push_back(std::move(made));
    confidence *= 0.5;
  }
  // A declaration of a thing that is of no known class, and that nothing else mentions.
  const auto declaration =
      enclosing(world.node_at(place.begin), {"local_variable_declaration", "field_declaration", "block"});
  if ((is(declaration, "local_variable_declaration") || is(declaration, "field_declaration")) && near.empty() &&
      jdk_classes(name).empty()) {
    const auto declarator = field(declaration, "declarator");
    const auto variable = world.text(field(declarator, "name"));
    if (!null(field(declarator, "value"))) {
      const auto type = world.type_of(field(declarator, "value"));
      if (!type.empty() && type != "<null>" && erased(type) != name)
        proposals.push_back(replace(file, place, type, 0.6, fmt::format("the value is a {}", type)));
    }
    std::size_t uses = 0;
    source::walk(file.syntax.root(), [&](TSNode node) {
      uses += is(node, "identifier") && world.text(node) == variable;
      return true;
    });
    if (uses == 1) {
      const auto line = file.lines.line_of(span(declaration).begin);
      const auto whole = file.lines.line_span_full(line);
      const bool alone =
          base::trim(file.text.substr(whole.begin, whole.end - whole.begin)) == world.text(declaration);
      proposals.push_back(erase(file, alone ? whole : span(declaration), 0.4,
                                fmt::format("'{}' is of no known class and not used", variable), Safety::choice));
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "java/unknown_class",
          .languages = kLanguages,
          .answers = R"(cannot find symbol; symbol: (class|interface|variable) [\w$]+|compiler\.err\.doesnt\.exist )",
          .best = Safety::safe,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::java::unknown_class
