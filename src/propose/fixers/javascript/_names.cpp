#include "_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript {
namespace {

using source::Code;
using source::Span;
using source::type;

bool is_any(std::string_view what, std::initializer_list<std::string_view> of) {
  return std::ranges::find(of, what) != of.end();
}

const std::initializer_list<std::string_view> kScopes = {"program",
                                                         "statement_block",
                                                         "class_body",
                                                         "function_declaration",
                                                         "function_expression",
                                                         "arrow_function",
                                                         "for_statement",
                                                         "for_in_statement",
                                                         "method_definition",
                                                         "generator_function_declaration",
                                                         "catch_clause",
                                                         "switch_body",
                                                         "interface_declaration",
                                                         "type_alias_declaration",
                                                         "function_signature",
                                                         "generator_function"};
const std::initializer_list<std::string_view> kFunctions = {
    "function_declaration",           "function_expression", "arrow_function", "method_definition",
    "generator_function_declaration", "generator_function",  "program",        "function_signature"};

Span scope_of(TSNode node) { return source::span(enclosing(node, kScopes)); }

/// Identifiers that a pattern declares.
void collect_pattern(const Code& file, TSNode pattern, Span scope, std::string_view how, std::vector<Binding>& into) {
  if (is_null(pattern)) return;
  const auto kind = type(pattern);
  if (is_any(kind, {"identifier", "shorthand_property_identifier_pattern"})) {
    into.push_back({text(file, pattern), pattern, scope, how});
  } else if (is_any(kind, {"object_pattern", "array_pattern", "rest_pattern"})) {
    for (const auto child : children(pattern)) collect_pattern(file, child, scope, how, into);
  } else if (kind == "pair_pattern") {
    collect_pattern(file, field(pattern, "value"), scope, how, into);
  } else if (is_any(kind, {"assignment_pattern", "object_assignment_pattern"})) {
    collect_pattern(file, field(pattern, "left"), scope, how, into);
  } else if (is_any(kind, {"required_parameter", "optional_parameter"})) {
    collect_pattern(file, field(pattern, "pattern"), scope, how, into);
  }
}

std::string_view unquoted(std::string_view literal) {
  return literal.size() >= 2 ? literal.substr(1, literal.size() - 2) : literal;
}

/// The string argument of require("x"), else a null node.
TSNode required(const Code& file, TSNode call) {
  if (is_null(call) || type(call) != "call_expression" || text(file, field(call, "function")) != "require") return {};
  const auto arguments = children(field(call, "arguments"));
  return arguments.size() == 1 && type(arguments[0]) == "string" ? arguments[0] : TSNode{};
}

constexpr std::string_view kTried[] = {"",          ".js",        ".mjs",      ".cjs",       ".ts",
                                       ".tsx",      ".mts",       ".cts",      ".jsx",       ".json",
                                       "/index.js", "/index.mjs", "/index.ts", "/index.tsx", "/index.cjs"};

void export_declaration(const Code& file, TSNode declaration, Exports& into) {
  const auto kind = type(declaration);
  if (is_any(kind, {"lexical_declaration", "variable_declaration"})) {
    std::vector<Binding> names;
    for (const auto child : children(declaration))
      if (type(child) == "variable_declarator") collect_pattern(file, field(child, "name"), {}, "", names);
    for (const auto& one : names) into.names.push_back({one.name, false});
  } else if (const auto name = field(declaration, "name"); !is_null(name)) {
    into.names.push_back({text(file, name), is_any(kind, {"interface_declaration", "type_alias_declaration"})});
  }
}

}  // namespace

TSNode field(TSNode node, std::string_view name) {
  if (ts_node_is_null(node)) return node;
  return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
}

bool is_null(TSNode node) { return ts_node_is_null(node); }

