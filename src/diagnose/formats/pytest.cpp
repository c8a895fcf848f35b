// pytest: one block per failing test (long and short tracebacks), collection errors, conftest errors, fixtures that
// do not exist, "--tb=line", and the short summary when it is all there is ("--tb=no").
#include <algorithm>
#include <charconv>
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_python.hpp"

namespace fixpoint::diagnose::formats::pytest {
namespace {

constexpr std::size_t kMaxBlock = 20000;

/// "____ title ____"; the title.
std::string_view title_of(std::string_view line) {
  if (!line.starts_with("___") || !line.ends_with("___")) return {};
  const auto begin = line.find_first_not_of('_');
  if (begin == std::string_view::npos || line[begin] != ' ') return {};
  const auto end = line.find_last_not_of('_');
  return base::trim(line.substr(begin, end - begin + 1));
}

/// "==== section ====" or "!!!! notice !!!!".
bool is_section(std::string_view line) {
  return (line.starts_with("===") && line.ends_with("===")) || (line.starts_with("!!!") && line.ends_with("!!!"));
}

/// "x.py:3: in f", "x.py:3: NameError", "x.py:3: " or "x.py:3"; nothing for other lines.
std::optional<PythonFrame> location(std::string_view line, std::string_view* rest = nullptr) {
  if (line.empty() || line.front() == ' ' || line.front() == '>' || line.starts_with("E  ")) return std::nullopt;
  std::size_t colon = line.find(':', line.size() > 2 && line[1] == ':' ? 2 : 0);
  for (; colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
    PythonFrame frame;
    const auto digits = line.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), frame.line);
    if (error != std::errc{} || frame.line == 0) continue;
    const auto tail = digits.substr(static_cast<std::size_t>(end - digits.data()));
    if (!tail.empty() && !tail.starts_with(":")) continue;
    frame.file = line.substr(0, colon);
    if (!frame.file.ends_with(".py") && !frame.file.starts_with('<') && !frame.file.ends_with(".pyx"))
      return std::nullopt;
    const auto word = tail.empty() ? std::string_view{} : base::trim(tail.substr(1));
    if (rest != nullptr) *rest = word;
    if (word.starts_with("in ")) frame.function = word.substr(3);
    return frame;
  }
  return std::nullopt;
}

/// An "E   " line's text, at its own indentation below the mark.
std::optional<std::string_view> e_line(std::string_view line) {
  if (!line.starts_with("E  ")) return std::nullopt;
  return line.substr(1);
}

struct Failure {
  std::vector<PythonFrame> frames;
  std::optional<PythonException> exception;
  std::optional<PythonFrame> syntax;  ///< the place that a SyntaxError names
  std::string message;                ///< of an assertion or a fixture
  std::string code;
  std::string context;
  std::string_view source;  ///< the last line of code shown
};

std::string fixture_name(std::string_view text) {
  const auto open = text.find('\''), close = text.rfind('\'');
  return close > open && open != std::string_view::npos ? std::string(text.substr(open + 1, close - open - 1)) : "";
}

/// Fills `failure` from one line of a block.
void digest(std::string_view line, Failure& failure) {
  std::string_view rest;
  if (line.starts_with("    ") || line.starts_with(">   ")) {
    const auto marks = base::trim(line);
    if (!marks.empty() && marks.find_first_not_of("^~ ") == std::string_view::npos) {
      // As CPython prints it: the code at column 4, the marks below.
      const auto indent = failure.source.find_first_not_of("> ");
      if (indent != std::string_view::npos && line.size() > indent && !failure.exception)
        failure.context =
            "    " + std::string(failure.source.substr(indent)) + "\n    " + std::string(line.substr(indent)) + "\n";
    } else if (!line.starts_with(">       available fixtures")) {
      failure.source = line;
    }
  }
  if (const auto e = e_line(line)) {
    const auto text = base::trim(*e);
    if (const auto frame = python_frame("  " + std::string(text)); frame && text.starts_with("File \"")) {
      // The views of `frame` point into a temporary: take the file from the line itself.
      failure.syntax = PythonFrame{line.substr(line.find('"') + 1, frame->file.size()), frame->line, {}};
      return;
    }
    if (failure.exception || !failure.message.empty()) return;
    if (text.starts_with("fixture '") && text.ends_with("' not found")) {
      failure.code = "fixture";
      failure.message = text;
    } else if (const auto exception = python_exception(text);
               exception && (exception->code.ends_with("Error") || exception->code.ends_with("Exception") ||
                             exception->code.ends_with("Warning") || exception->code.ends_with("Interrupt") ||
                             exception->code.ends_with("Exit") || exception->code == "Failed" ||
                             (!exception->message.empty() && exception->code.size() > 2 &&
                              exception->code[0] >= 'A' && exception->code[0] <= 'Z'))) {
      failure.exception = exception;
    } else if (text.starts_with("assert ") || text.starts_with("Failed:") || failure.code.empty()) {
      if (failure.syntax) {
        failure.context += std::string(*e) + '\n';
        return;
      }
      failure.message = text;
    }
    return;
  }
  if (const auto frame = location(line, &rest)) {
    failure.frames.push_back(*frame);
    if (failure.exception || failure.message.empty() || rest.empty() || rest.starts_with("in ")) return;
    if (failure.code.empty() && python_exception(rest)) failure.code = python_exception(rest)->code;
    return;
  }
  if (line.starts_with("file ") && line.find(", line ") != std::string_view::npos) {
    const auto at = line.rfind(", line ");
    PythonFrame frame{line.substr(5, at - 5), 0, {}};
    const auto digits = line.substr(at + 7);
    std::from_chars(digits.data(), digits.data() + digits.size(), frame.line);
    if (frame.line != 0) failure.frames.push_back(frame);
    return;
  }
  if (line.starts_with(">       available fixtures: ")) failure.context += std::string(line.substr(8)) + '\n';
}

