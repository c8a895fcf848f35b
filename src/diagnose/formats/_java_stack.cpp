#include "diagnose/formats/_java_stack.hpp"

#include <algorithm>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::string_view kForeign[] = {"java.",          "javax.",       "jdk.",        "sun.",
                                         "com.sun.",       "org.junit.",   "junit.",      "org.hamcrest.",
                                         "org.assertj.",   "org.mockito.", "org.testng.", "org.apache.maven.",
                                         "org.gradle.",    "kotlin.",      "scala.",      "worker.org.gradle.",
                                         "org.opentest4j."};

/// The frame's place; an empty file for a frame without one, or of foreign code.
Place frame_place(std::string_view line) {
  static const base::Regex kFrame(R"(^\s*at (?:[\w.@-]*/)*([\w.$<>]+)\.[\w$<>]+\(([\w$]+\.java):(\d+)\)\s*$)");
  std::string type, file;
  int number = 0;
  Place place;
  if (!kFrame.full_match(line, &type, &file, &number)) return place;
  if (std::ranges::any_of(kForeign, [&](std::string_view prefix) { return type.starts_with(prefix); })) return place;
  // The class's package is the folder, the frame names the file.
  auto package = std::string(type.substr(0, type.rfind('.') == std::string::npos ? 0 : type.rfind('.') + 1));
  std::ranges::replace(package, '.', '/');
  place.file = package + file;
  place.line = static_cast<std::uint32_t>(number);
  return place;
}

}  // namespace

bool is_java_frame(std::string_view line) {
  const auto text = base::trim(line);
  return text.size() < line.size() && text.starts_with("at ") && text.ends_with(")");
}

bool read_java_stack(OutputCursor& cursor, Diagnostic& diagnostic) {
  static const base::Regex kHead(R"(^(?:Exception in thread "[^"]*" )?((?:[\w$]+\.)*[A-Z][\w$]*)(?:: (.*))?$)");
  std::string type, message;
  if (!kHead.full_match(cursor.peek(), &type, &message)) return false;
  // A message may go on over some lines before the first frame.
  constexpr std::size_t kLongestMessage = 20;
  std::size_t frame = 1;
  while (frame < kLongestMessage && !cursor.done(frame) && !is_java_frame(cursor.peek(frame))) ++frame;
  if (cursor.done(frame) || !is_java_frame(cursor.peek(frame))) return false;

  diagnostic.severity = Severity::error;
  diagnostic.phase = Phase::run;
  diagnostic.code = type;
  diagnostic.message = type;
  if (!message.empty()) diagnostic.message += ": " + message;
  cursor.take();
  for (std::size_t i = 1; i < frame; ++i) diagnostic.context += std::string(cursor.take()) + '\n';

  std::vector<Place> frames;  // of the innermost cause that has any of the project
  std::vector<Place> current;
  constexpr std::size_t kMostFrames = 50;
  for (; !cursor.done(); cursor.take()) {
    const auto line = cursor.peek();
    const auto text = base::trim(line);
    if (is_java_frame(line)) {
      const auto place = frame_place(line);
      if (!place.file.empty() && current.size() < kMostFrames) current.push_back(place);
    } else if (text.starts_with("Caused by: ")) {
      if (!current.empty()) frames = std::move(current);
      current.clear();
      const auto cause = text.substr(11);
      diagnostic.code = std::string(cause.substr(0, cause.find(':')));
      if (diagnostic.message.size() < 2000) diagnostic.message += "; caused by " + std::string(cause);
    } else if (!(text.starts_with("... ") && (text.ends_with(" more") || text.ends_with(" omitted")))) {
      break;
    }
  }
  if (!current.empty()) frames = std::move(current);
  if (!frames.empty()) diagnostic.place = frames.front();
  for (std::size_t i = frames.size(); i > 1; --i) diagnostic.related.push_back({frames[i - 1], "called from here"});

  const auto& code = diagnostic.code;
  const auto is = [&](std::string_view name) { return code.ends_with(name); };
  diagnostic.category = is("AssertionError") || is("AssertionFailedError") || is("ComparisonFailure")
                            ? Category::test_failure
                        : is("NoClassDefFoundError") || is("ClassNotFoundException") ? Category::missing_dependency
                        : is("OutOfMemoryError")                                     ? Category::out_of_memory
                        : is("ConnectException") || is("UnknownHostException")       ? Category::network
                                                                                     : Category::runtime_error;
  return true;
}

}  // namespace fixpoint::diagnose::formats
