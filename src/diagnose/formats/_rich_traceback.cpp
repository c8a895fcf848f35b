// The tracebacks that rich and typer print: a box with "path:line in function" and an excerpt per frame, the
// exception below it, and boxes for what it was caused by.
#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "diagnose/formats/_head.hpp"
#include "diagnose/formats/_python.hpp"

namespace fixpoint::diagnose::formats {
namespace {

constexpr std::size_t kMostLines = 10'000;

bool starts_box(std::string_view line) {
  return line.starts_with("╭─") || line.starts_with("┌─") || line.starts_with("+--");
}
bool ends_box(std::string_view line) {
  return line.starts_with("╰─") || line.starts_with("└─") || line.starts_with("+--");
}
bool is_title(std::string_view line) {
  return starts_box(line) && line.find(" Traceback (most recent call last) ") != std::string_view::npos;
}

/// A box's line without its bars; nothing for other lines.
std::optional<std::string_view> inside(std::string_view line) {
  for (const std::string_view bar : {"│", "|"}) {
    if (!line.starts_with(bar)) continue;
    line.remove_prefix(bar.size());
    line = base::trim_right(line);
    if (line.ends_with(bar)) line.remove_suffix(bar.size());
    return line.starts_with(' ') ? line.substr(1) : line;
  }
  return std::nullopt;
}

std::size_t width_of(std::string_view line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// "path:line in function", or without a function in the box of a SyntaxError.
bool read_frame(std::string_view text, PythonFrame& frame) {
  text = base::trim(text);
  const auto in = text.rfind(" in ");
  const auto place = text.substr(0, in);
  const auto colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  auto digits = place.substr(colon + 1);
  frame.line = take_number(digits);
  if (frame.line == 0 || !digits.empty()) return false;
  frame.file = place.substr(0, colon);
  frame.function = in == std::string_view::npos ? std::string_view{} : text.substr(in + 4);
  return frame.file.find("│") == std::string_view::npos;
}

struct Box {
  std::vector<PythonFrame> frames;
  std::string excerpt;  ///< of the last frame
};

/// One box, from its title on. `joined` owns the heads of frames that were wrapped.
std::optional<Box> read_box(OutputCursor& cursor, std::deque<std::string>& joined) {
  Box box;
  const auto width = width_of(cursor.take());
  bool head = true;  // an empty line or the box's beginning is above
  std::string wrapped;
  for (std::size_t lines = 0; lines < kMostLines && !cursor.done(); ++lines) {
    if (ends_box(cursor.peek())) {
      cursor.take();
      return box;
    }
    const auto line = inside(cursor.peek());
    if (!line) return std::nullopt;
    const auto whole = width_of(cursor.peek()) >= width;
    cursor.take();
    const auto text = base::trim(*line);
    if (text.empty()) {
      head = true;
      wrapped.clear();
      continue;
    }
    if (text.starts_with("╭") || text.starts_with("┌")) {  // the locals of a frame
      while (!cursor.done() && inside(cursor.peek()) && !base::trim(*inside(cursor.peek())).starts_with("╰") &&
             !base::trim(*inside(cursor.peek())).starts_with("└"))
        cursor.take();
      if (inside(cursor.peek())) cursor.take();
      continue;
    }
    if (!head) {
      box.excerpt += std::string(base::trim_right(*line)) + '\n';
      continue;
    }
    PythonFrame frame;
    if (wrapped.empty() && read_frame(text, frame)) {
      box.frames.push_back(frame);
      box.excerpt.clear();
    } else if (!wrapped.empty() || text.starts_with('/') || text.find(":\\") == 1) {
      // A path longer than the box goes on in the next line; a line with room left was broken at a blank.
      const bool full = whole && width_of(base::trim_right(*line)) + 4 >= width;
      wrapped += std::string(text) + (full ? "" : " ");
      if (read_frame(wrapped, frame)) {
        joined.push_back(wrapped);
        (void)read_frame(joined.back(), frame);
        box.frames.push_back(frame);
        box.excerpt.clear();
        wrapped.clear();
      }
    } else {
      head = false;
      box.excerpt += std::string(base::trim_right(*line)) + '\n';
    }
  }
  return std::nullopt;
}

/// "Class: message" below a box, with the lines that were wrapped at the box's width.
std::optional<std::string> take_exception(OutputCursor& cursor, std::size_t width) {
  if (!python_exception(cursor.peek())) return std::nullopt;
  std::string text(base::trim_right(cursor.peek()));
  auto last = width_of(text);
  cursor.take();
  constexpr int kMost = 40;
  for (int lines = 0; lines < kMost && !cursor.done() && !cursor.peek().empty(); ++lines) {
    const auto next = base::trim_right(cursor.peek());
    if (last + 1 + width_of(next.substr(0, next.find(' '))) <= width || next.starts_with(' ') || starts_box(next))
      break;
    text += ' ';
    text += next;
    last = width_of(next);
    cursor.take();
  }
  return text;
}

bool take_link(OutputCursor& cursor) {
  for (std::size_t ahead = 0; ahead < 6; ++ahead) {
    const auto line = cursor.peek(ahead);
    if (line.find("the direct cause of the following exception:") == std::string_view::npos &&
        line.find("another exception occurred:") == std::string_view::npos)
      continue;
    if (!is_title(cursor.peek(ahead + 2))) return false;
    for (std::size_t i = 0; i < ahead + 2; ++i) (void)cursor.take();
    return true;
  }
  return false;
}

struct Link {
  Box box;
  std::string exception;
};

std::optional<Link> read_link(OutputCursor& cursor, std::deque<std::string>& joined) {
  const auto width = width_of(cursor.peek());
  auto box = read_box(cursor, joined);
  if (!box) return std::nullopt;
  // A SyntaxError has its own box: the place, the line, a mark.
  if (starts_box(cursor.peek()) && !is_title(cursor.peek())) {
    auto probe = cursor;
    PythonFrame frame;
    (void)probe.take();
    const auto place = inside(probe.peek());
    if (place && read_frame(*place, frame)) {
      (void)probe.take();
      box->excerpt.clear();
      while (!probe.done() && inside(probe.peek())) box->excerpt += std::string(*inside(probe.take())) + '\n';
      (void)probe.take();
      box->frames.push_back(frame);
      cursor = probe;
    }
  }
  auto exception = take_exception(cursor, width);
  if (!exception) return std::nullopt;
  return Link{std::move(*box), std::move(*exception)};
}

}  // namespace

std::optional<Diagnostic> rich_traceback_at(OutputCursor& cursor) {
  if (!is_title(cursor.peek())) return std::nullopt;
  std::deque<std::string> joined;
  auto probe = cursor;
  const auto first = read_link(probe, joined);
  if (!first) return std::nullopt;
  cursor = probe;
  Diagnostic diagnostic;
  python_describe(diagnostic, *python_exception(first->exception));
  python_place(diagnostic, first->box.frames);
  diagnostic.context = first->box.excerpt;
  constexpr int kMostLinks = 20;
  for (int links = 0; links < kMostLinks && take_link(probe); ++links) {
    const auto next = read_link(probe, joined);
    if (!next) break;
    cursor = probe;
    Diagnostic other;
    python_place(other, next->box.frames);
    diagnostic.related.push_back({other.place, "then " + next->exception});
  }
  return diagnostic;
}

}  // namespace fixpoint::diagnose::formats
