#include "diagnose/formats/_ruby.hpp"

#include "base/text.hpp"
#include "diagnose/formats/_head.hpp"

namespace fixpoint::diagnose::formats {

std::optional<RubyFrame> ruby_frame(std::string_view text) {
  text = base::trim(text);
  for (const std::string_view mark : {"# ", "from "})
    if (text.starts_with(mark)) text = base::trim(text.substr(mark.size()));
  const auto in = text.find(":in ");
  if (in == std::string_view::npos) return std::nullopt;
  const auto colon = text.rfind(':', in - 1);
  if (colon == std::string_view::npos || colon == 0 || in == 0) return std::nullopt;
  auto digits = text.substr(colon + 1, in - colon - 1);
  const auto line = take_number(digits);
  if (line == 0 || !digits.empty()) return std::nullopt;
  RubyFrame frame{text.substr(0, colon), line, text.substr(in + 4)};
  if (!frame.function.starts_with('`') && !frame.function.starts_with('\'')) return std::nullopt;
  frame.function.remove_prefix(1);
  frame.function = frame.function.substr(0, frame.function.rfind('\''));
  return frame;
}

bool ruby_user_file(std::string_view path) {
  if (path.starts_with('<') || path.empty()) return false;
  for (const std::string_view foreign : {"/gems/", "/lib/ruby/", "/rubygems/", "/share/rubygems-integration/"})
    if (path.find(foreign) != std::string_view::npos) return false;
  return true;
}

Category ruby_category(std::string_view exception, std::string_view message) {
  if (exception == "SyntaxError") return Category::syntax_error;
  if (exception == "NoMethodError") return Category::missing_member;
  if (exception == "NameError") return Category::undefined_variable;
  if (exception == "LoadError")
    return message.find("cannot load such file -- /") == std::string_view::npos ? Category::missing_dependency
                                                                                : Category::missing_import;
  if (exception == "ArgumentError" && message.find("number of arguments") != std::string_view::npos)
    return Category::wrong_arguments;
  if (exception == "ArgumentError" && message.find("keyword") != std::string_view::npos)
    return Category::wrong_arguments;
  if (exception == "TypeError") return Category::type_mismatch;
  if (exception == "NoMemoryError") return Category::out_of_memory;
  if (exception == "Errno::EACCES") return Category::permission;
  if (exception == "Errno::ENOSPC") return Category::disk_full;
  if (exception == "Errno::ECONNREFUSED" || exception == "SocketError") return Category::network;
  if (exception.starts_with("Bundler::Gem") || exception == "Gem::MissingSpecError")
    return Category::missing_dependency;
  if (exception.ends_with("ExpectationNotMetError")) return Category::test_failure;
  return Category::runtime_error;
}

}  // namespace fixpoint::diagnose::formats
