// gcc and g++: text output, with or without source excerpts, in any quoting style.
#include "_c_family.hpp"

namespace fixpoint::diagnose::formats {

Format gcc() {
  return {.id = "gcc",
          .language = Language::c,
          .starts = c_family::kStarts,
          .read = [](OutputCursor& cursor) { return c_family::read(cursor, c_family::Compiler::gcc); },
          .example_command = "gcc -c file.c",
          .homepage = "https://gcc.gnu.org/",
          .self_checking = true};
}

}  // namespace fixpoint::diagnose::formats
