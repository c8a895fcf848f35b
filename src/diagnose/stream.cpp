#include "diagnose/stream.hpp"

#include <algorithm>
#include <cstring>

#include "base/regex.hpp"
#include "diagnose/diagnose.hpp"
#include "diagnose/formats/_c_family.hpp"
#include "diagnose/peel.hpp"
#include "languages/language.hpp"

namespace fixpoint::diagnose {
namespace {

/// Fruitless look-ahead that is always allowed, in lines; beyond it as many as there are 16 bytes of text.
constexpr std::uint64_t kVain = 200'000;
/// Read text is dropped when there is this much of it.
constexpr std::size_t kDropped = 3 * kBlock;

/// True when a compiler of one language would speak about a file of another: "A.java:3: error: ..." is not gcc's,
/// although gcc prints the same shape.
bool foreign(const Format& format, const Diagnostic& diagnostic) {
  if (format.language != Language::c && format.language != Language::cpp) return false;
  const auto of_file = languages::language_of(diagnostic.place.file);
  return of_file != Language::any && of_file != Language::c && of_file != Language::cpp;
}

/// Formats of users and shapes that many tools share know neither the language nor what a message means: about a C
/// file it is most likely a compiler's.
void guess(Diagnostic& diagnostic) {
  if (diagnostic.language == Language::any) diagnostic.language = languages::language_of(diagnostic.place.file);
  if (diagnostic.category != Category::unknown || diagnostic.severity < Severity::error) return;
  if (diagnostic.language != Language::c && diagnostic.language != Language::cpp) return;
  const auto category = formats::c_family::category_of(diagnostic.message, diagnostic.code);
  if (category != Category::compiler_error) diagnostic.category = category;
}

void in_order(std::span<const Format> formats, std::vector<std::uint32_t>& ids) {
  std::ranges::sort(ids, {}, [&](std::uint32_t id) { return std::pair(formats[id].last_resort, id); });
}

}  // namespace

// The text.

void LineStream::reserve(std::size_t more) {
  if (used_ + more <= capacity_) return;
  drop_read_text();
  if (used_ + more <= capacity_) return;
  capacity_ = std::max(used_ + more, capacity_ * 2);
  auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
  if (used_ == 0) {
    larger[0] = '\n';
    used_ = clean_ = next_ = scanned_ = 1;
    goal_ = used_ + kBlock;
  } else {
    std::memcpy(larger.get(), text_.get(), used_);
  }
  text_ = std::move(larger);
  lines_.clear();
  behind_.clear();
  origin_ = lines_end_ = 0;
}

/// Forgets text that no reader can look back to.
void LineStream::drop_read_text() {
  constexpr std::size_t kKept = kLookBackBytes + kLineSeen;
  if (next_ < kDropped || next_ <= kKept + 1) return;
  const auto* from = text_.get() + (next_ - 1 - kKept);
  const auto size =
      static_cast<std::size_t>(static_cast<const char*>(std::memchr(from, '\n', kKept + 1)) - text_.get());
  std::memmove(text_.get(), text_.get() + size, used_ - size);
  base_ += size;
  used_ -= size, clean_ -= size, next_ -= size, scanned_ -= size;
  goal_ = goal_ > size ? goal_ - size : 0;
  while (origins_.size() > 1 && origins_[1].clean <= base_ + 1) origins_.pop_front();
  lines_.clear();
  behind_.clear();
  origin_ = lines_end_ = 0;
}

void LineStream::feed(std::string_view bytes, const Route& route) {
  while (!bytes.empty()) {
    if (skipping_) {
      bytes = skip(bytes);
      continue;
    }
    reserve(kBlock + 1);
    const auto size = std::min(bytes.size(), std::max(goal_, used_ + 1) - used_);
    reserve(size + 1);
    std::memcpy(text_.get() + used_, bytes.data(), size);
    used_ += size;
    bytes.remove_prefix(size);
    if (used_ < goal_) return;
    const void* last = ::memrchr(text_.get() + clean_, '\n', used_ - clean_);
    if (last != nullptr) {
      peel(static_cast<std::size_t>(static_cast<const char*>(last) - text_.get()) + 1, route);
      read(false);
    }
    shorten_unfinished();
    goal_ = used_ + kBlock;
  }
}

/// Bytes of an unfinished line of which enough is known: up to its end, or to what overwrites it. Gives the rest.
std::string_view LineStream::skip(std::string_view bytes) {
  while (!bytes.empty()) {
    if (carriage_returned_ && bytes[0] != '\r' && bytes[0] != '\n') {
      omitted_ += used_ - clean_;
      used_ = clean_;
      skipping_ = false;
      return bytes;
    }
    const auto at = bytes.find_first_of("\r\n");
    if (at == std::string_view::npos) {
      omitted_ += bytes.size();
      carriage_returned_ = false;
      return {};
    }
    omitted_ += at;
    if (bytes[at] == '\n') {
      skipping_ = false;
      return bytes.substr(at);
    }
    ++omitted_;
    carriage_returned_ = true;
    bytes.remove_prefix(at + 1);
  }
  return bytes;
}

/// Keeps of the unfinished line only what formats will see of it.
void LineStream::shorten_unfinished() {
  const auto line = [&] { return std::string_view(text_.get() + clean_, used_ - clean_); };
  if (line().size() <= kLineSeen) return;
  const auto text_end = line().find_last_not_of('\r');
  if (text_end == std::string_view::npos) {  // nothing but carriage returns: one is as good as many
    omitted_ += line().size() - 1;
    used_ = clean_ + 1;
    return;
  }
  if (const auto rewritten = line().rfind('\r', text_end); rewritten != std::string_view::npos) {
    const auto gone = rewritten + 1;
    std::memmove(text_.get() + clean_, text_.get() + clean_ + gone, line().size() - gone);
    used_ -= gone;
    omitted_ += gone;
  }
  const auto seen = seen_of(line());
  if (line().size() <= seen) return;
  carriage_returned_ = line().back() == '\r';
  omitted_ += line().size() - seen;
  used_ = clean_ + seen;
  skipping_ = true;
}

void LineStream::note_origin(std::uint64_t clean, std::uint64_t raw, std::uint64_t raw_end) {
  if (raw_end == 0 && !origins_.empty()) {
    const auto& last = origins_.back();
    if (last.raw_end == 0 && last.raw + (clean - last.clean) == raw) return;
  }
  origins_.push_back({clean, raw, raw_end});
}

const LineStream::Origin& LineStream::origin_of(std::uint64_t clean) const {
  return *std::prev(std::ranges::upper_bound(origins_, clean, {}, &Origin::clean));
}

/// Makes the raw lines up to `stop` clean, in place: a clean line is never longer.
void LineStream::peel(std::size_t stop, const Route& route) {
  char* const text = text_.get();
  auto write = clean_;
  bool continues = false;  // the line before is as it was, and so is its place
  for (auto at = clean_; at < stop;) {
    bool control = false, tabs = false;
    const auto end = static_cast<std::size_t>(line_end(text + at, text + stop, control, tabs) - text);
    const std::string_view raw(text + at, end - at);
    const auto raw_end = raw_next_ + omitted_ + raw.size() + 1;
    bool changed = control || omitted_ != 0 || raw.size() > kLineSeen;
    PeeledLine line{raw, {}};
    if (changed || may_be_decorated(raw, tabs)) {
      line = changed ? peel_line(raw, storage_) : without_decoration(raw);
      changed |= line.text.size() != raw.size();
    }
    if (line.stream.empty()) {
      if (changed || !continues)
        note_origin(base_ + write, raw_next_, changed ? std::min(raw_end, reading_.bytes) : 0);
      continues = !changed;
      if (!line.text.empty() && text + write != line.text.data())
        std::memmove(text + write, line.text.data(), line.text.size());
      write += line.text.size();
      text[write++] = '\n';
    } else {
      route(line.stream, line.text, raw_next_, std::min(raw_end, reading_.bytes));
      continues = false;
    }
    raw_next_ = raw_end;
    omitted_ = 0;
    at = end + 1;
  }
  if (write != stop && used_ > stop) std::memmove(text + write, text + stop, used_ - stop);
  used_ = used_ > stop ? used_ - (stop - write) : write;
  clean_ = write;
}

void LineStream::append(std::string_view text, std::uint64_t raw_begin, std::uint64_t raw_end) {
  reserve(kBlock);
  reserve(text.size() + 1);
  note_origin(base_ + used_, raw_begin, raw_end);
  if (!text.empty()) std::memcpy(text_.get() + used_, text.data(), text.size());
  used_ += text.size();
  text_[used_++] = '\n';
  clean_ = used_;
  if (clean_ - next_ >= kBlock && base_ + clean_ >= retry_) read(false);
}

void LineStream::flush(const Route& route, bool unfinished) {
  if (used_ == 0) return;
  const void* last = ::memrchr(text_.get() + clean_, '\n', used_ - clean_);
  auto stop = last == nullptr ? clean_ : static_cast<std::size_t>(static_cast<const char*>(last) - text_.get()) + 1;
  if (unfinished && (stop < used_ || omitted_ != 0)) {
    reserve(1);
    text_[used_++] = '\n';
    stop = used_;
  }
  skipping_ = skipping_ && !unfinished;
  peel(stop, route);
  read(true);
  goal_ = used_ + kBlock;
}

// The lines around a reader.

std::size_t LineStream::end_of(std::size_t line) const {
  return static_cast<std::size_t>(static_cast<const char*>(std::memchr(text_.get() + line, '\n', clean_ - line)) -
                                  text_.get());
}

std::string_view LineStream::line_at(std::size_t line) const { return {text_.get() + line, end_of(line) - line}; }

/// Makes the line at `line` the first of the window.
void LineStream::place(std::size_t line) {
  if (!lines_.empty() && line < lines_end_) {
    while (origin_ < lines_.size() && index_of(lines_[origin_]) < line) ++origin_;
    if (origin_ < lines_.size() && index_of(lines_[origin_]) == line) {
      constexpr std::size_t kMost = 4 * kLookBack;
      if (origin_ > kMost) {
        lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(origin_ - kLookBack));
        origin_ = kLookBack;
        behind_.clear();
      }
      return;
    }
  }
  lines_.clear();
  behind_.clear();
  origin_ = 0;
  lines_end_ = line;
}

