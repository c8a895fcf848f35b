// RE2 behind one door: compile once, match string_views. std::regex is never used on foreign text.
#pragma once

#include <re2/re2.h>

#include <string_view>

namespace fixpoint::base {

[[nodiscard]] inline re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view view(const re2::StringPiece& text) { return {text.data(), text.size()}; }

/// A compiled pattern that works on std::string_view. Captures may be std::string*, re2::StringPiece* or integers.
/// Thread-safe once built. A malformed pattern matches nothing (ok() tells).
class Regex {
 public:
  explicit Regex(std::string_view pattern) : re_(piece(pattern), RE2::Quiet) {}

  template <class... Captures>
  [[nodiscard]] bool full_match(std::string_view text, Captures*... captures) const {
    return RE2::FullMatch(piece(text), re_, captures...);
  }
  template <class... Captures>
  [[nodiscard]] bool find(std::string_view text, Captures*... captures) const {
    return RE2::PartialMatch(piece(text), re_, captures...);
  }
  [[nodiscard]] bool ok() const { return re_.ok(); }
  [[nodiscard]] const RE2& re2() const { return re_; }

 private:
  RE2 re_;
};

}  // namespace fixpoint::base
