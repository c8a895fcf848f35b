// A panic of a Rust program.
#include "diagnose/formats/_rust_panic.hpp"

namespace fixpoint::diagnose::formats::rust_panic {

Format format() {
  return {.id = "rust_panic",
          .language = Language::rust,
          .starts = R"(^thread '.*panicked at )",
          .read = read_rust_panic,
          .about = "Rust programs that panic.",
          .example_command = "cargo run",
          .homepage = "https://doc.rust-lang.org/std/macro.panic.html"};
}

}  // namespace fixpoint::diagnose::formats::rust_panic
