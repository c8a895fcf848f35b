#include "propose/fixers/python/_names.hpp"

#include <algorithm>
#include <set>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::python {
namespace {

bool within(source::Span inner, source::Span outer) { return inner.begin >= outer.begin && inner.end <= outer.end; }

bool overlaps(TSNode node, source::Span region) {
  const auto span = source::span(node);
  return span.begin < region.end && span.end > region.begin;
}

bool is_import(TSNode node) {
  const auto kind = source::type(node);
  return kind == "import_statement" || kind == "import_from_statement" || kind == "future_import_statement";
}

std::string_view name_of(const source::Code& file, TSNode node) {
  const auto name = field(node, "name");
  return ts_node_is_null(name) ? std::string_view{} : file.syntax.text(name);
}

void members_of(const FixContext& context, const source::Code& file, TSNode klass, int depth,
                std::vector<std::string_view>& members) {
  const auto body = field(klass, "body");
  source::walk(body, [&](TSNode node) {
    const auto kind = source::type(node);
    if (kind == "function_definition" || kind == "class_definition") {
      const auto parent = ts_node_parent(node);
      const bool direct = ts_node_eq(parent, body) || (source::type(parent) == "decorated_definition");
      if (direct) members.push_back(name_of(file, node));
      return kind == "function_definition";
    }
    if (kind == "assignment") {
      const auto left = field(node, "left");
      if (source::type(left) == "identifier") {
        const auto statement = ts_node_parent(node);
        if (!ts_node_is_null(statement) && ts_node_eq(ts_node_parent(statement), body))
          members.push_back(file.syntax.text(left));
      }
      source::walk(left, [&](TSNode part) {
        if (source::type(part) == "attribute" && source::type(field(part, "object")) == "identifier" &&
            file.syntax.text(field(part, "object")) == "self")
          members.push_back(file.syntax.text(field(part, "attribute")));
        return true;
      });
    }
    return true;
  });
  const auto bases = field(klass, "superclasses");
  if (depth >= 4 || ts_node_is_null(bases)) return;
  for (std::uint32_t i = 0; i < ts_node_named_child_count(bases); ++i) {
    const auto base = ts_node_named_child(bases, i);
    auto name = file.syntax.text(base);
    if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
    for (const auto& symbol : context.code.project_symbols(Language::python)) {
      if (symbol.name != name || symbol.kind != languages::SymbolKind::type) continue;
      const auto* other = context.code.code(symbol.file);
      if (other == nullptr) continue;
      const auto node = enclosing(*other, symbol.place.begin, "class_definition");
      if (!ts_node_is_null(node) && !ts_node_eq(node, klass)) members_of(context, *other, node, depth + 1, members);
      break;
    }
  }
}

bool package(const FixContext& context, std::string_view folder) {
  return context.tree.read(folder.empty() ? "__init__.py" : std::string(folder) + "/__init__.py").has_value();
}

/// The folder that is on sys.path for a file: the first one above it that is no package.
std::string_view import_root(const FixContext& context, std::string_view path) {
  auto folder = base::parent(path);
  while (!folder.empty() && package(context, folder)) folder = base::parent(folder);
  return folder;
}

std::string dotted(std::string_view path, std::string_view root) {
  auto rest = root.empty() ? path : path.substr(root.size() + 1);
  if (rest.ends_with(".py")) rest.remove_suffix(3);
  if (rest.ends_with(".pyi")) rest.remove_suffix(4);
  if (rest == "__init__") return {};
  if (rest.ends_with("/__init__")) rest.remove_suffix(9);
  return base::replace_all(rest, "/", ".");
}

}  // namespace

TSNode field(TSNode node, std::string_view name) {
  if (ts_node_is_null(node)) return node;
  return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
}

std::vector<source::Span> uses_of_name(const source::Code& file, std::string_view name, source::Span region) {
  std::vector<source::Span> uses;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (!overlaps(node, region)) return false;
    if (source::type(node) != "identifier" || file.syntax.text(node) != name || !within(source::span(node), region))
      return true;
    const auto parent = ts_node_parent(node);
    if (source::type(parent) == "attribute" && ts_node_eq(field(parent, "attribute"), node)) return true;
    if (source::type(parent) == "keyword_argument" && ts_node_eq(field(parent, "name"), node)) return true;
    uses.push_back(source::span(node));
    return true;
  });
  return uses;
}

