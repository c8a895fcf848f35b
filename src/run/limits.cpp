#include "run/limits.hpp"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>

namespace fixpoint::run {
namespace {

// Never above what we may have ourselves: a lower hard limit of ours stays.
bool set(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return false;
  rlimit wanted{};
  wanted.rlim_max = std::min<rlim_t>(now.rlim_max, hard);
  wanted.rlim_cur = std::min<rlim_t>(wanted.rlim_max, soft);
  return ::setrlimit(resource, &wanted) == 0;
}

}  // namespace

const char* set_limits(const Limits& limits, bool sandboxed) {
  if (limits.cpu.count() > 0) {
    // SIGXCPU first, SIGKILL a second later for those who ignore it.
    const auto seconds = static_cast<std::uint64_t>(limits.cpu.count());
    if (!set(RLIMIT_CPU, seconds, seconds + 1)) return "CPU time limit";
  }
  if (limits.memory_bytes > 0 && !set(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes)) return "memory limit";
  if (limits.file_size_bytes > 0 && !set(RLIMIT_FSIZE, limits.file_size_bytes, limits.file_size_bytes)) {
    return "file size limit";
  }
  if (limits.processes > 0 && sandboxed && !set(RLIMIT_NPROC, limits.processes, limits.processes)) {
    return "process limit";
  }
  return nullptr;
}

LimitHit limit_behind(const Limits& limits, int exit_code, int signal, std::uint64_t cpu_microseconds,
                      std::uint64_t peak_memory_bytes) {
  if (exit_code == 0 && signal == 0) return LimitHit::none;
  const auto ended_by = [&](int which) { return signal == which || exit_code == 128 + which; };
  if (limits.cpu.count() > 0) {
    // The tree used it up, whatever the command made of that. The limit is checked
    // against sampled ticks, the usage is exact: on a busy machine they differ by up to a sixth (measured).
    const auto bound = static_cast<std::uint64_t>(limits.cpu.count()) * 800'000;
    if (ended_by(SIGXCPU) || cpu_microseconds >= bound) return LimitHit::cpu;
  }
  if (limits.file_size_bytes > 0 && ended_by(SIGXFSZ)) return LimitHit::file_size;
  // A refused allocation leaves no mark of its own. Close to the bound is taken for it; a runtime that reserves much
  // more than it touches is missed here, and its own message ("out of memory") is left to diagnosis.
  if (limits.memory_bytes > 0 && peak_memory_bytes >= limits.memory_bytes / 4 * 3) return LimitHit::memory;
  return LimitHit::none;
}

}  // namespace fixpoint::run
