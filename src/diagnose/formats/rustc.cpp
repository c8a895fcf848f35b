// rustc and clippy: "error[E0308]: message", " --> file:line:column", a drawn excerpt, notes, helps.
#include "diagnose/formats/_rustc_text.hpp"

namespace fixpoint::diagnose::formats::rustc {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  // typos draws the same way.
  if (!at_rustc_message(cursor) || cursor.peek().find("` should be `") != std::string_view::npos) return std::nullopt;
  return read_rustc_message(cursor);
}

}  // namespace

Format format() {
  return {.id = "rustc",
          .language = Language::rust,
          .starts = R"(^(error|warning)(\[[A-Za-z0-9_:]+\])?: )",
          .read = read,
          .about = "rustc and clippy: messages with source excerpt and suggestions.",
          .example_command = "cargo build",
          .homepage = "https://doc.rust-lang.org/rustc/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::rustc
