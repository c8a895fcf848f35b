// JUnit XML: a failed test case for each problem; a passed one when there is none.
#include <fmt/format.h>

#include "cli/foreign_text.hpp"
#include "cli/outputs/output.hpp"

namespace fixpoint::cli {
namespace {

class Junit final : public Output {
 public:
  Junit(View& view, Writer write)
      : view_(view),
        write_(std::move(write)),
        text_(make_text(view, [this](std::string_view text) { body_ += text; })) {}

  void problem(const Problem& problem) override {
    const auto& primary = problem.primary;
    const auto place = primary_place(view_, problem, ColumnUnit::byte);
    body_.clear();
    text_->problem(problem);
    const auto where = place_text(place);
    cases_ += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\"",
        xml_text(primary.tool + "." + std::string(name(problem.category))),
        xml_text(where.empty() ? first_line(primary.message) : where + ": " + first_line(primary.message)));
    if (!place.file.empty()) cases_ += fmt::format(" file=\"{}\"", xml_text(place.file));
    if (place.line != 0) cases_ += fmt::format(" line=\"{}\"", place.line);
    cases_ += fmt::format(" time=\"0\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                          xml_text(primary.code.empty() ? name(primary.severity) : primary.code),
                          xml_text(primary.message), xml_text(body_, true));
    ++count_;
  }

  void finish(const Totals&, const Unknown&) override {
    if (count_ == 0) cases_ = "    <testcase classname=\"fixpoint\" name=\"no problems\" time=\"0\"/>\n";
    const auto tests = count_ == 0 ? 1 : count_;
    write_(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites name=\"fixpoint diagnose\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" time=\"0\">\n"
                    "  <testsuite name=\"fixpoint diagnose\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" "
                    "skipped=\"0\" time=\"0\">\n"
                    "{2}  </testsuite>\n</testsuites>\n",
                    tests, count_, cases_));
  }

 private:
  static std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

  View& view_;
  Writer write_;
  std::string body_, cases_;
  std::size_t count_ = 0;
  std::unique_ptr<Output> text_;
};

}  // namespace

std::unique_ptr<Output> make_junit(View& view, Writer write) {
  return std::make_unique<Junit>(view, std::move(write));
}

}  // namespace fixpoint::cli
