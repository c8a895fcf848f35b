// clang and clang++: text output, old style (bare source lines) and new style (line numbers in a gutter).
#include "diagnose/formats/_c_family.hpp"

namespace fixpoint::diagnose::formats::clang {

Format format() {
  return {.id = "clang",
          .language = Language::c,
          .starts = c_family::kStarts,
          .read = [](OutputCursor& cursor) { return c_family::read(cursor, c_family::Compiler::clang); },
          .about = "clang and clang++: messages with source excerpt and fix-its.",
          .example_command = "clang -fsyntax-only file.c",
          .homepage = "https://clang.llvm.org/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::clang
