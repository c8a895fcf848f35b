// Problem matcher JSON -> formats.
#include "diagnose/problem_matcher.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/paths.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMatchers = 200;
constexpr std::size_t kMostPatterns = 20;  // of one matcher: lines of one message
constexpr std::size_t kMostLoops = 5'000;
constexpr int kMostGroups = 40;

/// One line of a message. Numbers are groups; 0 = not given, but for message, where -1 is "not given" and 0 the line.
struct LinePattern {
  std::shared_ptr<const base::Regex> regex;
  std::string text;
  int file = 0, location = 0, line = 0, column = 0, end_line = 0, end_column = 0, severity = 0, code = 0;
  int message = -1;
  bool loop = false;
  bool whole_file = false;  ///< kind "file": no place in it
};

struct Matcher {
  std::vector<LinePattern> lines;
  std::string folder;  ///< where relative files lie, below the project
};

/// The shapes behind VS Code's names, in our own words.
struct Named {
  std::string_view name;
  std::string_view json;
};
constexpr Named kNamed[] = {
    {"$msCompile",
     R"json({"regexp":"^\\s*(?:\\d+>)?(\\S.*?)\\((\\d+(?:,\\d+){0,3})\\)\\s*: +((?:fatal +)?error|warning|info) +(\\w+\\d+)\\s*: *(.*)$","file":1,"location":2,"severity":3,"code":4,"message":5})json"},
    {"$tsc",
     R"json({"regexp":"^(\\S.*?)[(:](\\d+)[,:](\\d+)(?:\\): +| +- +)(error|warning|info) +TS(\\d+) *: *(.*)$","file":1,"line":2,"column":3,"severity":4,"code":5,"message":6})json"},
    {"$gcc",
     R"json({"regexp":"^(.*?):(\\d+):(?:(\\d+):)? +(?:fatal +)?(error|warning|note): +(.*)$","file":1,"line":2,"column":3,"severity":4,"message":5})json"},
    {"$go",
     R"json({"regexp":"^(?:\\S+: )?((?:.:)?[^:]+):(\\d+)(?::(\\d+))?: (.*)$","file":1,"line":2,"column":3,"message":4})json"},
    {"$rustc",
     R"json([{"regexp":"^(warning|error)(?:\\[(\\w+)\\])?: (.*)$","severity":1,"code":2,"message":3},{"regexp":"^ *--> (.*):(\\d+):(\\d+)$","file":1,"line":2,"column":3}])json"},
    {"$eslint-compact",
     R"json({"regexp":"^(.+): line (\\d+), col (\\d+), (Error|Warning|Info) - (.+?)(?: \\(([^()]+)\\))?$","file":1,"line":2,"column":3,"severity":4,"message":5,"code":6})json"},
    {"$eslint-stylish",
     R"json([{"regexp":"^((?:[a-zA-Z]:)?[./\\\\].*)$","kind":"file","file":1},{"regexp":"^ +(\\d+):(\\d+) +(error|warning|info) +(.+?)(?:  +(.*))?$","line":1,"column":2,"severity":3,"message":4,"code":5,"loop":true}])json"},
    {"$jshint",
     R"json({"regexp":"^(.*): +line +(\\d+), col +(\\d+), (.+?)(?: +\\((\\w)(\\d+)\\))?$","file":1,"line":2,"column":3,"message":4,"severity":5,"code":6})json"},
    {"$jshint-stylish",
     R"json([{"regexp":"^(\\S.*)$","kind":"file","file":1},{"regexp":"^ +line +(\\d+) +col +(\\d+) +(.+?)(?: +\\((\\w)(\\d+)\\))?$","line":1,"column":2,"message":3,"severity":4,"code":5,"loop":true}])json"},
    {"$lessCompile",
     R"json({"regexp":"^\\s*(.*) in file (.*) line no\\. (\\d+)$","message":1,"file":2,"line":3})json"},
    {"$lessc",
     R"json({"regexp":"^(.*) in (.+) on line (\\d+), column (\\d+):$","message":1,"file":2,"line":3,"column":4})json"},
    {"$gulp-tsc",
     R"json({"regexp":"^(\\S.*?)\\((\\d+(?:,\\d+){0,3})\\): +(\\d+) +(.*)$","file":1,"location":2,"code":3,"message":4})json"},
    {"$csc", R"json("$msCompile")json"},
    {"$vb", R"json("$msCompile")json"},
    {"$cpp", R"json("$msCompile")json"},
    {"$tsc-watch", R"json("$tsc")json"},
    {"$ts-webpack-watch", R"json("$tsc")json"},
};

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 9))
    if (base::is_digit(c)) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  return value;
}

