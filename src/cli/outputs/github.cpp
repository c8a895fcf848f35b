// GitHub workflow commands: an annotation for each problem, then the text report. In that report foreign text could
// look like a command: the runner is told to take none until it sees a token that no log can know.
#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

std::string command_text(std::string_view text) {
  auto escaped = base::replace_all(harmless(text), "%", "%25");
  escaped = base::replace_all(escaped, "\r", "%0D");
  return base::replace_all(escaped, "\n", "%0A");
}

std::string property(std::string_view text) {
  return base::replace_all(base::replace_all(command_text(text), ":", "%3A"), ",", "%2C");
}

std::string token() {
  std::array<unsigned char, 16> random{};
  if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) return {};
  std::string text = "fixpoint-";
  for (const auto byte : random) text += fmt::format("{:02x}", byte);
  return text;
}

std::string annotation(View& view, const Problem& problem) {
  const auto& primary = problem.primary;
  const auto place = primary_place(view, problem, ColumnUnit::code_point);
  std::string properties;
  const auto add = [&](std::string_view key, const std::string& value) {
    properties += fmt::format("{}{}={}", properties.empty() ? " " : ",", key, value);
  };
  if (!place.file.empty()) add("file", property(place.file));
  if (place.line != 0) add("line", std::to_string(place.line));
  if (place.line != 0 && place.end_line > place.line) add("endLine", std::to_string(place.end_line));
  // The runner takes columns only on a single line.
  if (place.column != 0 && place.end_line <= place.line) {
    add("col", std::to_string(place.column));
    if (place.end_column > place.column) add("endColumn", std::to_string(place.end_column));
  }
  add("title", property(primary.code.empty() ? primary.tool : primary.tool + " " + primary.code));
  const auto kind = primary.severity >= Severity::error     ? "error"
                    : primary.severity == Severity::warning ? "warning"
                                                            : "notice";
  return fmt::format("::{}{}::{}\n", kind, properties,
                     command_text(primary.message.empty() ? "(no message)" : primary.message));
}

class Github final : public Output {
 public:
  Github(View& view, Writer write)
      : view_(view),
        write_(std::move(write)),
        text_(make_text(view, [this](std::string_view text) { report_ += text; })) {}

  void problem(const Problem& problem) override {
    write_(annotation(view_, problem));
    if (report_.size() < kReport) text_->problem(problem);
  }

  void finish(const Totals& totals, const Unknown& unknown) override {
    text_->finish(totals, unknown);
    const auto stop = token();
    if (stop.empty()) return;  // without a secret the report cannot be shown safely
    write_(fmt::format("::stop-commands::{}\n{}::{}::\n", stop, report_, stop));
  }

 private:
  static constexpr std::size_t kReport = std::size_t{1} << 20;
  View& view_;
  Writer write_;
  std::string report_;
  std::unique_ptr<Output> text_;
};

}  // namespace

std::unique_ptr<Output> make_github(View& view, Writer write) {
  return std::make_unique<Github>(view, std::move(write));
}

}  // namespace fixpoint::cli
