// clang-tidy: the compiler's shape with the names of checks at the end: "a.cpp:6:12: warning: use nullptr
// [modernize-use-nullptr]", and notes.
#include "diagnose/formats/_c_family.hpp"

namespace fixpoint::diagnose::formats::clang_tidy {

Format format() {
  return {
      .id = "clang_tidy",
      .language = Language::cpp,
      .starts = R"(^[^\s:'"][^:]*:\d+:\d+: (error|warning): .* \[[a-z][\w.,-]*-[\w.,-]*\]$|^In file included from )",
      .read = [](OutputCursor& cursor) { return c_family::read(cursor, c_family::Compiler::clang_tidy); },
      .about = "clang-tidy's findings as text, with check names; errors of the compiler inside it too.",
      .example_command = "clang-tidy a.cpp -- -std=c++20",
      .homepage = "https://clang.llvm.org/extra/clang-tidy/"};
}

}  // namespace fixpoint::diagnose::formats::clang_tidy
