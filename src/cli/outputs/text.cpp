// Text for people: what is wrong, where, the line it is about, what follows from it, what the tool suggests.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/explain.hpp"
#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"
#include "cli/snippet.hpp"

namespace fixpoint::cli {
namespace {

constexpr std::size_t kRelatedShown = 8;
constexpr std::size_t kSuggestionsShown = 3;
constexpr std::size_t kMessageLines = 12;
constexpr std::size_t kUnknownShown = 20;

std::string_view colour(Severity severity) {
  return severity >= Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36";
}

/// `x`, cut when it is long.
std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMost = 80;
  auto line = harmless_line(text);
  if (line.size() > kMost) {
    auto cut = kMost;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    line = line.substr(0, cut) + "...";
  }
  return "`" + line + "`";
}

class Text final : public Output {
 public:
  Text(View& view, Writer write) : view_(view), write_(std::move(write)) {}

  void problem(const Problem& problem) override {
    if (count_++ > 0) line("");
    if (first_place_.empty()) first_place_ = place_text(shown_place(problem.primary.folder, problem.primary.place));
    header(problem.primary);
    excerpt(problem.primary);
    places(problem.primary);
    for (std::size_t i = 0; i < problem.primary.suggestions.size() && i < kSuggestionsShown; ++i)
      suggestion(problem.primary, problem.primary.suggestions[i]);
    summary(problem);
    if (view_.explain) explanation(problem);
  }

  void finish(const Totals& totals, const Unknown& unknown) override {
    if (count_ > 0) line("");
    if (totals.problems > 0) {
      std::string said = plural(totals.problems, "problem");
      const auto others = totals.problems - totals.errors - totals.warnings;
      std::vector<std::string> kinds;
      if (totals.errors > 0) kinds.push_back(plural(totals.errors, "error"));
      if (totals.warnings > 0) kinds.push_back(plural(totals.warnings, "warning"));
      if (others > 0) kinds.push_back(plural(others, "note"));
      said += fmt::format(" ({})", base::join(kinds, ", "));
      if (totals.follow_ons > 0)
        said += fmt::format("; {} follow{} from {}", plural(totals.follow_ons, "more message"),
                            totals.follow_ons == 1 ? "s" : "", totals.problems == 1 ? "it" : "them");
      if (totals.problems > 1 && !first_place_.empty()) said += "; start at " + first_place_;
      line(view_.style.paint("1", said + "."));
      if (totals.shown < totals.problems)
        line(fmt::format("{} not shown (--max).", plural(totals.problems - totals.shown, "problem")));
    } else if (unknown.templates.empty()) {
      line(totals.filtered > 0 ? fmt::format("No problems left ({} filtered out).", totals.filtered)
                               : "No problems found.");
    }
    if (totals.dropped > 0)
      line(fmt::format("{} beyond those kept were counted only.", plural(totals.dropped, "message")));
    unknown_messages(totals, unknown);
  }

 private:
  void line(std::string_view text) {
    write_(text);
    write_("\n");
  }

  [[nodiscard]] std::string pad() const { return std::string(gutter_, ' '); }

  Place shown_place(std::string_view folder, const Place& place) {
    auto found =
        view_.sources.here(folder, place, place.unit == ColumnUnit::file_byte ? ColumnUnit::byte : place.unit);
    found.file = harmless_line(found.file);
    return found;
  }

  /// "error[E0308]: mismatched types", further lines of the message below it.
  void header(const Diagnostic& primary) {
    const auto message = harmless(primary.message);
    auto lines = base::split_lines(message);
    const auto code = primary.code.empty() ? "" : fmt::format("[{}]", harmless_line(primary.code));
    const auto kind = std::string(name(primary.severity)) + code;
    const auto first = lines.empty() ? std::string("(no message)") : harmless_line(lines.front());
    const auto wrapped = wrap(kind + ": " + first, view_.style.width, 2);
    line(view_.style.paint(colour(primary.severity), wrapped.substr(0, kind.size())) +
         view_.style.paint("1", wrapped.substr(kind.size())));
    for (std::size_t i = 1; i < lines.size() && i < kMessageLines; ++i)
      line("  " + wrap(harmless_line(lines[i]), view_.style.width == 0 ? 0 : view_.style.width - 2, 2));
    if (lines.size() > kMessageLines) line(fmt::format("  ({} more lines)", lines.size() - kMessageLines));
  }

  /// " --> a.c:2:11" and the line it is about.
  void excerpt(const Diagnostic& primary) {
    auto snippet = source_snippet(view_.sources, view_.style, primary).value_or(Snippet{});
    if (snippet.lines.empty()) snippet = printed_snippet(view_.style, primary);
    gutter_ = std::max<std::size_t>(snippet.gutter, 1);
    if (const auto where = place_text(shown_place(primary.folder, primary.place)); !where.empty())
      line(pad() + view_.style.paint("1;34", "-->") + " " + where);
    for (const auto& one : snippet.lines) line(one);
  }

  void note(std::string_view kind, std::string_view text) {
    const auto head = fmt::format("{} {} {}", pad(), view_.style.paint("1;34", "="),
                                  view_.style.paint("1", std::string(kind) + ":"));
    const auto indent = gutter_ + 3;
    const auto used = gutter_ + kind.size() + 4;
    const auto wrapped = wrap(std::string(used, '.') + " " + std::string(text), view_.style.width, indent);
    line(head + wrapped.substr(std::min(used, wrapped.size())));
  }

