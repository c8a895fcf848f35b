// rustc --error-format=json and cargo --message-format=json: one object per line. Columns count code points.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "diagnose/format.hpp"
#include "diagnose/formats/_rust.hpp"

namespace fixpoint::diagnose::formats::rustc_json {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxSuggestions = 16;

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint32_t number(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(found->get<std::uint64_t>(), 100'000'000));
}

const json& list(const json& object, const char* key) {
  static const json kNone = json::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : kNone;
}

Place place(const json& span) {
  return {text(span, "file_name"),  number(span, "line_start"), number(span, "column_start"),
          number(span, "line_end"), number(span, "column_end"), ColumnUnit::code_point};
}

bool flag(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// Where the user wrote it: through macro expansions up to the outermost call when the span lies in another crate.
json at_user(const json& span) {
  const json* at = &span;
  for (int depth = 0; depth < 16; ++depth) {
    const auto name = text(*at, "file_name");
    if (!name.starts_with('/') && !name.starts_with('<')) break;
    const auto expansion = at->find("expansion");
    if (expansion == at->end() || !expansion->is_object()) break;
    const auto next = expansion->find("span");
    if (next == expansion->end() || !next->is_object()) break;
    at = &*next;
  }
  return *at;
}

Safety safety(const std::string& applicability, std::string_view replacement) {
  if (applicability == "HasPlaceholders" || is_rust_placeholder(replacement)) return Safety::placeholder;
  if (applicability == "MachineApplicable") return Safety::safe;
  return Safety::likely;
}

bool same_range(const json& a, const json& b) {
  return text(a, "file_name") == text(b, "file_name") && number(a, "byte_start") == number(b, "byte_start") &&
         number(a, "byte_end") == number(b, "byte_end");
}

/// The parts of one help. Alternatives come as one flat list that goes through the same places again and again.
void read_suggestions(const json& child, std::vector<Suggestion>& suggestions) {
  std::vector<const json*> parts;
  for (const auto& span : list(child, "spans"))
    if (span.is_object() && span.contains("suggested_replacement") && span["suggested_replacement"].is_string())
      parts.push_back(&span);
  if (parts.empty() || parts.size() > 400) return;
  std::size_t period = parts.size();
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (same_range(*parts[0], *parts[i])) {
      period = i;
      break;
    }
  if (parts.size() % period != 0) period = 1;
  for (std::size_t begin = 0; begin < parts.size() && suggestions.size() < kMaxSuggestions; begin += period) {
    Suggestion suggestion;
    suggestion.message = text(child, "message");
    suggestion.safety = Safety::safe;
    for (auto i = begin; i < begin + period; ++i) {
      SuggestedEdit edit;
      edit.place = place(*parts[i]);
      edit.replacement = text(*parts[i], "suggested_replacement");
      suggestion.safety =
          std::max(suggestion.safety, safety(text(*parts[i], "suggestion_applicability"), edit.replacement));
      suggestion.edits.push_back(std::move(edit));
    }
    if (period < parts.size()) suggestion.safety = std::max(suggestion.safety, Safety::choice);
    suggestions.push_back(std::move(suggestion));
  }
}

std::optional<Diagnostic> convert(const json& message) {
  const auto level = text(message, "level");
  if (level.empty()) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.message = text(message, "message");
  if (const auto code = message.find("code"); code != message.end() && code->is_object())
    diagnostic.code = text(*code, "code");
  diagnostic.severity = level.starts_with("error") ? Severity::error
                        : level == "warning"       ? Severity::warning
                                                   : Severity::note;
  // "aborting due to 3 previous errors" and the like
  const auto& spans = list(message, "spans");
  if (spans.empty() &&
      (diagnostic.message.starts_with("aborting due to") || diagnostic.message.starts_with("Some errors have") ||
       diagnostic.message.starts_with("For more information")))
    diagnostic.severity = Severity::note;
  std::string details;
  bool placed = false;
  for (const auto& span : spans) {
    if (!span.is_object()) continue;
    const auto label = text(span, "label");
    details += label + "\n";
    if (flag(span, "is_primary") && !placed) {
      diagnostic.place = place(at_user(span));
      placed = true;
    } else if (diagnostic.related.size() < 20) {
      diagnostic.related.push_back({place(span), label});
    }
  }
  for (const auto& child : list(message, "children")) {
    if (!child.is_object()) continue;
    details += text(child, "message") + "\n";
    read_suggestions(child, diagnostic.suggestions);
    if (text(child, "level") == "note" && diagnostic.related.size() < 20)
      for (const auto& span : list(child, "spans"))
        if (span.is_object() && flag(span, "is_primary"))
          diagnostic.related.push_back({place(span), text(child, "message")});
  }
  const auto code = diagnostic.code;
  // A lint's name is its code; rustc's own text output shows none, and the two must be one problem.
  if (!code.starts_with('E') || code.size() != 5) diagnostic.code.clear();
  classify_rust(diagnostic, details);
  if (diagnostic.code != code && diagnostic.category == Category::syntax_error) {
    diagnostic.category = Category::compiler_error;  // a lint whose wording looks like a parser's
    diagnostic.phase = Phase::compile;
  }
  diagnostic.context = details;
  return diagnostic;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto line = cursor.peek();
  const auto object = json::parse(line.begin(), line.end(), nullptr, false);
  if (!object.is_object()) return std::nullopt;
  if (text(object, "$message_type") == "diagnostic") {
    auto diagnostic = convert(object);
    if (diagnostic) cursor.take();
    return diagnostic;
  }
  if (text(object, "reason") != "compiler-message") return std::nullopt;
  const auto message = object.find("message");
  if (message == object.end() || !message->is_object()) return std::nullopt;
  auto diagnostic = convert(*message);
  if (diagnostic) cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "rustc_json",
          .language = Language::rust,
          .starts = R"(^\{.*"(\$message_type":"diagnostic|reason":"compiler-message"))",
          .read = read,
          .about = "rustc and cargo: JSON messages, with suggestions.",
          .example_command = "cargo build --message-format=json",
          .homepage = "https://doc.rust-lang.org/rustc/json.html"};
}

}  // namespace fixpoint::diagnose::formats::rustc_json
