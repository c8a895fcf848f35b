#include "run/sandbox_secrets.hpp"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "run/sandbox.hpp"

namespace fixpoint::run {
namespace {

/// Below the home folder. Left out on purpose: files that mix credentials with settings a build needs (.npmrc,
/// .m2/settings.xml, .gradle/gradle.properties, pip.conf, .gitconfig).
constexpr std::array kBelowHome = {
    ".ssh",
    ".gnupg",
    ".aws",
    ".azure",
    ".kube",
    ".oci",
    ".password-store",
    ".vault-token",
    ".netrc",
    "_netrc",
    ".pgpass",
    ".my.cnf",
    ".s3cfg",
    ".boto",
    ".git-credentials",
    ".pypirc",
    ".docker/config.json",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".gem/credentials",
    ".terraform.d/credentials.tfrc.json",
    ".config/gcloud",
    ".config/gh",
    ".config/hub",
    ".config/glab-cli",
    ".config/doctl",
    ".config/rclone",
    ".config/op",
    ".config/git/credentials",
    ".config/containers/auth.json",
    ".config/github-copilot",
    ".config/fixpoint",
    ".config/google-chrome",
    ".config/chromium",
    ".config/BraveSoftware",
    ".mozilla",
    ".thunderbird",
    ".local/share/keyrings",
    ".local/share/kwalletd",
    ".local/state/fixpoint",
    ".bash_history",
    ".zsh_history",
    ".psql_history",
    ".mysql_history",
    ".claude",
    ".claude.json",
    ".codex",
    ".gemini",
};

/// Variables that say where such a file or folder is.
constexpr std::array kPointers = {
    "GOOGLE_APPLICATION_CREDENTIALS",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_CONFIG_FILE",
    "KUBECONFIG",
    "GNUPGHOME",
    "NETRC",
    "AZURE_CONFIG_DIR",
    "CLOUDSDK_CONFIG",
    "GH_CONFIG_DIR",
    "PGPASSFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "VAULT_TOKEN_PATH",
};

constexpr std::array kOfRoot = {
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/ssh/ssh_host_rsa_key",
    "/etc/ssh/ssh_host_ecdsa_key",
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/ssl/private",
    "/etc/krb5.keytab",
};

/// Whole words between underscores, so that TOKENIZERS_PARALLELISM and KEYBOARD are no secrets.
constexpr std::array kSecretWords = {
    "TOKEN", "TOKENS", "SECRET",     "SECRETS",     "PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE",
    "PASS",  "PWD",    "CREDENTIAL", "CREDENTIALS", "APIKEY",   "PAT",       "JWT",
};

/// The same without underscores around, for names such as DBPASSWORD or NPM_AUTHTOKEN.
constexpr std::array kSecretEnds = {"PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS", "PASSPHRASE"};

constexpr std::array kSecretPairs = {"API_KEY",        "PRIVATE_KEY", "ACCESS_KEY",  "SECRET_KEY", "SIGNING_KEY",
                                     "ENCRYPTION_KEY", "AUTH_KEY",    "ACCOUNT_KEY", "MASTER_KEY", "SERVICE_ACCOUNT"};

constexpr std::array kSecretExact = {
    "SSH_AUTH_SOCK",      "SSH_AGENT_PID", "GPG_AGENT_INFO", "KRB5CCNAME",        "DBUS_SESSION_BUS_ADDRESS",
    "DOCKER_AUTH_CONFIG", "KUBECONFIG",    "SENTRY_DSN",     "SLACK_WEBHOOK_URL",
};

/// Values that a build needs although their name looks like a secret.
constexpr std::array kHarmless = {"PWD",
                                  "OLDPWD",
                                  "AWS_REGION",
                                  "AWS_DEFAULT_REGION",
                                  "AWS_PAGER",
                                  "AWS_EC2_METADATA_DISABLED",
                                  "AWS_ENDPOINT_URL",
                                  "AWS_SDK_LOAD_CONFIG"};

template <class List>
bool holds(const List& list, std::string_view name) {
  return std::ranges::any_of(list, [name](std::string_view item) { return item == name; });
}

/// `words` occurs in `name` between underscores or the ends.
bool has_words(std::string_view name, std::string_view words) {
  for (auto at = name.find(words); at != std::string_view::npos; at = name.find(words, at + 1)) {
    const auto end = at + words.size();
    if ((at == 0 || name[at - 1] == '_') && (end == name.size() || name[end] == '_')) return true;
  }
  return false;
}

}  // namespace

bool is_secret_name(std::string_view variable) {
  std::string name(variable);
  for (auto& c : name)
    c = c == '-' || c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (holds(kHarmless, name)) return false;
  if (name.starts_with("AWS_") || holds(kSecretExact, name)) return true;
  const auto among = [&name](std::string_view words) { return has_words(name, words); };
  return std::ranges::any_of(kSecretWords, among) || std::ranges::any_of(kSecretPairs, among) ||
         std::ranges::any_of(kSecretEnds, [&name](std::string_view end) { return name.ends_with(end); });
}

std::vector<std::string> filtered_environment(const Sandbox& sandbox, const std::vector<std::string>& environment) {
  if (!sandbox.hide_secrets) return environment;
  std::vector<std::string> kept;
  kept.reserve(environment.size());
  for (const auto& entry : environment) {
    if (!is_secret_name(std::string_view(entry).substr(0, entry.find('=')))) kept.push_back(entry);
  }
  return kept;
}

std::vector<std::string> secret_places(bool as_root) {
  std::vector<std::string> places;
  const auto add = [&places](std::string path) {
    struct stat info{};
    if (stat(path.c_str(), &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) &&
        std::ranges::find(places, path) == places.end())
      places.push_back(std::move(path));
  };
  const auto add_home = [&add](const std::string& home) {
    for (const auto* name : kBelowHome) add(home + "/" + name);
  };
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/' && home[1] != '\0') add_home(home);
  for (const auto* name : kPointers) {
    const char* path = std::getenv(name);
    if (path != nullptr && path[0] == '/') add(path);
  }
  if (const char* docker = std::getenv("DOCKER_CONFIG"); docker != nullptr && docker[0] == '/')
    add(std::string(docker) + "/config.json");
  if (as_root) {
    if (home == nullptr || std::string_view(home) != "/root") add_home("/root");
    for (const auto* path : kOfRoot) add(path);
  }
  return places;
}

std::vector<std::string> build_server_places() {
  std::vector<std::string> patterns;
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') {
    for (const auto* name :
         {"/.gradle/daemon", "/.m2/mvnd/registry", "/.kotlin/daemon", "/.cache/bazel/_bazel_*/*/server"})
      patterns.push_back(std::string(home) + name);
  }
  if (const char* gradle = std::getenv("GRADLE_USER_HOME"); gradle != nullptr && gradle[0] == '/')
    patterns.push_back(std::string(gradle) + "/daemon");
  std::vector<std::string> places;
  for (const auto& pattern : patterns) {
    glob_t found{};
    if (glob(pattern.c_str(), GLOB_ONLYDIR, nullptr, &found) == 0)
      for (std::size_t i = 0; i < found.gl_pathc; ++i) places.emplace_back(found.gl_pathv[i]);
    globfree(&found);
  }
  return places;
}

}  // namespace fixpoint::run
