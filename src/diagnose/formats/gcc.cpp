// gcc and g++: text output, with or without source excerpts, in any quoting style.
#include "diagnose/formats/_c_family.hpp"

namespace fixpoint::diagnose::formats::gcc {

Format format() {
  return {.id = "gcc",
          .language = Language::c,
          .starts = c_family::kStarts,
          .read = [](OutputCursor& cursor) { return c_family::read(cursor, c_family::Compiler::gcc); },
          .about = "gcc and g++: messages with source excerpt and fix-its.",
          .example_command = "gcc -c file.c",
          .homepage = "https://gcc.gnu.org/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats::gcc
