// ssh, scp, sftp and rsync: connections that failed and refused logins.
#include <string>

#include "base/regex.hpp"
#include "diagnose/environment.hpp"
#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::ssh {
namespace {

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kConnect(R"(^ssh: ((?:connect to host|Could not resolve hostname) .*)$)");
  static const base::Regex kRefused(
      R"(^((?:\S+@\S+: )?Permission denied \((?:publickey|password|keyboard-interactive|gssapi)[\w,-]*\)\.|Host key verification failed\.|kex_exchange_identification: .*|Connection closed by \S+ port \d+|Received disconnect from .*)$)");
  static const base::Regex kRsync(R"(^rsync(?: error)?: (.*\(\d+\).*|.* \(code \d+\) at .*)$)");
  Diagnostic diagnostic;
  diagnostic.phase = Phase::environment;
  diagnostic.category = Category::network;
  if (kRefused.full_match(cursor.peek(), &diagnostic.message)) {
    if (diagnostic.message.find("Permission denied") != std::string::npos ||
        diagnostic.message.find("Host key") != std::string::npos)
      diagnostic.category = Category::permission;
  } else if (kRsync.full_match(cursor.peek(), &diagnostic.message)) {
    diagnostic.category = environment_failure(diagnostic.message).value_or(Category::configuration);
  } else if (!kConnect.full_match(cursor.peek(), &diagnostic.message)) {
    return std::nullopt;
  }
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "ssh",
      .starts =
          R"(^ssh: (connect to host|Could not resolve)|Permission denied \((publickey|password|keyboard|gssapi)|^Host key verification failed|^kex_exchange_identification|^Connection closed by \S+ port|^Received disconnect from|^rsync( error)?: )",
      .read = read,
      .about = "ssh, scp, sftp and rsync: connections that failed and refused logins",
      .example_command = "ssh build.example.org true",
      .homepage = "https://www.openssh.com/"};
}

}  // namespace fixpoint::diagnose::formats::ssh
