// latexmk: what it says about the run itself ("Latexmk: Errors, so I did not complete making targets").
#include <string>

#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::latexmk {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  auto line = cursor.peek();
  if (line.starts_with("Latexmk: ")) line.remove_prefix(9);
  if (!line.starts_with("Errors, so I did not complete making targets") && !line.starts_with("Could not find file") &&
      !line.starts_with("Missing input file"))
    return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = line;
  const bool missing = !line.starts_with("Errors");
  diagnostic.category = missing ? Category::missing_import : Category::unknown;
  diagnostic.phase = missing ? Phase::configure : Phase::run;
  cursor.take();
  constexpr int kMost = 20;
  if (cursor.peek().starts_with("Collected error summary"))
    for (int lines = 0; lines < kMost && (lines == 0 || cursor.peek().starts_with("  ")); ++lines)
      diagnostic.context += std::string(cursor.take()) + '\n';
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "latexmk",
          .starts = R"(^(Latexmk: )?(Errors, so I did not complete|Could not find file|Missing input file))",
          .read = read,
          .about = "latexmk's own summary of a failed run",
          .example_command = "latexmk -pdf paper.tex",
          .homepage = "https://ctan.org/pkg/latexmk"};
}

}  // namespace fixpoint::diagnose::formats::latexmk
