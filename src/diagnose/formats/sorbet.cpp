// sorbet: "a.rb:3: Method `x` does not exist on `Y` https://srb.help/7003", with an excerpt below.
#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::sorbet {
namespace {

bool is_excerpt(std::string_view line) { return line.starts_with("    ") || line.starts_with("  "); }

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".rb", ".rbi", ".rake", ".ru"});
  const auto link = head ? head->rest.rfind("https://srb.help/") : std::string_view::npos;
  if (!head || link == std::string_view::npos) return std::nullopt;
  auto diagnostic = finding(*head, Severity::error, head->rest.substr(link + 17));
  diagnostic.category = diagnostic.code == "7003"                                    ? Category::missing_member
                        : diagnostic.code == "5002"                                  ? Category::undefined_variable
                        : diagnostic.code == "7004"                                  ? Category::wrong_arguments
                        : diagnostic.code == "7002" || diagnostic.code == "7005"     ? Category::type_mismatch
                        : diagnostic.code.starts_with('2') && diagnostic.code != "2" ? Category::syntax_error
                                                                                     : Category::compiler_error;
  cursor.take();
  take_excerpt(cursor, diagnostic, is_excerpt);
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "sorbet",
          .starts = R"re(\.(rb|rbi|rake|ru):\d+: .*https://srb\.help/\d+$)re",
          .read = read,
          .about = "sorbet: type errors in Ruby, with the excerpt.",
          .example_command = "srb tc",
          .homepage = "https://sorbet.org/"};
}

}  // namespace fixpoint::diagnose::formats::sorbet
