// ansible-lint: one line each ("a.yml:3: name[missing]: message", older "[E201] message") and the full format.
#include "base/regex.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::ansible_lint {
namespace {

/// The rule at the front: "[E201] " or "risky-shell-pipe: " or "name[missing]: ".
std::string_view rule_of(std::string_view message) {
  static const base::Regex kRule(
      R"(^(?:\[(E?\d{3})\] |((?:args|avoid-\w+|command-instead-\S+|complexity|deprecated-\S+|empty-\S+|fqcn|galaxy|ignore-errors|inline-env-var|internal-error|jinja|key-order|latest|literal-compare|load-failure|loop-var-prefix|meta-\S+|name|no-\S+|only-builtins|package-latest|parser-error|partial-become|pattern|playbook-extension|risky-\S+|role-name|run-once|sanity|schema|syntax-check|var-naming|warning|yaml)(?:\[[^\]]+\])?): ))");
  re2::StringPiece old_code, name;
  if (!kRule.find(message, &old_code, &name)) return {};
  return base::view(old_code.empty() ? name : old_code);
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto yaml = {std::string_view(".yml"), std::string_view(".yaml")};
  if (auto head = read_head_of(cursor.peek(), yaml)) {
    const auto rule = rule_of(head->rest);
    if (rule.empty()) return std::nullopt;
    if (!head->rest.starts_with('[')) head->rest.remove_prefix(rule.size() + 2);
    cursor.take();
    auto diagnostic = finding(*head, Severity::warning, rule);
    if (rule.starts_with("syntax-check") || rule == "parser-error") diagnostic.category = Category::syntax_error;
    return diagnostic;
  }
  // Full: "risky-shell-pipe: Shells that use pipes should ...", then "playbook.yml:14 Task/Handler: ...".
  const auto rule = rule_of(cursor.peek());
  auto place = read_line_head(cursor.peek(1));
  if (!place) place = read_head(cursor.peek(1));
  if (rule.empty() || cursor.done(1) || !place || !has_ending(place->file, yaml)) return std::nullopt;
  auto diagnostic = finding(Severity::warning, cursor.peek().substr(rule.size() + 2), rule);
  diagnostic.place = place_of(*place, ColumnUnit::code_point);
  diagnostic.context = place->rest;
  cursor.take();
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "ansible_lint",
      .starts =
          R"re(^[^\s:][^:]*\.ya?ml:\d+(:\d+)?: (\[E?\d{3}\] |[a-z-]+(\[[^\]]+\])?: )|^(args|avoid-|command-instead|complexity|deprecated-|fqcn|ignore-errors|jinja|key-order|latest|literal-compare|name\[|no-|package-latest|partial-become|risky-|role-name|schema\[|syntax-check|var-naming|yaml\[).*: )re",
      .read = read,
      .about = "ansible-lint: findings in playbooks and roles.",
      .example_command = "ansible-lint -p playbook.yml",
      .homepage = "https://ansible.readthedocs.io/projects/lint/"};
}

}  // namespace fixpoint::diagnose::formats::ansible_lint
