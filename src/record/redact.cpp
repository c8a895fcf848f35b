#include "record/redact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "base/hash.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"

namespace fixpoint::record {
namespace {

/// A kind of token. `anchor` occurs in every match, so that its pattern is not even compiled for texts without it.
/// The first group is the secret; what surrounds it stays.
struct Rule {
  std::string_view kind;
  std::string_view anchor;
  std::string_view pattern;
};

constexpr std::array kRules = {
    Rule{
        "private-key", "-----BEGIN ",
        R"((-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\z)))"},
    Rule{"github", "gh", R"(\b(gh[pousr]_[A-Za-z0-9]{30,255})\b)"},
    Rule{"github", "github_pat_", R"(\b(github_pat_[A-Za-z0-9_]{50,255})\b)"},
    Rule{"gitlab", "glpat-", R"(\b(glpat-[A-Za-z0-9_-]{20,}))"},
    Rule{"aws", "A", R"(\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})\b)"},
    Rule{
        "aws-secret", "aws",
        R"re((?i:aws_?secret_?(?:access_?)?key)(?-i)["']?\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9/+=]{40})(?:[^A-Za-z0-9/+=]|\z))re"},
    Rule{
        "aws-secret", "AWS",
        R"re((?i:aws_?secret_?(?:access_?)?key)(?-i)["']?\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9/+=]{40})(?:[^A-Za-z0-9/+=]|\z))re"},
    Rule{"slack", "xox", R"(\b(xox[abeoprs]-[A-Za-z0-9-]{10,250}))"},
    Rule{"slack", "hooks.slack.com/", R"((hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}))"},
    Rule{"api-key", "sk-", R"(\b(sk-(?:ant-|proj-|svcacct-|or-|live-)?[A-Za-z0-9_-]{20,}))"},
    Rule{"stripe", "k_live_", R"(\b([rs]k_live_[A-Za-z0-9]{16,}))"},
    Rule{"google", "AIza", R"(\b(AIza[A-Za-z0-9_-]{35}))"},
    Rule{"npm", "npm_", R"(\b(npm_[A-Za-z0-9]{36})\b)"},
    Rule{"pypi", "pypi-AgE", R"(\b(pypi-AgE[A-Za-z0-9_-]{50,}))"},
    Rule{"huggingface", "hf_", R"(\b(hf_[A-Za-z0-9]{30,})\b)"},
    Rule{"jwt", "eyJ", R"(\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}))"},
    Rule{"bearer", "earer ", R"(\b[Bb]earer\s{1,3}([A-Za-z0-9._~+/=-]{16,}))"},
    Rule{"url-password", "://", R"([A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:@/"'<>]{0,100}:([^\s@/"'<>]{3,200})@[^\s/])"},
};

/// Compiled when first needed: most processes never meet a secret.
const base::Regex& compiled(std::size_t rule) {
  static std::array<std::once_flag, kRules.size()> once;
  static std::array<std::unique_ptr<const base::Regex>, kRules.size()> expressions;
  std::call_once(once[rule], [&] { expressions[rule] = std::make_unique<const base::Regex>(kRules[rule].pattern); });
  return *expressions[rule];
}

std::string mark(std::string_view kind, std::string_view secret) {
  return fmt::format("[[secret:{}:{}]]", kind, base::short_hash(secret).substr(0, 4));
}

std::string apply_rule(std::size_t number, std::string_view text) {
  const auto& rule = kRules[number];
  std::string out;
  std::size_t copied = 0, at = 0;
  re2::StringPiece groups[2];
  const auto whole = base::piece(text);
  while (compiled(number).re2().Match(whole, at, text.size(), RE2::UNANCHORED, groups, 2)) {
    const auto secret = base::view(groups[1]);
    const auto begin = static_cast<std::size_t>(secret.data() - text.data());
    if (!secret.starts_with("[[secret:")) {
      out += text.substr(copied, begin - copied);
      out += mark(rule.kind, secret);
      copied = begin + secret.size();
    }
    at = std::max(begin + secret.size(), at + 1);
    if (at >= text.size()) break;
  }
  out += text.substr(copied);
  return out;
}

}  // namespace

Redactor::Redactor(std::vector<std::string> known_values) : known_(std::move(known_values)) {
  std::erase_if(known_, [](const std::string& value) { return value.size() < 8; });
  std::ranges::sort(known_, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  const auto repeated = std::ranges::unique(known_);
  known_.erase(repeated.begin(), repeated.end());
}

std::string Redactor::redact(std::string_view text) const {
  std::string result(text);
  if (text.size() < 8) return result;
  for (const auto& value : known_)
    if (result.contains(value)) result = base::replace_all(result, value, mark("environment", value));
  for (std::size_t i = 0; i < kRules.size(); ++i)
    if (result.contains(kRules[i].anchor)) result = apply_rule(i, result);
  return result;
}

std::vector<std::string> secret_values(const std::vector<std::string>& environment) {
  static constexpr std::array<std::string_view, 12> kWords = {"TOKEN",       "SECRET",     "PASSWORD", "PASSWD",
                                                              "PASSPHRASE",  "API_KEY",    "APIKEY",   "ACCESS_KEY",
                                                              "PRIVATE_KEY", "CREDENTIAL", "_AUTH",    "_PAT"};
  std::vector<std::string> values;
  for (const auto& entry : environment) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos || entry.size() - equals - 1 < 8) continue;
    auto name = entry.substr(0, equals);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const auto says = [&](std::string_view word) {
      return word.starts_with('_') ? name.ends_with(word) : name.contains(word);
    };
    // A path (SSH_AUTH_SOCK, ..._TOKEN_FILE) is where a secret is, not what it is.
    if (std::ranges::any_of(kWords, says) && entry[equals + 1] != '/') values.push_back(entry.substr(equals + 1));
  }
  return values;
}

}  // namespace fixpoint::record
