#include "diagnose/folders.hpp"

#include <algorithm>
#include <cstring>

#include "base/paths.hpp"

namespace fixpoint::diagnose {
namespace {

std::size_t position(std::string_view text, std::string_view what, std::size_t from) {
  if (from >= text.size()) return std::string_view::npos;
  const void* hit = ::memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return hit == nullptr ? std::string_view::npos
                        : static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

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

std::vector<FolderChange> folder_changes(std::string_view output) {
  constexpr std::string_view kEnter = ": Entering directory ", kLeave = ": Leaving directory ",
                             kFailed = "\nFAILED: ";
  std::vector<FolderChange> changes;
  std::vector<std::string> stack;
  const auto top = [&] { return stack.empty() ? std::string{} : stack.back(); };
  auto enter = position(output, kEnter, 0), leave = position(output, kLeave, 0);
  auto failed = output.starts_with(kFailed.substr(1)) ? std::size_t{0} : position(output, kFailed, 0);
  for (;;) {
    const auto at = std::min(std::min(enter, leave), failed);
    if (at == std::string_view::npos) break;
    if (at == failed) {
      // ninja: "FAILED: target", then the command line; a "cd x && " in it is where its messages come from. The next
      // status line ("[3/9] ...") or failure ends that; a change at the next failure does it here.
      failed = position(output, kFailed, at + 1);
      const auto line = output.find('\n', at + (at == 0 ? 0 : 1));
      if (line == std::string_view::npos) continue;
      const auto command = output.substr(line + 1, 4096);
      std::string folder = top();
      if (command.starts_with("cd ")) {
        const auto path =
            command.substr(3, command.find(" && ") == std::string_view::npos ? 0 : command.find(" && ") - 3);
        if (!path.empty() && path.find('\n') == std::string_view::npos) folder = joined(folder, path);
      }
      if (changes.empty() ? !folder.empty() : changes.back().folder != folder) changes.push_back({line + 1, folder});
      continue;
    }
    const bool entering = at == enter;
    const auto mark = entering ? kEnter : kLeave;
    (entering ? enter : leave) = position(output, mark, at + 1);
    const auto folder = quoted(output.substr(at + mark.size(), 4096));
    if (folder.empty() || !said_by_a_builder(output, at)) continue;
    if (entering) {
      if (stack.size() == kDeepest) stack.erase(stack.begin());
      stack.push_back(joined(top(), folder));
    } else {
      // With make -j folders overlap: the one that is left need not be the one entered last.
      for (auto i = stack.size(); i-- > 0;)
        if (stack[i] == base::normalize(folder)) {
          stack.erase(stack.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        }
    }
    changes.push_back({at, top()});
  }
  return changes;
}

}  // namespace fixpoint::diagnose
