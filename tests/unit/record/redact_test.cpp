#include "record/redact.hpp"

#include <gtest/gtest.h>

namespace fixpoint::record {
namespace {

/// Tokens are put together here, so that no scanner takes this file for a leak.
std::string token(std::string_view prefix, std::size_t size) {
  std::string result(prefix);
  for (std::size_t i = 0; i < size; ++i) result += "aB3dE5fG7hJ9kL1m"[i % 16];
  return result;
}

std::string upper_token(std::string_view prefix, std::size_t size) {
  std::string result(prefix);
  for (std::size_t i = 0; i < size; ++i) result += "ABCDEFGH23456789"[i % 16];
  return result;
}

TEST(Redact, WellKnownTokens) {
  const Redactor redactor;
  const std::vector<std::pair<std::string, std::string>> tokens = {
      {"github", token("ghp_", 36)},
      {"github", token("ghs_", 36)},
      {"github", token("github_pat_", 82)},
      {"gitlab", token("glpat-", 20)},
      {"aws", upper_token("AKIA", 16)},
      {"slack", token("xoxb-", 40)},
      {"api-key", token("sk-", 48)},
      {"api-key", token("sk-proj-", 60)},
      {"api-key", token("sk-ant-api03-", 80)},
      {"stripe", token("sk_live_", 24)},
      {"google", token("AIza", 35)},
      {"npm", token("npm_", 36)},
      {"pypi", token("pypi-AgEIcHlwaS5vcmc", 60)},
      {"huggingface", token("hf_", 34)},
      {"jwt", token("eyJ", 20) + "." + token("eyJ", 30) + "." + token("", 43)},
  };
  for (const auto& [kind, secret] : tokens) {
    for (const auto& [before, after] :
         {std::pair<std::string, std::string>{"", ""}, {"error: key=", " is wrong\n"}, {"\"", "\","}, {"(", ")"}}) {
      const auto out = redactor.redact(before + secret + after);
      EXPECT_TRUE(out.starts_with(before + "[[secret:" + kind + ":")) << secret << " -> " << out;
      EXPECT_TRUE(out.ends_with("]]" + after)) << out;
      EXPECT_EQ(out.find(secret.substr(8, 12)), std::string::npos) << out;
    }
  }
}

TEST(Redact, KeysInTheirSurroundings) {
  const Redactor redactor;
  const auto key = token("", 40);
  EXPECT_EQ(redactor.redact("aws_secret_access_key = " + key + "\n").find(key), std::string::npos);
  EXPECT_EQ(redactor.redact("AWS_SECRET_ACCESS_KEY=" + key).find(key), std::string::npos);
  EXPECT_EQ(redactor.redact("Authorization: Bearer " + key).find(key), std::string::npos);
  const auto url = redactor.redact("fetching https://me:hunter22@example.com/x failed");
  EXPECT_EQ(url.find("hunter22"), std::string::npos);
  EXPECT_NE(url.find("https://me:[[secret:url-password:"), std::string::npos) << url;
  EXPECT_NE(url.find("@example.com/x failed"), std::string::npos) << url;
  const auto block = std::string("a\n-----BEGIN RSA PRIVATE ") + "KEY-----\nMIIE" + key + "\n" + key +
                     "\n-----END RSA PRIVATE " + "KEY-----\nb";
  const auto out = redactor.redact(block);
  EXPECT_TRUE(out.starts_with("a\n[[secret:private-key:") && out.ends_with("]]\nb")) << out;
  // Cut off in the middle it is still a key.
  EXPECT_EQ(redactor.redact(block.substr(0, 60)).find("MIIE"), std::string::npos);
}

TEST(Redact, KnownValues) {
  const Redactor redactor(
      secret_values({"MY_TOKEN=correct horse battery", "DB_PASSWORD=correct horse", "PATH=/usr/bin:/bin",
                     "API_KEY=short", "SSH_AUTH_SOCK=/run/user/1000/agent", "home_secret=caseless-too", "BROKEN",
                     "MONKEY=not-secret-at-all", "NPM_AUTH=tok-of-registry"}));
  const auto out = redactor.redact(
      "said correct horse battery, correct horse, caseless-too, /run/user/1000/agent, short, "
      "not-secret-at-all, tok-of-registry");
  EXPECT_EQ(out.find("correct"), std::string::npos) << out;
  EXPECT_EQ(out.find("caseless"), std::string::npos) << out;
  EXPECT_EQ(out.find("tok-of"), std::string::npos) << out;
  EXPECT_NE(out.find("/run/user/1000/agent, short, not-secret-at-all"), std::string::npos) << out;
}

TEST(Redact, LeavesOrdinaryTextAlone) {
  const Redactor redactor;
  for (const std::string text :
       {"", "x", "main.c:3:5: error: expected ';' before '}' token", "see https://example.com:8080/a@b for more",
        "git@github.com:owner/repo.git", "task-sk-1 ghost AKIA sk-learn", "the bearer of bad news",
        "Bearer authentication is needed", "fatal: could not read Username for 'https://github.com'",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "http://localhost:3000/x http://user@host:80/",
        "ssh://git@host:22/repo", "module sk-something-else"})
    EXPECT_EQ(redactor.redact(text), text);
}

TEST(Redact, TwiceIsOnce) {
  const Redactor redactor({"a known value"});
  const auto once =
      redactor.redact("a known value and " + token("ghp_", 36) + " and https://a:" + token("", 20) + "@b/");
  EXPECT_EQ(redactor.redact(once), once);
  EXPECT_EQ(redactor.redact("Bearer " + redactor.redact(token("ghp_", 36))),
            "Bearer " + redactor.redact(token("ghp_", 36)));
}

TEST(Redact, HostileInputIsLinear) {
  const Redactor redactor;
  std::string text;
  while (text.size() < 4'000'000) text += "-----BEGIN PRIVATE KEY-----://a:b ghp_ AKIA sk- eyJ Bearer \xff";
  EXPECT_FALSE(redactor.redact(text).empty());
}

}  // namespace
}  // namespace fixpoint::record
