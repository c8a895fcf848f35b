// The project in another folder: what is left where there are no user namespaces.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/paths.hpp"
#include "seams/remove_tree.hpp"
#include "verify/workspace_kinds.hpp"
#include "verify/workspace_tree_copy.hpp"

namespace fixpoint::verify {
namespace {

/// Characters that a path goes on with.
bool continues_path(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '+' || static_cast<unsigned char>(c) >= 0x80;
}

/// The next place at or after `at` where `path` stands as a whole path or as the beginning of a longer one.
std::size_t find_path(std::string_view text, std::string_view path, std::size_t at) {
  for (at = text.find(path, at); at != std::string_view::npos; at = text.find(path, at + 1)) {
    const bool begins = at == 0 || (!continues_path(text[at - 1]) && text[at - 1] != '/');
    const auto end = at + path.size();
    if (begins && (end == text.size() || !continues_path(text[end]))) return at;
  }
  return std::string_view::npos;
}

std::string with_paths_moved(std::string_view text, std::string_view from, std::string_view to) {
  std::string moved;
  std::size_t done = 0;
  for (auto at = find_path(text, from, 0); at != std::string_view::npos; at = find_path(text, from, done)) {
    moved.append(text.substr(done, at - done)).append(to);
    done = at + from.size();
  }
  return moved.append(text.substr(done));
}

/// The output as the user's own tree would have given it.
void move_paths_back(RunOutput& output, std::string_view from, std::string_view to) {
  std::string moved;
  std::size_t done = 0;
  std::size_t chunk = 0;
  std::uint64_t chunk_end = output.chunks.empty() ? 0 : output.chunks[0].offset + output.chunks[0].size;
  std::vector<std::uint64_t> ends;  // of the chunks, in the new text
  bool dropped_moved = output.dropped_bytes == 0;
  const auto pass = [&](std::size_t until, bool replaced) {
    // Places inside of a replaced path fall onto its end.
    while (chunk < output.chunks.size() && chunk_end <= until) {
      ends.push_back(replaced ? moved.size() : moved.size() - (until - chunk_end));
      if (++chunk < output.chunks.size()) chunk_end = output.chunks[chunk].offset + output.chunks[chunk].size;
    }
    if (!dropped_moved && output.dropped_at <= until) {
      output.dropped_at = replaced ? moved.size() : moved.size() - (until - output.dropped_at);
      dropped_moved = true;
    }
  };
  const std::string_view text = output.bytes;
  for (auto at = find_path(text, from, 0); at != std::string_view::npos; at = find_path(text, from, done)) {
    moved.append(text.substr(done, at - done));
    pass(at, false);
    moved.append(to);
    done = at + from.size();
    pass(done, true);
  }
  if (done == 0) return;
  moved.append(text.substr(done));
  pass(text.size(), false);
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    output.chunks[i].offset = begin;
    output.chunks[i].size = ends[i] - begin;
    begin = ends[i];
  }
  output.bytes = std::move(moved);
}

/// On the project's own file system if possible: blocks can be shared there.
Result<std::string> make_folder(const WorkspaceOptions& options) {
  std::vector<std::string> places;
  if (const char* folder = std::getenv("TMPDIR"); folder != nullptr && folder[0] == '/') places.emplace_back(folder);
  places.insert(places.end(), {"/tmp", "/var/tmp"});
  if (!options.home.empty()) places.push_back(options.home + "/.cache");
  struct stat project{};
  stat(options.root.c_str(), &project);
  std::erase_if(places, [&](const std::string& place) { return base::below(options.root, place).has_value(); });
  std::ranges::stable_partition(places, [&](const std::string& place) {
    struct stat info{};
    return stat(place.c_str(), &info) == 0 && info.st_dev == project.st_dev;
  });
  for (const auto& place : places) {
    auto pattern = place + "/fixpoint-XXXXXX";
    if (mkdtemp(pattern.data()) != nullptr) return pattern;
  }
  return fail(ErrorCode::io, std::string("cannot make a folder for a copy of the project: ") + std::strerror(errno));
}

class CopyWorkspace final : public seams::Workspace {
 public:
  CopyWorkspace(seams::CommandRunner& runner, const WorkspaceOptions& options) : runner_(runner), options_(options) {}
  ~CopyWorkspace() override {
    if (!folder_.empty()) seams::remove_tree(-1, folder_.c_str());
  }

  Result<RunOutput> run(const Command& command, const seams::ChangedFiles& changed) override {
    if (!copy_) {
      folder_ = FIXPOINT_TRY(make_folder(options_));
      // The same last name: tools derive names from it.
      target_ = folder_ + "/" + std::string(base::file_name(options_.root));
      copy_ = std::make_unique<TreeCopy>(options_.root, target_);
    }
    for (const auto& [name, content] : changed) FIXPOINT_TRY(path_in(options_.root, name));
    auto copied = copy_->restore();
    if (!copied) return std::unexpected(std::move(copied).error().context("copying the project to " + target_));
    for (const auto& [name, content] : changed)
      FIXPOINT_TRY(copy_->put(base::normalize(name), content ? &*content : nullptr));
    auto guest = moved(command);
    guest.sandbox = Sandbox{.network = options_.network, .protect = {options_.root}};
    auto output = runner_.run(guest, {});
    if (!output && output.error().code == ErrorCode::unavailable && options_.network) {
      guest.sandbox.reset();
      output = runner_.run(guest, {});
    }
    if (output) {
      output->isolation = Isolation::tree;
      move_paths_back(*output, target_, options_.root);
    }
    return output;
  }

  [[nodiscard]] Isolation isolation() const override { return Isolation::tree; }

 private:
  [[nodiscard]] std::string map(std::string_view text) const {
    return with_paths_moved(text, options_.root, target_);
  }

  [[nodiscard]] Command moved(const Command& command) const {
    Command copy = command;
    copy.interactive = false;
    copy.folder = map(command.folder);
    for (auto& word : copy.argv) word = map(word);
    for (auto& entry : copy.environment) entry = map(entry);
    // What is inherited may name the project too: PWD, PATH, PYTHONPATH, VIRTUAL_ENV.
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
      const std::string_view text = *entry;
      if (find_path(text, options_.root, 0) == std::string_view::npos) continue;
      const auto name = text.substr(0, text.find('='));
      const bool given = std::ranges::any_of(
          command.environment, [name](std::string_view item) { return item.substr(0, item.find('=')) == name; });
      if (!given) copy.environment.push_back(map(text));
    }
    return copy;
  }

  seams::CommandRunner& runner_;
  WorkspaceOptions options_;
  std::string folder_;
  std::string target_;
  std::unique_ptr<TreeCopy> copy_;
};

}  // namespace

std::unique_ptr<seams::Workspace> copy_workspace(seams::CommandRunner& runner, const WorkspaceOptions& options) {
  return std::make_unique<CopyWorkspace>(runner, options);
}

}  // namespace fixpoint::verify
