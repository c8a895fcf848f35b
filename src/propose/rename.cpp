#include "propose/rename.hpp"

#include <set>
#include <string>

#include "base/text.hpp"
#include "propose/edits.hpp"
#include "propose/nodes.hpp"

namespace fixpoint::propose {
namespace {

constexpr std::size_t kMaxFiles = 200;
constexpr std::size_t kMaxTried = 12;

/// Whole-word occurrences in all files; stops counting at `enough`.
int count(const std::vector<const source::Code*>& files, std::string_view word, int enough) {
  int found = 0;
  for (std::size_t i = 0; i < files.size() && i < kMaxFiles; ++i) {
    const auto text = files[i]->text;
    for (auto at = text.find(word); at != std::string_view::npos && found < enough; at = text.find(word, at + 1)) {
      const bool left = at > 0 && base::is_identifier_part(text[at - 1]);
      const auto end = at + word.size();
      if (!left && (end == text.size() || !base::is_identifier_part(text[end]))) ++found;
    }
  }
  return found;
}

}  // namespace

void rename_declaration(const std::vector<const source::Code*>& files, std::string_view missing,
                        std::vector<Proposal>& found) {
  if (missing.size() < 2) return;
  std::size_t tried = 0;
  int uses = -1;
  for (std::size_t i = 0; i < files.size() && i < kMaxFiles; ++i)
    for (const auto& symbol : files[i]->symbols) {
      if (tried >= kMaxTried || !near(symbol.name, missing)) continue;
      ++tried;
      if (count(files, symbol.name, 2) != 1) continue;
      if (uses < 0) uses = count(files, missing, 3);
      found.push_back(
          replace(*files[i], symbol.place, missing, uses >= 2 ? 0.93 : 0.6,
                  std::string(symbol.name) + " is never used; its users call it " + std::string(missing)));
    }
}

}  // namespace fixpoint::propose
