#include "diagnose/formats/_mypy.hpp"

namespace fixpoint::diagnose::formats {

void describe_mypy(Diagnostic& diagnostic) {
  struct Kind {
    std::string_view code;
    Category category;
  };
  static constexpr Kind kKinds[] = {
      {"syntax", Category::syntax_error},
      {"name-defined", Category::undefined_variable},
      {"used-before-def", Category::undefined_variable},
      {"attr-defined", Category::missing_member},
      {"union-attr", Category::missing_member},
      {"call-arg", Category::wrong_arguments},
      {"call-overload", Category::wrong_arguments},
      {"import-not-found", Category::missing_dependency},
      {"import-untyped", Category::missing_dependency},
      {"import", Category::missing_dependency},
      {"arg-type", Category::type_mismatch},
      {"return-value", Category::type_mismatch},
      {"assignment", Category::type_mismatch},
      {"override", Category::type_mismatch},
      {"operator", Category::type_mismatch},
      {"index", Category::type_mismatch},
      {"list-item", Category::type_mismatch},
      {"dict-item", Category::type_mismatch},
      {"typeddict-item", Category::type_mismatch},
      {"misc", Category::compiler_error},
  };
  diagnostic.category = Category::compiler_error;
  for (const auto& kind : kKinds)
    if (diagnostic.code == kind.code) diagnostic.category = kind.category;
  diagnostic.phase = diagnostic.category == Category::syntax_error ? Phase::parse : Phase::compile;
}

}  // namespace fixpoint::diagnose::formats
