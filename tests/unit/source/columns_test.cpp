// Conversions between byte, UTF-16, code point and display columns against an implementation that shares nothing with
// source/lines.*: iconv decodes, the C library says how wide a character is, and everything is counted by hand.
#include <gtest/gtest.h>
#include <iconv.h>
#include <locale.h>
#include <wchar.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "source/lines.hpp"
#include "source/width.hpp"

namespace fixpoint::source {
namespace {

struct Character {
  std::size_t begin = 0, size = 1;
  char32_t point = 0xFFFD;
};

/// One character at a time, by asking iconv whether the first 1, 2, 3 or 4 bytes are one.
class Decoder {
 public:
  Decoder() : iconv_(iconv_open("UTF-32LE", "UTF-8")) {}
  ~Decoder() { iconv_close(iconv_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  std::vector<Character> characters(const std::string& text) {
    std::vector<Character> all;
    for (std::size_t at = 0; at < text.size(); at += all.back().size) {
      all.push_back({at, 1, 0xFFFD});
      for (std::size_t size = 1; size <= 4 && at + size <= text.size(); ++size)
        if (const auto point = one(text.substr(at, size)); point != 0xFFFFFFFF) {
          all.back() = {at, size, point};
          break;
        }
    }
    return all;
  }

 private:
  char32_t one(std::string bytes) {
    char* in = bytes.data();
    auto in_left = bytes.size();
    std::array<unsigned char, 32> out{};
    char* to = reinterpret_cast<char*>(out.data());
    auto out_left = out.size();
    iconv(iconv_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(iconv_, &in, &in_left, &to, &out_left) == static_cast<std::size_t>(-1) || in_left != 0)
      return 0xFFFFFFFF;
    if (out.size() - out_left != 4) return 0xFFFFFFFF;
    return static_cast<char32_t>(out[0] | out[1] << 8 | out[2] << 16) | static_cast<char32_t>(out[3]) << 24;
  }
  iconv_t iconv_;
};

std::size_t units(const Character& character, ColumnUnit unit, std::size_t at) {
  switch (unit) {
    case ColumnUnit::byte:
      return character.size;
    case ColumnUnit::utf16:
      return character.point >= 0x10000 ? 2 : 1;
    case ColumnUnit::code_point:
      return 1;
    default:
      break;
  }
  if (character.point == '\t') return 8 - at % 8;
  const int width = wcwidth(static_cast<wchar_t>(character.point));
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

/// Text out of what makes trouble. Characters that Unicode versions disagree about are left out.
std::string random_line(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "Z",
                                                   " ",
                                                   "\t",
                                                   "(",
                                                   "é",
                                                   "ß",
                                                   "я",
                                                   "ع",
                                                   "ก",
                                                   "中",
                                                   "한",
                                                   "あ",
                                                   "ｗ",
                                                   "ﾊ",
                                                   "😀",
                                                   "🚀",
                                                   "𝒳",
                                                   "𐍈",
                                                   "𠀀",
                                                   "\u0301",
                                                   "\u20AC",
                                                   "\u200B",
                                                   "\u0E31",
                                                   "\uFFFD",
                                                   "\x80",
                                                   "\xC0",
                                                   "\xC3",
                                                   "\xE4\xB8",
                                                   "\xED\xA0\x80",
                                                   "\xF0\x9F\x98",
                                                   "\xF5",
                                                   "\xFF",
                                                   "\xF4\x90\x80\x80",
                                                   "\xE0\x80\xAF"};
  std::string line;
  const auto pieces = random() % 24;
  for (unsigned i = 0; i < pieces; ++i) line += kPieces[random() % kPieces.size()];
  return line;
}

TEST(Columns, AgreeWithAnIndependentImplementation) {
  ASSERT_NE(setlocale(LC_CTYPE, "C.UTF-8"), nullptr);
  Decoder decoder;
  std::mt19937 random(20240607);
  constexpr std::array kUnits = {ColumnUnit::byte, ColumnUnit::utf16, ColumnUnit::code_point, ColumnUnit::display};
  for (int round = 0; round < 20'000 && !testing::Test::HasFailure(); ++round) {
    std::vector<std::string> texts;
    std::string file;
    const auto count = 1 + random() % 3;
    std::vector<std::size_t> begins;
    for (unsigned i = 0; i < count; ++i) {
      texts.push_back(random_line(random));
      begins.push_back(file.size());
      file += texts.back() + (random() % 2 == 0 ? "\n" : "\r\n");
    }
    const Lines lines(file);
    ASSERT_EQ(lines.count(), count);
    for (std::uint32_t number = 1; number <= count; ++number) {
      const auto& text = texts[number - 1];
      ASSERT_EQ(lines.line(number), text);
      const auto characters = decoder.characters(text);
      for (const auto unit : kUnits) {
        std::size_t column = 0;
        for (const auto& character : characters) {
          const auto offset = begins[number - 1] + character.begin;
          ASSERT_EQ(lines.column(offset, unit), column + 1)
              << testing::PrintToString(text) << " at " << character.begin;
          // A column leads to the first character that begins there or behind it; marks of no width share one.
          const auto back = lines.offset(number, static_cast<std::uint32_t>(column + 1), unit);
          ASSERT_TRUE(back.has_value());
          ASSERT_LE(*back, offset) << testing::PrintToString(text) << " column " << column + 1;
          ASSERT_EQ(lines.column(*back, unit), column + 1) << testing::PrintToString(text);
          if (unit != ColumnUnit::display) {
            ASSERT_EQ(*back, offset) << testing::PrintToString(text);
          }
          column += units(character, unit, column);
        }
        // Behind the end of the line: its end.
        ASSERT_EQ(lines.offset(number, static_cast<std::uint32_t>(column + 50), unit),
                  begins[number - 1] + text.size());
      }
    }
  }
}

TEST(Columns, WidthOfATextIsThatOfItsCharacters) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("中文"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("😀!"), 3U);
  EXPECT_EQ(display_width("\tx"), 9U);
  EXPECT_EQ(display_width("a\tx", 4), 5U);
  EXPECT_EQ(display_width("\tx", 4, 2), 3U);
  EXPECT_EQ(display_width("\xFF\xFE"), 2U);
}

TEST(Columns, WidthsAreThoseOfTheCLibrary) {
  ASSERT_NE(setlocale(LC_CTYPE, "C.UTF-8"), nullptr);
  // Unicode versions differ in what they assign: nearly all is enough, and letters in use must agree.
  std::size_t same = 0, all = 0;
  for (char32_t point = 0xA0; point < 0x20000; ++point) {
    const int width = wcwidth(static_cast<wchar_t>(point));
    if (width < 0) continue;
    ++all;
    same += display_width(point) == static_cast<std::uint32_t>(width) ? 1U : 0U;
  }
  EXPECT_GT(static_cast<double>(same), 0.998 * static_cast<double>(all)) << same << " of " << all;
}

}  // namespace
}  // namespace fixpoint::source
