#include "cli/changed_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace fixpoint::cli {
namespace {

/// git quotes names with special bytes like C strings.
std::string unquoted(std::string_view name) {
  if (!name.starts_with('"')) return std::string(name);
  std::string out;
  for (std::size_t i = 1; i < name.size() && name[i] != '"'; ++i) {
    if (name[i] != '\\' || i + 1 >= name.size()) {
      out += name[i];
      continue;
    }
    const char c = name[++i];
    if (c >= '0' && c <= '3' && i + 2 < name.size()) {
      out += static_cast<char>((c - '0') * 64 + (name[i + 1] - '0') * 8 + (name[i + 2] - '0'));
      i += 2;
    } else {
      constexpr std::string_view kLetters = "abtnvfr", kBytes = "\a\b\t\n\v\f\r";
      const auto at = kLetters.find(c);
      out += at == std::string_view::npos ? c : kBytes[at];
    }
  }
  return out;
}

/// The number at the start of `text`, which moves behind it.
std::uint32_t number(std::string_view& text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc{} ? value : 0;
}

Result<std::string> git(seams::CommandRunner& runner, const std::string& folder, std::vector<std::string> words) {
  Command command;
  command.argv = {"git", "-c", "core.quotePath=false"};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  command.folder = folder;
  command.environment = {"GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};
  command.limits.capture_head_bytes = std::uint64_t{256} << 20;
  const auto output = runner.run(command, {});
  if (!output) return fail(ErrorCode::unavailable, "--since needs the git program: " + output.error().message);
  std::string out, err;
  for (const auto& chunk : output->chunks)
    (chunk.stream == Stream::out ? out : err).append(output->bytes, chunk.offset, chunk.size);
  if (!output->passed()) {
    const auto said = base::trim(err);
    return fail(ErrorCode::invalid_input,
                fmt::format("git {} failed{}{}", words.front(), said.empty() ? "" : ": ", said));
  }
  if (output->dropped_bytes > 0)
    return fail(ErrorCode::exhausted, "the changes since that revision are too many to read");
  return out;
}

}  // namespace

Result<ChangedLines> ChangedLines::since(seams::CommandRunner& runner, const std::string& folder,
                                         const std::string& revision) {
  FIXPOINT_TRY(git(runner, folder, {"rev-parse", "--is-inside-work-tree"}));
  auto commit = git(runner, folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (!commit) {
    if (commit.error().code != ErrorCode::invalid_input) return std::unexpected(commit.error());
    return fail(ErrorCode::invalid_input, fmt::format("--since: git knows no revision '{}'", revision));
  }
  ChangedLines changed;
  changed.read_diff(FIXPOINT_TRY(
      git(runner, folder,
          {"diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative",
           "--src-prefix=a/", "--dst-prefix=b/", std::string(base::trim(*commit)), "--"})));
  const auto untracked = FIXPOINT_TRY(git(runner, folder, {"ls-files", "--others", "--exclude-standard", "-z"}));
  for (const auto name : base::split(untracked, '\0'))
    if (!name.empty()) changed.add_file(std::string(name));
  return changed;
}

void ChangedLines::read_diff(std::string_view diff) {
  std::vector<Range>* ranges = nullptr;
  std::uint32_t content = 0;  // lines of a hunk still to come: they may look like anything
  while (!diff.empty()) {
    const auto newline = diff.find('\n');
    auto line = diff.substr(0, newline);
    diff.remove_prefix(newline == std::string_view::npos ? diff.size() : newline + 1);
    if (content > 0 && (line.starts_with('+') || line.starts_with('-'))) {
      --content;
    } else if (line.starts_with("+++ ")) {
      auto name = line.substr(4);
      if (name.ends_with('\t')) name.remove_suffix(1);  // git marks the end of a name with blanks so
      const auto path = unquoted(name);
      ranges = path.starts_with("b/") ? &files_[path.substr(2)] : nullptr;  // else /dev/null
    } else if (line.starts_with("@@ -")) {
      line.remove_prefix(4);
      const auto part = [&] {
        const auto first = number(line);
        if (!line.starts_with(',')) return std::pair(first, 1U);
        line.remove_prefix(1);
        return std::pair(first, number(line));
      };
      const auto removed = part();
      if (!line.starts_with(" +")) continue;
      line.remove_prefix(2);
      const auto added = part();
      content = removed.second + added.second;
      if (ranges != nullptr && added.second > 0) ranges->push_back({added.first, added.first + added.second - 1});
    }
  }
}

bool ChangedLines::contain(std::string_view path, std::uint32_t line, std::uint32_t last) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return false;
  if (line == 0) return true;
  last = std::max(line, last);
  // Ranges are sorted and apart: the first that ends at or behind the line.
  const auto at = std::ranges::lower_bound(found->second, line, {}, &Range::last);
  return at != found->second.end() && at->first <= last;
}

}  // namespace fixpoint::cli
