#include "propose/fixers/go/_code.hpp"

#include <algorithm>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"

namespace fixpoint::propose::fixers::go {
namespace {

constexpr std::size_t kMaxFiles = 600;

const languages::Table& packages_table() {
  static const languages::Table kTable("go/std_packages");
  return kTable;
}
const languages::Table& symbols_table() {
  static const languages::Table kTable("go/std_symbols");
  return kTable;
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string_view{};
}

/// Folder of the nearest go.mod at or above `folder`, and the module's path.
struct Module {
  std::string folder;  // "" for the root
  std::string path;
};

std::optional<Module> module_of(const FixContext& context, std::string_view folder) {
  std::string at(folder);
  for (int depth = 0; depth < 32; ++depth) {
    const auto file = at.empty() ? std::string("go.mod") : at + "/go.mod";
    if (const auto text = context.tree.read(file))
      for (const auto line : base::split_lines(*text))
        if (line.starts_with("module ")) return Module{at, std::string(base::trim(line.substr(7)))};
    if (at.empty()) return std::nullopt;
    const auto slash = at.rfind('/');
    at.resize(slash == std::string::npos ? 0 : slash);
  }
  return std::nullopt;
}

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string{} : std::string(path.substr(0, slash));
}

bool is_exported(std::string_view name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

}  // namespace

std::string package_name(std::string_view path) {
  auto name = base::file_name(path);
  const bool version = name.size() > 1 && name[0] == 'v' && base::is_digit(name[1]);
  if (version && path.size() > name.size() + 1) name = base::file_name(path.substr(0, path.size() - name.size() - 1));
  if (const auto dot = name.find('.'); dot != std::string_view::npos) name = name.substr(0, dot);
  if (name.starts_with("go-")) name.remove_prefix(3);
  return std::string(name);
}

std::vector<Import> imports(const source::Code& file) {
  std::vector<Import> found;
  for (const auto declaration : named_children(file.syntax.root())) {
    if (source::type(declaration) != "import_declaration") continue;
    source::walk(declaration, [&](TSNode node) {
      if (source::type(node) != "import_spec") return true;
      Import import{node, declaration, std::string(unquoted(file.syntax.text(field(node, "path")))), {}};
      const auto name = field(node, "name");
      import.name = ts_node_is_null(name) ? package_name(import.path) : std::string(file.syntax.text(name));
      found.push_back(std::move(import));
      return false;
    });
  }
  return found;
}

Edit import_edit(const source::Code& file, std::string_view path, std::string_view alias) {
  const std::string end(line_end(file));
  std::string spec = alias.empty() ? "" : std::string(alias) + " ";
  spec += "\"" + std::string(path) + "\"";
  const auto existing = imports(file);
  for (const auto& import : existing) {
    TSNode list = ts_node_parent(import.spec);
    if (source::type(list) != "import_spec_list") continue;
    // Into the group whose kind fits (a dot in the first element marks foreign packages), in order.
    const bool foreign = path.substr(0, path.find('/')).contains('.');
    const Import* before = nullptr;
    const Import* last = nullptr;
    for (const auto& one : existing) {
      if (!ts_node_eq(ts_node_parent(one.spec), list)) continue;
      const bool other = one.path.substr(0, one.path.find('/')).find('.') != std::string::npos;
      if (other == foreign && one.path > path) {
        before = &one;
        break;
      }
      if (other == foreign || last == nullptr) last = &one;
      if (other && !foreign && before == nullptr && last == &one) {
        before = &one;
        break;
      }
    }
    if (before != nullptr) {
      const auto line = file.lines.line_of(source::span(before->spec).begin);
      const auto at = file.lines.line_span_full(line).begin;
      return {file.path, at, at, std::string(indentation(file.lines.line(line))) + spec + end};
    }
    if (last != nullptr) {
      const auto line = file.lines.line_of(source::span(last->spec).begin);
      const auto at = file.lines.line_span_full(line).end;
      return {file.path, at, at, std::string(indentation(file.lines.line(line))) + spec + end};
    }
  }
  if (!existing.empty()) {
    const auto& only = existing.front();
    const auto what = source::span(only.declaration);
    const std::string old(file.syntax.text(only.spec));
    const bool first = only.path > path;
    return {file.path, what.begin, what.end,
            "import (" + end + "\t" + (first ? spec : old) + end + "\t" + (first ? old : spec) + end + ")"};
  }
  for (const auto node : named_children(file.syntax.root()))
    if (source::type(node) == "package_clause") {
      const auto at = source::span(node).end;
      return {file.path, at, at, end + end + "import " + spec};
    }
  return {file.path, 0, 0, "import " + spec + end};
}

std::vector<const source::Code*> project_files(const FixContext& context) {
  std::vector<const source::Code*> files;
  for (const auto& path : context.tree.files()) {
    if (!path.ends_with(".go")) continue;
    if (files.size() >= kMaxFiles) break;
    if (const auto* file = context.code.code(path)) files.push_back(file);
  }
  return files;
}

std::vector<const source::Code*> package_files(const FixContext& context) {
  std::vector<const source::Code*> files;
  if (context.file == nullptr) return files;
  const auto folder = folder_of(context.file->path);
  for (const auto& path : context.tree.files())
    if (path.ends_with(".go") && folder_of(path) == folder && files.size() < kMaxFiles)
      if (const auto* file = context.code.code(path)) files.push_back(file);
  return files;
}

std::vector<std::string> module_packages(const FixContext& context) {
  std::vector<std::string> packages;
  if (context.file == nullptr) return packages;
  const auto module = module_of(context, folder_of(context.file->path));
  if (!module) return packages;
  std::set<std::string> folders;
  for (const auto& path : context.tree.files())
    if (path.ends_with(".go") && !path.ends_with("_test.go")) folders.insert(folder_of(path));
  for (const auto& folder : folders) {
    if (folder == module->folder) {
      packages.push_back(module->path);
    } else if (module->folder.empty()) {
      packages.push_back(module->path + "/" + folder);
    } else if (folder.starts_with(module->folder + "/")) {
      packages.push_back(module->path + folder.substr(module->folder.size()));
    }
  }
  return packages;
}

std::vector<const source::Code*> files_of_package(const FixContext& context, std::string_view path) {
  std::vector<const source::Code*> files;
  if (context.file == nullptr) return files;
  const auto module = module_of(context, folder_of(context.file->path));
  if (!module || !path.starts_with(module->path)) return files;
  auto rest = path.substr(module->path.size());
  if (!rest.empty() && rest[0] != '/') return files;
  if (!rest.empty()) rest.remove_prefix(1);
  std::string folder = module->folder;
  if (!rest.empty()) folder += (folder.empty() ? "" : "/") + std::string(rest);
  for (const auto& file : context.tree.files())
    if (file.ends_with(".go") && folder_of(file) == folder && files.size() < kMaxFiles)
      if (const auto* code = context.code.code(file)) files.push_back(code);
  return files;
}

std::vector<std::string_view> exported(const FixContext& context, std::string_view path) {
  std::vector<std::string_view> names;
  for (const auto& row : symbols_table().rows(path))
    if (row.size() > 1) names.push_back(row[1]);
  if (!names.empty()) return names;
  for (const auto* file : files_of_package(context, path))
    for (const auto& symbol : file->symbols)
      if (symbol.top_level && is_exported(symbol.name)) names.push_back(symbol.name);
  return names;
}

std::vector<std::string> paths_for(const FixContext& context, std::string_view name) {
  std::vector<std::string> paths;
  const auto add = [&](std::string path) {
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
  };
  for (const auto* file : project_files(context))
    for (const auto& import : imports(*file))
      if (import.name == name && file != context.file) add(import.path);
  for (const auto& row : packages_table().rows(name))
    if (row.size() > 1) add(std::string(row[1]));
  for (auto& path : module_packages(context))
    if (package_name(path) == name) add(std::move(path));
  if (paths.size() < 2 || context.file == nullptr) return paths;
  // Those that have every name the file asks of them come first; math/rand is meant more often than crypto/rand.
  std::set<std::string_view> wanted;
  source::walk(context.file->syntax.root(), [&](TSNode node) {
    if (source::type(node) == "selector_expression" && context.file->syntax.text(field(node, "operand")) == name)
      wanted.insert(context.file->syntax.text(field(node, "field")));
    if (source::type(node) == "qualified_type" && context.file->syntax.text(field(node, "package")) == name)
      wanted.insert(context.file->syntax.text(field(node, "name")));
    return true;
  });
  const auto missing = [&](const std::string& path) {
    const auto names = exported(context, path);
    return std::ranges::count_if(wanted, [&](auto one) { return std::ranges::find(names, one) == names.end(); });
  };
  const auto rare = [](const std::string& path) {
    return path.starts_with("crypto/") || path.starts_with("html/") || path.ends_with("/v2") ? 1 : 0;
  };
  std::ranges::stable_sort(paths, [&](const auto& a, const auto& b) {
    const auto lacks_a = missing(a), lacks_b = missing(b);
    return lacks_a != lacks_b ? lacks_a < lacks_b : rare(a) < rare(b);
  });
  return paths;
}

TSNode enclosing_function(TSNode node) {
  return enclosing(node, {"function_declaration", "method_declaration", "func_literal"});
}

TSNode expression_at(const source::Code& file, std::uint64_t at, std::string_view text) {
  TSNode node = file.syntax.at(at, at + 1);
  TSNode best = node;
  const auto bare = [](std::string_view value) {
    std::string out;
    for (const char c : value)
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    return out;
  };
  const auto wanted = bare(text);
  for (; !ts_node_is_null(node) && source::span(node).begin == at; node = ts_node_parent(node)) {
    const auto kind = source::type(node);
    if (kind.ends_with("statement") || kind.ends_with("_list") || kind == "block" || kind.ends_with("declaration") ||
        kind == "source_file")
      break;
    best = node;
    if (!wanted.empty() && bare(file.syntax.text(node)) == wanted) return node;
  }
  return best;
}

std::vector<std::string> result_types(const source::Code& file, TSNode function, bool* named) {
  std::vector<std::string> types;
  if (named != nullptr) *named = false;
  const auto result = field(function, "result");
  if (ts_node_is_null(result)) return types;
  if (source::type(result) != "parameter_list") return {std::string(file.syntax.text(result))};
  for (const auto parameter : named_children(result)) {
    if (source::type(parameter) != "parameter_declaration") continue;
    const std::string type(file.syntax.text(field(parameter, "type")));
    std::size_t names = 0;
    for (const auto child : named_children(parameter))
      if (source::type(child) == "identifier") ++names;
    if (names > 0 && named != nullptr) *named = true;
    for (std::size_t i = 0; i < std::max<std::size_t>(names, 1); ++i) types.push_back(type);
  }
  return types;
}

std::string zero_value(std::string_view type) {
  static constexpr std::string_view kNumbers[] = {"int",   "int8",    "int16",   "int32",     "int64",      "uint",
                                                  "uint8", "uint16",  "uint32",  "uint64",    "uintptr",    "byte",
                                                  "rune",  "float32", "float64", "complex64", "complex128", "number"};
  if (std::ranges::find(kNumbers, type) != std::end(kNumbers)) return "0";
  if (type == "string") return "\"\"";
  if (type == "bool") return "false";
  if (type == "error" || type == "any" || type.starts_with('*') || type.starts_with("[]") ||
      type.starts_with("map[") || type.starts_with("func") || type.starts_with("chan") ||
      type.starts_with("interface") || type.starts_with("<-"))
    return "nil";
  return std::string(type) + "{}";
}

int occurrences(const source::Code& file, TSNode in, std::string_view name) {
  int count = 0;
  source::walk(in, [&](TSNode node) {
    if (ts_node_child_count(node) == 0 && file.syntax.text(node) == name) ++count;
    return true;
  });
  return count;
}

const std::vector<std::string_view>& predeclared() {
  static const std::vector<std::string_view> kNames = {
      "any",    "bool",   "byte",   "comparable", "complex64", "complex128", "error",  "float32", "float64",
      "int",    "int8",   "int16",  "int32",      "int64",     "rune",       "string", "uint",    "uint8",
      "uint16", "uint32", "uint64", "uintptr",    "true",      "false",      "iota",   "nil",     "append",
      "cap",    "clear",  "close",  "complex",    "copy",      "delete",     "imag",   "len",     "make",
      "max",    "min",    "new",    "panic",      "print",     "println",    "real",   "recover", "_"};
  return kNames;
}

bool is_predeclared(std::string_view name) { return std::ranges::find(predeclared(), name) != predeclared().end(); }

std::vector<std::string_view> unexplained(const FixContext& context, TSNode in) {
  std::set<std::string_view> known;
  for (const auto* file : package_files(context))
    for (const auto& symbol : file->symbols)
      if (symbol.top_level || file == context.file) known.insert(symbol.name);
  const auto own = imports(*context.file);
  for (const auto& import : own) known.insert(import.name);
  std::set<std::string_view> found;
  source::walk(in, [&](TSNode node) {
    const auto kind = source::type(node);
    if (kind != "identifier" && kind != "type_identifier" && kind != "package_identifier") return true;
    const auto name = context.file->syntax.text(node);
    if (name.size() > 1 && !known.contains(name) && !is_predeclared(name)) {
      // Keys of struct literals are fields.
      const auto parent = ts_node_parent(ts_node_parent(node));
      if (!ts_node_is_null(parent) && source::type(parent) == "keyed_element" &&
          source::span(parent).begin == source::span(node).begin)
        return true;
      found.insert(name);
    }
    return true;
  });
  return {found.begin(), found.end()};
}

source::Span whole_line(const source::Code& file, source::Span what) {
  const auto first = file.lines.line_of(what.begin);
  const auto last = file.lines.line_of(what.end > what.begin ? what.end - 1 : what.end);
  source::Span span{file.lines.line_span_full(first).begin, file.lines.line_span_full(last).end};
  const bool blank_before = first > 1 && base::trim(file.lines.line(first - 1)).empty();
  const bool blank_after = last < file.lines.count() && base::trim(file.lines.line(last + 1)).empty();
  if (blank_before && blank_after) span.end = file.lines.line_span_full(last + 1).end;
  return span;
}

}  // namespace fixpoint::propose::fixers::go
