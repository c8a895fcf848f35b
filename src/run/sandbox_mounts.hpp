// What the host looks like: mounts and memory, read from /proc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fixpoint::run {

/// The mount points of this process, in the order they were mounted; empty when /proc cannot tell.
[[nodiscard]] std::vector<std::string> mount_points();

/// What the kernel thinks can be used without swapping.
[[nodiscard]] std::uint64_t available_memory();

/// The whole of a file of /proc or /sys; empty when unreadable.
[[nodiscard]] std::string read_small_file(const char* path);

}  // namespace fixpoint::run
