// Heals a broken snippet with the library: detect, suggest, apply, validate.
#include <fixpoint/fixpoint.hpp>

#include <iostream>
#include <string>

int main() {
  std::string code =
      "#include <stdio.h>\n"
      "\n"
      "int main(void) {\n"
      "  int answer = 42;\n"
      "  printf(\"%d\\n\", answr)\n"
      "  return 0;\n"
      "}\n";

  for (int round = 1; round <= 5; ++round) {
    const auto checked = fixpoint::validate_code(code, fixpoint::Language::c);
    if (!checked) {
      std::cerr << checked.error().message << "\n";
      return 2;
    }
    if (checked->passed) {
      std::cout << "valid after " << round - 1 << " fixes:\n" << code;
      return 0;
    }
    const auto& error = checked->errors.front();
    std::cout << error.type << " at line " << error.location.line << ": " << error.message << "\n";
    const auto fixes = fixpoint::suggest_fixes(error, code);
    if (fixes.empty()) break;
    std::cout << "  -> " << fixes.front().description << " (" << fixes.front().confidence << ")\n";
    auto fixed = fixpoint::apply_fix(code, fixes.front());
    if (!fixed) break;
    code = *fixed;
  }
  std::cerr << "not healed\n";
  return 1;
}
