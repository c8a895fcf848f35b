// Finding out what a host allows, explaining what it does not, and remembering it.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "verify/workspace_kinds.hpp"

namespace fixpoint::verify {
namespace {

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

bool seccomp_filtered() {
  std::ifstream file("/proc/self/status");
  std::string line;
  while (std::getline(file, line))
    if (line.starts_with("Seccomp:")) return line.ends_with('2');
  return false;
}

std::string remedy_for() {
  if (first_line("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
    return "AppArmor on this host keeps programs from using user namespaces; give fixpoint a profile: write "
           "\"abi <abi/4.0>, include <tunables/global> profile fixpoint /usr/bin/fixpoint flags=(unconfined) { "
           "userns, }\" "
           "to /etc/apparmor.d/fixpoint (with the program's real path) and load it with apparmor_parser -r";
  if (first_line("/proc/sys/kernel/unprivileged_userns_clone") == "0")
    return "allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1";
  if (first_line("/proc/sys/user/max_user_namespaces") == "0")
    return "allow user namespaces: sysctl -w user.max_user_namespaces=15000";
  if (seccomp_filtered() || access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0)
    return "in a container, start it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
           "(and "
           "--security-opt apparmor=unconfined where AppArmor is used)";
  return "see `fixpoint doctor`";
}

std::string cache_path(const std::string& state_folder) {
  if (!state_folder.empty()) return state_folder + "/isolation";
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && state[0] == '/')
    return std::string(state) + "/fixpoint/isolation";
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/')
    return std::string(home) + "/.local/state/fixpoint/isolation";
  return {};
}

/// Host, kernel and user: what a good answer depends on.
std::string cache_key() {
  utsname system{};
  uname(&system);
  return "1 full " + first_line("/etc/machine-id") + " " + system.nodename + " " + system.release + " " +
         system.version + " " + std::to_string(geteuid()) + "\n";
}

void make_folders(const std::string& path) {
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    mkdir(path.substr(0, slash).c_str(), 0700);
}

enum class Memory { unknown, works, fails };
Memory process_memory = Memory::unknown;

}  // namespace

bool known_to_work(const std::string& state_folder) {
  if (process_memory != Memory::unknown) return process_memory == Memory::works;
  std::ifstream file(cache_path(state_folder), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return !text.empty() && text == cache_key();
}

void remember_working(const std::string& state_folder, bool works) {
  process_memory = works ? Memory::works : Memory::fails;
  const auto path = cache_path(state_folder);
  if (path.empty()) return;
  if (!works) {
    unlink(path.c_str());
    return;
  }
  make_folders(path);
  const auto temporary = path + "." + std::to_string(getpid());
  const auto key = cache_key();
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return;
  const bool ok = write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size());
  close(file);
  if (!ok || rename(temporary.c_str(), path.c_str()) != 0) unlink(temporary.c_str());
}

IsolationReport explain_refusal(const Error& error) { return {Isolation::tree, error.message, remedy_for()}; }

IsolationReport probe_isolation(seams::CommandRunner& runner, const std::string& state_folder) {
  // A folder of its own: the probe is about the host, not about what happens to be mounted below /tmp.
  std::string folder = "/tmp/fixpoint-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) folder = "/tmp";
  Command command;
  command.argv = {"true"};
  command.folder = folder;
  command.sandbox.emplace();
  command.sandbox->covered = {folder};
  auto output = runner.run(command, {});
  if (!output && output.error().code == ErrorCode::unavailable) output = runner.run(command, {});  // it may pass
  if (folder != "/tmp") rmdir(folder.c_str());
  // A missing `true` was looked for inside: the sandbox itself was built.
  const bool works = output || output.error().code == ErrorCode::not_found;
  remember_working(state_folder, works);
  if (works) return {};
  return explain_refusal(output.error());
}

}  // namespace fixpoint::verify
