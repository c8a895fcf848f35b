// bundle and gem: gems that are not found, version conflicts, a Gemfile that does not parse, network failures.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::bundler {
namespace {

struct Wording {
  std::string_view begins;
  Category category;
};

constexpr Wording kWordings[] = {
    {"Could not reach host ", Category::network},
    {"Could not find gem '", Category::missing_dependency},
    {"Could not find ", Category::missing_dependency},
    {"Could not locate Gemfile", Category::configuration},
    {"[!] There was an error parsing `", Category::syntax_error},
    {"[!] There was an error while loading `", Category::configuration},
    {"Bundler could not find compatible versions for gem ", Category::version_mismatch},
    {"Could not find compatible versions", Category::version_mismatch},
    {"Your Ruby version is ", Category::version_mismatch},
    {"bundler: command not found: ", Category::missing_command},
    {"bundler: failed to load command: ", Category::missing_dependency},
    {"An error occurred while installing ", Category::compiler_error},
    {"Gem::Ext::BuildError: ", Category::compiler_error},
    {"ERROR:  Could not find a valid gem ", Category::missing_dependency},
    {"ERROR:  While executing gem ", Category::configuration},
    {"ERROR:  Error installing ", Category::compiler_error},
    {"Network error while fetching ", Category::network},
};

/// A gem's name in quotes, or before " (" or "-1.2".
std::string gem_of(std::string_view line) {
  static const base::Regex kQuoted(R"(gem '([\w.-]+))");
  static const base::Regex kNamed(R"(^(?:Could not find|An error occurred while installing) ([\w.-]+?)(?:-\d| \())");
  std::string gem;
  if (!kQuoted.find(line, &gem)) (void)kNamed.find(line, &gem);
  return gem;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const Wording* wording = nullptr;
  for (const auto& one : kWordings)
    if (line.starts_with(one.begins)) {
      wording = &one;
      break;
    }
  if (wording == nullptr) return std::nullopt;
  static const base::Regex kPlainMissing(
      R"(^Could not find (?:gem '[^']*'.* in |[\w.-]+-\d\S* in |[\w.-]+ \(.*\) in ).*(?:sources?|gems?|[Gg]emspecs?|repository|machine|cached)\b)");
  if (wording->begins == "Could not find " && !kPlainMissing.find(line)) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.category = wording->category;
  diagnostic.phase = Phase::install;
  diagnostic.message = line;
  if (diagnostic.message.starts_with("ERROR:  ")) diagnostic.message.erase(0, 8);
  if (diagnostic.message.starts_with("[!] ")) diagnostic.message.erase(0, 4);
  cursor.take();
  constexpr int kMost = 60;
  for (int lines = 0; lines < kMost && !cursor.done() && !cursor.peek().empty(); ++lines) {
    const auto more = cursor.peek();
    const bool excerpt = more.starts_with(" #") || more.starts_with(" >");
    const bool goes_on = more.starts_with("  ") || excerpt || more.starts_with(". Bundler cannot continue") ||
                         (lines < 2 && diagnostic.message.size() >= 60 &&
                          more.find(":in ") == std::string_view::npos && more.find("ERROR") != 0 &&
                          (wording->category == Category::network || wording->begins == "Could not find gem '"));
    if (!goes_on) break;
    static const base::Regex kFrom(R"(^ #  from (\S.*):(\d+)$)");
    (void)kFrom.full_match(more, &diagnostic.place.file, &diagnostic.place.line);
    auto& into = excerpt || more.starts_with("  ") ? diagnostic.context : diagnostic.message;
    into += (&into == &diagnostic.message ? " " : "") + std::string(more);
    if (&into == &diagnostic.context) into += '\n';
    cursor.take();
  }
  if (wording->category == Category::syntax_error && cursor.peek().empty() && cursor.peek(1).starts_with(" #")) {
    cursor.take();
    static const base::Regex kFrom(R"(^ #  from (\S.*):(\d+)$)");
    for (int lines = 0; lines < kMost && (cursor.peek().starts_with(" #") || cursor.peek().starts_with(" >"));
         ++lines) {
      (void)kFrom.full_match(cursor.peek(), &diagnostic.place.file, &diagnostic.place.line);
      diagnostic.context += std::string(cursor.take()) + '\n';
    }
  }
  if (wording->category == Category::missing_dependency)
    if (auto gem = gem_of(line); !gem.empty()) {
      diagnostic.pattern = "Could not find gem '$1'";
      diagnostic.arguments = {std::move(gem)};
    }
  // "could not find a valid gem" is also said when the network was down.
  if (diagnostic.context.find("Unable to download data") != std::string::npos)
    diagnostic.category = Category::network;
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "bundler",
      .starts =
          R"(^(Could not (reach host|find |locate Gemfile)|\[!\] There was an error|Bundler could not find|Your Ruby version is |bundler: (command not found|failed to load)|An error occurred while installing|Gem::Ext::BuildError|ERROR:  (Could not find a valid gem|While executing gem|Error installing)|Network error while fetching))",
      .read = read,
      .about = "Bundler and RubyGems: missing gems, version conflicts, broken Gemfiles, network failures",
      .example_command = "bundle install",
      .homepage = "https://bundler.io/"};
}

}  // namespace fixpoint::diagnose::formats::bundler
