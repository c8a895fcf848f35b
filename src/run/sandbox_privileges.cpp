#include "run/sandbox_privileges.hpp"

#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "run/sandbox_landlock.hpp"

namespace fixpoint::run {
namespace {

constexpr std::uint64_t bit(int capability) { return 1ULL << static_cast<unsigned>(capability); }

/// What a build that runs as root needs for files of other owners. All of it counts only inside the sandbox's user
/// namespace, and nothing outside the layers is writable.
constexpr std::uint64_t kOfRoot = bit(CAP_CHOWN) | bit(CAP_DAC_OVERRIDE) | bit(CAP_FOWNER) | bit(CAP_FSETID) |
                                  bit(CAP_KILL) | bit(CAP_SETUID) | bit(CAP_SETGID) | bit(CAP_SETFCAP) |
                                  bit(CAP_SYS_CHROOT) | bit(CAP_NET_BIND_SERVICE);

/// `light`: without namespaces, where the right to drop from the bounding set may be missing; with no_new_privs the
/// set cannot be used to gain anything but by root's own exec.
bool drop_capabilities(std::uint64_t kept, bool light) {
  for (int capability = 0; capability < 64; ++capability) {
    if ((kept & bit(capability)) != 0) continue;
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      if (errno == EINVAL) break;  // past the last one this kernel knows
      if (!light || errno != EPERM) return false;
    }
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return false;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  if (syscall(SYS_capget, &header, data.data()) != 0) return false;
  for (std::size_t half = 0; half < 2; ++half) {
    const auto bits = static_cast<std::uint32_t>(kept >> (32 * half)) & data[half].permitted;
    data[half] = {.effective = bits & data[half].effective, .permitted = bits, .inheritable = 0};
  }
  return syscall(SYS_capset, &header, data.data()) == 0;
}

}  // namespace

const char* drop_privileges(const SandboxPlan& plan) {
  if (!drop_capabilities(plan.as_root ? kOfRoot : 0, plan.light)) return "dropping capabilities";
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "forbidding new privileges";
  scope_to_sandbox();
  if (plan.rules && !obey(*plan.rules)) return "protecting the project";
  const sock_fprog program{static_cast<unsigned short>(plan.filter.size()),
                           const_cast<sock_filter*>(plan.filter.data())};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, &program) != 0) return "installing the system-call filter";
  return nullptr;
}

}  // namespace fixpoint::run