std::vector<TSNode> children(TSNode node) {
  std::vector<TSNode> found;
  if (is_null(node)) return found;
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  if (ts_tree_cursor_goto_first_child(&cursor)) {
    do {
      const TSNode child = ts_tree_cursor_current_node(&cursor);
      if (ts_node_is_named(child)) found.push_back(child);
    } while (ts_tree_cursor_goto_next_sibling(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
  return found;
}

std::string_view text(const Code& file, TSNode node) { return is_null(node) ? "" : file.syntax.text(node); }

TSNode enclosing(TSNode node, std::initializer_list<std::string_view> types) {
  while (!is_null(node) && !is_any(type(node), types)) node = ts_node_parent(node);
  return node;
}

TSNode leaf_at(const Code& file, std::uint64_t at) {
  if (at > file.text.size()) return {};
  const auto end = std::min<std::uint64_t>(at + 1, file.text.size());
  TSNode node = file.syntax.at(at, end);
  if ((is_null(node) || ts_node_child_count(node) > 0) && at > 0) node = file.syntax.at(at - 1, at);
  return node;
}

std::vector<Binding> bindings(const Code& file) {
  std::vector<Binding> found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto kind = type(node);
    const auto named = [&](std::string_view how) {
      if (const auto name = field(node, "name"); !is_null(name))
        found.push_back({text(file, name), name, scope_of(ts_node_parent(node)), how});
    };
    if (kind == "variable_declarator") {
      const auto declaration = ts_node_parent(node);
      const auto word = text(file, field(declaration, "kind"));
      const auto how = word.empty() ? std::string_view("var") : word;
      const auto scope = how == "var" ? source::span(enclosing(declaration, kFunctions)) : scope_of(declaration);
      collect_pattern(file, field(node, "name"), scope, how, found);
    } else if (is_any(kind, {"function_declaration", "generator_function_declaration", "function_signature"})) {
      named("function");
    } else if (is_any(kind, {"class_declaration", "abstract_class_declaration", "enum_declaration"})) {
      named("class");
    } else if (is_any(kind, {"interface_declaration", "type_alias_declaration"})) {
      named("type");
    } else if (is_any(kind, {"function_expression", "class"})) {
      if (const auto name = field(node, "name"); !is_null(name))
        found.push_back({text(file, name), name, source::span(node), "function"});
    } else if (kind == "formal_parameters") {
      for (const auto child : children(node))
        collect_pattern(file, child, source::span(ts_node_parent(node)), "parameter", found);
    } else if (kind == "arrow_function") {
      collect_pattern(file, field(node, "parameter"), source::span(node), "parameter", found);
    } else if (kind == "catch_clause") {
      collect_pattern(file, field(node, "parameter"), source::span(node), "catch", found);
    } else if (kind == "for_in_statement") {
      collect_pattern(file, field(node, "left"), source::span(node), "const", found);
    } else if (kind == "type_parameter") {
      if (const auto name = field(node, "name"); !is_null(name))
        found.push_back({text(file, name), name, source::span(ts_node_parent(ts_node_parent(node))), "type"});
    } else if (kind == "import_specifier") {
      const auto alias = field(node, "alias");
      const auto name = is_null(alias) ? field(node, "name") : alias;
      found.push_back({text(file, name), name, source::span(file.syntax.root()), "import"});
    } else if (is_any(kind, {"import_clause", "namespace_import"})) {
      for (const auto child : children(node))
        if (type(child) == "identifier")
          found.push_back({text(file, child), child, source::span(file.syntax.root()), "import"});
    }
    return true;
  });
  return found;
}

std::vector<std::string_view> visible_names(const Code& file, std::uint64_t at) {
  std::vector<std::string_view> names;
  std::set<std::string_view> seen;
  for (const auto& one : bindings(file))
    if (one.scope.begin <= at && at <= one.scope.end && seen.insert(one.name).second) names.push_back(one.name);
  return names;
}

std::vector<Import> imports(const Code& file) {
  std::vector<Import> found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    const auto kind = type(node);
    if (kind == "import_statement") {
      Import one;
      one.statement = node;
      one.source = field(node, "source");
      one.module = unquoted(text(file, one.source));
      for (const auto clause : children(node)) {
        if (type(clause) != "import_clause") continue;
        for (const auto part : children(clause)) {
          if (type(part) == "identifier") one.names.push_back({"default", part, text(file, part)});
          if (type(part) == "namespace_import")
            for (const auto name : children(part)) one.names.push_back({"*", name, text(file, name)});
          if (type(part) == "named_imports")
            for (const auto specifier : children(part)) {
              if (type(specifier) != "import_specifier") continue;
              const auto name = field(specifier, "name"), alias = field(specifier, "alias");
              one.names.push_back({text(file, name), name, text(file, is_null(alias) ? name : alias)});
            }
        }
      }
      found.push_back(std::move(one));
      return false;
    }
    if (kind == "variable_declarator") {
      const auto source = required(file, field(node, "value"));
      if (!is_null(source)) {
        Import one;
        one.commonjs = true;
        one.statement = ts_node_parent(node);
        one.source = source;
        one.module = unquoted(text(file, source));
        const auto name = field(node, "name");
        if (type(name) == "identifier") {
          one.names.push_back({"*", name, text(file, name)});
        } else {
          for (const auto part : children(name)) {
            if (type(part) == "shorthand_property_identifier_pattern")
              one.names.push_back({text(file, part), part, text(file, part)});
            if (type(part) == "pair_pattern")
              one.names.push_back(
                  {text(file, field(part, "key")), field(part, "key"), text(file, field(part, "value"))});
          }
        }
        found.push_back(std::move(one));
      }
    }
    return true;
  });
  return found;
}

