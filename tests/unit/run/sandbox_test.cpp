#include "run/sandbox.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "base/text.hpp"
#include "run/runner.hpp"

namespace fixpoint::run {
namespace {

namespace fs = std::filesystem;

/// A project, a home folder with secrets, and a folder that no run may touch.
class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    base_ = fs::temp_directory_path() / ("sandbox-test-" + std::to_string(getpid()));
    for (const auto* name : {"project/src", "home/.ssh", "home/.config/gcloud", "outside"})
      fs::create_directories(base_ / name);
    write("project/src/a.txt", "old\n");
    write("home/.ssh/id_ed25519", "PRIVATE\n");
    write("home/.netrc", "PRIVATE\n");
    write("home/.config/gcloud/token", "PRIVATE\n");
    write("outside/file", "outside\n");
    old_home_ = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
    setenv("HOME", (base_ / "home").c_str(), 1);
    sandbox_.covered = {base_ / "project", base_ / "home"};
    // The tests are about the sandbox, not about whether this host has one.
    if (const auto output = guest("true"); !output && output.error().code == ErrorCode::unavailable)
      GTEST_SKIP() << output.error().message;
  }
  void TearDown() override {
    setenv("HOME", old_home_.c_str(), 1);
    fs::remove_all(base_);
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(base_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(base_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  Result<RunOutput> run(std::vector<std::string> argv, std::vector<std::string> environment = {}) {
    Command command;
    command.argv = std::move(argv);
    command.folder = base_ / "project";
    command.environment = std::move(environment);
    command.sandbox = sandbox_;
    return runner_.run(command, {});
  }
  Result<RunOutput> guest(const std::string& line) { return run({"sh", "-c", line}); }
  std::string text(const std::string& line) {
    const auto output = guest(line);
    return output ? output->bytes : "error: " + output.error().message;
  }
  std::map<std::string, int> probe(const std::string& what) {
    const auto output = run({fs::read_symlink("/proc/self/exe")}, {"FIXPOINT_SANDBOX_PROBE=" + what});
    std::map<std::string, int> answers;
    if (!output) return answers;
    for (const auto line : base::split_lines(output->bytes)) {
      const auto equals = line.find('=');
      if (equals != std::string_view::npos)
        answers[std::string(line.substr(0, equals))] = std::atoi(std::string(line.substr(equals + 1)).c_str());
    }
    return answers;
  }

  fs::path base_;
  std::string old_home_;
  Sandbox sandbox_;
  ProcessRunner runner_;
};

/// Everything below a folder that a write would change.
std::map<std::string, std::string> fingerprint(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    struct stat info{};
    lstat(entry.path().c_str(), &info);
    std::string content;
    if (S_ISREG(info.st_mode)) {
      std::ifstream file(entry.path(), std::ios::binary);
      content.assign(std::istreambuf_iterator<char>(file), {});
    }
    all[entry.path()] = std::to_string(info.st_ino) + " " + std::to_string(info.st_mode) + " " +
                        std::to_string(info.st_uid) + " " + std::to_string(info.st_mtim.tv_sec) + "." +
                        std::to_string(info.st_mtim.tv_nsec) + " " + std::to_string(info.st_ctim.tv_sec) + "." +
                        std::to_string(info.st_ctim.tv_nsec) + " " + content;
  }
  return all;
}

TEST_F(SandboxTest, LeavesTheTreeAsItWasAfterHostileRuns) {
  write("project/big", std::string(1 << 20, 'x'));
  fs::create_symlink("/etc/passwd", base_ / "project/link");
  fs::create_directory_symlink(base_ / "outside", base_ / "project/out");
  const auto before = fingerprint(base_);
  const std::string hostile =
      "rm -rf src big; mkdir src; echo x > src/a.txt; echo x >> link; echo x > out/file; chmod -R 000 . ; chmod 777 "
      ".;"
      "mv src gone; ln -f gone hard; : > ../outside/file; touch ../outside/new; rm -rf ~/.config; echo x > "
      "~/.profile;"
      "find / -xdev -name 'sandbox-test-*' -exec rm -rf {} + 2>/dev/null; true";
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(guest(hostile));
  EXPECT_EQ(before, fingerprint(base_));
}

TEST_F(SandboxTest, IsEmptyAgainInTheNextRun) {
  EXPECT_EQ(text("echo made > src/b.txt; echo kept > /dev/shm/x; cat src/b.txt"), "made\n");
  EXPECT_EQ(text("ls src /dev/shm"), "/dev/shm:\n\nsrc:\na.txt\n");
}

TEST_F(SandboxTest, WritesOnlyBelowTheCoveredFolders) {
  EXPECT_EQ(
      text("(echo x > ../outside/new) 2>/dev/null || echo refused; (echo x > /etc/new) 2>/dev/null || echo refused"),
      "refused\nrefused\n");
  EXPECT_EQ(text("echo x > src/new && echo y > ~/new && echo z > /dev/null && cat src/new ~/new"), "x\ny\n");
}

TEST_F(SandboxTest, DeletesFoldersAndMakesThemAgain) {
  EXPECT_EQ(text("rm -r src && mkdir src && ls -A src && touch src/b && ls src && rm -r src && ls"), "b\n");
  EXPECT_EQ(text("mv src/a.txt b.txt && ls . src && cat b.txt"), ".:\nb.txt\nsrc\n\nsrc:\nold\n");
}

TEST_F(SandboxTest, PutsTheProposalInPlace) {
  write("project/run.sh", "#!/bin/sh\necho old\n");
  fs::permissions(base_ / "project/run.sh", fs::perms::owner_all);
  write("project/fixed", "old");
  fs::permissions(base_ / "project/fixed", fs::perms::owner_read);
  fs::create_symlink("src/a.txt", base_ / "project/inside");
  const std::string root = base_ / "project";
  sandbox_.files = {{root + "/run.sh", "#!/bin/sh\necho new\n"},
                    {root + "/new/deep/file", "made\n"},
                    {root + "/src/a.txt", "", true},
                    {root + "/fixed", "written\n"},
                    {root + "/not/there", "", true}};
  EXPECT_EQ(text("./run.sh; cat new/deep/file fixed; ls src; stat -c %a fixed run.sh; pwd -P"),
            "new\nmade\nwritten\n400\n700\n" + fs::canonical(root).string() + "\n");
  sandbox_.files = {{root + "/inside", "through\n"}};
  EXPECT_EQ(text("cat src/a.txt; readlink inside"), "through\nsrc/a.txt\n");
  EXPECT_EQ(read("project/src/a.txt"), "old\n");
}

TEST_F(SandboxTest, DoesNotWriteTheProposalThroughLinksThatLeadOut) {
  fs::create_symlink(base_ / "home/.netrc", base_ / "project/absolute");
  fs::create_directory_symlink("../home", base_ / "project/up");
  mkfifo((base_ / "project/pipe").c_str(), 0600);
  for (const auto* name :
       {"/project/absolute", "/project/up/.netrc", "/project/up/new", "/project/pipe", "/project/src"}) {
    sandbox_.files = {{base_.string() + name, "x"}};
    const auto output = guest("true");
    ASSERT_FALSE(output) << name;
    EXPECT_EQ(output.error().code, ErrorCode::unavailable) << name;
  }
  sandbox_.files = {{base_ / "outside/file", "x"}};
  const auto output = guest("true");
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code, ErrorCode::invalid_input);
}

TEST_F(SandboxTest, HidesSecrets) {
  EXPECT_EQ(text("cat ~/.ssh/id_ed25519 ~/.netrc ~/.config/gcloud/token 2>/dev/null; ls -A ~/.ssh"), "");
  setenv("TEST_SANDBOX_TOKEN", "hunter2", 1);
  setenv("AWS_PROFILE", "hunter2", 1);
  EXPECT_EQ(text("echo $TEST_SANDBOX_TOKEN$AWS_PROFILE; grep -al hunter2 /proc/*/environ 2>/dev/null"), "\n");
  sandbox_.hide_secrets = false;
  EXPECT_EQ(text("cat ~/.netrc; echo $TEST_SANDBOX_TOKEN"), "PRIVATE\nhunter2\n");
  unsetenv("TEST_SANDBOX_TOKEN");
  unsetenv("AWS_PROFILE");
}

TEST_F(SandboxTest, SeesAndReachesNoProcessOutside) {
  const pid_t victim = fork();
  if (victim == 0) {
    pause();
    _exit(0);
  }
  EXPECT_EQ(probe("kill:" + std::to_string(victim))["kill"], ESRCH);
  EXPECT_EQ(text("kill -9 -1 2>/dev/null; echo alive"), "alive\n");
  EXPECT_EQ(kill(victim, 0), 0);
  EXPECT_EQ(waitpid(victim, nullptr, WNOHANG), 0);
  kill(victim, SIGKILL);
  waitpid(victim, nullptr, 0);
}

TEST_F(SandboxTest, RefusesTheWaysOut) {
  auto answers = probe("calls");
  ASSERT_FALSE(answers.empty());
  for (const auto* name : {"mount",           "remount",       "umount",      "umount_proc", "unshare_user",
                           "unshare_mount",   "setns",         "pivot_root",  "fsopen",      "open_tree",
                           "open_tree_attr",  "mount_setattr", "bpf",         "keyctl",      "userfaultfd",
                           "perf_event_open", "clone_newuser", "clone_newns", "tiocsti",     "tiocsti_high_bits",
                           "mknod",           "settimeofday",  "reboot",      "trace_init"})
    EXPECT_EQ(answers.at(name), EPERM) << name;
  for (const auto* name : {"clone3", "io_uring_setup"}) EXPECT_EQ(answers.at(name), ENOSYS) << name;
  for (const auto* name : {"vsock", "vsock_high_bits", "af_alg", "af_packet"})
    EXPECT_EQ(answers.at(name), EAFNOSUPPORT) << name;
  for (const auto* name : {"sysctl", "sysrq", "init_memory", "init_environment"})
    EXPECT_NE(answers.at(name), 0) << name;
  for (const auto* name : {"socket_unix", "socket_inet", "socket_netlink", "trace_child", "pty", "null"})
    EXPECT_EQ(answers.at(name), 0) << name;
}

TEST_F(SandboxTest, ReachesNoSocketOfServicesOutside) {
  const auto path = (base_ / "home/agent").string();
  const auto listen_at = [](const std::string& name, bool abstract) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path + (abstract ? 1 : 0), name.c_str(), sizeof address.sun_path - 2);
    const int handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
    EXPECT_EQ(bind(handle, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(handle, 1), 0);
    return handle;
  };
  const int agent = listen_at(path, false);
  EXPECT_EQ(probe("connect:" + path)["connect"], ECONNREFUSED);
  close(agent);
  const auto name = "sandbox-test-" + std::to_string(getpid());
  const int bus = listen_at(name, true);
  const int answer = probe("abstract:" + name)["connect"];
  EXPECT_TRUE(answer == EPERM || answer == ECONNREFUSED) << answer;  // Landlock scopes: Linux 6.12
  close(bus);
  EXPECT_EQ(text("ls /run | grep -E 'docker|systemd|dbus|user$' "), "");
}

