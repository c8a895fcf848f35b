#include "languages/language.hpp"

#include <algorithm>
#include <array>

#include "base/paths.hpp"

namespace fixpoint::languages {

extern const LanguageFacts k_c, k_cpp, k_rust, k_go, k_python, k_javascript, k_typescript, k_java;

namespace {

constexpr std::array<const LanguageFacts*, 8> kAll = {&k_c,      &k_cpp,        &k_rust,       &k_go,
                                                      &k_python, &k_javascript, &k_typescript, &k_java};

}  // namespace

std::span<const LanguageFacts* const> all_languages() { return kAll; }

const LanguageFacts& facts(Language language) {
  static constexpr LanguageFacts kNone{};
  for (const auto* one : kAll)
    if (one->language == language) return *one;
  return kNone;
}

Language language_of(std::string_view path) {
  const auto ending = base::extension(path);
  for (const auto* one : kAll)
    if (std::ranges::find(one->endings, ending) != one->endings.end()) return one->language;
  return Language::any;
}

}  // namespace fixpoint::languages
