// Small helpers that the C fixers share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "propose/fixer.hpp"
#include "propose/token_search.hpp"

namespace fixpoint::propose::fixers::c {

/// The top-level item (usually a function) around an offset; the whole file when there is none.
[[nodiscard]] source::Span item_around(const source::Code& file, std::uint64_t at);

/// The message with plain quotes.
[[nodiscard]] std::string plain_message(const FixContext& context);

/// Index of the token that closes the bracket at `open`; size() when it is not closed.
[[nodiscard]] std::size_t closing(const std::vector<Token>& tokens, std::size_t open);

/// Index of the bracket that opens the one at `close`; size() when there is none.
[[nodiscard]] std::size_t opening(const std::vector<Token>& tokens, std::size_t close);

/// Bounds [first, last) of the arguments between `open` and its closing bracket, in tokens.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> arguments_of(const std::vector<Token>& tokens,
                                                                            std::size_t open);

/// Variables and parameters that can be seen at `at`, nearest scope last, each name once.
[[nodiscard]] std::vector<source::Symbol> variables_at(const FixContext& context, std::uint64_t at);

/// How far the letters of two names are apart, as a cost; 5 when they have nothing in common.
[[nodiscard]] double letters(std::string_view wrong, std::string_view right);

}  // namespace fixpoint::propose::fixers::c
