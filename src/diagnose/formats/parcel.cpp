// Parcel 2: "@parcel/core: message", then the place alone on a line and a code frame.
#include "base/regex.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_frontend.hpp"

namespace fixpoint::diagnose::formats::parcel {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kHead(R"(^(@parcel/[\w-]+): (.*)$)");
  static const base::Regex kFrom(R"re( from '([^']+)'$)re");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.code, &diagnostic.message)) return std::nullopt;
  cursor.take();
  if (cursor.peek().empty() && cursor.peek(1).starts_with("  ")) {
    if (auto place = frontend::lone_place(cursor.peek(1))) {
      cursor.take();
      cursor.take();
      diagnostic.place = *place;
      frontend::take_code_frame(cursor, diagnostic);
    }
  }
  frontend::explain_build(diagnostic);
  if (diagnostic.place.file.empty()) (void)kFrom.find(diagnostic.message, &diagnostic.place.file);
  // The resolver repeats what the core said about the place.
  if (diagnostic.code.starts_with("@parcel/resolver") && diagnostic.place.file.empty())
    diagnostic.severity = Severity::note;
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "parcel",
          .language = Language::javascript,
          .starts = R"(^@parcel/[\w-]+: )",
          .read = read,
          .about = "Parcel 2",
          .example_command = "parcel build index.html",
          .homepage = "https://parceljs.org/"};
}

}  // namespace fixpoint::diagnose::formats::parcel