bool LineStream::find_ahead(std::size_t ahead) {
  if (ahead >= most_lines_) return false;
  while (lines_.size() <= origin_ + ahead) {
    if (lines_end_ >= clean_) {
      starved_ = true;
      return false;
    }
    if (lines_.size() > origin_ && lines_end_ - index_of(lines_[origin_]) > kLookAheadBytes) return false;
    lines_.push_back(line_at(lines_end_));
    lines_end_ += lines_.back().size() + 1;
  }
  return true;
}

std::string_view LineStream::behind(std::size_t back) {
  if (back > kLookBack || !has(0)) return {};
  std::string_view line;
  if (back <= origin_) {
    line = lines_[origin_ - back];
  } else {
    const auto wanted = back - origin_ - 1;
    while (behind_.size() <= wanted) {
      const auto below = index_of(behind_.empty() ? lines_[0] : behind_.back());
      if (below <= 1 || index_of(lines_[origin_]) - below > kLookBackBytes) return {};
      const auto* newline = static_cast<const char*>(::memrchr(text_.get(), '\n', below - 1));
      behind_.emplace_back(newline + 1, text_.get() + below - 1);
    }
    line = behind_[wanted];
  }
  return index_of(lines_[origin_]) - index_of(line) > kLookBackBytes ? std::string_view{} : line;
}

