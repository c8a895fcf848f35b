// eslint that cannot start: "Oops! Something went wrong! :(", its version, what is wrong, perhaps a stack.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::eslint_config {
namespace {

constexpr std::size_t kText = 30;

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (!cursor.peek().starts_with("Oops! Something went wrong")) return std::nullopt;
  static const base::Regex kPackage(
      R"re((?:Cannot find (?:package|module)|couldn't find the (?:plugin|config)) ['"]([^'"]+)['"](?: imported from (\S+))?)re");
  static const base::Regex kReferred(R"re(referenced from the config file in "([^"]+)")re");
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.category = Category::configuration;
  diagnostic.phase = Phase::configure;
  Diagnostic stack;
  for (std::size_t i = 0; i < kText && !cursor.done(); ++i) {
    const auto text = base::trim(cursor.peek());
    if (text.starts_with("at ")) {
      frontend::take_stack(cursor, stack);
      break;
    }
    if (diagnostic.message.empty() ? !text.empty() && !text.starts_with("ESLint: ") : !text.empty())
      diagnostic.message += (diagnostic.message.empty() ? "" : "\n") + std::string(text);
    const bool last =
        text.starts_with("https://eslint.org/chat") || text.find("eslint.org/chat/help") != std::string::npos;
    cursor.take();
    if (last || (text.empty() && cursor.peek().empty())) break;
  }
  std::string package;
  if (kPackage.find(diagnostic.message, &package, &diagnostic.place.file)) {
    diagnostic.category = Category::missing_dependency;
    diagnostic.pattern = "cannot find '$1', which the configuration names";
    diagnostic.arguments = {package};
  }
  if (diagnostic.place.file.empty()) (void)kReferred.find(diagnostic.message, &diagnostic.place.file);
  if (diagnostic.place.file.empty()) {
    diagnostic.related = std::move(stack.related);
    javascript::place_by_frames(diagnostic);
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "eslint_config",
          .language = Language::javascript,
          .starts = R"(^Oops! Something went wrong! :\()",
          .read = read,
          .about = "eslint failing on its own configuration",
          .example_command = "eslint .",
          .homepage = "https://eslint.org/docs/latest/use/configure/"};
}

}  // namespace fixpoint::diagnose::formats::eslint_config
