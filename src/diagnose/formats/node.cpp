// node: uncaught errors ("file:line", the source line, carets, "TypeError: ...", stack) and printed stack traces.
// Under the test runner's TAP output every line of them starts with "# ".
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_javascript.hpp"

namespace fixpoint::diagnose::formats::node {
namespace {

constexpr std::size_t kFrames = 32;
constexpr std::size_t kMessageLines = 60;

const base::Regex& where() {
  static const base::Regex kWhere(
      R"(^((?:file://|/|node:|[A-Za-z]:\\|\.{0,2}/?[\w.-]+/)[^\s:]*(?:[^:]*\.[cm]?[jt]sx?)?|[\w.-]+\.[cm]?[jt]sx?|<anonymous_script>|evalmachine\.<anonymous>|\[eval\]):(\d+)$)");
  return kWhere;
}

const base::Regex& thrown() {
  static const base::Regex kThrown(
      R"(^(?:Uncaught |\[?(?:cause\]?: ))?((?:[A-Z][\w$]*)?(?:Error|Exception))(?: \[([A-Z][A-Z_0-9]+)\])?(?: \[Error\])?(?:: (.*))?$)");
  return kThrown;
}

/// The lines of a block, without the test runner's "# " when it has one.
class Block {
 public:
  explicit Block(OutputCursor& cursor) : cursor_(cursor), tap_(cursor.peek().starts_with("# ")) {}
  [[nodiscard]] bool tap() const { return tap_; }
  [[nodiscard]] bool done(std::size_t ahead) const {
    return cursor_.done(ahead) || (tap_ && !cursor_.peek(ahead).starts_with('#'));
  }
  [[nodiscard]] std::string_view line(std::size_t ahead) const {
    auto text = cursor_.peek(ahead);
    if (tap_) text.remove_prefix(std::min<std::size_t>(2, text.size()));
    return text;
  }

