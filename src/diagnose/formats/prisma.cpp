// Prisma: "Error: P1001: message", schema errors ("error: message" above "  -->  schema.prisma:10"), and the
// validation's summary.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::prisma {
namespace {

constexpr std::size_t kBody = 20;

Category category_of(std::string_view code) {
  using enum Category;
  if (code == "P1000" || code == "P1010") return permission;
  if (code == "P1001" || code == "P1002" || code == "P1017") return network;
  if (code == "P1008") return timeout;
  if (code == "P1012" || code == "P1013") return configuration;
  return runtime_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kCode(R"(^(?:Error: (P\d{4}):?|(P\d{4}):) ?(.*)$)");
  static const base::Regex kSchema(R"(^error: (.*)$)");
  static const base::Regex kArrow(R"(^ +--> +(\S.*?\.prisma):(\d+)$)");
  Diagnostic diagnostic;
  auto& place = diagnostic.place;
  std::size_t next = 1;
  if (kSchema.full_match(cursor.peek(), &diagnostic.message) &&
      kArrow.full_match(cursor.peek(1), &place.file, &place.line)) {
    diagnostic.category = Category::configuration;
    diagnostic.phase = Phase::configure;
    cursor.take();
    cursor.take();
    for (std::size_t i = 0; i < kBody && cursor.peek().find('|') != std::string_view::npos; ++i)
      frontend::keep(diagnostic, cursor.take());
    return diagnostic;
  }
  std::string bare;
  if (!kCode.full_match(cursor.peek(), &diagnostic.code, &bare, &diagnostic.message)) return std::nullopt;
  if (diagnostic.code.empty()) diagnostic.code = bare;
  while (diagnostic.message.empty() && next < 4) diagnostic.message = base::trim(cursor.peek(next++));
  if (diagnostic.message.empty()) return std::nullopt;
  for (std::size_t i = 0; i < next; ++i) cursor.take();
  diagnostic.category = category_of(diagnostic.code);
  diagnostic.phase = diagnostic.category == Category::configuration ? Phase::configure : Phase::run;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "prisma",
          .language = Language::any,
          .starts = R"(^Error: P\d{4}|^P\d{4}: |^error: )",
          .read = read,
          .about = "Prisma's command line: schema validation, migrations, connections",
          .example_command = "prisma validate",
          .homepage = "https://www.prisma.io/"};
}

}  // namespace fixpoint::diagnose::formats::prisma
