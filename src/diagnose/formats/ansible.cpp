// ansible-playbook: "fatal: [host]: FAILED! => {...}" below its "TASK [...]"; "[ERROR]: ..." (2.19 and later) and
// "ERROR! ..." with the place in the playbook and its excerpt. What is ignored or rescued is not an error.
#include <string>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_fields.hpp"

namespace fixpoint::diagnose::formats::ansible {
namespace {

Category category_of(std::string_view message) {
  const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
  if (has("YAML parsing failed") || has("Syntax Error while loading YAML")) return Category::syntax_error;
  if (has("couldn't resolve module/action")) return Category::missing_dependency;
  if (has("is undefined") || has("has no attribute")) return Category::undefined_variable;
  if (has("could not be found") || has("Could not find or access")) return Category::configuration;
  if (has("Unsupported parameters") || has("missing required arguments")) return Category::wrong_arguments;
  if (has("Failed to connect to the host")) return Category::network;
  if (has("No package matching")) return Category::missing_dependency;
  return environment_failure(message).value_or(Category::runtime_error);
}

std::string task_above(const OutputCursor& cursor) {
  static const base::Regex kTask(R"(^(?:TASK|RUNNING HANDLER) \[(.*)\] \*+$)");
  constexpr std::size_t kFarthest = 300;
  std::string task;
  for (std::size_t back = 1; back < kFarthest && back <= cursor.index(); ++back)
    if (kTask.full_match(cursor.peek_back(back), &task)) break;
  return task;
}

/// Whether the summary at the end counts no failure for the host: it was rescued.
bool was_rescued(const OutputCursor& cursor, const std::string& host) {
  constexpr std::size_t kFarthest = 3000;
  bool recap = false;
  for (std::size_t ahead = 0; ahead < kFarthest && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if (!recap) {
      recap = line.starts_with("PLAY RECAP ");
    } else if (line.starts_with(host)) {
      return line.find(" failed=0 ") != std::string_view::npos &&
             line.find(" unreachable=0 ") != std::string_view::npos;
    }
  }
  return false;
}

/// "fatal: [host]: FAILED! => {...}"; the object may be printed over several lines.
std::optional<Diagnostic> read_fatal(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:fatal|failed): \[([^\]]+)\](?: \(item=.*\))?: (FAILED|UNREACHABLE)! => (.*)$)");
  std::string host, kind, text;
  if (!kHead.full_match(cursor.peek(), &host, &kind, &text)) return std::nullopt;
  const auto task = task_above(cursor);
  cursor.take();
  constexpr int kMost = 2000;
  if (text == "{" || text == "{ ")
    for (int lines = 0; lines < kMost && !cursor.done(); ++lines) {
      const auto line = cursor.take();
      text += '\n';
      text += line;
      if (line == "}") break;
    }
  const auto object = json_of(text);
  Diagnostic diagnostic;
  diagnostic.message = field_text(object, "msg");
  for (const char* key : {"stderr", "module_stderr", "reason"})
    if (const auto more = field_text(object, key);
        !more.empty() && diagnostic.message.find(more) == std::string::npos)
      diagnostic.message += (diagnostic.message.empty() ? "" : ": ") + more;
  if (diagnostic.message.empty()) diagnostic.message = text;
  diagnostic.category = kind == "UNREACHABLE" ? Category::network : category_of(diagnostic.message);
  diagnostic.phase = Phase::run;
  if (!task.empty()) diagnostic.related.push_back({{}, "task: " + task + ", host: " + host});
  if (cursor.peek() == "...ignoring") {
    cursor.take();
    diagnostic.severity = Severity::info;
  } else if (was_rescued(cursor, host)) {
    diagnostic.severity = Severity::info;
  }
  return diagnostic;
}

/// "Origin: /x.yml:4:7" (2.19) or "The error appears to be in '/x.yml': line 4, column 7".
bool read_place(std::string_view line, Place& place) {
  static const base::Regex kOrigin(R"(^Origin: (\S.*):(\d+):(\d+)$)");
  static const base::Regex kOld(R"(^The error appears to be in '(.*)': line (\d+), column (\d+), but may)");
  return kOrigin.full_match(line, &place.file, &place.line, &place.column) ||
         kOld.find(line, &place.file, &place.line, &place.column);
}

std::optional<Diagnostic> read_error(OutputCursor& cursor) {
  static const base::Regex kHead(
      R"(^(?:\[ERROR\]: |ERROR! )((?:Task failed|couldn't resolve|YAML parsing failed|[Tt]he playbook: |.*[Aa]nsible|[Ss]yntax|the role|[Uu]nexpected|'|no action|conflicting).*)$)");
  Diagnostic diagnostic;
  if (!kHead.full_match(cursor.peek(), &diagnostic.message)) return std::nullopt;
  const auto task = task_above(cursor);
  std::size_t ahead = 1;
  constexpr std::size_t kMost = 60;
  for (; ahead < kMost && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if (line.starts_with("fatal: [") || line.starts_with("PLAY ") || line.starts_with("TASK [") ||
        line.starts_with("[ERROR]: ") || line.starts_with("ERROR! ") || line.starts_with("failed: [") ||
        line.starts_with("ok: [") || line.starts_with("changed: ["))
      break;
    Place place;
    if (read_place(line, place)) diagnostic.place = place;  // the last is the innermost
  }
  std::size_t taken = 1;
  for (std::size_t i = 1; diagnostic.place.line != 0 && i < ahead; ++i)
    if (!cursor.peek(i).empty()) taken = i + 1;
  for (std::size_t i = 0; i < taken; ++i) diagnostic.context += i == 0 ? "" : std::string(cursor.peek(i)) + '\n';
  for (std::size_t i = 0; i < taken; ++i) (void)cursor.take();
  diagnostic.place.unit = ColumnUnit::code_point;
  diagnostic.category = category_of(diagnostic.message);
  diagnostic.phase = diagnostic.category == Category::syntax_error   ? Phase::parse
                     : diagnostic.message.starts_with("Task failed") ? Phase::run
                                                                     : Phase::configure;
  // The same failure as each host tells it; whether it is ignored stands behind the last.
  bool ignored = false, told = false;
  while (cursor.peek().empty() && (cursor.peek(1).starts_with("fatal: [") || cursor.peek(1).starts_with("failed: [")))
    cursor.take();
  if (auto probe = cursor; auto fatal = read_fatal(probe)) {
    told = true;
    ignored = fatal->severity == Severity::info;
    cursor = probe;
  }
  if (told && !task.empty()) diagnostic.related.push_back({{}, "task: " + task});
  if (ignored) diagnostic.severity = Severity::info;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  if (auto fatal = read_fatal(cursor)) return fatal;
  return read_error(cursor);
}

}  // namespace

Format format() {
  return {.id = "ansible",
          .starts = R"( (FAILED|UNREACHABLE)! => |^\[ERROR\]: |^ERROR! )",
          .read = read,
          .about = "ansible-playbook: failed and unreachable hosts, broken playbooks",
          .example_command = "ansible-playbook site.yml",
          .homepage = "https://docs.ansible.com/"};
}

}  // namespace fixpoint::diagnose::formats::ansible