/// "line", "line,column" or "line,column,endLine,endColumn".
void set_location(Place& place, std::string_view text) {
  std::vector<std::uint32_t> numbers;
  for (const auto part : base::split(text.substr(0, 80), ',')) numbers.push_back(number(base::trim(part)));
  place.line = numbers[0];
  if (numbers.size() > 1) place.column = numbers[1];
  if (numbers.size() > 3) {
    place.end_line = numbers[2];
    place.end_column = numbers[3];
  }
}

/// What one line says is added to what earlier lines of the message said. False when the pattern does not match.
bool read_line(const LinePattern& pattern, std::string_view line, Diagnostic& diagnostic, bool& said) {
  const auto& re = pattern.regex->re2();
  re2::StringPiece groups[kMostGroups + 1];
  if (!re.Match(base::piece(line), 0, line.size(), RE2::UNANCHORED, groups, re.NumberOfCapturingGroups() + 1))
    return false;
  const auto group = [&](int index) -> std::string_view {
    return index > 0 && index <= re.NumberOfCapturingGroups() ? base::view(groups[index]) : std::string_view{};
  };
  auto& place = diagnostic.place;
  if (pattern.file > 0) place.file = base::trim(group(pattern.file));
  if (const auto location = group(pattern.location); !location.empty()) set_location(place, location);
  if (pattern.line > 0) place.line = number(group(pattern.line));
  if (pattern.column > 0) place.column = number(group(pattern.column));
  if (pattern.end_line > 0) place.end_line = number(group(pattern.end_line));
  if (pattern.end_column > 0) place.end_column = number(group(pattern.end_column));
  if (place.end_column != 0 && place.end_line == 0) place.end_line = place.line;
  if (const auto severity = severity_of_word(group(pattern.severity))) {
    diagnostic.severity = *severity;
    said = true;
  }
  if (pattern.code > 0) diagnostic.code = group(pattern.code);
  if (pattern.message == 0) diagnostic.message = base::trim(base::view(groups[0]));
  if (pattern.message > 0) diagnostic.message = base::trim(group(pattern.message));
  return true;
}

class MatcherReader : public CustomReader {
 public:
  MatcherReader(CustomInfo info, Matcher matcher) : CustomReader(std::move(info)), matcher_(std::move(matcher)) {}

