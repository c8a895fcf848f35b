// JSON lines: a problem on each, as it comes, and nothing else. With --unknown messages no format knows follow, told
// apart by their "template".
#include "cli/outputs/_json.hpp"

namespace fixpoint::cli {
namespace {

class Jsonl final : public Output {
 public:
  Jsonl(View& view, Writer write) : view_(view), write_(std::move(write)) {}

  void problem(const Problem& problem) override { write_(problem_object(view_, problem) + "\n"); }

  void finish(const Totals&, const Unknown& unknown) override {
    if (!unknown.asked) return;
    for (const auto& one : unknown.templates) write_(template_object(view_, one) + "\n");
  }

 private:
  View& view_;
  Writer write_;
};

}  // namespace

std::unique_ptr<Output> make_jsonl(View& view, Writer write) {
  return std::make_unique<Jsonl>(view, std::move(write));
}

}  // namespace fixpoint::cli