std::size_t LineStream::count_behind() {
  (void)behind(kLookBack);  // finds all that there are
  return std::min(kLookBack, origin_ + behind_.size());
}

// Reading.

/// Only the lines that the prefilter finds.
void LineStream::read(bool final) {
  final_ = final;
  if (!final && base_ + clean_ < retry_) return;
  retry_ = 0;
  const auto& filter = *reading_.prefilter;
  if (scanned_ < clean_) {
    hits_.erase(hits_.begin(), hits_.begin() + static_cast<std::ptrdiff_t>(hit_));
    hit_ = 0;
    filter.scan({text_.get() + scanned_ - 1, clean_ - scanned_ + 1}, base_ + scanned_ - 1, hits_);
    scanned_ = clean_;
  }
  while (hit_ < hits_.size()) {
    const auto place = hits_[hit_].line;
    const auto line = static_cast<std::size_t>(place - base_);
    candidates_.clear();
    bool folder = false;
    auto after = hit_;
    for (; after < hits_.size() && hits_[after].line == place; ++after)
      if (hits_[after].format == filter.folders())
        folder = true;
      else
        candidates_.push_back(hits_[after].format);
    if (line >= next_) {
      next_ = line;
      if (folder && folder_waits(line)) return;
      if (!candidates_.empty()) {
        in_order(reading_.formats, candidates_);
        candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
        if (read_at(line) == Step::starved) return;
      }
    }
    if (folder) see_folder(line);
    hit_ = after;
  }
  next_ = std::max(next_, clean_);
}

