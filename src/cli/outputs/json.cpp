// One JSON object: {"schema": 1, "problems": [...], "unknown": [...], "counts": {...}, "logs": [...]}. Problems stand
// on a line each and are written as they come.
#include <fmt/format.h>

#include "cli/outputs/_json.hpp"

namespace fixpoint::cli {
namespace {

class Json final : public Output {
 public:
  Json(View& view, Writer write) : view_(view), write_(std::move(write)) {}

  void begin() override { write_("{\n  \"schema\": 1,\n  \"problems\": ["); }

  void problem(const Problem& problem) override {
    write_(first_ ? "\n    " : ",\n    ");
    first_ = false;
    write_(problem_object(view_, problem));
  }

  void finish(const Totals& totals, const Unknown& unknown) override {
    write_(first_ ? "],\n  \"unknown\": [" : "\n  ],\n  \"unknown\": [");
    bool first = true;
    for (const auto& one : unknown.templates) {
      write_(first ? "\n    " : ",\n    ");
      first = false;
      write_(template_object(view_, one));
    }
    std::string logs;
    for (const auto& log : view_.logs.all()) logs += (logs.empty() ? "" : ", ") + json_string(log.log);
    write_(fmt::format("{}],\n  \"counts\": {},\n  \"logs\": [{}]\n}}\n", first ? "" : "\n  ", counts_object(totals),
                       logs));
  }

 private:
  View& view_;
  Writer write_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Output> make_json(View& view, Writer write) { return std::make_unique<Json>(view, std::move(write)); }

}  // namespace fixpoint::cli
