// TeX engines (pdflatex, xelatex, lualatex): "! message", its details and "l.12 ..." where the engine stood; with
// -file-line-error "./x.tex:12: message". The file is the innermost one that was open, when the log tells.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::latex {
namespace {

/// TeX breaks its lines at this many bytes.
constexpr std::size_t kTexWidth = 79;

void describe(Diagnostic& diagnostic) {
  static const base::Regex kMissing(
      R"((?:LaTeX|Package|Class) .*Error: File `([^']+)' not found|^(?:I can't find|Unable to load) file `([^']+)')");
  static const base::Regex kMetric(R"(^Font (?:\\?\S+=)?(\S+).* not loadable: Metric)");
  const std::string_view message = diagnostic.message;
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  std::string first, second;
  diagnostic.phase = Phase::compile;
  if (kMissing.find(message, &first, &second)) {
    const auto& file = first.empty() ? second : first;
    const bool package = file.ends_with(".sty") || file.ends_with(".cls") || file.ends_with(".def");
    diagnostic.category = package ? Category::missing_dependency : Category::missing_import;
    diagnostic.pattern = "File '$1' not found";
    diagnostic.arguments = {file};
  } else if (kMetric.find(message, &first)) {
    diagnostic.category = Category::missing_dependency;
  } else if (has("Undefined control sequence") || (has("Environment ") && has(" undefined")) ||
             has("Undefined color")) {
    diagnostic.category = Category::undefined_variable;
  } else if (has("Emergency stop") || has("==> Fatal error occurred")) {
    diagnostic.category = Category::unknown;  // says only that it stopped
  } else if (has("capacity exceeded")) {
    diagnostic.category = Category::out_of_memory;
  } else if (has("Unicode character") || has("Invalid UTF-8")) {
    diagnostic.category = Category::syntax_error;
  } else {
    diagnostic.category = Category::syntax_error;
  }
}

/// The name that LaTeX could not resolve stands at the break of the "l.12" line, after the backslash.
void name_command(Diagnostic& diagnostic, std::string_view source) {
  if (!diagnostic.message.starts_with("Undefined control sequence")) return;
  const auto slash = source.rfind('\\');
  if (slash == std::string_view::npos) return;
  auto end = slash + 1;
  while (end < source.size() && (base::is_identifier_start(source[end]) || source[end] == '@')) ++end;
  if (end == slash + 1) ++end;
  diagnostic.pattern = "Undefined control sequence $1";
  diagnostic.arguments = {std::string(source.substr(slash, end - slash))};
}

/// The innermost file still open above: "(./a.tex" without its ")". Counts back over a bounded stretch.
std::string open_file(const OutputCursor& cursor) {
  constexpr std::size_t kFarthest = 400;
  static const base::Regex kOpened(R"(\(((?:\./|[\w./-]*/)?[\w.-]+\.(?:tex|ltx|cls|sty|bbl|aux|toc))\b)");
  int closed = 0;
  for (std::size_t back = 1; back < kFarthest && back <= cursor.index(); ++back) {
    auto line = cursor.peek_back(back);
    if (line.starts_with("l.") || line.starts_with('!')) continue;
    for (auto at = line.find_last_of("()"); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : line.find_last_of("()", at - 1)) {
      if (line[at] == ')') {
        ++closed;
        continue;
      }
      if (closed > 0) {
        --closed;
        continue;
      }
      std::string file;
      if (kOpened.find(line.substr(at), &file)) return file;
    }
  }
  return {};
}

/// The line under the cursor with those that the engine broke at its width.
std::string take_wrapped(OutputCursor& cursor) {
  std::string text(cursor.peek());
  constexpr int kMost = 10;
  for (int lines = 0; lines < kMost && cursor.peek().size() == kTexWidth && !cursor.done(1); ++lines) {
    cursor.take();
    text += cursor.peek();
  }
  cursor.take();
  return text;
}

/// What follows a message up to and with "l.12 left" / "     right".
void take_details(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kLine(R"(^l\.(\d+)(?: (.*))?$)");
  constexpr std::size_t kMost = 40;
  for (std::size_t ahead = 0; ahead < kMost && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    std::uint32_t number = 0;
    std::string source;
    if (line.starts_with("! ") || (ahead > 0 && line.starts_with("(./"))) return;
    if (line.starts_with("<*> ")) {  // the input ended: no line
      if (diagnostic.place.file.empty()) diagnostic.place.file = base::trim(line.substr(4));
      return;
    }
    if (!kLine.full_match(line, &number, &source)) continue;
    if (diagnostic.place.line == 0) diagnostic.place.line = number;
    std::string details;
    for (std::size_t i = 0; i < ahead; ++i) details += std::string(cursor.take()) + '\n';
    // "! Package x Error: first line" goes on in "(x)   second line".
    static const base::Regex kMore(R"(^\(\w+\) +(\S.*)$)");
    std::string more;
    for (const auto detail : base::split_lines(details))
      if (kMore.full_match(detail, &more)) diagnostic.message += ' ' + more;
    // An undefined command inside a macro is named above, where the macro stopped.
    static const base::Regex kMacro(R"(^(?:\\\S+ .*|<argument> .*)(\\[A-Za-z@]+) *$)");
    std::string macro;
    for (const auto detail : base::split_lines(details)) (void)kMacro.full_match(detail, &macro);
    name_command(diagnostic, macro.empty() ? source : macro);
    diagnostic.context = details + std::string(cursor.take()) + '\n';
    if (cursor.peek().starts_with("    ") || base::trim(cursor.peek()).empty())
      diagnostic.context += std::string(cursor.take()) + '\n';
    return;
  }
}

bool is_stop(std::string_view message) {
  return message.starts_with("Emergency stop") || message.find("==> Fatal error occurred") != std::string_view::npos;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  Diagnostic diagnostic;
  const auto line = cursor.peek();
  if (line.starts_with("! ")) {
    diagnostic.place.file = open_file(cursor);
    diagnostic.message = base::trim(take_wrapped(cursor).substr(2));
  } else {
    const auto head = read_head(line);
    if (!head || head->parentheses || head->column != 0) return std::nullopt;
    const auto file = head->file;
    if (!file.ends_with(".tex") && !file.ends_with(".sty") && !file.ends_with(".cls") && !file.ends_with(".bbl") &&
        !file.ends_with(".ltx") && !file.ends_with(".aux") && !file.ends_with(".toc"))
      return std::nullopt;
    diagnostic.place = place_of(*head);
    const auto begin = static_cast<std::size_t>(head->rest.data() - line.data());
    diagnostic.message = base::trim(std::string_view(take_wrapped(cursor)).substr(begin));
  }
  describe(diagnostic);
  if (is_stop(diagnostic.message)) {
    diagnostic.code = "stopped";
    diagnostic.severity = Severity::fatal;
    // Up to the engine's last word.
    constexpr std::size_t kMost = 12;
    for (std::size_t ahead = 0; ahead < kMost && !cursor.done(ahead); ++ahead) {
      if (cursor.peek(ahead).find("==> Fatal error occurred") == std::string_view::npos) continue;
      for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
      break;
    }
    return diagnostic;
  }
  take_details(cursor, diagnostic);
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "latex",
      .starts =
          R"(^! (LaTeX|Package|Class|Undefined|Missing|Extra|Emergency|Misplaced|Too many|Illegal|File ended|Paragraph ended|Argument of|Double|You can't|Use of|Font|TeX capacity|Runaway|Dimension|Incomplete|Improper|I can't|Bad|Arithmetic|Text line|Forbidden|Not a letter|Number too|Please type|Limit controls|Something's wrong|pdfTeX error|Critical| ==>)|\.(tex|sty|cls|bbl|ltx|aux|toc):\d+: )",
      .read = read,
      .about = "pdflatex, xelatex and lualatex, with and without -file-line-error",
      .example_command = "pdflatex -interaction=nonstopmode paper.tex",
      .homepage = "https://www.latex-project.org/"};
}

}  // namespace fixpoint::diagnose::formats::latex
