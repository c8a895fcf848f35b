#include "diagnose/environment.hpp"

#include "base/regex.hpp"

namespace fixpoint::diagnose {

std::optional<Category> environment_failure(std::string_view text) {
  struct Sign {
    Category category;
    base::Regex pattern;
  };
  // The first that matches wins: the more certain ones come first.
  static const Sign kSigns[] = {
      {Category::disk_full,
       base::Regex(R"((?i)no space left on device|\bENOSPC\b|disk quota exceeded|\bEDQUOT\b|disk is full)")},
      {Category::out_of_memory,
       base::Regex(
           R"(std::bad_alloc|(?i:JavaScript heap out of memory|java\.lang\.OutOfMemoryError|cannot allocate memory)"
           R"(|virtual memory exhausted|out of memory(?: allocating|:|\)|$)|memory allocation of \d+ bytes failed)"
           R"(|\bENOMEM\b|fatal error: killed signal terminated program|LLVM ERROR: out of memory))")},
      {Category::network,
       base::Regex(R"((?i)could not resolve host|temporary failure in name resolution|name or service not known)"
                   R"(|\b(?:ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH)\b|connection refused)"
                   R"(|connection timed out|network is unreachable|failed to connect to|connection reset by peer)"
                   R"(|dial tcp|unable to access 'https?:|no route to host|TLS handshake timeout)")},
      {Category::lock_held,
       base::Regex(R"((?i)could not get lock|unable to acquire (?:the )?.*lock|index\.lock': File exists)"
                   R"(|blocking waiting for file lock|database is locked|resource temporarily unavailable.*lock)"
                   R"(|address already in use|\bEADDRINUSE\b|text file busy|\bETXTBSY\b|lock .*held by)")},
      {Category::permission,
       base::Regex(
           R"((?i)permission denied|\bEACCES\b|\bEPERM\b|operation not permitted|read-only file system|\bEROFS\b)")},
      {Category::missing_command,
       base::Regex(R"((?m)command not found\s*$|^(?:/bin/)?(?:sh|dash): (?:line )?\d+: .+: not found\s*$)"
                   R"(|(?i:is not recognized as an internal or external command)|exec: .*: not found)")},
      {Category::runtime_error, base::Regex(R"((?m)(?i:segmentation fault)|core dumped|^Aborted\b)")},
      {Category::killed,
       base::Regex(R"((?m)^(?:.*: )?(?:line \d+: *)?(?:\d+ )?Killed\b|signal 9|SIGKILL|(?i:oom-kill))")},
      {Category::timeout,
       base::Regex(R"((?i)\btimed out (?:after|waiting)|timeout (?:exceeded|expired|of \d+)|deadline exceeded)")},
  };
  for (const auto& sign : kSigns)
    if (sign.pattern.find(text)) return sign.category;
  return std::nullopt;
}

}  // namespace fixpoint::diagnose
