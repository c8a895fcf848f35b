#pragma once
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include "seams/workspace.hpp"
namespace fixpoint::verify {
struct WorkspaceOptions {
  std::string root, home;
  std::optional<Isolation> demanded;
  bool network = true;
  std::string state_folder;
};
struct IsolationReport {
  Isolation reached = Isolation::tree;
  std::string why, remedy;
};
inline IsolationReport probe_isolation(seams::CommandRunner&, const std::string&) { return {}; }
class Copy final : public seams::Workspace {
 public:
  Copy(seams::CommandRunner& r, WorkspaceOptions o) : r_(r), o_(std::move(o)) {}
  Result<RunOutput> run(const Command& command, const seams::ChangedFiles& changed) override {
    namespace fs = std::filesystem;
    char t[] = "/tmp/fpXXXXXX";
    std::string d = mkdtemp(t);
    fs::copy(o_.root, d + "/w", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    for (auto& [p, c] : changed) {
      if (c)
        std::ofstream(d + "/w/" + p, std::ios::binary) << *c;
      else
        fs::remove(d + "/w/" + p);
    }
    Command k = command;
    k.folder = d + "/w" + command.folder.substr(o_.root.size());
    auto out = r_.run(k, {});
    fs::remove_all(d);
    return out;
  }
  Isolation isolation() const override { return Isolation::tree; }

 private:
  seams::CommandRunner& r_;
  WorkspaceOptions o_;
};
inline Result<std::unique_ptr<seams::Workspace>> open_workspace(seams::CommandRunner& r, WorkspaceOptions o) {
  return std::make_unique<Copy>(r, std::move(o));
}
}  // namespace fixpoint::verify
