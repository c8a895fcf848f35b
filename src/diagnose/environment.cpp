#include "diagnose/environment.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::diagnose {
namespace {

// The first that matches wins: the more certain ones come first. Each match holds one of the words, in whatever case:
// compiling a pattern takes longer than diagnosing what a compiler says, and nearly every text has none.
constexpr auto kSigns = std::to_array<EnvironmentSign>({
    {Category::disk_full, "space quota enospc edquot full",
     R"((?i)no space left on device|\bENOSPC\b|disk quota exceeded|\bEDQUOT\b|disk is full|not enough (?:free )?(?:disk )?space)"
     R"(|not enough space on the disk|write error: no space)"},
    {Category::out_of_memory, "memory bad_alloc overhead oom enomem killed signal",
     R"(std::bad_alloc|(?i:JavaScript heap out of memory|java\.lang\.OutOfMemoryError|cannot allocate memory)"
     R"(|GC overhead limit exceeded|there is insufficient memory for the java runtime|\bOOMKilled\b|out of memory: killed)"
     R"(|oom-kill:|invoked oom-killer|virtual memory exhausted|out of memory(?: allocating|:|\)|$))"
     R"(|memory allocation of \d+ bytes failed|\bENOMEM\b|fatal error: killed signal terminated program)"
     R"(|LLVM ERROR: out of memory|collect2: fatal error: ld terminated with signal 9)"
     R"(|c\+\+: internal compiler error: killed))"},
    {Category::version_mismatch, "version requir supported engine glibc compiled release using",
     R"((?i)unsupported class file (?:major )?version|has been compiled by a more recent version of the java)"
     R"(|UnsupportedClassVersionError|requires python ?['"]?[<>=~]|requires-python|requires a different python:)"
     R"(|EBADENGINE|unsupported engine|the engine "[^"]+" is incompatible|is not supported by the following package)"
     R"(|rustc \S+ is not supported by|requires rustc \S+ or newer|requires go >= ?\d|go\.mod requires go >=)"
     R"(|GLIBC(?:XX)?_[\d.]+' not found|cmake \S+ or higher is required|you are running version \S+)"
     R"(|requires node(?:\.js)? (?:version )?[\^<>=v\d]|node\.js version \S+ is required|you are using node\.js \S+\. )"
     R"(|compiled for \S+ .*but (?:the )?current|invalid (?:source|target) release: \d|release version \d+ not supported)"
     R"(|gradle requires jvm \d|requires java \d+|supported range|error: package \S+ cannot be built because it requires)"
     R"(|python version \S+ (?:is )?(?:required|not supported)|requires (?:ruby|php) version|your php version)"
     R"(|your ruby version is)"},
    {Category::network,
     "resol service etimedout econn enotfound eai_again enetunreach ehostunreach eproto connect network dial access "
     "route timeout proxy tunneling certificate ssl pkix 429 502 503 504 toomanyrequests gateway unknownhost timed "
     "retry hang",
     R"((?i)could not resolve (?:host|proxy)|temporary failure (?:in name resolution|resolving)|name or service not known)"
     R"(|\b(?:ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|EPROTO)\b|connection refused)"
     R"(|connection timed out|network is unreachable|failed to connect to|connection reset by peer|socket hang up)"
     R"(|dial tcp|unable to access 'https?:|no route to host|TLS handshake timeout|proxyconnect tcp)"
     R"(|407 proxy authentication required|tunneling socket could not|ProxyError|received http code \d+ from proxy)"
     R"(|certificate verify failed|self[- ]signed certificate|unable to get local issuer certificate|x509: certificate)"
     R"(|SSL(?:Handshake|Error|_ERROR_)|ssl: wrong version|PKIX path building failed|unable to verify the first certificate)"
     R"(|(?:status code:?|http|error|server returned|responded with|response:?|failed:|returned error:) ?(?:429|502|503|504)\b)"
     R"(|429 too many requests|toomanyrequests|503 service unavailable|502 bad gateway|504 gateway time-?out|UnknownHostException)"
     R"(|Read timed out|ConnectTimeout|MaxRetryError|NewConnectionError|network error|spurious network error|npm error network)"},
    {Category::lock_held, "lock already busy another eaddrinuse etxtbsy",
     R"((?i)could not get lock|unable to acquire (?:the )?.*lock|unable to lock|index\.lock': File exists)"
     R"(|blocking waiting for file lock|database is locked|resource temporarily unavailable.*lock|ELOCKED)"
     R"(|address already in use|\bEADDRINUSE\b|port is already allocated|text file busy|\bETXTBSY\b|lock .*held by)"
     R"(|timeout waiting to lock|another process is (?:already )?using|state lock|device or resource busy|\bEBUSY\b)"},
    {Category::permission, "denied eacces eperm permi erofs read-only",
     R"((?i)permission denied|\bEACCES\b|\bEPERM\b|operation not permitted|read-only file system|\bEROFS\b)"
     R"(|access is denied|AccessDeniedException|insufficient permissions)"},
    {Category::missing_command, "found recognized enoent",
     R"((?m)command not found\s*$|^(?:/bin/)?(?:sh|dash): (?:line )?\d+: .+: not found\s*$)"
     R"(|(?i:is not recognized as an internal or external command)|exec: .*: not found|spawn \S+ ENOENT)"
     R"(|executable file not found in \$PATH)"},
    {Category::runtime_error, "segmentation dumped abort", R"((?m)(?i:segmentation fault)|core dumped|^Aborted\b)"},
    {Category::killed, "kill signal oom",
     R"((?m)^(?:.*: )?(?:line \d+: *)?(?:\d+ )?Killed\b|signal 9|SIGKILL|(?i:oom-kill))"},
    {Category::timeout, "timed timeout deadline exceeded canceled",
     R"((?i)\btimed out (?:after|waiting)|timeout (?:exceeded|expired|of \d+)|deadline exceeded|has exceeded the maximum execution time)"
     R"(|the job running on .* has exceeded|the operation was canceled)"},
});

bool has_one(std::string_view text, std::string_view words) {
  return std::ranges::any_of(base::split(words, ' '), [&](std::string_view word) { return text.contains(word); });
}

}  // namespace

std::span<const EnvironmentSign> environment_signs() { return kSigns; }

std::optional<Category> environment_failure(std::string_view text) {
  struct Pattern {
    std::once_flag once;
    std::optional<base::Regex> regex;
  };
  static std::array<Pattern, kSigns.size()> patterns;
  const auto lower = base::lower(text);
  for (std::size_t i = 0; i < kSigns.size(); ++i) {
    if (!has_one(lower, kSigns[i].words)) continue;
    std::call_once(patterns[i].once, [&] { patterns[i].regex.emplace(kSigns[i].pattern); });
    if (patterns[i].regex->find(text)) return kSigns[i].category;
  }
  return std::nullopt;
}

}  // namespace fixpoint::diagnose