bool Exports::has(std::string_view name) const {
  return std::ranges::find(names, name, &Export::name) != names.end();
}

Exports exports(const source::Analysis& code, std::string_view path, int depth) {
  Exports found;
  const auto* file = depth > 3 ? nullptr : code.code(path);
  if (file == nullptr ||
      !is_any(base::extension(path), {".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts"}))
    return found;
  for (const auto statement : children(file->syntax.root())) {
    if (type(statement) == "export_statement") {
      const auto source = field(statement, "source");
      const auto declaration = field(statement, "declaration");
      const auto whole = text(*file, statement);
      bool star = false, fallback = false;
      for (std::uint32_t i = 0; i < ts_node_child_count(statement); ++i) {
        const auto child = ts_node_child(statement, i);
        if (type(child) == "default") fallback = true;
        if (type(child) == "*") star = true;
        if (type(child) == "export_clause")
          for (const auto specifier : children(child)) {
            const auto alias = field(specifier, "alias");
            found.names.push_back({text(*file, is_null(alias) ? field(specifier, "name") : alias), false});
          }
      }
      if (fallback) {
        found.names.push_back({"default", false});
      } else if (!is_null(declaration)) {
        export_declaration(*file, declaration, found);
      }
      if (star && !is_null(source) && whole.find(" as ") == std::string_view::npos)
        if (const auto target = resolve_module(code, path, unquoted(text(*file, source))))
          for (const auto& one : exports(code, *target, depth + 1).names)
            if (one.name != "default") found.names.push_back(one);
    } else if (type(statement) == "expression_statement") {
      const auto parts = children(statement);
      if (parts.empty() || type(parts[0]) != "assignment_expression") continue;
      const auto left = text(*file, field(parts[0], "left"));
      const auto right = field(parts[0], "right");
      if (left == "module.exports") {
        found.commonjs = true;
        found.names.push_back({"default", false});
        if (type(right) == "object")
          for (const auto part : children(right)) {
            if (type(part) == "shorthand_property_identifier") found.names.push_back({text(*file, part), false});
            if (type(part) == "pair") found.names.push_back({text(*file, field(part, "key")), false});
            if (type(part) == "method_definition") found.names.push_back({text(*file, field(part, "name")), false});
          }
      } else if (left.starts_with("module.exports.") || left.starts_with("exports.")) {
        found.commonjs = true;
        found.names.push_back({left.substr(left.rfind('.') + 1), false});
      }
    }
  }
  return found;
}

std::optional<std::string> resolve_module(const source::Analysis& code, std::string_view from,
                                          std::string_view specifier) {
  if (!specifier.starts_with('.')) return std::nullopt;
  const auto folder = base::parent(from);
  const auto stem =
      base::normalize((folder.empty() ? std::string() : std::string(folder) + "/") + std::string(specifier));
  for (const auto ending : kTried)
    if (const auto path = stem + std::string(ending); code.tree().read(path)) return path;
  // TypeScript writes "./x.js" for x.ts.
  for (const auto& [js, ts] : {std::pair{".js", ".ts"}, {".js", ".tsx"}, {".mjs", ".mts"}, {".cjs", ".cts"}})
    if (std::string_view(stem).ends_with(js)) {
      const auto path = stem.substr(0, stem.size() - std::string_view(js).size()) + ts;
      if (code.tree().read(path)) return path;
    }
  return std::nullopt;
}

