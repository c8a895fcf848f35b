// What it answers: "no member named".
// What it changes: replaces the name by a near one among the members of the structures of the file and the project.
// When it declines: no member is near.
#include <algorithm>
#include <set>

#include "_check.hpp"
#include "_tools.hpp"
#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/fixer.hpp"

namespace fixpoint::propose::fixers::c {
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
  SearchOptions options;
  options.unexplained = 0;
  return search(file, std::move(candidates), options);
}

}  // namespace

Fixer member_name() {
  return {.id = "c/member_name",
          .languages = kLanguages,
          .answers = R"(^(gcc|clang) .*(no member named|has no member))",
          .best = Safety::likely,
          .propose = propose};
}

}  // namespace fixpoint::propose::fixers::c
