#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/cli.hpp"

namespace fixpoint::cli {
namespace {

/// Commands and their long options, read from the application itself so that completions never lag behind.
struct Words {
  std::string command;
  std::string help;
  std::vector<std::string> options;
  std::vector<std::string> commands;  ///< commands below it: "diff"
};

std::vector<Words> words_of(const CLI::App& app) {
  std::vector<Words> words;
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    Words one{sub->get_name(), sub->get_description(), {}, {}};
    for (const auto* below : sub->get_subcommands([](const CLI::App*) { return true; })) {
      one.commands.push_back(below->get_name());
      for (const auto* option : below->get_options())
        for (const auto& name : option->get_lnames())
          if (std::ranges::find(one.options, "--" + name) == one.options.end()) one.options.push_back("--" + name);
    }
    for (const auto* option : sub->get_options())
      for (const auto& name : option->get_lnames()) one.options.push_back("--" + name);
    words.push_back(std::move(one));
  }
  return words;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : " ") + item;
  return text;
}

std::string bash(const std::vector<Words>& words) {
  std::string names, cases;
  for (const auto& word : words) {
    names += (names.empty() ? "" : " ") + word.command;
    cases +=
        fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$cur\") $(compgen -f -- \"$cur\")) ;;\n", word.command,
                    joined(word.options) + (word.commands.empty() ? "" : " " + joined(word.commands)));
  }
  return fmt::format(
      "# bash completion for fixpoint: eval \"$(fixpoint completion bash)\"\n"
      "_fixpoint() {{\n  local cur=${{COMP_WORDS[COMP_CWORD]}} i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    if [[ ${{COMP_WORDS[i]}} == -- ]]; then _command_offset $((i + 1)) 2>/dev/null; return; fi\n  done\n"
      "  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return; fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{}  esac\n}}\ncomplete -F _fixpoint fixpoint\n",
      names, cases);
}

std::string zsh(const std::vector<Words>& words) {
  std::string names, cases;
  for (const auto& word : words) {
    names += fmt::format("    '{}:{}'\n", word.command, word.help);
    cases += fmt::format("    {}) compadd -- {}; _files ;;\n", word.command,
                         joined(word.options) + (word.commands.empty() ? "" : " " + joined(word.commands)));
  }
  return fmt::format(
      "#compdef fixpoint\n_fixpoint() {{\n  local -a commands\n  commands=(\n{}  )\n"
      "  local at=${{words[(i)--]}}\n  if (( at < CURRENT )); then (( CURRENT -= at )); "
      "words=(\"${{words[@]:$at}}\"); _normal; return; fi\n"
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n  case $words[2] in\n{}  esac\n}}\n"
      "compdef _fixpoint fixpoint\n",
      names, cases);
}

std::string fish(const std::vector<Words>& words) {
  std::string text = "# fish completion for fixpoint: fixpoint completion fish | source\n";
  for (const auto& word : words) {
    text += fmt::format("complete -c fixpoint -n __fish_use_subcommand -f -a {} -d '{}'\n", word.command, word.help);
    for (const auto& below : word.commands)
      text += fmt::format("complete -c fixpoint -n '__fish_seen_subcommand_from {}' -a {}\n", word.command, below);
    for (const auto& option : word.options)
      text += fmt::format("complete -c fixpoint -n '__fish_seen_subcommand_from {}' -l {}\n", word.command,
                          option.substr(2));
  }
  return text;
}

}  // namespace

void add_completion(CLI::App& app, Invocation& invocation) {
  auto shell = std::make_shared<std::string>();
  auto* sub = app.add_subcommand("completion", "Print the completion script of a shell");
  sub->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  sub->footer("\nExample:\n  eval \"$(fixpoint completion bash)\"");
  sub->callback([&app, shell, &invocation] {
    const auto words = words_of(app);
    fmt::print("{}", *shell == "bash" ? bash(words) : *shell == "zsh" ? zsh(words) : fish(words));
    invocation.exit_code = 0;
  });
}

}  // namespace fixpoint::cli
