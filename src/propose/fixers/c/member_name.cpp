// What it answers: "no member named".
// What it changes: replaces the name by a near one among the members of the structures of the file and the project.
// When it declines: no member is near.
#include <algorithm>
#include <set>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "languages/table.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c::member_name {
namespace {

constexpr Language kLanguages[] = {Language::c, Language::cpp};

Result<std::vector<Proposal>> propose(const FixContext& context) {
  if (context.file == nullptr) return {};
  const auto& file = *context.file;
  const auto where = identifier_at(file.text, context.at.begin);
  if (where.begin == where.end) return {};
  const auto name = file.text.substr(where.begin, where.end - where.begin);
  const auto message = plain_message(context);
  const Token token{where, name, true};
  std::vector<Candidate> candidates;
  std::set<std::string_view> seen;
  const auto offer = [&](const source::Code& code) {
    for (const auto& symbol : code.symbols) {
      if (symbol.kind != languages::SymbolKind::field || !seen.insert(symbol.name).second || symbol.name == name)
        continue;
      // Members of the structure that the message names come first.
      const auto before = code.text.substr(0, symbol.scope.begin);
      const auto owner = before.substr(before.find_last_of('\n', before.size() > 1 ? before.size() - 2 : 0) + 1);
      std::string owner_name(base::trim(owner));
      const auto last = owner_name.find_last_of(' ');
      if (last != std::string::npos) owner_name.erase(0, last + 1);
      const bool named = !owner_name.empty() && message.find(owner_name) != std::string::npos;
      const auto cost = letters(name, symbol.name) + (named ? 0.0 : 0.8);
      if (cost < 5)
        candidates.push_back(replace_token(
            token, symbol.name, cost,
            "there is no member '" + std::string(name) + "', '" + std::string(symbol.name) + "' is one"));
    }
  };
  offer(file);
  for (const auto& path : context.tree.files()) {
    if (path == file.path || candidates.size() > 200) continue;
    const auto language = languages::language_of(path);
    if (language != Language::c && language != Language::cpp) continue;
    if (const auto* other = context.code.code(path)) offer(*other);
  }
  if (context.facts.language == Language::cpp) {
    // Members of the library's containers, by the type that the message names.
    static const languages::Table members("cpp/std_members");
    static const languages::Table synonyms("cpp/member_synonyms");
    static const base::Regex kType(R"((?:std::(?:__cxx11::|__cxx20::)?)(?:basic_)?(\w+)[<'’])");
    std::string type;
    const auto after = base::trim(file.text.substr(where.end, 8));
    if (kType.find(message, &type))
      for (const auto& row : members.rows(type)) {
        if (row.size() < 2) continue;
        for (const auto member : base::split(row[1], ' ')) {
          double cost = letters(name, member);
          for (const auto& synonym : synonyms.rows(name))
            if (synonym.size() > 1)
              for (const auto word : base::split(synonym[1], ' '))
                if (word == member) cost = std::min(cost, 0.1);
          if (cost >= 4 || !seen.insert(member).second) continue;
          std::string with(member);
          if (!after.starts_with('(') && member != "first" && member != "second") with += "()";
          candidates.push_back(
              replace_token(token, with, cost,
                            "a " + type + " has '" + std::string(member) + "', not '" + std::string(name) + "'"));
        }
      }
  }
  auto options = search_options(context);
  options.unexplained = 0;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer fixer() {
  return {.id = "c/member_name",
          .languages = kLanguages,
          .answers = R"(^(gcc|clang) .*(no member named|has no member))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c::member_name
