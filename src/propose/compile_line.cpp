#include "propose/compile_line.hpp"

#include <algorithm>

#include "base/paths.hpp"
#include "base/text.hpp"

namespace fixpoint::propose {
namespace {

bool is_compiler(std::string_view program) {
  auto name = base::file_name(program);
  // "x86_64-linux-gnu-gcc-12", "clang++-19"
  while (!name.empty() && (base::is_digit(name.back()) || name.back() == '.' || name.back() == '-'))
    name.remove_suffix(1);
  for (const std::string_view known : {"gcc", "g++", "cc", "c++", "clang", "clang++", "c99", "c89"})
    if (name == known ||
        (name.size() > known.size() && name.ends_with(known) && name[name.size() - known.size() - 1] == '-'))
      return true;
  return false;
}

bool is_source(std::string_view word) {
  for (const std::string_view ending : {".c", ".cc", ".cpp", ".cxx", ".C", ".c++", ".m", ".mm"})
    if (word.ends_with(ending) && !word.starts_with('-')) return true;
  return false;
}

std::optional<CompileLine> read_words(const std::vector<std::string>& words, std::string_view wanted) {
  auto program = words.begin();
  while (program != words.end() && !is_compiler(*program)) {
    // ccache, env settings and time may stand before; anything else is no compile line.
    const auto name = base::file_name(*program);
    if (name != "ccache" && name != "sccache" && name != "distcc" && name != "time" && name != "env" &&
        name != "exec" && program->find('=') == std::string::npos)
      return std::nullopt;
    ++program;
  }
  if (program == words.end()) return std::nullopt;
  CompileLine line;
  line.cpp = base::file_name(*program).find("++") != std::string_view::npos;
  for (auto word = program + 1; word != words.end(); ++word) {
    const std::string_view text = *word;
    const bool has_value = text == "-I" || text == "-D" || text == "-U" || text == "-isystem" || text == "-include" ||
                           text == "-iquote" || text == "-idirafter" || text == "-x" || text == "-imacros" ||
                           text == "-isysroot" || text == "--sysroot";
    if (has_value && word + 1 != words.end()) {
      line.flags.emplace_back(text);
      line.flags.push_back(*++word);
    } else if (text == "-o" || text == "-MF" || text == "-MT" || text == "-MQ") {
      if (word + 1 != words.end()) ++word;
    } else if (text.starts_with("-I") || text.starts_with("-D") || text.starts_with("-U") ||
               text.starts_with("-std=") || text.starts_with("-isystem") || text.starts_with("--sysroot=") ||
               text == "-pthread" || text == "-ansi" || text == "-m32" || text == "-m64" || text == "-fopenmp" ||
               text == "-fms-extensions") {
      line.flags.emplace_back(text);
    } else if (is_source(text)) {
      if (base::file_name(text) == base::file_name(wanted))
        line.file = text;
      else if (line.file.empty() && (wanted.ends_with(".h") || wanted.ends_with(".hpp")))
        line.file = text;
    }
  }
  if (line.file.empty()) return std::nullopt;
  if (!line.file.ends_with(".c")) line.cpp = true;
  return line;
}

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool open = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
      open = true;
    } else if (c == '\'' || c == '"') {
      open = true;
      for (++i; i < line.size() && line[i] != c; ++i) {
        if (c == '"' && line[i] == '\\' && i + 1 < line.size()) ++i;
        word += line[i];
      }
    } else if (c == ' ' || c == '\t') {
      if (open) words.push_back(std::move(word));
      word.clear();
      open = false;
    } else if (c == ';' || c == '|' || c == '&' || c == '>' || c == '<') {
      // What follows is another command; the first one with a compiler counts.
      if (open) words.push_back(std::move(word));
      word.clear();
      open = false;
      if (std::ranges::any_of(words, [](const std::string& w) { return is_compiler(w); })) return words;
      words.clear();
    } else {
      word += c;
      open = true;
    }
  }
  if (open) words.push_back(std::move(word));
  return words;
}

std::optional<CompileLine> compile_line(const ToolContext& context) {
  const auto& diagnostic = context.problem.primary;
  const auto& wanted = diagnostic.place.file;
  if (wanted.empty() || wanted.starts_with('-')) return std::nullopt;
  // The nearest line above the message that compiles this file.
  constexpr std::size_t kFar = 256 * 1024;
  const auto end = std::min<std::uint64_t>(diagnostic.raw_begin, context.output.size());
  const auto begin = end > kFar ? end - kFar : 0;
  const auto lines = base::split_lines(context.output.substr(begin, end - begin));
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->find("cc") == std::string_view::npos && line->find("++") == std::string_view::npos &&
        line->find("clang") == std::string_view::npos)
      continue;
    if (auto found = read_words(shell_words(*line), wanted)) {
      found->folder = diagnostic.folder;
      return found;
    }
  }
  const auto& argv = context.command.argv;
  if (auto found = read_words(argv, wanted)) return found;
  if (argv.size() >= 3 && argv[1] == "-c")
    if (auto found = read_words(shell_words(argv[2]), wanted)) return found;
  return std::nullopt;
}

}  // namespace fixpoint::propose