Diagnostic finish(Failure& failure) {
  Diagnostic diagnostic;
  if (failure.code == "fixture") {
    python_describe(diagnostic, {"fixture", failure.message});
    diagnostic.category = Category::undefined_variable;
    diagnostic.pattern = "fixture '$1' not found";
    diagnostic.arguments = {fixture_name(failure.message)};
  } else if (failure.exception) {
    python_describe(diagnostic, *failure.exception);
  } else {
    python_describe(diagnostic,
                    {failure.code.empty() ? "AssertionError" : std::string_view(failure.code), failure.message});
  }
  if (diagnostic.category == Category::test_failure)
    diagnostic.pattern = diagnostic.message.substr(0, 7) == "assert " ? "assert" : diagnostic.pattern;
  if (failure.syntax) failure.frames.push_back(*failure.syntax);
  python_place(diagnostic, failure.frames);
  if (diagnostic.phase == Phase::run) diagnostic.phase = Phase::test;
  diagnostic.context = failure.context;
  return diagnostic;
}

/// The rest of a block, from the line under the cursor up to the next title or section. Nothing when no failure is
/// told in it (`--tb=native` prints CPython's own traceback, which its format reads).
std::optional<Diagnostic> read_block(OutputCursor& cursor, bool collecting) {
  Failure failure;
  std::size_t ahead = 1;
  bool captured = false;
  for (; !cursor.done(ahead) && ahead < kMaxBlock; ++ahead) {
    const auto line = cursor.peek(ahead);
    if (!title_of(line).empty() || is_section(line)) break;
    if (line.starts_with("-----") && line.ends_with("-----")) captured = true;
    if (captured) continue;
    if (ahead == 1 && line.starts_with("[XPASS(strict)]")) failure.message = base::trim_right(line);
    if (line == "The above exception was the direct cause of the following exception:") captured = true;
    if (line == "During handling of the above exception, another exception occurred:") {
      Failure next;
      for (auto later = ahead + 1; !cursor.done(later) && later < kMaxBlock; ++later) {
        const auto text = cursor.peek(later);
        if (!title_of(text).empty() || is_section(text) || text.starts_with("-----")) break;
        digest(text, next);
      }
      if (next.exception && (next.exception->code == "NameError" || next.exception->code == "AttributeError" ||
                             next.exception->code == "UnboundLocalError"))
        failure = std::move(next);
      captured = true;
    }
    if (captured) continue;
    digest(line, failure);
  }
  if (!failure.exception && failure.message.empty()) return std::nullopt;
  auto diagnostic = finish(failure);
  if (collecting && diagnostic.phase == Phase::test) diagnostic.phase = Phase::compile;
  for (std::size_t i = 0; i < ahead; ++i) (void)cursor.take();
  return diagnostic;
}