  std::vector<Diagnostic> read(OutputCursor& cursor) const override {
    Diagnostic diagnostic;
    diagnostic.severity = info().severity;
    diagnostic.category = info().category;
    diagnostic.folder = matcher_.folder;
    bool said = false;
    const auto& lines = matcher_.lines;
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (cursor.done(at)) return {};
      if (lines[at].loop && at > 0) break;
      if (!read_line(lines[at], cursor.peek(at), diagnostic, said)) return {};
    }
    if (lines.back().loop && lines.size() > 1) return read_loop(cursor, diagnostic, said);
    if (!means_something(diagnostic)) return {};
    for (std::size_t at = 0; at < lines.size(); ++at) cursor.take();
    finish(diagnostic, said);
    return {std::move(diagnostic)};
  }

  [[nodiscard]] std::string_view starts() const override { return matcher_.lines.front().text; }

 private:
  static bool means_something(const Diagnostic& diagnostic) {
    return !diagnostic.message.empty() || !diagnostic.place.file.empty();
  }
  static void finish(Diagnostic& diagnostic, bool said) {
    std::string_view message = diagnostic.message;
    if (const auto first = said ? std::nullopt : take_severity(message)) {
      diagnostic.severity = *first;
      diagnostic.message = std::string(message);
    }
  }
  /// The last line repeats: each is a message of its own.
  std::vector<Diagnostic> read_loop(OutputCursor& cursor, const Diagnostic& head, bool said) const {
    const auto first = matcher_.lines.size() - 1;
    std::vector<Diagnostic> found;
    while (found.size() < kMostLoops && !cursor.done(first + found.size())) {
      auto one = head;
      bool said_here = said;
      if (!read_line(matcher_.lines.back(), cursor.peek(first + found.size()), one, said_here)) break;
      finish(one, said_here);
      found.push_back(std::move(one));
    }
    if (found.empty()) return found;
    for (std::size_t at = 0; at < first + found.size(); ++at) cursor.take();
    return found;
  }

  Matcher matcher_;
};

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<int> group_of(const json& object, const char* key, const RE2& regex, int otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if (!found->is_number_integer() || found->get<std::int64_t>() < 0 ||
      found->get<std::int64_t>() > regex.NumberOfCapturingGroups())
    return fail(ErrorCode::invalid_input, fmt::format("\"{}\" is not the number of a group; the expression has {}",
                                                      key, regex.NumberOfCapturingGroups()));
  return found->get<int>();
}

Result<std::shared_ptr<const base::Regex>> regex_of(std::string_view source, std::string& text) {
  text = FIXPOINT_TRY(re2_of_javascript(source));
  auto regex = std::make_shared<const base::Regex>(text);
  if (!regex->ok())
    return fail(ErrorCode::invalid_input, fmt::format("'{}' is not an expression: {}", source, regex->re2().error()));
  if (regex->re2().NumberOfCapturingGroups() > kMostGroups)
    return fail(ErrorCode::invalid_input, fmt::format("an expression has at most {} groups", kMostGroups));
  return regex;
}

Result<LinePattern> line_pattern(const json& object, bool alone) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "a pattern is an object with a \"regexp\"");
  const auto source = text_of(object, "regexp");
  if (source.empty()) return fail(ErrorCode::invalid_input, "a pattern needs a \"regexp\"");
  LinePattern pattern;
  pattern.regex = FIXPOINT_TRY(regex_of(source, pattern.text));
  const auto& re = pattern.regex->re2();
  pattern.file = FIXPOINT_TRY(group_of(object, "file", re, 0));
  // VS Code calls it location, GitHub has fromPath for a project's file, which is no place of ours.
  pattern.location = FIXPOINT_TRY(group_of(object, "location", re, 0));
  pattern.line = FIXPOINT_TRY(group_of(object, "line", re, 0));
  pattern.column = FIXPOINT_TRY(group_of(object, "column", re, 0));
  if (pattern.column == 0) pattern.column = FIXPOINT_TRY(group_of(object, "character", re, 0));
  pattern.end_line = FIXPOINT_TRY(group_of(object, "endLine", re, 0));
  pattern.end_column = FIXPOINT_TRY(group_of(object, "endColumn", re, 0));
  pattern.severity = FIXPOINT_TRY(group_of(object, "severity", re, 0));
  pattern.code = FIXPOINT_TRY(group_of(object, "code", re, 0));
  pattern.message = FIXPOINT_TRY(group_of(object, "message", re, alone ? 0 : -1));
  const auto loop = object.find("loop");
  pattern.loop = loop != object.end() && loop->is_boolean() && loop->get<bool>();
  pattern.whole_file = text_of(object, "kind") == "file";
  const bool placed = pattern.line > 0 || pattern.location > 0;
  if (alone && !placed && !pattern.whole_file && pattern.file == 0 && re.NumberOfCapturingGroups() >= 3 &&
      !object.contains("message")) {
    // Nothing said: file, line and column are the first three groups.
    pattern.file = 1;
    pattern.line = 2;
    pattern.column = 3;
  }
  return pattern;
}

