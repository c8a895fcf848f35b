// Throughput of diagnosis on large logs, against grep and reviewdog/errorformat on the same file in the same run.
//
//   fixpoint_bench_diagnose [MEGABYTES]     default 1024 for the sparse log; the dense one has a quarter of it
//
// Logs: (a) sparse: one line in 1,000 is a diagnostic, the rest is what builds and tests print when all is well;
//       (b) dense: nothing but diagnostics, of many tools. Both are made from a fixed seed and deleted afterwards.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "diagnose/diagnose.hpp"

namespace {

using namespace fixpoint;
using Random = std::minstd_rand;

std::string word(Random& random) {
  static constexpr std::array kWords = {
      "parser", "lexer",   "token",  "stream",  "buffer", "config", "module",  "widget",  "server",
      "client", "session", "index",  "cache",   "table",  "record", "query",   "engine",  "render",
      "layout", "shader",  "vector", "matrix",  "socket", "thread", "queue",   "worker",  "router",
      "schema", "reader",  "writer", "context", "policy", "metric", "cluster", "segment", "bitmap",
      "cursor", "filter",  "packet", "signal",  "socket", "bundle", "plugin",  "driver"};
  return kWords[random() % kWords.size()];
}
std::string name(Random& random) { return word(random) + (random() % 2 == 0 ? "_" : "") + word(random); }
unsigned number(Random& random, unsigned most) { return static_cast<unsigned>(random() % most + 1); }

/// One line that says that all is well.
std::string quiet_line(Random& r, unsigned i) {
  switch (r() % 18) {
    case 0:
      return fmt::format("[{}/4000] Building CXX object src/{}/CMakeFiles/{}.dir/{}.cpp.o", i % 4000, word(r),
                         word(r), name(r));
    case 1:
      return fmt::format(
          "/usr/bin/c++ -DNDEBUG -Isrc/{} -isystem /usr/include/{} -O2 -Wall -Werror=return-type -std=gnu++20 -o "
          "CMakeFiles/{}.dir/{}.cpp.o -c /home/ci/src/{}/{}.cpp",
          word(r), word(r), word(r), name(r), word(r), name(r));
    case 2:
      return fmt::format("   Compiling {} v0.{}.{} (/home/ci/crates/{})", name(r), i % 40, i % 11, word(r));
    case 3:
      return fmt::format(
          "Downloaded from central: https://repo.maven.apache.org/maven2/org/{0}/{1}/{2}.0/{1}-{2}.0.jar "
          "({3} kB at {4} MB/s)",
          word(r), word(r), i % 9, number(r, 900), number(r, 80));
    case 4:
      return fmt::format(
          "[INFO] Tests run: {}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.{:03} s - in "
          "com.example.{}.{}Test",
          number(r, 40), i % 1000, word(r), word(r));
    case 5:
      return fmt::format("=== RUN   Test{}/{}_{}", name(r), word(r), i % 100);
    case 6:
      return fmt::format("    --- PASS: Test{}/{}_{} (0.{:02}s)", name(r), word(r), i % 100, i % 100);
    case 7:
      return fmt::format("tests/test_{}.py::test_{}[{}-{}] PASSED [ {}%]", word(r), name(r), i % 64, word(r),
                         i % 100);
    case 8:
      return fmt::format("ok  \tgithub.com/example/{}/{}\t{}.{:03}s", word(r), word(r), i % 30, i % 1000);
    case 9:
      return fmt::format("2026-03-{:02}T12:{:02}:{:02}.{:03}Z INFO {}.{}: request {} served in {} ms status=200",
                         i % 28 + 1, i % 60, i % 59, i % 1000, word(r), word(r), i, number(r, 300));
    case 10:
      return fmt::format("npm http fetch GET 200 https://registry.npmjs.org/{}-{} {}ms (cache miss)", word(r),
                         word(r), number(r, 800));
    case 11:
      return fmt::format("make[{}]: Nothing to be done for '{}'.", i % 4 + 1, name(r));
    case 12:
      return fmt::format("  CC       drivers/{}/{}/{}.o", word(r), word(r), name(r));
    case 13:
      return fmt::format("  ✓ {} handles {} errors ({} ms)", word(r), word(r), number(r, 90));
    case 14:
      return fmt::format("Step {}/30 : RUN apt-get install -y lib{}-dev", i % 30, word(r));
    case 15:
      return fmt::format("Get:{} http://deb.debian.org/debian bookworm/main amd64 lib{} amd64 {}.{}-1 [{} kB]",
                         i % 400, name(r), i % 9, i % 30, number(r, 900));
    case 16:
      return fmt::format("-- Looking for {}.h - found", name(r));
    default:
      return "";
  }
}

/// One diagnostic of one tool, with all its lines.
std::string diagnostic_lines(Random& r) {
  const auto file = word(r) + "/" + name(r);
  const auto line = number(r, 3000), column = number(r, 80);
  const auto who = name(r);
  switch (r() % 16) {
    case 0:
      return fmt::format("src/{}.c:{}:{}: error: '{}' undeclared (first use in this function)\n", file, line, column,
                         who);
    case 1:
      return fmt::format("src/{}.cpp:{}:{}: warning: unused variable '{}' [-Wunused-variable]\n", file, line, column,
                         who);
    case 2:
      return fmt::format(
          "src/{0}.cpp:{1}:{2}: error: use of undeclared identifier '{3}'\n  return {3} + 1;\n         ^\n", file,
          line, column, who);
    case 3:
      return fmt::format(
          "error[E0425]: cannot find value `{0}` in this scope\n --> src/{1}.rs:{2}:{3}\n  |\n{2} |     {0} += 1;\n"
          "  |     ^^^^^ not found in this scope\n\n",
          who, file, line, column);
    case 4:
      return fmt::format("./{}.go:{}:{}: undefined: {}\n", file, line, column, who);
    case 5:
      return fmt::format("{}.go:{}:{}: cannot use {} (variable of type int) as string value in argument to {}\n",
                         file, line, column, who, word(r));
    case 6:
      return fmt::format("src/{}.ts({},{}): error TS2304: Cannot find name '{}'.\n", file, line, column, who);
    case 7:
      return fmt::format("src/{}.ts({},{}): error TS2322: Type 'string' is not assignable to type 'number'.\n", file,
                         line, column);
    case 8:
      return fmt::format(
          "Traceback (most recent call last):\n  File \"{0}.py\", line {1}, in <module>\n    {2}()\n"
          "  File \"{0}.py\", line {3}, in {2}\n    return value\nNameError: name '{2}' is not defined\n",
          file, line, who, column);
    case 9:
      return fmt::format(
          "src/{0}.java:{1}: error: cannot find symbol\n        {2}.run();\n        ^\n  symbol:   variable {2}\n"
          "  location: class {3}\n",
          file, line, who, word(r));
    case 10: {
      auto text = fmt::format("/home/ci/{}.js\n", file);
      for (unsigned i = 0; i < 4; ++i)
        text += fmt::format("  {}:{}  error  '{}' is not defined  no-undef\n", line + i, column, name(r));
      return text + "\n";
    }
    case 11:
      return fmt::format("{}.py:{}:{}: F821 Undefined name `{}`\n", file, line, column, who);
    case 12:
      return fmt::format("make[2]: *** [src/{}.mk:{}: {}.o] Error 1\n", file, line, who);
    case 13:
      return fmt::format("{}.c:({}): undefined reference to `{}'\n",
                         "/usr/bin/ld: " + file + ".o: in function `" + who + "':\n" + file, ".text+0x1f", who);
    case 14:
      return fmt::format("[ERROR] /home/ci/{}.java:[{},{}] cannot find symbol\n", file, line, column);
    default:
      return fmt::format("src/{}.c:{}:{}: error: expected ';' before 'return'\n", file, line, column);
  }
}

void write_log(const std::string& path, std::size_t size, bool sparse) {
  Random random(20'26);
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) std::abort();
  std::string text;
  std::size_t written = 0;
  for (unsigned i = 0; written < size; ++i) {
    text += sparse && i % 1000 != 999 ? quiet_line(random, i) + "\n" : diagnostic_lines(random);
    if (text.size() < 1 << 16) continue;
    written += std::fwrite(text.data(), 1, text.size(), file);
    text.clear();
  }
  std::fclose(file);
}

struct Cost {
  double wall = 0, cpu = 0;
  double peak_mib = 0;
};

/// Runs `work` in a process of its own.
Cost measure(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::fflush(nullptr);
    _exit(0);
  }
  rusage usage{};
  int status = 0;
  (void)wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

Cost shell(const std::string& command) {
  return measure([&] {
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  });
}

/// What `fixpoint diagnose FILE` does, without printing. `whole`: every diagnostic is completed, none only counted.
void diagnose_file(const std::string& path, bool whole) {
  diagnose::Grouping grouping;
  std::uint64_t places = 0;
  diagnose::Reader* running = nullptr;
  diagnose::Reader reader(
      [&](Diagnostic&& one) {
        places += one.place.line != 0 ? 1 : 0;
        grouping.add(std::move(one));
        if (!whole && grouping.full()) running->brief(true);
      },
      {.patterns = whole});
  running = &reader;
  std::vector<char> chunk(std::size_t{64} << 10);
  const int in = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  for (ssize_t got = 0; (got = read(in, chunk.data(), chunk.size())) > 0;)
    reader.feed({chunk.data(), static_cast<std::size_t>(got)});
  close(in);
  reader.finish();
  const auto summary = grouping.finish();
  fmt::print("    {} diagnostics, {} errors, {} problems kept, {} more counted\n", reader.counts().all(),
             reader.counts().errors(), summary.problems.size(), summary.dropped);
}

void row(std::string_view what, double mb, const Cost& cost) {
  fmt::print("  {:<44} {:8.1f} MB/s ({:.1f} per second of processor time), peak {:.0f} MiB\n", what, mb / cost.wall,
             mb / cost.cpu, cost.peak_mib);
}

/// reviewdog/errorformat with the formats of the tools in the dense log, on the first part of it.
void against_errorformat(const std::string& folder, const std::string& log, double ours) {
  const auto tool = folder + "/errorformat";
  if (std::system("command -v go >/dev/null 2>&1") != 0) return fmt::print("reviewdog/errorformat: skipped: no go\n");
  if (!std::filesystem::exists(tool) &&
      std::system(
          ("GOBIN=" + folder +
           " GOFLAGS=-mod=mod go install github.com/reviewdog/errorformat/cmd/errorformat@latest >/dev/null 2>&1")
              .c_str()) != 0)
    return fmt::print("reviewdog/errorformat: skipped: its module cannot be had\n");
  constexpr std::size_t kPart = std::size_t{16} << 20;
  const auto part = folder + "/part.log";
  if (std::system(fmt::format("head -c {} '{}' > '{}'", kPart, log, part).c_str()) != 0) return;
  // gcc/clang/go/javac/ruff, tsc, Maven, rustc, Python, eslint, make.
  const auto cost = shell(fmt::format(
      "'{}' '%E%f:%l:%c: error: %m' '%W%f:%l:%c: warning: %m' '%f:%l:%c: %m' '%f:%l: error: %m' "
      "'%f(%l\\,%c): %trror TS%n: %m' '[ERROR] %f:[%l\\,%c] %m' '%Eerror[E%n]: %m' '%C --> %f:%l:%c' '%A  File "
      "\"%f\"\\, line %l\\, in %.%#' "
      "'%C    %.%#' '%Z%[%^ ]%#Error: %m' '%-P%f' '%l:%c  error  %m' 'make[%n]: *** [%f:%l: %m' < '{}' > /dev/null",
      tool, part));
  std::filesystem::remove(part);
  const auto theirs = static_cast<double>(kPart) / 1e6 / cost.cpu;
  row("reviewdog/errorformat, 14 patterns, 16 MiB", static_cast<double>(kPart) / 1e6, cost);
  fmt::print("  we are {:.1f} times as fast (bar: 30)\n", ours / theirs);
}

}  // namespace

