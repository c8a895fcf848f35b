// What gcc and clang have in common: "file:line:column: error: message [-Wflag]", an include stack before, a source
// excerpt with carets and fix-it text after, and notes that belong to the message above them.
#pragma once

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats::c_family {

/// Who prints such a message. cppcheck's are read by a reader of their own.
enum class Compiler { gcc, clang, clang_tidy, cppcheck };

/// Lines that may open a message: the head itself, or the context that gcc and clang print before it.
inline constexpr std::string_view kStarts =
    R"(^[^\s:'"][^:]*:\d+:(\d+:)? (fatal error|error|warning): |^In file included from |^[^\s:]+: (In|At) [a-z ]+|^[^\s:]+:\d+:\d+:   required (from|by))";

/// Reads one message of `wanted`; declines when the wording is the other compiler's.
std::optional<Diagnostic> read(OutputCursor& cursor, Compiler wanted);

/// True for what only doxygen says; it prints the compilers' head.
bool is_doxygen(std::string_view message);

/// The kind of a message of either compiler, by its wording.
Category category_of(std::string_view message, std::string_view code);

}  // namespace fixpoint::diagnose::formats::c_family
