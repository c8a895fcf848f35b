// Build step: prints the literal table of all formats as C++ (see src/diagnose/literal_table.hpp).
#include "diagnose/literal_table.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace fixpoint::diagnose {

// This program makes it.
const LiteralTable& table_of_all_formats() {
  static const LiteralTable kNone;
  return kNone;
}

}  // namespace fixpoint::diagnose

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  return out + "\"";
}

void print_numbers(const char* type, const char* name, const auto& numbers) {
  if (numbers.empty()) return fmt::print("constexpr std::span<const {}> {};\n", type, name);
  fmt::print("constexpr {} {}[] = {{", type, name);
  for (const auto number : numbers) fmt::print("{},", number);
  fmt::print("}};\n");
}

}  // namespace

int main() {
  const fixpoint::diagnose::LiteralTables made(fixpoint::diagnose::all_formats());
  fmt::print(
      "// Generated from the formats' patterns; do not edit.\n#include \"diagnose/literal_table.hpp\"\n"
      "namespace fixpoint::diagnose {{\nnamespace {{\n");
  fmt::print("constexpr std::string_view kTexts{{\n");
  for (const auto& one : made.literals) fmt::print("{} // {}\n", quoted(made.table.text_of(one)), one.text);
  fmt::print(", {}}};\nconstexpr LiteralTable::Literal kLiterals[] = {{\n", made.texts.size());
  for (const auto& one : made.literals)
    fmt::print("{{{},{},{},{},{}}},\n", one.text, one.size, one.first, one.count, one.either_case);
  fmt::print("}};\nconstexpr LiteralTable::Gram kGrams[] = {{\n");
  for (const auto& one : made.grams)
    fmt::print("{{{},{},{},{},{}}},\n", one.value, one.first, one.count, one.next, one.wide);
  fmt::print("}};\nconstexpr LiteralTable::Member kMembers[] = {{\n");
  for (const auto& one : made.members)
    fmt::print("{{{},{},{:#x}U,{:#x}U}},\n", one.literal, one.at, one.bytes, one.mask);
  fmt::print("}};\n");
  print_numbers("std::uint32_t", "kFormats", made.formats);
  print_numbers("std::uint16_t", "kSlots", made.slots);
  print_numbers("std::uint32_t", "kAnywhere", made.anywhere);
  fmt::print(
      "constexpr LiteralTable kTable{{kTexts, kLiterals, kFormats, kGrams, kMembers, kSlots, "
      "kAnywhere, {}}};\n}}\nconst LiteralTable& table_of_all_formats() {{ return kTable; }}\n}}\n",
      made.table.folders);
}
