// NVIDIA's CUDA compiler: its front end's "a.cu(12): error: identifier "x" is undefined" with the source line and a
// caret, and the words of nvcc, ptxas and nvlink.
#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats::nvcc {
namespace {

Category category_of(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  if (says("cannot open source file")) return Category::missing_import;
  if (says(" is undefined") || says("has no member"))
    return says("has no member") ? Category::missing_member : Category::undefined_variable;
  if (says("no instance of") || says("too few arguments") || says("too many arguments"))
    return Category::wrong_arguments;
  if (message.starts_with("expected a")) return Category::syntax_error;
  if (says("incompatible with") || says("cannot be used to initialize") || says("no operator"))
    return Category::type_mismatch;
  return Category::compiler_error;
}

/// The front end prints for headers and C++ files too; then its wording or its caret tells it from others.
bool is_front_end(const OutputCursor& cursor, const Head& head, bool numbered) {
  if (head.file.ends_with(".cu") || head.file.ends_with(".cuh") || numbered) return true;
  return base::trim(cursor.peek(2)) == "^" && cursor.peek(1).starts_with("  ");
}

std::optional<Diagnostic> read_front_end(OutputCursor& cursor) {
  static const base::Regex kRest(
      R"(^(catastrophic error|internal error|error|warning|remark)(?: #(\d+(?:-D)?))?: (.*)$)");
  const auto head = read_head(cursor.peek());
  std::string level, code, message;
  if (!head || !head->parentheses || head->column != 0 || !kRest.full_match(head->rest, &level, &code, &message))
    return std::nullopt;
  if (message.starts_with("in \"") || !is_front_end(cursor, *head, !code.empty())) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.place = place_of(*head);
  diagnostic.severity = level == "warning"  ? Severity::warning
                        : level == "remark" ? Severity::info
                        : level == "error"  ? Severity::error
                                            : Severity::fatal;
  diagnostic.code = code;
  diagnostic.message = message;
  diagnostic.category = category_of(message);
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
  static const base::Regex kName(R"re(^(.*?)"([^"]+)"(.*)$)re");
  std::string before, name, after;
  if (kName.full_match(message, &before, &name, &after)) {
    diagnostic.pattern = before + "'$1'" + after;
    diagnostic.arguments = {name};
  }
  cursor.take();
  // Indented: candidates and instantiations, or the source line and its caret.
  constexpr std::size_t kMostLines = 60;
  for (std::size_t i = 0; i < kMostLines && cursor.peek().starts_with("  "); ++i) {
    const auto line = cursor.take();
    diagnostic.context += std::string(line) + '\n';
    if (base::trim(line) == "^") {
      const auto column = line.find('^');
      // The excerpt is indented by two; the caret stands where the message says.
      if (column >= 2) diagnostic.place.column = static_cast<std::uint32_t>(column - 2 + 1);
      break;
    }
  }
  return diagnostic;
}

/// "ptxas error   : ...", "nvcc fatal   : ...", "nvlink error   : ..."
std::optional<Diagnostic> read_tool(OutputCursor& cursor) {
  static const base::Regex kTool(
      R"(^(ptxas|nvcc|nvlink|fatbinary|cudafe\+\+)(?: [^:\s]+, line (\d+);)? +(fatal|error|warning) *: (.*)$)");
  std::string tool, digits, level, message;
  if (!kTool.full_match(cursor.peek(), &tool, &digits, &level, &message)) return std::nullopt;
  cursor.take();
  Diagnostic diagnostic;
  diagnostic.severity = level == "warning" ? Severity::warning : level == "fatal" ? Severity::fatal : Severity::error;
  diagnostic.message = tool + ": " + message;
  const bool linking = tool == "nvlink" || message.starts_with("Unresolved extern");
  diagnostic.category = linking          ? Category::linker
                        : tool == "nvcc" ? Category::configuration
                                         : Category::compiler_error;
  diagnostic.phase = linking ? Phase::link : Phase::compile;
  // "ptxas fatal : Ptx assembly aborted due to errors" counts what was said before.
  if (message.find("aborted due to errors") != std::string::npos) diagnostic.severity = Severity::note;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto found = read_front_end(cursor)) return found;
  return read_tool(cursor);
}

}  // namespace

Format format() {
  return {
      .id = "nvcc",
      .language = Language::cpp,
      .starts =
          R"(\(\d+\): (catastrophic error|internal error|error|warning|remark)( #\d+(-D)?)?: |^(ptxas|nvcc|nvlink|fatbinary|cudafe\+\+) .*(fatal|error|warning) *: )",
      .read = read,
      .about = "NVIDIA's CUDA compiler: the front end, nvcc itself, ptxas and nvlink.",
      .example_command = "nvcc -c kernel.cu",
      .homepage = "https://docs.nvidia.com/cuda/cuda-compiler-driver-nvcc/"};
}

}  // namespace fixpoint::diagnose::formats::nvcc
