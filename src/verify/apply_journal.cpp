#include "verify/apply_journal.hpp"

#include <algorithm>
#include <cstring>

#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"

namespace fixpoint::verify {
namespace {

constexpr std::string_view kMagic = "fixpoint journal 1\n";
constexpr std::size_t kHashSize = 32;

void put(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
}

void put(std::string& out, std::string_view text) {
  put(out, std::uint64_t{text.size()});
  out += text;
}

void put(std::string& out, const std::optional<std::string>& text) {
  put(out, std::uint64_t{text.has_value()});
  if (text) put(out, std::string_view(*text));
}

/// Reads what put() wrote; after the first thing that does not fit everything is empty and `good` is false.
struct Reader {
  std::string_view rest;
  bool good = true;

  std::uint64_t number() {
    if (rest.size() < 8) return bad();
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < 8; ++i)
      result |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest[i])) << (8 * i);
    rest.remove_prefix(8);
    return result;
  }
  std::string text() {
    const auto size = number();
    if (size > rest.size()) return bad(), std::string();
    std::string result(rest.substr(0, size));
    rest.remove_prefix(size);
    return result;
  }
  std::optional<std::string> maybe() {
    if (number() == 0) return std::nullopt;
    return text();
  }
  std::uint64_t bad() {
    good = false;
    rest = {};
    return 0;
  }
};

}  // namespace

std::string encode(const Journal& journal) {
  std::string out(kMagic);
  put(out, std::string_view(journal.session));
  put(out, std::string_view(journal.root));
  put(out, std::uint64_t{journal.undo});
  put(out, static_cast<std::uint64_t>(journal.started_ns));
  put(out, std::uint64_t{journal.files.size()});
  for (const auto& file : journal.files) {
    put(out, std::string_view(file.path));
    put(out, std::string_view(file.temporary));
    put(out, file.before);
    put(out, file.after);
    put(out, std::uint64_t{file.info.mode});
    put(out, std::uint64_t{file.info.uid});
    put(out, std::uint64_t{file.info.gid});
  }
  for (const auto* folders : {&journal.made, &journal.emptied}) {
    put(out, std::uint64_t{folders->size()});
    for (const auto& folder : *folders) put(out, std::string_view(folder));
  }
  out += base::hash_hex(out);
  return out;
}

std::optional<Journal> decode(std::string_view bytes) {
  if (bytes.size() < kMagic.size() + kHashSize || !bytes.starts_with(kMagic)) return std::nullopt;
  const auto body = bytes.substr(0, bytes.size() - kHashSize);
  if (base::hash_hex(body) != bytes.substr(body.size())) return std::nullopt;

  Reader in{body.substr(kMagic.size())};
  Journal journal;
  journal.session = in.text();
  journal.root = in.text();
  journal.undo = in.number() != 0;
  journal.started_ns = static_cast<std::int64_t>(in.number());
  for (auto count = in.number(); in.good && count > 0; --count) {
    JournalFile file;
    file.path = in.text();
    file.temporary = in.text();
    file.before = in.maybe();
    file.after = in.maybe();
    file.info.mode = static_cast<mode_t>(in.number());
    file.info.uid = static_cast<uid_t>(in.number());
    file.info.gid = static_cast<gid_t>(in.number());
    if (!is_plain_path(file.path) || !is_plain_path(file.temporary) || file.temporary.contains('/'))
      return std::nullopt;
    journal.files.push_back(std::move(file));
  }
  for (auto* folders : {&journal.made, &journal.emptied}) {
    for (auto count = in.number(); in.good && count > 0; --count) {
      folders->push_back(in.text());
      if (!is_plain_path(folders->back())) return std::nullopt;
    }
  }
  if (!in.good || !in.rest.empty() || !is_session_id(journal.session) || !journal.root.starts_with('/'))
    return std::nullopt;
  return journal;
}

bool is_other_version(std::string_view bytes) {
  return bytes.size() > kMagic.size() && bytes.starts_with("fixpoint journal ") && !bytes.starts_with(kMagic);
}

bool is_plain_path(std::string_view path) {
  if (path.empty() || path == "." || path.starts_with('/') || path.contains('\0')) return false;
  const auto parts = base::split(path, '/');
  return std::ranges::none_of(
      parts, [](std::string_view part) { return part.empty() || part == "." || part == ".." || part == ".git"; });
}

bool is_session_id(std::string_view id) {
  return !id.empty() && id.size() <= 100 && id != "." && id != ".." && std::ranges::all_of(id, [](char c) {
    return c == '-' || c == '_' || c == '.' || base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

}  // namespace fixpoint::verify
