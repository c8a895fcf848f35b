// What the formats of the Ruby world share.
#pragma once

#include <optional>
#include <string_view>

#include "fixpoint/diagnostic.hpp"

namespace fixpoint::diagnose::formats {

/// "x.rb:3:in `f'" (to 3.3) or "x.rb:3:in 'Object#f'" (from 3.4), perhaps after "# ", "\tfrom " or blanks.
struct RubyFrame {
  std::string_view file;
  std::uint32_t line = 0;
  std::string_view function;
};
[[nodiscard]] std::optional<RubyFrame> ruby_frame(std::string_view text);

/// False for the standard library, installed gems and "<internal:...>".
[[nodiscard]] bool ruby_user_file(std::string_view path);

/// Category from the exception's class and its message.
[[nodiscard]] Category ruby_category(std::string_view exception, std::string_view message);

}  // namespace fixpoint::diagnose::formats