int main(int argc, char** argv) {
  const auto megabytes = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1024;
  const auto folder = std::filesystem::absolute(std::filesystem::path(argv[0])).parent_path().string();
  fmt::print("{} formats\n", diagnose::all_formats().size());
  for (const bool sparse : {true, false}) {
    const auto path = folder + (sparse ? "/sparse.log" : "/dense.log");
    write_log(path, (sparse ? megabytes : megabytes / 4) * 1'000'000, sparse);
    const auto mb = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
    fmt::print("{} log, {:.0f} MB\n", sparse ? "(a) sparse" : "(b) dense", mb);
    (void)shell("cat '" + path + "' > /dev/null");
    const auto ours = measure([&] { diagnose_file(path, false); });
    row("diagnose", mb, ours);
    row("diagnose, every diagnostic completed", mb, measure([&] { diagnose_file(path, true); }));
    if (sparse) {
      const auto grep = shell("grep -c ': error' '" + path + "' > '" + path + ".count'");
      row("grep -c ': error'", mb, grep);
      fmt::print("  {:.2f} of grep's speed (bar: 0.5)\n", grep.cpu / ours.cpu);
    } else {
      against_errorformat(folder, path, mb / ours.cpu);
    }
    std::filesystem::remove(path);
  }
  return 0;
}