/// `--tb=line`: "E   message" lines, then "/path/x.py:3: message".
std::optional<Diagnostic> read_line_style(OutputCursor& cursor) {
  Failure failure;
  for (std::size_t ahead = 0; ahead < 60 && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if (!title_of(line).empty() || is_section(line)) return std::nullopt;
    digest(line, failure);
    if (failure.frames.empty()) continue;
    if (!failure.exception && failure.message.empty()) return std::nullopt;
    auto diagnostic = finish(failure);
    for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

/// "FAILED x.py::test - message", only when no block told of it.
std::optional<Diagnostic> read_summary(OutputCursor& cursor) {
  constexpr std::size_t kFar = 300;
  std::size_t header = 1;
  while (header < kFar && cursor.peek_back(header).find(" short test summary info ") == std::string_view::npos)
    ++header;
  if (header == kFar) return std::nullopt;
  bool alone = false;
  // Up to the progress: the summary is all there is unless blocks stand in between.
  for (std::size_t back = header + 1; back <= header + kFar; ++back) {
    const auto line = base::trim_right(cursor.peek_back(back));
    if (is_section(line) &&
        (line.find(" FAILURES ") != std::string_view::npos || line.find(" ERRORS ") != std::string_view::npos))
      break;
    alone = line.ends_with("%]") || line.starts_with("collected ");
    if (alone) break;
  }
  if (!alone) return std::nullopt;
  auto line = cursor.peek();
  line.remove_prefix(line.find(' ') + 1);
  const auto dash = line.find(" - ");
  const auto node = base::trim_right(line.substr(0, dash));
  const auto message = dash == std::string_view::npos ? std::string_view{} : line.substr(dash + 3);
  Diagnostic diagnostic;
  const auto exception = python_exception(message);
  if (exception && exception->code.ends_with("Error"))
    python_describe(diagnostic, *exception);
  else
    python_describe(diagnostic, {"AssertionError", message.empty() ? node : message});
  diagnostic.place.file = node.substr(0, node.find("::"));
  if (diagnostic.phase == Phase::run) diagnostic.phase = Phase::test;
  cursor.take();
  return diagnostic;
}

/// "____ [doctest] calc.add ____": the example, what was expected and got, then "/x/calc.py:3: DocTestFailure".
std::optional<Diagnostic> read_doctest(OutputCursor& cursor) {
  std::string message;
  std::optional<PythonException> exception;
  for (std::size_t ahead = 1; !cursor.done(ahead) && ahead < kMaxBlock; ++ahead) {
    const auto line = cursor.peek(ahead);
    if (!title_of(line).empty() || is_section(line)) return std::nullopt;
    std::string_view kind;
    const auto frame = location(line, &kind);
    if (!frame || (kind != "DocTestFailure" && kind != "UnexpectedException")) {
      if (const auto one = python_exception(line); one && one->code.ends_with("Error")) exception = one;
      if (line.starts_with("Expected:") || !message.empty())
        message += (message.empty() ? "" : " ") + std::string(base::trim(line));
      continue;
    }
    Diagnostic diagnostic;
    if (kind == "UnexpectedException" && exception)
      python_describe(diagnostic, *exception);
    else
      python_describe(diagnostic, {"DocTestFailure", base::trim(message)});
    if (kind == "DocTestFailure") diagnostic.category = Category::test_failure;
    diagnostic.phase = Phase::test;
    python_place(diagnostic, {*frame});
    for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
    return diagnostic;
  }
  return std::nullopt;
}

/// Failures of the run itself: too little coverage, files and options that do not exist.
std::optional<Diagnostic> read_run(OutputCursor& cursor) {
  auto line = cursor.peek();
  Diagnostic diagnostic;
  diagnostic.phase = Phase::test;
  if (line.starts_with("FAIL Required test coverage ") || line.starts_with("Coverage failure: ")) {
    diagnostic.category = Category::test_failure;
    diagnostic.message = line.starts_with("FAIL ") ? line.substr(5) : line;
  } else if (line.starts_with("ERROR: file or directory not found: ")) {
    diagnostic.category = Category::configuration;
    diagnostic.message = line.substr(7);
  } else if (line.starts_with("pytest: error: ")) {
    diagnostic.category = Category::configuration;
    diagnostic.message = line.substr(15);
  } else {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  if (auto run = read_run(cursor)) return run;
  if (title_of(line).starts_with("[doctest] ")) return read_doctest(cursor);
  if (line.starts_with("ImportError while loading conftest")) return read_block(cursor, true);
  if (line.starts_with("E  ")) return read_line_style(cursor);
  if (line.starts_with("FAILED ") || line.starts_with("ERROR ")) return read_summary(cursor);
  const auto title = title_of(line);
  return title.empty() ? std::nullopt : read_block(cursor, title.starts_with("ERROR collecting "));
}

}  // namespace

Format format() {
  return {
      .id = "pytest",
      .language = Language::python,
      .starts =
          R"(^___[_ ].* ___+$|^ImportError while loading conftest|^E   +\S|^(FAILED|ERROR) \S+\.py|^(FAIL Required test coverage|Coverage failure: total|ERROR: file or directory not found|pytest: error: ))",
      .read = read,
      .about = "pytest: failed tests, collection errors, doctests, the short summary, coverage limits.",
      .example_command = "python3 -m pytest",
      .homepage = "https://docs.pytest.org/"};
}

}  // namespace fixpoint::diagnose::formats::pytest
