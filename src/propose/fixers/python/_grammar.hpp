// Does a text parse as Python, and if not, where is CPython's parser stopped? A recogniser of the grammar of CPython
// 3.8 to 3.14 with the checks its compiler makes (assignment targets, 'return' outside a function, order of
// arguments). It builds nothing: judging a candidate repair costs microseconds.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "propose/fixers/python/_tokens.hpp"

namespace fixpoint::propose::python {

enum class FaultKind : std::uint8_t {
  none,
  lexical,         ///< the token of kind `error` says why
  invalid,         ///< the token under the parser fits nothing
  expected_colon,  ///< a compound statement's ':' is missing
  expected_block,  ///< an indented block is missing
  unexpected_indent,
  not_a_target,      ///< something that cannot be assigned to stands left of '='
  outside_function,  ///< return, yield, await
  outside_loop,      ///< break, continue
  argument_order,    ///< positional after keyword, parameter without default after one with
  lone_try,          ///< try without except or finally
  lone_ternary,      ///< "a if b" without else
  format_string,     ///< a replacement field of the f-string, see Token::field
};

struct Fault {
  FaultKind kind = FaultKind::none;
  std::uint32_t token = 0;      ///< where the parser was stopped
  std::uint32_t header = 0;     ///< token that opens the compound statement concerned, for expected_*
  std::vector<Open> open;       ///< brackets open before `token`
  std::uint32_t statement = 0;  ///< first token of the statement `token` is in
};

struct Parse {
  Tokens tokens;
  Fault fault;
  bool gave_up = false;  ///< nested too deeply to tell
  [[nodiscard]] bool ok() const { return fault.kind == FaultKind::none && !gave_up; }
};

[[nodiscard]] Parse parse(std::string_view text);

}  // namespace fixpoint::propose::python