TEST_F(SandboxTest, HasNoDiskDevices) {
  EXPECT_EQ(text("find /dev -type b; ls /dev/mem /dev/kmsg /dev/kvm /dev/fuse 2>/dev/null"), "");
  EXPECT_EQ(text("head -c 2 /dev/zero | od -An -c; echo x > /dev/stderr"), "  \\0  \\0\nx\n");
}

TEST_F(SandboxTest, CutsTheNetworkWhenAsked) {
  sandbox_.network = false;
  EXPECT_EQ(
      text("ls /sys/class/net 2>/dev/null | wc -l >/dev/null; grep -c : /proc/net/dev; cat /proc/net/route | wc -l"),
      "1\n1\n");
}

TEST_F(SandboxTest, GivesExitCodesAndSignalsAsTheyAre) {
  EXPECT_EQ(guest("exit 7")->exit_code, 7);
  EXPECT_EQ(guest("kill -TERM $$")->signal, SIGTERM);
  EXPECT_EQ(guest("kill -SEGV $$")->signal, SIGSEGV);
  const auto missing = run({"/no/such/program"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST_F(SandboxTest, KeepsSparseFilesAndBigFilesCheap) {
  const auto path = (base_ / "project/sparse").string();
  std::ofstream(path).put('x');
  ASSERT_EQ(truncate(path.c_str(), 1LL << 36), 0);
  EXPECT_EQ(text("stat -c %s sparse; head -c 1 sparse; echo; ls -l > list && rm sparse && ls"),
            "68719476736\nx\nlist\nsrc\n");
}

TEST_F(SandboxTest, RunsManyAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i, &right] {
      ProcessRunner runner;
      Command command;
      command.argv = {"sh", "-c", "echo " + std::to_string(i) + " > src/a.txt; cat src/a.txt"};
      command.folder = base_ / "project";
      command.sandbox = sandbox_;
      for (int k = 0; k < 10; ++k) {
        const auto output = runner.run(command, {});
        if (output && output->bytes == std::to_string(i) + "\n") ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 40);
}

/// What the sandbox answers with must not depend on what the command leaves running.
TEST_F(SandboxTest, EndsWhatIsLeftRunning) {
  const auto output =
      guest("(setsid sleep 1000 >/dev/null 2>&1 &) ; (trap '' TERM; sleep 1000) & echo started; exit 3");
  ASSERT_TRUE(output);
  EXPECT_EQ(output->exit_code, 3);
  EXPECT_EQ(output->bytes, "started\n");
  EXPECT_LT(output->wall.count(), 5'000'000);
}

TEST_F(SandboxTest, KeepsItsLayerOnDiskWhenAsked) {
  sandbox_.on_disk = true;
  EXPECT_EQ(text("rm -r src && mkdir src && echo x > src/b && cat src/b; stat -fc %T ."), "x\noverlayfs\n");
  EXPECT_EQ(read("project/src/a.txt"), "old\n");
  for (const auto& entry : fs::directory_iterator("/var/tmp"))
    EXPECT_EQ(entry.path().filename().string().find("fixpoint-"), std::string::npos) << entry.path();
}

TEST_F(SandboxTest, LetsLeakSanitizerWork) {
  write("project/a.c", "#include <stdlib.h>\nint main(void) { free(malloc(1)); return 0; }\n");
  EXPECT_EQ(text("cc -fsanitize=address a.c -o a 2>/dev/null || exit 0; ./a; echo $?"), "0\n");
}

TEST_F(SandboxTest, RunsInAProjectThatIsNamedStrangely) {
  const auto root = base_ / "project/a:b,c=d\\e \n%s\"x";
  fs::create_directories(root);
  std::ofstream(root / "f") << "strange\n";
  Command command;
  command.argv = {"sh", "-c", "cat f; echo x > f; cat f"};
  command.folder = root;
  command.sandbox = Sandbox{.covered = {root}};
  const auto output = runner_.run(command, {});
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->bytes, "strange\nx\n");
}

TEST_F(SandboxTest, CoversFoldersInDev) {
  const auto root = "/dev/shm/sandbox-test-" + std::to_string(getpid());
  fs::create_directories(root);
  std::ofstream(root + "/f") << "here\n";
  Command command;
  command.argv = {"sh", "-c", "cat f; echo x > f; cat f"};
  command.folder = root;
  command.sandbox = Sandbox{.covered = {root}};
  const auto output = runner_.run(command, {});
  EXPECT_EQ(output ? output->bytes : output.error().message, "here\nx\n");
  std::ifstream file(root + "/f");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "here\n");
  fs::remove_all(root);
}

/// The same again without any privilege, when the tests run as root. The id needs no account.
TEST(SandboxAsOrdinaryUser, HoldsToo) {
  if (geteuid() != 0) GTEST_SKIP() << "the tests run as an ordinary user already";
  const std::string program = fs::read_symlink("/proc/self/exe");
  const std::string become = "setpriv --reuid=12345 --regid=12345 --clear-groups ";
  if (std::system((become + "test -x " + program).c_str()) != 0)
    GTEST_SKIP() << "an ordinary user cannot start this program";
  EXPECT_EQ(std::system((become + program + " --gtest_filter='SandboxTest.*:*Workspace*-*LargeTree*' >&2").c_str()),
            0);
}

TEST(SecretNames, AreTold) {
  for (const auto* name : {"GITHUB_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "OPENAI_API_KEY", "DB_PASSWORD",
                           "PGPASSWORD", "SSH_AUTH_SOCK", "npm_config_authtoken", "CLIENT_SECRET",
                           "SIGNING_PRIVATE_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "MYSQL_PWD", "SECRET"})
    EXPECT_TRUE(is_secret_name(name)) << name;
  for (const auto* name :
       {"PATH", "HOME", "PWD", "OLDPWD", "TOKENIZERS_PARALLELISM", "KEYBOARD", "CC", "CFLAGS", "COMPASS",
        "AWS_REGION", "XDG_SESSION_ID", "GOPATH", "LS_COLORS", "PASSENGER_HOME", "MONKEY", "LANG"})
    EXPECT_FALSE(is_secret_name(name)) << name;
}

}  // namespace
}  // namespace fixpoint::run