std::vector<source::Span> uses_of_attribute(const source::Code& file, std::string_view name, source::Span region) {
  std::vector<source::Span> uses;
  source::walk(file.syntax.root(), [&](TSNode node) {
    if (!overlaps(node, region)) return false;
    if (source::type(node) != "attribute") return true;
    const auto attribute = field(node, "attribute");
    if (file.syntax.text(attribute) == name && within(source::span(attribute), region))
      uses.push_back(source::span(attribute));
    return true;
  });
  std::ranges::sort(uses, {}, &source::Span::begin);
  return uses;
}

source::Span line_region(const FixContext& context, std::uint32_t more_lines) {
  const auto& lines = context.file->lines;
  const auto line = lines.line_of(context.at.begin);
  return {lines.line_span(line).begin, lines.line_span(std::min(line + more_lines, lines.count())).end};
}

TSNode enclosing(const source::Code& file, std::uint64_t offset, std::string_view type) {
  auto node = file.syntax.at(offset, offset);
  while (!ts_node_is_null(node) && source::type(node) != type) node = ts_node_parent(node);
  return node;
}

std::optional<Underlined> underlined(const FixContext& context) {
  const auto lines = base::split_lines(context.problem.primary.context);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto marks = lines[i];
    const auto first = marks.find_first_not_of(' ');
    if (first == std::string_view::npos || first < 4 || marks.find_first_not_of("^~ ") != std::string_view::npos)
      continue;
    const auto last = marks.find_last_not_of(' ') + 1;
    const auto printed = base::trim(lines[i - 1]);
    const auto number = context.file->lines.line_of(context.at.begin);
    const auto line = context.file->lines.line_span(number);
    const auto text = context.file->lines.line(number);
    const auto start = text.find_first_not_of(" \t\f");
    if (start == std::string_view::npos || base::trim(text) != printed) return std::nullopt;
    // Columns of the excerpt count characters.
    const auto offset = [&](std::size_t column) {
      std::size_t at = start;
      for (std::size_t seen = 4; seen < column && at < text.size(); ++seen) at += base::decode_utf8(text, at).size;
      return line.begin + at;
    };
    Underlined result;
    result.whole = {offset(first), offset(last)};
    const auto caret = marks.find('^'), caret_end = marks.rfind('^') + 1;
    result.carets = caret == std::string_view::npos ? result.whole : source::Span{offset(caret), offset(caret_end)};
    return result;
  }
  return std::nullopt;
}

std::string_view did_you_mean(std::string_view message) {
  for (const std::string_view mark : {"Did you mean: '", "Did you mean '"}) {
    const auto at = message.find(mark);
    if (at == std::string_view::npos) continue;
    const auto begin = at + mark.size();
    const auto end = message.find('\'', begin);
    if (end == std::string_view::npos) return {};
    auto name = message.substr(begin, end - begin);
    return base::is_identifier(name) || name.find('.') != std::string_view::npos ? name : std::string_view{};
  }
  return {};
}

Proposal import_proposal(const source::Code& file, std::string_view module, std::string_view name, double confidence,
                         std::string reason, std::string_view alias) {
  const auto root = file.syntax.root();
  std::optional<std::uint64_t> after;  // behind the last import of the first run of them
  std::uint64_t top = 0;               // behind the docstring and comments at the top
  bool leading = true;
  std::optional<std::uint64_t> first_relative;  // absolute imports stand before it
  for (std::uint32_t i = 0; i < ts_node_child_count(root); ++i) {
    const auto node = ts_node_child(root, i);
    const auto kind = source::type(node);
    if (is_import(node)) {
      const auto from = field(node, "module_name");
      const bool relative = !ts_node_is_null(from) && source::type(from) == "relative_import";
      if (relative && !first_relative) first_relative = source::span(node).begin;
      if (!relative || module.starts_with('.')) after = source::span(node).end;
      leading = false;
      // Extend "from module import a, b".
      if (!name.empty() && alias.empty() && kind == "import_from_statement" &&
          file.syntax.text(field(node, "module_name")) == module) {
        const auto text = file.syntax.text(node);
        const auto last = ts_node_named_child(node, ts_node_named_child_count(node) - 1);
        if (text.find('*') == std::string_view::npos && source::type(last) != "comment")
          return insert(file, source::span(last).end, ", " + std::string(name), confidence, std::move(reason));
      }
      continue;
    }
    if (kind == "comment") {
      if (leading) top = source::span(node).end;
      continue;
    }
    if (leading && kind == "expression_statement" && ts_node_named_child_count(node) == 1 &&
        source::type(ts_node_named_child(node, 0)) == "string") {
      top = source::span(node).end;
      leading = false;
      continue;
    }
    if (kind != "if_statement" && kind != "try_statement") break;
    if (after || first_relative) break;
  }
  std::string line =
      name.empty() ? "import " + std::string(module) : "from " + std::string(module) + " import " + std::string(name);
  if (!alias.empty()) line += " as " + std::string(alias);
  if (!after && first_relative && !module.starts_with('.'))
    return insert_line(file, file.lines.line_of(*first_relative), line, confidence, std::move(reason));
  const bool fresh = !after;
  std::uint32_t before = 1;
  if (after || top > 0) before = file.lines.line_of(after.value_or(top)) + 1;
  if (fresh && before <= file.lines.count() && !base::trim(file.lines.line(before)).empty())
    line += std::string(line_end(file)) + (top > 0 ? "" : std::string(line_end(file)));
  return insert_line(file, before, line, confidence, std::move(reason));
}

