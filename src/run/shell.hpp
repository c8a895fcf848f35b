// A shell line as a Command.
#pragma once

#include <string>
#include <string_view>

#include "fixpoint/command.hpp"

namespace fixpoint::run {

[[nodiscard]] inline Command shell_command(std::string_view line) {
  Command command;
  command.argv = {"sh", "-c", std::string(line)};
  return command;
}

}  // namespace fixpoint::run