  /// Notes of a compiler from the first on; of a stack the innermost frames, which are the last.
  void places(const Diagnostic& primary) {
    const auto all = primary.related.size();
    const auto shown = std::min(all, kRelatedShown);
    const auto from = primary.phase >= Phase::test ? all - shown : 0;
    for (std::size_t i = from; i < from + shown; ++i) related(primary, primary.related[i]);
    if (all > shown) note("note", plural(all - shown, "more place"));
  }

  void related(const Diagnostic& primary, const Related& related) {
    const auto where = place_text(shown_place(primary.folder, related.place));
    const auto text = harmless_line(related.message);
    note("note", where.empty() ? text : text.empty() ? where : where + ": " + text);
  }

  void suggestion(const Diagnostic& primary, const Suggestion& suggestion) {
    auto text = harmless_line(suggestion.message);
    if (suggestion.edits.size() == 1) {
      const auto& edit = suggestion.edits.front();
      const auto place = shown_place(primary.folder, edit.place);
      const bool inserts = (edit.place.end_line == 0 || edit.place.end_line == edit.place.line) &&
                           (edit.place.end_column == 0 || edit.place.end_column == edit.place.column);
      const auto what = edit.replacement.empty() ? "remove this"
                        : inserts                ? "insert " + in_quotes(edit.replacement)
                                                 : "replace by " + in_quotes(edit.replacement);
      text += fmt::format("{}{} at {}", text.empty() ? "" : ": ", what, place_text(place));
    } else if (!suggestion.edits.empty()) {
      text += fmt::format("{}{}", text.empty() ? "" : ": ", plural(suggestion.edits.size(), "edit"));
    }
    note("help", text);
  }

  void summary(const Problem& problem) {
    const auto& primary = problem.primary;
    note(problem.id.empty() ? "is" : problem.id,
         fmt::format("{} ({}), phase {}, read as {}", public_name(problem.category), name(problem.category),
                     name(primary.phase), primary.tool));
    if (const auto more = problem.follow_ons.size(); more > 0)
      note("folded",
           fmt::format("{} more that follow{} from it ({})", more, more == 1 ? "s" : "", problem.folded_by));
  }

  void explanation(const Problem& problem) {
    const auto& primary = problem.primary;
    const auto explained = explain(problem);
    note("pattern", harmless_line(primary.pattern) + (explained.pattern_by_format ? " (as the format says)" : ""));
    for (std::size_t i = 0; i < primary.arguments.size(); ++i)
      note(fmt::format("${}", i + 1), in_quotes(primary.arguments[i]));
    for (const auto& step : explained.masks)
      note("mask", fmt::format("{}: {} -> {}", step.mask, in_quotes(step.text), harmless_line(step.became)));
    note("exact text", harmless_line(explained.normalized));
    const auto& level = problem.fingerprint.level;
    note("fingerprint", fmt::format("v{} exact {} place {} pattern {} class {}", problem.fingerprint.version,
                                    level[0], level[1], level[2], level[3]));
    for (const auto& follow : problem.follow_ons) {
      const auto where = place_text(shown_place(follow.folder, follow.place));
      note("follows", where + (where.empty() ? "" : ": ") + in_quotes(follow.message));
    }
    if (!explained.folded_because.empty()) note("because", explained.folded_because);
  }

  void unknown_messages(const Totals& totals, const Unknown& unknown) {
    if (unknown.templates.empty()) {
      if (unknown.asked) line("No other messages look like failures.");
      return;
    }
    line(totals.problems == 0 && !unknown.asked
             ? fmt::format("No known problem; {} like {}:", looks(unknown.messages),
                           unknown.messages == 1 ? "a failure" : "failures")
             : fmt::format("{} no format knows {} like {}:", plural(unknown.messages, "message"),
                           unknown.messages == 1 ? "looks" : "look",
                           unknown.messages == 1 ? "a failure" : "failures"));
    for (std::size_t i = 0; i < unknown.templates.size() && i < kUnknownShown; ++i) {
      const auto& one = unknown.templates[i];
      const auto at = view_.logs.at(one.offset);
      line(fmt::format("{:>6}x {}", one.count, harmless_line(one.text)));
      line(fmt::format("        {}{} at byte {}",
                       one.count == 1 ? "" : "first: ", at.log == "-" ? "stdin" : harmless_line(at.log), at.offset));
    }
    if (unknown.templates.size() > kUnknownShown)
      line(fmt::format("        ({} more kinds)", unknown.templates.size() - kUnknownShown));
  }

  static std::string looks(std::uint64_t count) {
    return count == 1 ? "this message looks" : fmt::format("these {} messages look", count);
  }

  View& view_;
  Writer write_;
  std::size_t gutter_ = 1;
  std::uint64_t count_ = 0;
  std::string first_place_;
};

}  // namespace

std::unique_ptr<Output> make_text(View& view, Writer write) { return std::make_unique<Text>(view, std::move(write)); }

}  // namespace fixpoint::cli
