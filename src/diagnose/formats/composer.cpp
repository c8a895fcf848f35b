// composer: "Your requirements could not be resolved", packages that are not found, a composer.json that does not
// parse, network failures.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::composer {
namespace {

/// "Your requirements ...", then "  Problem 1" and "    - Root composer.json requires ..." lines.
std::optional<Diagnostic> read_unsolvable(OutputCursor& cursor) {
  static const base::Regex kMissing(R"(requires (?:PHP extension )?([\w./-]+).*(?:could not be found|is missing))");
  static const base::Regex kVersion(R"(requires php .* but your php version|does not satisfy that requirement)");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::install;
  diagnostic.category = Category::version_mismatch;
  diagnostic.message = cursor.take();
  std::string package;
  constexpr int kMost = 200;
  for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
    const auto line = cursor.peek();
    if (!line.empty() && !line.starts_with("  ")) break;
    const auto text = base::trim(line);
    if (text.starts_with("- ")) {
      if (package.empty()) (void)kMissing.find(text, &package);
      diagnostic.message += '\n' + std::string(text);
    }
    cursor.take();
  }
  if (!package.empty() && !kVersion.find(diagnostic.message)) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.pattern = "package '$1' could not be found";
    diagnostic.arguments = {package};
  }
  diagnostic.place.file = "composer.json";
  return diagnostic;
}

/// "  [Class]" and its message below.
std::optional<Diagnostic> read_exception(OutputCursor& cursor) {
  static const base::Regex kClass(R"(^ +\[([\w\\]+)\] *$)");
  static const base::Regex kIn(R"(^In (\w+\.php) line \d+:$)");
  static const base::Regex kJson(R"re(^"?(\S+\.json)"? does not contain valid JSON)re");
  Diagnostic diagnostic;
  std::string where;
  const bool named = kClass.full_match(cursor.peek(), &diagnostic.code);
  if (!named && !kIn.full_match(cursor.peek(), &where)) return std::nullopt;
  std::size_t ahead = 1;
  constexpr std::size_t kMost = 40;
  for (; ahead < kMost && !cursor.done(ahead); ++ahead) {
    const auto text = base::trim(cursor.peek(ahead));
    if (text.empty() && diagnostic.message.empty()) continue;
    if (text.empty() || !cursor.peek(ahead).starts_with("  ")) break;
    diagnostic.message += (diagnostic.message.empty() ? "" : "\n") + std::string(text);
  }
  if (diagnostic.message.empty() || ahead == kMost) return std::nullopt;
  const auto has = [&](std::string_view text) { return diagnostic.message.find(text) != std::string::npos; };
  if (!named && !has("composer") && !has("Composer") && !has("package") && where != "Factory.php")
    return std::nullopt;
  diagnostic.phase = Phase::install;
  diagnostic.category = diagnostic.code.ends_with("TransportException") || has("could not be downloaded")
                            ? Category::network
                        : has("valid JSON") || has("Parse error") ? Category::syntax_error
                        : has("Could not find ")                  ? Category::missing_dependency
                                                                  : Category::configuration;
  if (kJson.find(diagnostic.message, &diagnostic.place.file)) diagnostic.phase = Phase::parse;
  for (std::size_t i = 0; i < ahead; ++i) (void)cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  if (line.starts_with("Your requirements could not be resolved") ||
      line.starts_with("Your lock file does not contain a compatible set of packages"))
    return read_unsolvable(cursor);
  if (line.starts_with("Composer could not find a composer.json")) {
    Diagnostic diagnostic;
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    diagnostic.message = cursor.take();
    diagnostic.place.file = "composer.json";
    return diagnostic;
  }
  return read_exception(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "composer",
      .starts =
          R"(^(Your requirements could not be resolved|Your lock file does not contain|Composer could not find)|^ +\[(Composer\\[\w\\]+|Seld\\[\w\\]+)\] *$|^In \w+\.php line \d+:$)",
      .read = read,
      .about = "Composer: requirements that cannot be met, broken composer.json, network failures",
      .example_command = "composer install",
      .homepage = "https://getcomposer.org/"};
}

}  // namespace fixpoint::diagnose::formats::composer
