// A Go program's panic or fatal runtime error with its goroutine trace.
#include "diagnose/formats/_go_panic.hpp"

namespace fixpoint::diagnose::formats::go_panic {

Format format() {
  return {.id = "go_panic",
          .language = Language::go,
          .starts = R"(^(panic|fatal error): )",
          .read = read_go_panic,
          .about = "Go programs that panic, with the stack.",
          .example_command = "go run .",
          .homepage = "https://pkg.go.dev/runtime"};
}

}  // namespace fixpoint::diagnose::formats::go_panic
