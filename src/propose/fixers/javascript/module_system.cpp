// What it answers: CommonJS in an ES module ("require is not defined in ES module scope", module, exports,
// __dirname), and import/export in a CommonJS file. What it changes: all require() calls and exports of the file to
// the module's own syntax, or the reverse; defines
// __dirname and __filename; or says in package.json that the package is a module.
// When it declines: what the file does has no plain counterpart.
#include <fmt/format.h>

#include <algorithm>

#include "_names.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"

namespace fixpoint::propose::fixers::javascript::module_system {
namespace {

using source::type;

std::string with_ending(const source::Analysis& code, const source::Code& file, std::string_view module) {
  if (!module.starts_with('.')) return std::string(module);
  const auto path = resolve_module(code, file.path, module);
  if (!path || file.facts->language == Language::typescript) return std::string(module);
  // ES modules of node need the whole path, whatever require() made of it.
  auto whole = specifier_for(code, file, *path);
  if (!whole.ends_with(base::extension(*path))) whole += base::extension(*path);
  return whole;
}

/// require() and exports to import and export, everywhere in the file.
std::optional<Proposal> to_module(const source::Analysis& code, const source::Code& file) {
  Proposal proposal;
  bool whole = true;
  for (const auto& one : imports(file)) {
    if (!one.commonjs) continue;
    const auto parts = children(one.statement);
    if (parts.size() != 1 || one.names.empty()) {
      whole = false;
      continue;
    }
    const auto quote = text(file, one.source).front();
    const auto semicolon = text(file, one.statement).ends_with(';') ? ";" : "";
    std::string names;
    if (one.names[0].exported == "*") {
      names = one.names[0].local;
      if (const auto path = resolve_module(code, file.path, one.module))
        if (const auto exported = exports(code, *path); !exported.has("default")) names = "* as " + names;
    } else {
      for (const auto& name : one.names) {
        if (!names.empty()) names += ", ";
        names += name.exported == name.local ? std::string(name.local)
                                             : fmt::format("{} as {}", name.exported, name.local);
      }
      names = "{ " + names + " }";
    }
    const auto span = source::span(one.statement);
    proposal.edits.push_back({file.path, span.begin, span.end,
                              fmt::format("import {} from {}{}{}{}", names, quote,
                                          with_ending(code, file, one.module), quote, semicolon)});
  }
  for (const auto statement : children(file.syntax.root())) {
    if (type(statement) != "expression_statement") continue;
    const auto parts = children(statement);
    if (parts.empty() || type(parts[0]) != "assignment_expression") continue;
    const auto left = text(file, field(parts[0], "left"));
    const auto right = field(parts[0], "right");
    const auto span = source::span(statement);
    if (left == "module.exports") {
      if (type(right) == "object") {
        std::string names;
        bool plain = true;
        for (const auto part : children(right)) {
          if (type(part) == "shorthand_property_identifier") {
            names += (names.empty() ? "" : ", ") + std::string(text(file, part));
          } else if (type(part) == "pair" && type(field(part, "value")) == "identifier") {
            names += (names.empty() ? "" : ", ") + std::string(text(file, field(part, "value"))) + " as " +
                     std::string(text(file, field(part, "key")));
          } else {
            plain = false;
          }
        }
        if (plain && !names.empty())
          proposal.edits.push_back({file.path, span.begin, span.end, "export { " + names + " };"});
        else
          whole = false;
      } else {
        proposal.edits.push_back(
            {file.path, source::span(field(parts[0], "left")).begin, source::span(right).begin, "export default "});
      }
    } else if (left.starts_with("exports.") || left.starts_with("module.exports.")) {
      const auto name = left.substr(left.rfind('.') + 1);
      if (type(right) == "identifier" && text(file, right) == name)
        proposal.edits.push_back({file.path, span.begin, span.end, "export { " + std::string(name) + " };"});
      else
        proposal.edits.push_back(
            {file.path, span.begin, source::span(right).begin, "export const " + std::string(name) + " = "});
    }
  }
  if (proposal.edits.empty()) return std::nullopt;
  proposal.confidence = whole ? 0.9 : 0.4;
  proposal.reason = "the file is an ES module, so it imports and exports";
  return proposal;
}

/// import and export to require() and exports.
std::optional<Proposal> to_commonjs(const source::Code& file) {
  Proposal proposal;
  for (const auto& one : imports(file)) {
    if (one.commonjs) continue;
    const auto span = source::span(one.statement);
    const auto quoted = text(file, one.source);
    std::string names, whole;
    for (const auto& name : one.names) {
      if (name.exported == "default" || name.exported == "*") {
        whole = name.local;
      } else {
        if (!names.empty()) names += ", ";
        names +=
            name.exported == name.local ? std::string(name.local) : fmt::format("{}: {}", name.exported, name.local);
      }
    }
    if (!whole.empty() && !names.empty()) return std::nullopt;
    proposal.edits.push_back({file.path, span.begin, span.end,
                              one.names.empty() ? fmt::format("require({});", quoted)
                                                : fmt::format("const {} = require({});",
                                                              whole.empty() ? "{ " + names + " }" : whole, quoted)});
  }
  for (const auto statement : children(file.syntax.root())) {
    if (type(statement) != "export_statement") continue;
    const auto declaration = field(statement, "declaration");
    const auto span = source::span(statement);
    const auto value = field(statement, "value");
    if (!is_null(value)) {
      proposal.edits.push_back({file.path, span.begin, source::span(value).begin, "module.exports = "});
    } else if (!is_null(declaration) && !is_null(field(declaration, "name"))) {
      const auto name = std::string(text(file, field(declaration, "name")));
      proposal.edits.push_back({file.path, span.begin, source::span(declaration).begin, ""});
      proposal.edits.push_back({file.path, span.end, span.end, "\nexports." + name + " = " + name + ";"});
    } else if (!is_null(declaration) && type(declaration) == "lexical_declaration" &&
               children(declaration).size() == 1 && type(field(children(declaration)[0], "name")) == "identifier") {
      const auto name = std::string(text(file, field(children(declaration)[0], "name")));
      proposal.edits.push_back({file.path, span.begin, source::span(declaration).begin, ""});
      proposal.edits.push_back({file.path, span.end, span.end, "\nexports." + name + " = " + name + ";"});
    } else {
      return std::nullopt;
    }
  }
  if (proposal.edits.empty()) return std::nullopt;
  proposal.confidence = 0.6;
  proposal.reason = "the file is CommonJS, so it requires";
  return proposal;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto& diagnostic = context.problem.primary;
  std::vector<Proposal> proposals;
  if (diagnostic.message.find("in ES module scope") != std::string::npos) {
    const std::string_view name = diagnostic.arguments.empty() ? std::string_view{} : diagnostic.arguments[0];
    if (name == "__dirname" || name == "__filename") {
      auto proposal = add_import(context.code, file, "node:url", "fileURLToPath", "fileURLToPath", 0.9,
                                 "an ES module has no " + std::string(name));
      std::string define = "const __filename = fileURLToPath(import.meta.url);\n";
      if (name == "__dirname") define = "const __dirname = fileURLToPath(new URL('.', import.meta.url));\n";
      // Behind the imports, in the same edit when that is where the import goes.
      std::uint32_t behind = file.text.starts_with("#!") ? 2 : 1;
      for (const auto& one : imports(file))
        if (!one.commonjs) behind = file.lines.line_of(source::span(one.statement).end) + 1;
      const auto at = file.lines.line_span_full(behind).begin;
      if (!proposal.edits.empty() && proposal.edits.back().begin == at)
        proposal.edits.back().replacement += define;
      else
        proposal.edits.push_back({file.path, at, at, define});
      proposals.push_back(std::move(proposal));
      return proposals;
    }
    if (auto proposal = to_module(context.code, file)) proposals.push_back(std::move(*proposal));
    return proposals;
  }
  // import or export in a CommonJS file.
  if (auto proposal = to_commonjs(file)) proposals.push_back(std::move(*proposal));
  if (const auto manifest = context.tree.read("package.json"); manifest &&
                                                               !std::string_view(file.path).ends_with(".cjs") &&
                                                               manifest->find("\"type\"") == std::string_view::npos) {
    const auto brace = manifest->find('{');
    if (brace != std::string_view::npos) {
      Proposal proposal;
      const bool empty = base::trim(manifest->substr(brace + 1)).starts_with('}');
      proposal.edits.push_back(
          {"package.json", brace + 1, brace + 1, std::string("\n  \"type\": \"module\"") + (empty ? "\n" : ",")});
      proposal.confidence = 0.75;
      proposal.reason = "the package is written as ES modules";
      proposals.push_back(std::move(proposal));
    }
  }
  return proposals;
}

}  // namespace

Fixer fixer() {
  return {.id = "javascript/module_system",
          .languages = kBoth,
          .answers =
              R"(in ES module scope|Cannot use import statement outside|Unexpected token 'export'|ERR_REQUIRE_ESM)",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::javascript::module_system
