// `fixpoint format`: which formats there are, and trying one's own.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/config.hpp"
#include "diagnose/custom.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/problem_matcher.hpp"
#include "engine/real_world.hpp"

namespace fixpoint::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLongestLog = std::size_t{1} << 30;
constexpr std::size_t kLongestMatcher = std::size_t{1} << 20;

struct FormatFlags {
  bool json = false;
  bool all = false;
  std::string id;
  std::vector<std::string> errorformat;
  std::string matcher;
  std::string pattern;
  std::string file = "-";
};

std::string dump(const ordered_json& value) {
  return value.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json json_of(const diagnose::Format& format) {
  return {{"id", format.id},
          {"language", name(format.language)},
          {"about", format.about},
          {"example_command", format.example_command},
          {"homepage", format.homepage},
          {"last_resort", format.last_resort},
          {"from", format.owner != nullptr ? "configuration" : "built-in"},
          {"starts", format.starts}};
}

int list(const FormatFlags& flags) {
  auto custom = configured_formats(engine::current_folder());
  if (!custom) return report_error(custom.error());
  const auto formats = diagnose::with_built_in(std::move(*custom));
  if (flags.json) {
    auto text = ordered_json::array();
    for (const auto& format : formats) text.push_back(json_of(format));
    fmt::print("{}", dump(text));
    return 0;
  }
  for (const auto& format : formats)
    fmt::print("{:18} {}{}\n", base::strip_escapes(format.id), base::strip_escapes(format.about),
               format.owner != nullptr ? " (configuration)" : "");
  return 0;
}

Result<diagnose::Format> find(const std::string& id) {
  const auto formats = diagnose::with_built_in(FIXPOINT_TRY(configured_formats(engine::current_folder())));
  const auto found = std::ranges::find(formats, id, &diagnose::Format::id);
  if (found == formats.end())
    return fail(ErrorCode::not_found, fmt::format("no format '{}'; `fixpoint format list` names them", id));
  return *found;
}

int show(const FormatFlags& flags) {
  const auto format = find(flags.id);
  if (!format) return report_error(format.error());
  if (flags.json) {
    fmt::print("{}", dump(json_of(*format)));
    return 0;
  }
  const auto line = [](std::string_view key, std::string_view value) {
    if (!value.empty()) fmt::print("{:10} {}\n", key, base::strip_escapes(value));
  };
  line("id", format->id);
  line("about", format->about);
  line("language", name(format->language));
  line("example", format->example_command);
  line("homepage", format->homepage);
  line("from", format->owner != nullptr ? "configuration" : "built-in");
  line("starts", format->starts);
  return 0;
}

/// docs/formats.md.
int document() {
  const auto cell = [](std::string_view text) { return base::replace_all(text, "|", "\\|"); };
  fmt::print(
      "# Formats\n"
      "What fixpoint reads without being told. Made by `fixpoint format doc`; do not edit. Your own formats:\n"
      "[custom-formats.md](custom-formats.md).\n\n"
      "| id | what it reads | for example |\n|---|---|---|\n");
  std::size_t count = 0;
  for (const auto& format : diagnose::all_formats()) {
    const auto id =
        format.homepage.empty() ? std::string(format.id) : fmt::format("[{}]({})", format.id, format.homepage);
    const auto example =
        format.example_command.empty() ? std::string() : fmt::format("`{}`", cell(format.example_command));
    fmt::print("| {} | {}{} | {} |\n", id, cell(format.about), format.last_resort ? " Tried last." : "", example);
    ++count;
  }
  fmt::print("\n{} formats.\n", count);
  return 0;
}

/// What `format test` found, whichever way.
struct Found {
  ordered_json entries = ordered_json::array();
  std::vector<std::string> lines;
  std::size_t all_lines = 0;
  std::size_t unmatched = 0;
};

Result<Found> test_errorformat(const FormatFlags& flags, std::string_view text) {
  // Patterns given one by one or joined with commas, as in Vim: both are split where a pattern begins.
  diagnose::ErrorFormat format;
  for (const auto& value : flags.errorformat)
    for (auto& pattern : FIXPOINT_TRY(diagnose::compile_errorformat(value)).patterns)
      format.patterns.push_back(std::move(pattern));
  diagnose::ErrorReader reader(format);
  Found found;
  for (const auto line : base::split_lines(text)) {
    ++found.all_lines;
    if (reader.feed(line) == diagnose::LineUse::unmatched) ++found.unmatched;
  }
  for (const auto& entry : reader.entries()) {
    found.lines.push_back(diagnose::quickfix_line(entry));
    ordered_json one = {{"file", entry.file},
                        {"line", entry.line},
                        {"column", entry.column},
                        {"end_line", entry.end_line},
                        {"end_column", entry.end_column},
                        {"type", entry.type == 0 ? "" : std::string{entry.type}},
                        {"number", entry.number},
                        {"message", entry.message}};
    if (!entry.module.empty()) one["module"] = entry.module;
    if (!entry.directory.empty()) one["folder"] = entry.directory;
    if (!entry.search.empty()) one["search"] = entry.search;
    one["first_line"] = entry.first_line + 1;
    one["lines"] = entry.lines;
    found.entries.push_back(std::move(one));
  }
  return found;
}

Found test_formats(std::span<const diagnose::Format> formats, std::string_view text) {
  Found found;
  const auto diagnostics = diagnose::read_all(text, formats);
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto newline = text.find('\n', at);
    const auto end = newline == std::string_view::npos ? text.size() : newline + 1;
    while (next < diagnostics.size() && diagnostics[next].raw_end <= at) ++next;
    const bool covered = next < diagnostics.size() && diagnostics[next].raw_begin < end;
    ++found.all_lines;
    if (!covered) ++found.unmatched;
    at = end;
  }
  for (const auto& one : diagnostics) {
    const auto& place = one.place;
    auto line = place.file;
    if (place.line != 0) line += fmt::format(":{}", place.line);
    if (place.column != 0) line += fmt::format(":{}", place.column);
    line += fmt::format("{}{}: {}", line.empty() ? "" : ": ", name(one.severity), one.message);
    if (!one.code.empty()) line += " [" + one.code + "]";
    found.lines.push_back(line);
    ordered_json entry = {{"file", place.file},
                          {"line", place.line},
                          {"column", place.column},
                          {"end_line", place.end_line},
                          {"end_column", place.end_column},
                          {"severity", name(one.severity)},
                          {"code", one.code},
                          {"message", one.message},
                          {"format", one.tool}};
    if (!one.folder.empty()) entry["folder"] = one.folder;
    if (!one.context.empty()) entry["context"] = one.context;
    found.entries.push_back(std::move(entry));
  }
  return found;
}

