// eslint -f json: one document on one line; fixes and suggestions carry ranges in UTF-16 units of the file's text.
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::eslint_json {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

std::uint32_t number_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? static_cast<std::uint32_t>(at->get<std::uint64_t>()) : 0;
}

/// Line and column (UTF-16, 1-based) of offsets that only grow.
class Positions {
 public:
  explicit Positions(const std::string& source) : source_(source) {}
  bool find(std::uint64_t offset, std::uint32_t& line, std::uint32_t& column) {
    if (offset < units_) *this = Positions(source_);
    while (units_ < offset && at_ < source_.size()) {
      const auto point = base::decode_utf8(source_, at_);
      const std::uint32_t width = point.value >= 0x10000 ? 2 : 1;
      units_ += width;
      column_ += width;
      at_ += point.size;
      if (point.value == '\n') ++line_, column_ = 1;
    }
    line = line_;
    column = column_;
    return units_ == offset;
  }
  Positions& operator=(const Positions& other) {
    at_ = other.at_, units_ = other.units_, line_ = other.line_, column_ = other.column_;
    return *this;
  }
  Positions(const Positions&) = default;

 private:
  const std::string& source_;
  std::size_t at_ = 0;
  std::uint64_t units_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
};

std::optional<SuggestedEdit> edit_of(const json& fix, const std::string& file, Positions& positions) {
  const auto range = fix.find("range");
  if (range == fix.end() || !range->is_array() || range->size() != 2 || !(*range)[0].is_number_unsigned() ||
      !(*range)[1].is_number_unsigned())
    return std::nullopt;
  SuggestedEdit edit;
  edit.place.file = file;
  edit.place.unit = ColumnUnit::utf16;
  if (!positions.find((*range)[0].get<std::uint64_t>(), edit.place.line, edit.place.column) ||
      !positions.find((*range)[1].get<std::uint64_t>(), edit.place.end_line, edit.place.end_column))
    return std::nullopt;
  edit.replacement = text_of(fix, "text");
  return edit;
}

std::vector<Diagnostic> read(OutputCursor& cursor) {
  std::vector<Diagnostic> found;
  const auto document = json::parse(cursor.peek(), nullptr, false);
  if (!document.is_array()) return found;
  for (const auto& file : document) {
    if (!file.is_object() || !file.contains("filePath") || !file.contains("messages")) return {};
    const auto path = text_of(file, "filePath");
    const auto source = text_of(file, "source");
    Positions positions(source);
    if (!file["messages"].is_array()) continue;
    for (const auto& message : file["messages"]) {
      if (!message.is_object() || found.size() > 5000) continue;
      Diagnostic diagnostic;
      diagnostic.code = text_of(message, "ruleId");
      diagnostic.message = text_of(message, "message");
      diagnostic.severity = number_of(message, "severity") >= 2 ? Severity::error : Severity::warning;
      diagnostic.place = {.file = path,
                          .line = number_of(message, "line"),
                          .column = number_of(message, "column"),
                          .end_line = number_of(message, "endLine"),
                          .end_column = number_of(message, "endColumn"),
                          .unit = ColumnUnit::utf16};
      const bool fatal = message.contains("fatal") && message["fatal"] == true;
      diagnostic.phase = fatal ? Phase::parse : Phase::compile;
      diagnostic.category = fatal                           ? Category::syntax_error
                            : diagnostic.code == "no-undef" ? Category::undefined_variable
                                                            : Category::compiler_error;
      if (const auto fix = message.find("fix"); fix != message.end() && fix->is_object())
        if (auto edit = edit_of(*fix, path, positions))
          diagnostic.suggestions.push_back({"eslint's fix for " + diagnostic.code, Safety::safe, {std::move(*edit)}});
      if (const auto all = message.find("suggestions"); all != message.end() && all->is_array())
        for (const auto& one : *all)
          if (one.is_object() && one.contains("fix") && one["fix"].is_object() && diagnostic.suggestions.size() < 10)
            if (auto edit = edit_of(one["fix"], path, positions))
              diagnostic.suggestions.push_back({text_of(one, "desc"), Safety::choice, {std::move(*edit)}});
      found.push_back(std::move(diagnostic));
    }
  }
  if (!document.empty()) cursor.take();
  return found;
}

}  // namespace

Format format() {
  return {.id = "eslint_json",
          .language = Language::javascript,
          .starts = R"(^\[\{"filePath":)",
          .read_many = read,
          .about = "eslint: JSON output, with its fixes.",
          .example_command = "eslint -f json .",
          .homepage = "https://eslint.org/"};
}

}  // namespace fixpoint::diagnose::formats::eslint_json