std::string module_of(const FixContext& context, const source::Code& from, std::string_view path) {
  const auto folder = base::parent(path), own = base::parent(from.path);
  if (package(context, own) && own == folder) {
    // Siblings: with a dot where this file already imports so.
    for (std::uint32_t i = 0; i < ts_node_child_count(from.syntax.root()); ++i) {
      const auto node = ts_node_child(from.syntax.root(), i);
      if (source::type(node) == "import_from_statement" &&
          from.syntax.text(field(node, "module_name")).starts_with('.'))
        return "." + dotted(path, folder);
    }
  }
  return dotted(path, package(context, folder) ? import_root(context, path)
                      : folder == own          ? folder
                                               : std::string_view{});
}

std::optional<std::string> file_of_module(const FixContext& context, const source::Code& from,
                                          std::string_view module) {
  std::string folder(base::parent(from.path));
  std::size_t dots = 0;
  while (dots < module.size() && module[dots] == '.') ++dots;
  std::vector<std::string> roots;
  if (dots > 0) {
    for (std::size_t i = 1; i < dots; ++i) folder = std::string(base::parent(folder));
    roots.push_back(folder);
  } else {
    roots = {std::string(base::parent(from.path)), std::string(import_root(context, from.path)), "", "src"};
  }
  const auto path = base::replace_all(module.substr(dots), ".", "/");
  for (const auto& root : roots) {
    const auto start = root.empty() ? path : root + "/" + path;
    for (const std::string_view ending : {".py", "/__init__.py"})
      if (context.tree.read(start + std::string(ending))) return start + std::string(ending);
  }
  return std::nullopt;
}

std::vector<std::string_view> class_members(const FixContext& context, std::string_view name) {
  std::vector<std::string_view> members;
  for (const auto& symbol : context.code.project_symbols(Language::python)) {
    if (symbol.name != name || symbol.kind != languages::SymbolKind::type) continue;
    const auto* file = context.code.code(symbol.file);
    if (file == nullptr) continue;
    const auto node = enclosing(*file, symbol.place.begin, "class_definition");
    if (!ts_node_is_null(node)) members_of(context, *file, node, 0, members);
    break;
  }
  std::ranges::sort(members);
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

std::vector<std::string_view> module_names(const source::Code& file) {
  std::vector<std::string_view> names;
  for (const auto& symbol : file.symbols)
    if (symbol.top_level) names.push_back(symbol.name);
  return names;
}

Proposal rename(const source::Code& file, const std::vector<source::Span>& spans, std::string_view text,
                double confidence, std::string reason) {
  Proposal proposal;
  for (const auto& span : spans) proposal.edits.push_back({file.path, span.begin, span.end, std::string(text)});
  proposal.confidence = confidence;
  proposal.reason = std::move(reason);
  return proposal;
}

double near_confidence(std::string_view wrong, std::string_view right, std::size_t distance) {
  if (base::lower(wrong) == base::lower(right)) return 0.88;
  double confidence = 0.9 - 0.12 * static_cast<double>(distance);
  if (wrong.size() <= 3) confidence -= 0.2;
  if (wrong.empty() || right.empty() || wrong.front() != right.front()) confidence -= 0.08;
  return std::max(0.15, confidence);
}

}  // namespace fixpoint::propose::python