/// Must we wait for the line below to know the folder?
bool LineStream::folder_waits(std::size_t line) const {
  return reading_.folders && !final_ && FolderTracker::needs_next(line_at(line)) && end_of(line) + 1 >= clean_;
}

void LineStream::see_folder(std::size_t line) {
  const auto text = line_at(line);
  if (!reading_.folders || !FolderTracker::may_matter(text)) return;
  const auto below = line + text.size() + 1;
  (void)folders_.see(text, FolderTracker::needs_next(text) && below < clean_ ? line_at(below) : std::string_view{});
}

/// Lets candidates_ read at a line; on success moves next_ behind what was taken.
LineStream::Step LineStream::read_at(std::size_t line) {
  if (candidates_.empty()) return Step::nothing;
  place(line);
  most_lines_ = vain_ <= kVain + (base_ + line) / 16 ? kLookAhead : kShort;
  brief = reading_.brief;
  for (const auto id : candidates_) {
    const auto& format = reading_.formats[id];
    if (!format.self_checking && !reading_.prefilter->matches(id, ahead(0).substr(0, kStartSeen))) continue;
    starved_ = false;
    found_.clear();
    data = format.data;
    OutputCursor cursor(*this);
    if (format.read_many != nullptr)
      found_ = format.read_many(cursor);
    else if (auto one = format.read(cursor))
      found_.push_back(std::move(*one));
    if (starved_ && !final_) {
      retry_ = base_ + clean_ + (clean_ - line);
      return Step::starved;
    }
    if (found_.empty() || cursor.taken() == 0 || foreign(format, found_.front())) {
      vain_ += cursor.looked();
      continue;
    }
    emit(format, cursor.taken());
    const auto last = lines_[origin_ + cursor.taken() - 1];
    next_ = index_of(last) + last.size() + 1;
    return Step::taken;
  }
  return Step::nothing;
}

/// Completes found_ and gives it out.
void LineStream::emit(const Format& format, std::size_t taken) {
  const auto raw_of = [&](std::string_view line, bool end) {
    const auto clean = base_ + index_of(line);
    const auto& origin = origin_of(clean);
    const auto raw = origin.raw + (clean - origin.clean);
    if (!end) return origin.raw_end == 0 ? raw : origin.raw;
    return origin.raw_end == 0 ? std::min(raw + line.size() + 1, reading_.bytes) : origin.raw_end;
  };
  const auto raw_begin = raw_of(lines_[origin_], false);
  const auto raw_end = raw_of(lines_[origin_ + taken - 1], true);
  for (auto& diagnostic : found_) {
    diagnostic.tool = format.id;
    if (diagnostic.language == Language::any) diagnostic.language = format.language;
    if (!reading_.brief) guess(diagnostic);
    diagnostic.raw_begin = raw_begin;
    diagnostic.raw_end = raw_end;
    if (diagnostic.folder.empty()) diagnostic.folder = folders_.now();
    reading_.sink(std::move(diagnostic));
  }
  found_.clear();
}

}  // namespace fixpoint::diagnose
