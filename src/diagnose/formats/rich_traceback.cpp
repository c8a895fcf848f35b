// The tracebacks that rich and typer print: a box with "path:line in function" and an excerpt per frame, the
// exception below it, and boxes for what it was caused by.
#include "diagnose/formats/_rich_traceback.hpp"

namespace fixpoint::diagnose::formats::rich_traceback {

Format format() {
  return {.id = "rich_traceback",
          .language = Language::python,
          .starts = R"( Traceback \(most recent call last\) (─|-))",
          .read = rich_traceback_at,
          .about = "the boxed tracebacks of rich, typer and programs built with them",
          .example_command = "python app.py",
          .homepage = "https://rich.readthedocs.io/en/stable/traceback.html"};
}

}  // namespace fixpoint::diagnose::formats::rich_traceback