std::string specifier_for(const source::Analysis& code, const Code& from, std::string_view to) {
  auto folder = std::string(base::parent(from.path));
  std::string prefix;
  for (;;) {
    if (folder.empty() || to.starts_with(folder + "/")) break;
    folder = base::parent(folder);
    prefix += "../";
  }
  auto rest = std::string(folder.empty() ? to : to.substr(folder.size() + 1));
  // With or without endings? As the file's other relative imports have it, else as the kind of module needs it.
  int with = 0, without = 0;
  const auto count = [&](const Code& file) {
    for (const auto& one : imports(file))
      if (one.module.starts_with('.')) ++(base::extension(one.module).empty() ? without : with);
  };
  count(from);
  if (with == without) {
    with = without = 0;
    int looked = 0;
    for (const auto& path : script_files(code))
      if (const auto* file = path == from.path || ++looked > 30 ? nullptr : code.code(path)) count(*file);
  }
  const bool typescript = from.facts->language == Language::typescript;
  const bool ending = with != without ? with > without : !typescript && is_module(code, from);
  const auto extension = base::extension(rest);
  if (is_any(extension, {".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".jsx", ".cjs"})) {
    const auto stem = rest.substr(0, rest.size() - extension.size());
    if (!ending && extension != ".mjs" && extension != ".cjs")
      rest = stem;
    else if (extension == ".ts" || extension == ".tsx")
      rest = stem + ".js";
    else if (extension == ".mts")
      rest = stem + ".mjs";
    else if (extension == ".cts")
      rest = stem + ".cjs";
  }
  return (prefix.empty() ? "./" : prefix) + rest;
}

bool is_module(const source::Analysis& code, const Code& file) {
  const auto extension = base::extension(file.path);
  if (extension == ".mjs" || extension == ".mts") return true;
  if (extension == ".cjs" || extension == ".cts") return false;
  for (const auto statement : children(file.syntax.root()))
    if (is_any(type(statement), {"import_statement", "export_statement"})) return true;
  for (auto folder = std::string(base::parent(file.path));; folder = base::parent(folder)) {
    if (const auto manifest = code.tree().read(folder.empty() ? "package.json" : folder + "/package.json")) {
      const auto key = manifest->find("\"type\"");
      if (key == std::string_view::npos) return false;
      return manifest->substr(key, 40).find("\"module\"") != std::string_view::npos;
    }
    if (folder.empty()) return false;
  }
}

Proposal add_import(const source::Analysis& code, const Code& file, std::string_view module,
                    std::string_view exported, std::string_view local, double confidence, std::string reason) {
  const auto all = imports(file);
  const auto name = exported == local || exported == "*" || exported == "default"
                        ? std::string(local)
                        : fmt::format("{} as {}", exported, local);
  // Into an import of the same module.
  for (const auto& one : all) {
    if (one.module != module || one.names.empty() || exported == "*") continue;
    if (text(file, one.statement).starts_with("import type")) continue;
    const auto last = std::ranges::find_if(one.names.rbegin(), one.names.rend(), [](const auto& each) {
      return each.exported != "default" && each.exported != "*";
    });
    if (exported != "default" && last != one.names.rend() && !(one.commonjs && exported != local)) {
      const auto specifier =
          enclosing(last->node, {"import_specifier", "shorthand_property_identifier_pattern", "pair_pattern"});
      if (!is_null(specifier))
        return insert(file, source::span(specifier).end, ", " + name, confidence, std::move(reason));
    }
    const bool only_default = one.names.size() == 1 && one.names[0].exported == "default";
    if (exported != "default" && only_default && !one.commonjs)
      return insert(file, source::span(one.names[0].node).end, ", { " + name + " }", confidence, std::move(reason));
    if (exported == "default" && !one.commonjs && one.names[0].exported != "default" &&
        one.names[0].exported != "*") {
      const auto list = enclosing(one.names[0].node, {"named_imports"});
      if (!is_null(list)) return insert(file, source::span(list).begin, name + ", ", confidence, std::move(reason));
    }
  }
  const bool esm = file.facts->language == Language::typescript || is_module(code, file);
  // The file's own quotes and semicolons.
  char quote = '\'';
  bool semicolon = file.text.find(';') != std::string_view::npos || file.text.size() < 20;
  if (!all.empty()) {
    quote = text(file, all.back().source).empty() ? '\'' : text(file, all.back().source).front();
    semicolon = text(file, all.back().statement).ends_with(';');
  } else if (std::ranges::count(file.text, '"') > std::ranges::count(file.text, '\'')) {
    quote = '"';
  }
  std::string line;
  if (esm)
    line = exported == "default" ? fmt::format("import {} from {}{}{}", local, quote, module, quote)
           : exported == "*" ? fmt::format("import {}{} from {}{}{}", module.starts_with('.') ? "* as " : "", local,
                                           quote, module, quote)
                             : fmt::format("import {{ {} }} from {}{}{}", name, quote, module, quote);
  else
    line = exported == "default" || exported == "*"
               ? fmt::format("const {} = require({}{}{})", local, quote, module, quote)
               : fmt::format("const {{ {} }} = require({}{}{})",
                             exported == local ? std::string(local) : fmt::format("{}: {}", exported, local), quote,
                             module, quote);
  if (semicolon) line += ';';
  // Behind the last import; else at the top, below a hash-bang line and "use strict".
  std::uint32_t before = 1;
  for (const auto& one : all)
    if (is_null(ts_node_parent(ts_node_parent(one.statement))))
      before = file.lines.line_of(source::span(one.statement).end) + 1;
  if (before == 1) {
    if (file.text.starts_with("#!")) before = 2;
    const auto first = file.lines.line(before);
    if (first.find("use strict") != std::string_view::npos && first.size() < 16) ++before;
  }
  return insert_line(file, before, line, confidence, std::move(reason));
}

std::vector<Span> uses(const Code& file, std::string_view name) {
  std::vector<Span> found;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (ts_node_child_count(node) > 0) return true;
    if (is_any(type(node), {"identifier", "shorthand_property_identifier", "type_identifier"}) &&
        text(file, node) == name)
      found.push_back(source::span(node));
    return true;
  });
  return found;
}