Result<Found> run_test(const FormatFlags& flags) {
  const auto text = FIXPOINT_TRY(read_text(flags.file, kLongestLog));
  if (!flags.errorformat.empty()) return test_errorformat(flags, text);
  if (!flags.matcher.empty()) {
    const auto json = FIXPOINT_TRY(read_text(flags.matcher, kLongestMatcher));
    const auto formats = FIXPOINT_TRY(diagnose::problem_matcher_formats({}, json).context(flags.matcher));
    return test_formats(formats, text);
  }
  diagnose::CustomInfo info;
  info.id = "pattern";
  if (!flags.pattern.empty()) {
    const auto format = FIXPOINT_TRY(diagnose::pattern_format(std::move(info), flags.pattern));
    return test_formats({&format, 1}, text);
  }
  if (!flags.id.empty()) {
    const auto format = FIXPOINT_TRY(find(flags.id));
    return test_formats({&format, 1}, text);
  }
  return test_formats(diagnose::with_built_in(FIXPOINT_TRY(configured_formats(engine::current_folder()))), text);
}

int test(const FormatFlags& flags) {
  const auto found = run_test(flags);
  if (!found) return report_error(found.error());
  if (flags.json) {
    fmt::print(
        "{}",
        dump({{"entries", found->entries}, {"lines", found->all_lines}, {"unmatched_lines", found->unmatched}}));
    return 0;
  }
  for (const auto& line : found->lines) fmt::print("{}\n", base::strip_escapes(line));
  fmt::print("{} {}; {} of {} lines matched nothing\n", found->lines.size(),
             found->lines.size() == 1 ? "entry" : "entries", found->unmatched, found->all_lines);
  return 0;
}

}  // namespace

void add_format(CLI::App& app, Invocation& invocation) {
  auto flags = std::make_shared<FormatFlags>();
  auto* sub = app.add_subcommand("format", "List the formats that are understood, and try your own");
  sub->require_subcommand(1);
  sub->footer(
      "\nExamples:\n"
      "  fixpoint format list\n"
      "  fixpoint format show gcc\n"
      "  fixpoint format test --errorformat '%f:%l:%c: %m' build.log\n"
      "  fixpoint format test --matcher .github/eslint.json build.log");

  auto* list_command = sub->add_subcommand("list", "All formats: built in, and of the configuration");
  list_command->add_flag("--json", flags->json, "As JSON");
  list_command->footer("\nExample:\n  fixpoint format list --json");
  list_command->callback([flags, &invocation] { invocation.exit_code = list(*flags); });

  auto* show_command = sub->add_subcommand("show", "One format: what it reads, how to get such output");
  show_command->add_option("id", flags->id, "The format's id")->required();
  show_command->add_flag("--json", flags->json, "As JSON");
  show_command->footer("\nExample:\n  fixpoint format show gcc");
  show_command->callback([flags, &invocation] { invocation.exit_code = show(*flags); });

  auto* test_command = sub->add_subcommand("test", "What a format finds in a file, and how many lines it leaves");
  test_command->add_option("file", flags->file, "The tool's output; - is stdin")->capture_default_str();
  auto* kind = test_command->add_option_group("format", "Which format; without one, all of them");
  kind->add_option("--errorformat,-e", flags->errorformat, "A Vim errorformat pattern, or several joined by commas")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  kind->add_option("--matcher", flags->matcher, "A file with a problem matcher of VS Code or GitHub Actions");
  kind->add_option("--pattern", flags->pattern, "An RE2 with the groups file, line, column, severity, code, message");
  kind->add_option("--format", flags->id, "A format's id");
  kind->require_option(0, 1);
  test_command->add_flag("--json", flags->json, "As JSON");
  test_command->footer(
      "\nExamples:\n"
      "  fixpoint format test -e '%E%f:%l: error: %m' -e '%C  %m' build.log\n"
      "  fixpoint format test --pattern '^(?P<file>\\S+) line (?P<line>\\d+): (?P<message>.*)' build.log\n"
      "  fixpoint format test --format gcc build.log");
  test_command->callback([flags, &invocation] { invocation.exit_code = test(*flags); });

  auto* doc_command = sub->add_subcommand("doc", "Print docs/formats.md");
  doc_command->callback([&invocation] { invocation.exit_code = document(); });
}

}  // namespace fixpoint::cli