 private:
  const OutputCursor& cursor_;
  bool tap_;
};

/// What ts-node and esbuild throw holds messages of tsc and esbuild, which are read where they stand; other tools'
/// errors are read by their own formats.
bool is_a_tools_own(std::string_view name, std::string_view message) {
  if (name == "TSError" || name == "ConfigurationError" || name == "CssSyntaxError") return true;
  for (const std::string_view words :
       {"Transform failed with ", "Build failed with ", "It looks like you're trying to use `tailwindcss` directly",
        "The following dependencies are imported but could not be resolved", "Turbopack build failed with "})
    if (message.starts_with(words)) return true;
  return false;
}

/// An error that a program hardly means to throw.
bool is_programming_error(std::string_view name) {
  return name == "ReferenceError" || name == "TypeError" || name == "SyntaxError";
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const Block block(cursor);
  Diagnostic diagnostic;
  std::size_t at = 0;
  std::string head_file, head_line;
  if (where().full_match(block.line(0), &head_file, &head_line)) {
    // Source lines and carets, then a blank line or at once the error.
    std::size_t caret = 0;
    for (at = 1; at < 8 && !block.done(at); ++at) {
      const auto line = block.line(at);
      if (thrown().full_match(line)) break;
      const auto first = line.find_first_not_of(" \t");
      if (caret == 0 && at >= 2 && first != std::string_view::npos &&
          line.find_first_not_of('^', first) == std::string_view::npos)
        caret = at;
    }
    if (block.done(at) || !thrown().full_match(block.line(at))) return std::nullopt;
    const auto file = javascript::path_of(head_file);
    if (javascript::is_users(file) && file.find("<anonymous") == std::string::npos && file != "[eval]") {
      diagnostic.place.file = file;
      diagnostic.place.line = static_cast<std::uint32_t>(std::strtoul(head_line.c_str(), nullptr, 10));
      diagnostic.place.unit = ColumnUnit::utf16;
      if (caret != 0) {
        const auto line = block.line(caret);
        diagnostic.place.column = static_cast<std::uint32_t>(line.find('^')) + 1;
        if (line.size() - line.find('^') > 1) {
          diagnostic.place.end_line = diagnostic.place.line;
          diagnostic.place.end_column = static_cast<std::uint32_t>(line.size()) + 1;
        }
      }
      for (std::size_t i = 1; i < at; ++i) {
        diagnostic.context += block.line(i);
        diagnostic.context += '\n';
      }
    }
  }
  std::string name, code, message;
  if (!thrown().full_match(block.line(at), &name, &code, &message)) return std::nullopt;
  const bool headed = at > 0;
  if (is_a_tools_own(name, message)) return std::nullopt;

  // The message may go on over lines; its end is the first frame.
  std::size_t next = at + 1;
  std::vector<Related> frames;
  std::string module_user;
  const auto is_frame = [&](std::size_t i) {
    return !block.done(i) && base::trim(block.line(i)).starts_with("at ") &&
           javascript::frame(block.line(i)).has_value();
  };
  auto first_frame = next;
  while (first_frame < next + kMessageLines && !block.done(first_frame) && !is_frame(first_frame)) {
    if (!headed && first_frame > next && thrown().full_match(block.line(first_frame))) return std::nullopt;
    if (block.line(first_frame).starts_with("Node.js v")) break;
    if (!headed && block.line(first_frame).starts_with("(node:")) return std::nullopt;  // node's own warning
    ++first_frame;
  }
  if (!is_frame(first_frame)) {
    if (!headed) return std::nullopt;  // just a line that mentions an error
    first_frame = next;
  }
  for (; next < first_frame; ++next) {
    const auto line = block.line(next);
    if (line.starts_with("Require stack:") || line.starts_with("- ")) {
      if (line.starts_with("- ") && module_user.empty()) module_user = line.substr(2);
      continue;
    }
    message += '\n';
    message += line;
  }
  for (; is_frame(next); ++next) {
    auto one = javascript::frame(block.line(next));
    if (one && frames.size() < kFrames && !javascript::is_nodes_own(one->place.file))
      frames.push_back(std::move(*one));
  }
  std::string actual_name, actual_message;
  // Properties of the error: "{ code: '...', ... }".
  if (next > first_frame && base::trim_right(block.line(next - 1)).ends_with("{")) {
    static const base::Regex kCode(R"(^\s+code: '([A-Z_0-9]+)')");
    // An assertion about an error shows the error that came instead: that one is the cause.
    static const base::Regex kActual(R"(^  actual: ([A-Z]\w*Error)(?: \[[A-Z_0-9]+\])?: (.*)$)");
    bool inside = false;
    for (std::size_t i = 0; i < 400 && !block.done(next); ++i) {
      const auto line = block.line(next++);
      std::string found, other;
      if (kActual.find(line, &other, &found) && other != "AssertionError" && is_programming_error(other)) {
        actual_name = other;
        actual_message = found;
        frames.clear();
        inside = true;
        continue;
      }
      if (inside) {
        auto one = javascript::frame(line.substr(0, line.find_last_not_of(',') + 1));
        inside = one.has_value();
        if (one && frames.size() < kFrames && !javascript::is_nodes_own(one->place.file))
          frames.push_back(std::move(*one));
      }
      found.clear();
      if (code.empty() && kCode.find(line, &found)) code = found;
      if (line == "}") break;
    }
  }
  while (!block.done(next) && block.line(next).empty() && !block.tap()) ++next;
  if (!block.done(next) && block.line(next).starts_with("Node.js v")) ++next;

  for (auto i = frames.rbegin(); i != frames.rend(); ++i) diagnostic.related.push_back(std::move(*i));
  while (message.ends_with('\n')) message.pop_back();
  if (!actual_name.empty()) {
    diagnostic.place = {};
    name = actual_name;
    message = actual_message;
    code.clear();
  }
  javascript::explain(diagnostic, name, code, std::move(message));
  // Who imports what is missing is said in the message, not in the stack.
  static const base::Regex kImporter(R"(imported from (\S.*?)(?:\n|$))");
  std::string importer;
  if (kImporter.find(diagnostic.message, &importer) && diagnostic.place.file.empty())
    diagnostic.place.file = javascript::path_of(importer);
  else if (!module_user.empty() && diagnostic.code == "MODULE_NOT_FOUND") {
    diagnostic.place = {};
    for (auto i = diagnostic.related.rbegin(); i != diagnostic.related.rend(); ++i)
      if (i->place.file == module_user) {
        diagnostic.place = i->place;
        break;
      }
    if (diagnostic.place.file.empty()) diagnostic.place.file = module_user;
  }
  javascript::place_by_frames(diagnostic);
  // What fails while a test file is loaded fails before its tests.
  if (block.tap() && diagnostic.phase == Phase::run) diagnostic.phase = Phase::link;
  for (std::size_t i = 0; i < next; ++i) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "node",
      .language = Language::javascript,
      .starts =
          R"(\.(js|ts|cjs|mjs|cts|mts|jsx|tsx):\d+$|(file://|<anonymous|\[eval\]|_script>).*:\d+$|^(# )?node:.*:\d+$|^(# )?(Uncaught )?([A-Z][\w$]*)?(Error|Exception)(: |$| \[))",
      .read = read,
      .about = "node's uncaught errors, and printed stack traces",
      .example_command = "node main.js",
      .homepage = "https://nodejs.org/"};
}

}  // namespace fixpoint::diagnose::formats::node
