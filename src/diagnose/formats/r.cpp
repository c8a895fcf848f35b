// R (Rscript, R CMD BATCH): "Error in f(1) : message" or "Error: message", perhaps "Calls: ...", then "Execution
// halted", which tells it from what other programs say.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::r {
namespace {

Category category_of(std::string_view message) {
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  if (has("unexpected ")) return Category::syntax_error;
  if (has("there is no package called")) return Category::missing_dependency;
  if (has("could not find function") || (has("object '") && has("not found"))) return Category::undefined_variable;
  if (has("unused argument") || has("is missing, with no default")) return Category::wrong_arguments;
  if (has("non-numeric argument") || has("invalid 'type'")) return Category::type_mismatch;
  if (has("cannot allocate")) return Category::out_of_memory;
  if (has("cannot open file") || has("cannot open the connection")) return Category::configuration;
  return Category::runtime_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^Error(?: in (.*?) ?)?: ?(.*)$)");
  static const base::Regex kPlace(R"(^(\S.*?):(\d+):(\d+): (.*)$)");
  static const base::Regex kFatal(R"(^Fatal error: (cannot open file '.*'.*)$)");
  Diagnostic diagnostic;
  std::string call;
  if (kFatal.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::environment;
    cursor.take();
    return diagnostic;
  }
  if (!kHead.full_match(cursor.peek(), &call, &diagnostic.message)) return std::nullopt;
  std::size_t end = 1;
  constexpr std::size_t kMost = 30;
  while (end < kMost && !cursor.done(end) && cursor.peek(end) != "Execution halted") ++end;
  if (cursor.peek(end) != "Execution halted") return std::nullopt;
  cursor.take();
  for (std::size_t i = 1; i < end; ++i) {
    const auto line = cursor.take();
    if (line.starts_with("Calls: "))
      diagnostic.related.push_back({{}, std::string(line)});
    else if (!line.empty())
      diagnostic.context += std::string(line) + '\n';
  }
  cursor.take();
  std::string message;
  auto& place = diagnostic.place;
  if (kPlace.full_match(diagnostic.message, &place.file, &place.line, &place.column, &message))
    diagnostic.message = message;
  if (diagnostic.message.empty()) diagnostic.message = base::trim(diagnostic.context);
  if (!call.empty()) diagnostic.related.push_back({{}, "in " + call});
  diagnostic.category = category_of(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::run;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "r",
          .starts = R"(^Error(: | in )|^Fatal error: cannot open file)",
          .read = read,
          .about = "R: errors that ended a script",
          .example_command = "Rscript analysis.R",
          .homepage = "https://www.r-project.org/"};
}

}  // namespace fixpoint::diagnose::formats::r
