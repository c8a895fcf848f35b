#include "source/glob.hpp"

#include <vector>

namespace fixpoint::source {
namespace {

/// One element of a pattern and how long it is in the pattern.
struct Element {
  // any: '?', deep: '**', folders: the '**/' of "a/**/b", which is whole names or nothing
  enum Kind { literal, any, set, star, deep, folders } kind = literal;
  std::string_view text;  // the literal's byte, or the inside of the set
};

std::vector<Element> elements(std::string_view pattern) {
  std::vector<Element> all;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '*') {
      auto end = i;
      while (end < pattern.size() && pattern[end] == '*') ++end;
      const bool deep = end - i > 1;
      const bool folders = deep && end < pattern.size() && pattern[end] == '/' && (i == 0 || pattern[i - 1] == '/');
      all.push_back({folders ? Element::folders : deep ? Element::deep : Element::star, {}});
      if (folders) ++end;
      i = end;
    } else if (c == '?') {
      all.push_back({Element::any, {}});
      ++i;
    } else if (const auto close = pattern.find(']', i + 2); c == '[' && close != std::string_view::npos) {
      all.push_back({Element::set, pattern.substr(i + 1, close - i - 1)});
      i = close + 1;
    } else {
      if (c == '\\' && i + 1 < pattern.size()) ++i;
      all.push_back({Element::literal, pattern.substr(i, 1)});
      ++i;
    }
  }
  return all;
}

bool in_set(std::string_view set, char c) {
  const bool negated = set.front() == '!' || set.front() == '^';
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found |= set[i] <= c && c <= set[i + 2];
      i += 2;
    } else {
      found |= set[i] == c;
    }
  }
  return found != negated;
}

bool fits(const Element& element, char c) {
  switch (element.kind) {
    case Element::literal:
      return element.text[0] == c;
    case Element::any:
    case Element::star:
      return c != '/';
    case Element::set:
      return c != '/' && in_set(element.text, c);
    case Element::deep:
    case Element::folders:
      return true;
  }
  return false;
}

/// `text` from its start, up to its end or to a '/' behind which everything belongs to what was found.
bool match(const std::vector<Element>& all, std::string_view text) {
  const auto repeats = [&](std::size_t i) { return all[i].kind == Element::star || all[i].kind == Element::deep; };
  // The elements that may come next, as a set that moves over the text.
  std::vector<bool> now(all.size() + 1), next;
  const auto enter = [&](std::vector<bool>& states, std::size_t i) {
    for (states[i] = true; i < all.size() && (repeats(i) || all[i].kind == Element::folders); states[i] = true) ++i;
  };
  enter(now, 0);
  for (const char c : text) {
    if (now[all.size()] && c == '/') return true;
    next.assign(all.size() + 1, false);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!now[i] || !fits(all[i], c)) continue;
      if (all[i].kind != Element::folders) {
        enter(next, repeats(i) ? i : i + 1);
      } else {
        next[i] = true;
        if (c == '/') enter(next, i + 1);
      }
    }
    std::swap(now, next);
  }
  return now[all.size()];
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.size() > 1 && pattern.ends_with('/')) pattern.remove_suffix(1);
  const bool by_name = pattern.find('/') == std::string_view::npos;
  if (!by_name && pattern.starts_with('/') && !path.starts_with('/')) pattern.remove_prefix(1);
  const auto all = elements(pattern);
  if (all.empty()) return false;
  if (!by_name) return match(all, path);
  for (;;) {  // every name on the path
    const auto slash = path.find('/');
    if (match(all, path.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace fixpoint::source
