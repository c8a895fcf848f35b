// GitLab's code quality report: a JSON array.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

using json = nlohmann::ordered_json;

std::string_view gitlab_severity(Severity severity) {
  switch (severity) {
    case Severity::fatal:
      return "blocker";
    case Severity::error:
      return "major";
    case Severity::warning:
      return "minor";
    default:
      return "info";
  }
}

class Gitlab final : public Output {
 public:
  Gitlab(View& view, Writer write) : view_(view), write_(std::move(write)) {}

  void begin() override { write_("["); }

  void problem(const Problem& problem) override {
    const auto& primary = problem.primary;
    const auto place = primary_place(view_, problem, ColumnUnit::byte);
    // A path is demanded: what has no file lies in the log.
    const auto path = place.file.empty() ? view_.logs.at(primary.raw_begin).log : place.file;
    const std::string kind(name(problem.category));
    const json value = {
        {"description", harmless_line(primary.message)},
        {"check_name", harmless_line(primary.tool + "/" + (primary.code.empty() ? kind : primary.code))},
        {"fingerprint", fingerprint(problem, path)},
        {"severity", gitlab_severity(primary.severity)},
        {"location", {{"path", path}, {"lines", {{"begin", std::max(1U, place.line)}}}}}};
    write_(first_ ? "\n" : ",\n");
    write_(value.dump(-1, ' ', false, json::error_handler_t::replace));
    first_ = false;
  }

  void finish(const Totals&, const Unknown&) override { write_(first_ ? "]\n" : "\n]\n"); }

 private:
  /// Unique in the report and the same in the next one: the n-th of its kind in its file, wherever it stands.
  std::string fingerprint(const Problem& problem, const std::string& path) {
    const auto key = problem.fingerprint.level[0] + "\n" + path;
    return base::hash_hex(fmt::format("{}\n{}", key, seen_[base::short_hash(key)]++));
  }

  View& view_;
  Writer write_;
  bool first_ = true;
  std::map<std::string, std::size_t, std::less<>> seen_;
};

}  // namespace

std::unique_ptr<Output> make_gitlab(View& view, Writer write) {
  return std::make_unique<Gitlab>(view, std::move(write));
}

}  // namespace fixpoint::cli