Result<std::vector<LinePattern>> line_patterns(const json& value, const std::map<std::string, json>& own, int depth) {
  if (value.is_string()) {
    const auto name = value.get<std::string>();
    const auto key = name.starts_with('$') ? name : "$" + name;
    if (depth > 5) return fail(ErrorCode::invalid_input, fmt::format("{} is defined by itself", name));
    if (const auto found = own.find(key); found != own.end()) return line_patterns(found->second, own, depth + 1);
    const auto* known = std::ranges::find(kNamed, key, &Named::name);
    if (known == std::end(kNamed)) return fail(ErrorCode::invalid_input, fmt::format("{} is not known", name));
    return line_patterns(json::parse(known->json, nullptr, false), own, depth + 1);
  }
  std::vector<LinePattern> patterns;
  if (value.is_array()) {
    if (value.empty() || value.size() > kMostPatterns)
      return fail(ErrorCode::invalid_input, fmt::format("a matcher has 1 to {} patterns", kMostPatterns));
    for (const auto& one : value) patterns.push_back(FIXPOINT_TRY(line_pattern(one, value.size() == 1)));
  } else {
    patterns.push_back(FIXPOINT_TRY(line_pattern(value, true)));
  }
  for (std::size_t i = 0; i + 1 < patterns.size(); ++i)
    if (patterns[i].loop) return fail(ErrorCode::invalid_input, "only the last pattern may \"loop\"");
  return patterns;
}

/// "${workspaceFolder}/web" and the like -> "web".
std::string folder_of(const json& matcher) {
  const auto location = matcher.find("fileLocation");
  if (location == matcher.end() || !location->is_array() || location->size() < 2 || !(*location)[1].is_string())
    return {};
  auto folder = (*location)[1].get<std::string>();
  for (const std::string_view variable : {"${workspaceFolder}", "${workspaceRoot}", "${cwd}"})
    if (folder.starts_with(variable)) folder.erase(0, variable.size());
  if (folder.starts_with('/')) folder.erase(0, 1);
  return folder.empty() ? folder : base::normalize(folder);
}

/// beginsPattern and endsPattern only delimit runs in watch mode; they are checked, so that a mistake is noticed.
Result<void> check_background(const json& matcher) {
  for (const auto* const section : {"background", "watching"}) {
    const auto found = matcher.find(section);
    if (found == matcher.end() || !found->is_object()) continue;
    for (const auto* const key : {"beginsPattern", "endsPattern"}) {
      const auto pattern = found->find(key);
      if (pattern == found->end()) continue;
      const auto source = pattern->is_string()   ? pattern->get<std::string>()
                          : pattern->is_object() ? text_of(*pattern, "regexp")
                                                 : std::string();
      std::string text;
      if (auto regex = regex_of(source, text); !regex)
        return std::unexpected(std::move(regex).error().context(std::string(section) + "." + key));
    }
  }
  return {};
}

/// A matcher with everything that it takes from its base.
Result<json> with_base(json matcher, const std::map<std::string, json>& own) {
  for (int depth = 0; matcher.is_object() && matcher.contains("base"); ++depth) {
    const auto name = text_of(matcher, "base");
    matcher.erase("base");
    if (depth > 5) return fail(ErrorCode::invalid_input, fmt::format("{} is its own base", name));
    if (const auto found = own.find(name.starts_with('$') ? name : "$" + name);
        found != own.end() && found->second.is_object() && found->second.contains("pattern")) {
      auto whole = found->second;
      whole.update(matcher);
      matcher = std::move(whole);
    } else if (!matcher.contains("pattern")) {
      matcher["pattern"] = name;
    }
  }
  return matcher;
}

