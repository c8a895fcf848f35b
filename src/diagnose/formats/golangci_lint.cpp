// golangci-lint, text output: "a.go:10:2: message (linter)", with the source line and a caret below.
#include <string>

#include "diagnose/formats/_finding.hpp"

namespace fixpoint::diagnose::formats::golangci_lint {
namespace {

/// Each between blanks.
constexpr std::string_view kLinters =
    " arangolint asasalint asciicheck bidichk bodyclose canonicalheader containedctx contextcheck "
    "copyloopvar cyclop deadcode decorder depguard dogsled dupl dupword durationcheck "
    "embeddedstructfieldcheck err113 errcheck errchkjson errname errorlint execinquery exhaustive "
    "exhaustivestruct exhaustruct exportloopref exptostd fatcontext forbidigo forcetypeassert funcorder "
    "funlen gci ginkgolinter gocheckcompilerdirectives gochecknoglobals gochecknoinits gochecksumtype "
    "gocognit goconst gocritic gocyclo godot godox goerr113 gofmt gofumpt goheader goimports golines "
    "golint gomnd gomoddirectives gomodguard goprintffuncname gosec gosimple gosmopolitan govet grouper "
    "iface ifshort importas inamedparam ineffassign interfacebloat interfacer intrange ireturn lll "
    "loggercheck maintidx makezero maligned mirror misspell mnd musttag nakedret nestif nilerr "
    "nilnesserr nilnil nlreturn noctx noinlineerr nolintlint nonamedreturns nosnakecase "
    "nosprintfhostport paralleltest perfsprint prealloc predeclared promlinter protogetter reassign "
    "recvcheck revive rowserrcheck scopelint sloglint spancheck sqlclosecheck staticcheck structcheck "
    "stylecheck swaggo tagalign tagliatelle tenv testableexamples testifylint testpackage thelper "
    "tparallel typecheck unconvert unparam unqueryvet unused usestdlibvars usetesting varcheck "
    "varnamelen wastedassign whitespace wrapcheck wsl wsl_v5 zerologlint ";

bool is_linter(std::string_view word) {
  return !word.empty() && kLinters.find(" " + std::string(word) + " ") != std::string_view::npos;
}

std::optional<Diagnostic> read(OutputCursor& cursor) {
  const auto head = read_head_of(cursor.peek(), {".go", "go.mod"});
  if (!head) return std::nullopt;
  const auto linter = last_word_in(head->rest, '(');
  if (!is_linter(linter)) return std::nullopt;
  auto diagnostic = finding(*head, Severity::error, linter);
  diagnostic.place.unit = ColumnUnit::byte;
  if (linter == "typecheck") {
    diagnostic.category = Category::compiler_error;
    diagnostic.phase = Phase::compile;
  }
  cursor.take();
  if (is_caret_line(cursor.peek(1)) && !cursor.peek().empty()) {
    diagnostic.context = std::string(cursor.take()) + '\n';
    diagnostic.context += std::string(cursor.take()) + '\n';
  }
  return diagnostic;
}

}  // namespace

Format format() {
  return {.id = "golangci_lint",
          .language = Language::go,
          .starts = R"re(\.(go|mod):\d+(:\d+)?: .* \([a-z][a-z0-9_]*\)$)re",
          .read = read,
          .about = "golangci-lint: findings of all its linters, text output.",
          .example_command = "golangci-lint run",
          .homepage = "https://golangci-lint.run/"};
}

}  // namespace fixpoint::diagnose::formats::golangci_lint
