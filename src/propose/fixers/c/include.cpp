// What it answers: a name of the standard library without its header, and a header that does not exist.
// What it changes: adds the #include after the last one, or corrects the header's spelling.
// When it declines: the name is of no known header, or its header is included already.
#include <algorithm>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::include {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

/// The 1-based line before which a new #include goes: after the last one at the top, else after leading comments.
std::uint32_t place_for_include(const source::Code& file) {
  std::uint32_t last = 0;
  for (std::uint32_t line = 1; line <= file.lines.count(); ++line) {
    const auto text = base::trim(file.lines.line(line));
    if (text.starts_with("#") && text.find("include") != std::string_view::npos) last = line;
    if (text.find('{') != std::string_view::npos) break;
  }
  return last + 1;
}

Proposal add_include(const source::Code& file, std::string_view header, double confidence, std::string_view name) {
  return insert_line(file, place_for_include(file), "#include <" + std::string(header) + ">", confidence,
                     "'" + std::string(name) + "' is declared in <" + std::string(header) + ">", Safety::safe);
}

bool includes(const source::Code& file, std::string_view header) {
  const auto line = "<" + std::string(header) + ">";
  for (auto at = file.text.find(line); at != std::string_view::npos; at = file.text.find(line, at + 1)) {
    const auto text = file.lines.line(file.lines.line_of(at));
    if (base::trim(text).starts_with('#')) return true;
  }
  return false;
}

std::vector<Proposal> wrong_header(const FixContext& context, std::string_view message) {
  static const base::Regex kName(R"(^'?([^':]+?)'?(?:: No such file or directory| file not found))");
  std::string header;
  if (!kName.find(message, &header)) return {};
  const auto& file = *context.file;
  const auto line = file.lines.line_of(context.at.begin);
  const auto where = file.lines.line_span(line);
  const auto text = file.lines.line(line);
  const auto at = text.find(header);
  if (at == std::string_view::npos || at == 0) return {};
  const source::Span name{where.begin + at, where.begin + at + header.size()};
  std::vector<Proposal> found;
  std::vector<std::string_view> known;
  for (const auto* table : {"c/std_symbols", "cpp/std_symbols"}) {
    if (context.facts.language == Language::c && std::string_view(table).starts_with("cpp")) continue;
    for (const auto& row : languages::Table(table).all())
      if (row.size() > 1 && std::ranges::find(known, row[1]) == known.end()) known.push_back(row[1]);
  }
  const bool quoted = text[at - 1] == '"';
  // A file of the project by that base name, reached by its relative path.
  for (const auto& path : context.tree.files())
    if (base::file_name(path) == base::file_name(header) && path != file.path) {
      const auto folder = base::parent(file.path);
      auto relative = path;
      if (const auto below = base::below("/" + std::string(folder), "/" + path)) relative = *below;
      if (relative != header && !folder.empty() && !base::below("/" + std::string(folder), "/" + path)) {
        std::string up;
        for (const auto part : base::split(folder, '/')) up += part.empty() ? "" : "../";
        relative = up + path;
      }
      found.push_back(replace(file, name, relative, 0.75, "the header lies in another folder"));
    }
  for (const auto& near : source::near_names(header, known))
    if (near.distance <= 2)
      found.push_back(replace(file, name, near.name, near.distance == 1 ? 0.9 : 0.7,
                              "the header is called '" + std::string(near.name) + "'"));
  if (quoted && std::ranges::find(known, header) != known.end())
    found.push_back(
        replace(file, {name.begin - 1, name.end + 1}, "<" + header + ">", 0.8, "the header belongs to the system"));
  std::vector<std::string_view> own;
  for (const auto& path : context.tree.files())
    if (path.ends_with(".h") || path.ends_with(".hpp")) own.push_back(base::file_name(path));
  for (const auto& near : source::near_names(header, own))
    found.push_back(replace(file, name, near.name, near.distance == 1 ? 0.85 : 0.6,
                            "the project has a header '" + std::string(near.name) + "'"));
  // Headers of other systems have nothing to offer here.
  constexpr std::string_view kForeign[] = {"conio.h", "windows.h", "dos.h", "graphics.h", "iostream.h", "process.h"};
  if (std::ranges::find(kForeign, header) != std::end(kForeign))
    found.push_back(erase(file, file.lines.line_span_full(line), 0.5, "the header belongs to another system"));
  return found;
}

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto message = plain_message(context);
  if (message.find("file not found") != std::string::npos ||
      message.find("No such file or directory") != std::string::npos)
    return wrong_header(context, message);
  const auto where = identifier_at(file.text, context.at.begin);
  std::string_view name = file.text.substr(where.begin, where.end - where.begin);
  // "has incomplete type" blames the variable; the message names the type that some <...fwd> header only declared.
  static const base::Regex kIncomplete(R"(std::(?:__cxx11::)?(\w+).* incomplete type)");
  std::string incomplete;
  if (kIncomplete.find(message, &incomplete)) name = incomplete;
  if (name.empty()) return {};
  std::vector<Proposal> found;
  if (context.facts.language == Language::cpp) {
    static const languages::Table cpp("cpp/std_symbols");
    const auto rows = cpp.rows(name);
    const bool qualified = where.begin >= 2 && file.text.substr(where.begin - 2, 2) == "::";
    const bool open =
        file.text.find("using namespace std") != std::string_view::npos || qualified || !incomplete.empty();
    if (!rows.empty() && rows.front().size() > 2) {
      const auto header = rows.front()[1];
      const bool included = includes(file, header) || includes(file, "bits/stdc++.h");
      const auto all = tokens(file, {0, file.text.size()});
      Proposal proposal;
      if (!included) proposal = add_include(file, header, 0.85, name);
      if (!open) {
        for (std::size_t i = 0; i < all.size(); ++i)
          if (all[i].text == name &&
              (i == 0 || (all[i - 1].text != "::" && all[i - 1].text != "." && all[i - 1].text != "->")))
            proposal.edits.push_back({file.path, all[i].span.begin, all[i].span.begin, "std::"});
        proposal.confidence = 0.8;
        if (included) proposal.reason = "'" + std::string(name) + "' is std::" + std::string(name);
      }
      if (!proposal.edits.empty()) found.push_back(std::move(proposal));
    }
  }
  const auto known = library_name(name);
  const bool cpp = context.facts.language == Language::cpp;
  if (!known.header.empty() && !includes(file, known.header) && !(cpp && includes(file, "bits/stdc++.h"))) {
    const bool call = where.end < file.text.size() && file.text[where.end] == '(';
    const bool fits = known.kind != "function" || call;
    found.push_back(add_include(file, known.header, name.size() < 3 || !fits ? 0.15 : 0.9, name));
  }
  return found;
}

}  // namespace

Fixer fixer() {
  return {
      .id = "c/include",
      .languages = kLanguages,
      .answers =
          R"(^(gcc|clang) .*(undeclared|was not declared|implicit declaration|implicitly declaring|unknown type name|does not name a type|file not found|No such file or directory|is not a member of 'std'|no (type|member|template) named .* in namespace 'std'|has incomplete type|incompatible implicit))",
      .best = Safety::safe,
      .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::include