Proposal replace_all(const Code& file, const std::vector<Span>& spans, std::string_view with, double confidence,
                     std::string reason, Safety safety) {
  Proposal proposal;
  for (const auto& span : spans) {
    // { wrong } in an object literal keeps its key.
    const TSNode node = file.syntax.at(span.begin, span.end);
    auto replacement = std::string(with);
    if (!is_null(node) && type(node) == "shorthand_property_identifier")
      replacement = std::string(text(file, node)) + ": " + replacement;
    proposal.edits.push_back({file.path, span.begin, span.end, std::move(replacement)});
  }
  proposal.confidence = confidence;
  proposal.reason = std::move(reason);
  proposal.safety = safety;
  return proposal;
}

double nearness(std::string_view wrong, const source::NearName& near, std::size_t rank) {
  const bool same_letters = base::lower(wrong) == base::lower(near.name);
  const double length = static_cast<double>(std::max(wrong.size(), near.name.size()));
  double belief = same_letters ? 0.93 : 0.95 - 1.4 * static_cast<double>(near.distance) / (length + 2);
  for (std::size_t i = 0; i < rank && i < 6; ++i) belief *= 0.6;
  return std::clamp(belief, 0.05, 0.93);
}

std::vector<std::string> script_files(const source::Analysis& code) {
  std::vector<std::string> found;
  for (const auto& path : code.tree().files()) {
    const auto language = languages::language_of(path);
    if ((language == Language::javascript || language == Language::typescript) && !path.ends_with(".d.ts") &&
        path.find("node_modules/") == std::string::npos)
      found.push_back(path);
    if (found.size() >= 2000) break;
  }
  return found;
}

}  // namespace fixpoint::propose::fixers::javascript
