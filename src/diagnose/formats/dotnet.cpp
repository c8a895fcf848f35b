// dotnet build and MSBuild: "A.cs(229,30): warning CS0618: message [/p/x.csproj]", "CSC : error CS5001: ...".
#include <algorithm>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::dotnet {
namespace {

Category category_of(std::string_view code, std::string_view message) {
  const auto is_any = [&](std::initializer_list<std::string_view> codes) {
    return std::ranges::find(codes, code) != codes.end();
  };
  if (is_any({"CS0103", "CS0841", "BC30451", "FS0039"})) return Category::undefined_variable;
  if (is_any({"CS0246", "CS0234", "CS0400", "BC30002"})) return Category::missing_import;
  if (is_any({"CS1061", "CS0117", "CS1955", "BC30456"})) return Category::missing_member;
  if (is_any({"CS1501", "CS7036", "CS1729", "CS1739", "BC30455"})) return Category::wrong_arguments;
  if (is_any({"CS0029", "CS0266", "CS1503", "CS0019", "CS0161", "BC30311", "FS0001"})) return Category::type_mismatch;
  if (code.starts_with("CS1") && (message.ends_with(" expected") || message.starts_with("Invalid ")))
    return Category::syntax_error;
  if (is_any({"CS1002", "CS1003", "CS1513", "CS1514", "CS1525", "CS1026", "CS1519", "CS1022"}))
    return Category::syntax_error;
  if (code == "NU1301") return Category::network;
  if (code.starts_with("NU")) return Category::missing_dependency;
  if (code == "NETSDK1045") return Category::version_mismatch;
  if (code == "NETSDK1004") return Category::missing_dependency;
  if (code.starts_with("MSB") || code.starts_with("NETSDK")) return Category::configuration;
  if (code.starts_with("CA") || code.starts_with("IDE") || code.starts_with("SA")) return Category::lint;
  return Category::compiler_error;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  static const base::Regex kMessage(R"(^(?:(?:fatal )?(error|warning)) ([A-Z]+\d+) ?: (.*)$)");
  // "ORIGIN : error CODE: message" when there is no place.
  static const base::Regex kOrigin(R"(^\s*(\S.*?)(?: : |: )((?:fatal )?(?:error|warning) [A-Z]+\d+ ?: .*)$)");
  const auto line = base::trim(cursor.peek());
  auto head = read_head(line);
  std::string severity, code, message, origin, rest;
  Diagnostic diagnostic;
  if (head && head->parentheses && kMessage.full_match(head->rest, &severity, &code, &message)) {
    diagnostic.place = place_of(*head, ColumnUnit::utf16);
  } else if (kOrigin.full_match(line, &origin, &rest) && kMessage.full_match(rest, &severity, &code, &message)) {
    if (origin.find_first_of("./\\") != std::string::npos) diagnostic.place.file = origin;
  } else {
    return std::nullopt;
  }
  // tsc and the C++ compiler print the same shape under MSBuild.
  const auto letters = code.substr(0, code.find_first_of("0123456789"));
  if (letters == "TS" || letters == "C" || letters == "LNK" || letters == "D" || letters == "RC" || letters == "CVT")
    return std::nullopt;
  diagnostic.severity = severity == "error" ? Severity::error : Severity::warning;
  diagnostic.category = category_of(code, message.substr(0, message.rfind(" [")));
  diagnostic.phase = code.starts_with("NU")                                  ? Phase::install
                     : code.starts_with("MSB") || code.starts_with("NETSDK") ? Phase::configure
                     : diagnostic.category == Category::syntax_error         ? Phase::parse
                                                                             : Phase::compile;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  cursor.take();
  return diagnostic;
}

}  // namespace

Format format() {
  return {
      .id = "dotnet",
      .starts =
          R"((\)| ?): (fatal )?(error|warning) (CS|BC|FS|MSB|NU|NETSDK|CA|IDE|SA|RCS|S|AD|IL|BL|RZ|RS|xUnit|EF|ASP|SYSLIB|VSTHRD|XLS|XDG|MC|WMC|APT|XA)\d+ ?: )",
      .read = read,
      .about = "dotnet build and MSBuild: C#, Visual Basic, F#, NuGet, SDK and analyzer messages.",
      .example_command = "dotnet build -v q",
      .homepage = "https://learn.microsoft.com/dotnet/core/tools/dotnet-build"};
}

}  // namespace fixpoint::diagnose::formats::dotnet