Result<Format> matcher_format(CustomInfo info, const json& given, const std::map<std::string, json>& own) {
  auto matcher = given.is_string() ? json{{"base", given}, {"owner", given}} : given;
  if (!matcher.is_object()) return fail(ErrorCode::invalid_input, "a problem matcher is an object or a name");
  matcher = FIXPOINT_TRY(with_base(std::move(matcher), own));
  if (!matcher.contains("pattern")) return fail(ErrorCode::invalid_input, "a problem matcher needs a \"pattern\"");
  Matcher made;
  made.lines = FIXPOINT_TRY(line_patterns(matcher["pattern"], own, 0));
  made.folder = folder_of(matcher);
  FIXPOINT_TRY_VOID(check_background(matcher));
  if (const auto severity = severity_of_word(text_of(matcher, "severity"))) info.severity = *severity;
  return custom_format(std::make_shared<const MatcherReader>(std::move(info), std::move(made)));
}

/// All matchers of a document, and the patterns and matchers that it defines by name.
struct Document {
  std::vector<json> matchers;
  std::map<std::string, json> named;
};

void add_matchers(Document& document, const json& value) {
  if (value.is_array()) {
    for (const auto& one : value)
      if (document.matchers.size() < kMostMatchers) document.matchers.push_back(one);
  } else if (document.matchers.size() < kMostMatchers) {
    document.matchers.push_back(value);
  }
}

void add_named(Document& document, const json& values) {
  if (!values.is_array()) return;
  for (const auto& one : values)
    if (const auto name = one.is_object() ? text_of(one, "name") : std::string(); !name.empty())
      document.named["$" + name] = one.contains("patterns") ? one["patterns"] : one;
}

Document document_of(const json& root) {
  Document document;
  if (root.is_array() || (root.is_object() && root.contains("pattern")) || root.is_string()) {
    add_matchers(document, root);
    return document;
  }
  if (!root.is_object()) return document;
  if (root.contains("contributes") && root["contributes"].is_object()) {
    const auto& contributes = root["contributes"];
    if (contributes.contains("problemPatterns")) add_named(document, contributes["problemPatterns"]);
    if (contributes.contains("problemMatchers")) {
      add_named(document, contributes["problemMatchers"]);
      add_matchers(document, contributes["problemMatchers"]);
    }
  }
  if (root.contains("problemMatcher")) add_matchers(document, root["problemMatcher"]);
  if (root.contains("tasks") && root["tasks"].is_array())
    for (const auto& task : root["tasks"])
      if (task.is_object() && task.contains("problemMatcher")) add_matchers(document, task["problemMatcher"]);
  return document;
}

std::string owner_of(const json& matcher) {
  if (matcher.is_string()) return matcher.get<std::string>();
  if (!matcher.is_object()) return {};
  for (const auto* const key : {"name", "owner", "source"})
    if (auto text = text_of(matcher, key); !text.empty()) return text;
  return {};
}

}  // namespace

Result<std::vector<Format>> problem_matcher_formats(const CustomInfo& info, std::string_view text) {
  const auto root = json::parse(text, nullptr, false, true);
  if (root.is_discarded()) return fail(ErrorCode::invalid_input, "the problem matcher is not JSON");
  const auto document = document_of(root);
  if (document.matchers.empty())
    return fail(ErrorCode::invalid_input,
                "no problem matcher in the document: neither \"problemMatcher\" nor \"tasks\" nor \"pattern\"");
  std::vector<Format> formats;
  for (const auto& matcher : document.matchers) {
    auto one = info;
    const auto owner = owner_of(matcher);
    if (document.matchers.size() > 1 || one.id.empty()) {
      const auto name = owner.starts_with('$') ? owner.substr(1) : owner;
      one.id = name.empty() ? fmt::format("{}{}", one.id.empty() ? "matcher" : one.id, formats.size() + 1) : name;
    }
    formats.push_back(FIXPOINT_TRY(
        matcher_format(std::move(one), matcher, document.named)
            .context(fmt::format("matcher {}{}", formats.size() + 1, owner.empty() ? "" : " (" + owner + ")"))));
  }
  return formats;
}

}  // namespace fixpoint::diagnose
