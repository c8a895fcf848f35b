#include "diagnose/folders.hpp"

#include <algorithm>

#include "base/paths.hpp"

namespace fixpoint::diagnose {
namespace {

/// The quoted path at the start of `text`: 'x', `x', "x" or ‘x’.
std::string_view quoted(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  constexpr std::string_view kOpen = "‘", kClose = "’";
  if (text.starts_with(kOpen)) {
    text.remove_prefix(kOpen.size());
    return text.substr(0, text.find(kClose));
  }
  if (text.empty() || (text[0] != '\'' && text[0] != '`' && text[0] != '"')) return {};
  const char close = text[0] == '"' ? '"' : '\'';
  text.remove_prefix(1);
  const auto end = text.find(close);
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end);
}

/// The program that printed ": Entering directory" at `at`: "make[2]" or "ninja"; what stands before it on the line
/// may be the unfinished line of another stream.
bool said_by_a_builder(std::string_view output, std::size_t at) {
  auto before = output.substr(at > 40 ? at - 40 : 0, at > 40 ? 40 : at);
  if (before.ends_with(']'))
    if (const auto open = before.rfind('['); open != std::string_view::npos) before = before.substr(0, open);
  return before.ends_with("make") || before.ends_with("ninja");
}

std::string joined(std::string_view outer, std::string_view folder) {
  if (folder.starts_with('/') || outer.empty()) return base::normalize(folder);
  return base::normalize(std::string(outer) + "/" + std::string(folder));
}

constexpr std::size_t kDeepest = 256;

}  // namespace

bool FolderTracker::may_matter(std::string_view line) {
  // The path is quoted and ends the line; the last byte of the curly quote is 0x99.
  if (line.empty()) return false;
  const char last = line.back();
  return last == '\'' || last == '"' || last == '\x99' || line.starts_with(kFailed);
}

bool FolderTracker::see(std::string_view line, std::string_view next) {
  const auto top = [&] { return stack_.empty() ? std::string{} : stack_.back(); };
  if (line.starts_with(kFailed)) {
    // ninja: "FAILED: target", then the command line; a "cd x && " in it is where its messages come from, up to the
    // next failure.
    auto folder = top();
    next = next.substr(0, 4096);
    if (const auto end = next.find(" && "); next.starts_with("cd ") && end != std::string_view::npos && end > 3)
      folder = joined(folder, next.substr(3, end - 3));
    const bool changes = folder != now_;
    now_ = std::move(folder);
    return changes;
  }
  const auto enter = line.find(kEnter), leave = enter == std::string_view::npos ? line.find(kLeave) : enter;
  if (leave == std::string_view::npos || !said_by_a_builder(line, leave)) return false;
  const bool entering = enter != std::string_view::npos;
  const auto folder = quoted(line.substr(leave + (entering ? kEnter : kLeave).size(), 4096));
  if (folder.empty()) return false;
  if (entering) {
    if (stack_.size() == kDeepest) stack_.erase(stack_.begin());
    stack_.push_back(joined(top(), folder));
  } else {
    // With make -j folders overlap: the one that is left need not be the one entered last.
    const auto left = base::normalize(folder);
    const auto at = std::ranges::find(stack_.rbegin(), stack_.rend(), left);
    if (at != stack_.rend()) stack_.erase(std::next(at).base());
  }
  now_ = top();
  return true;
}

std::vector<FolderChange> folder_changes(std::string_view output) {
  std::vector<FolderChange> changes;
  FolderTracker tracker;
  for (std::size_t at = 0; at < output.size();) {
    const auto end = std::min(output.find('\n', at), output.size());
    const auto line = output.substr(at, end - at);
    if (FolderTracker::may_matter(line)) {
      const bool failed = FolderTracker::needs_next(line);
      const auto next = failed && end < output.size() ? output.substr(end + 1, output.find('\n', end + 1) - end - 1)
                                                      : std::string_view{};
      if (tracker.see(line, next)) changes.push_back({failed ? end + 1 : at, tracker.now()});
    }
    at = end + 1;
  }
  return changes;
}

}  // namespace fixpoint::diagnose
