#include "verify/workspace_kinds.hpp"

namespace fixpoint::verify {
namespace {

class Missing final : public seams::Workspace {
 public:
  Result<RunOutput> run(const Command&, const seams::ChangedFiles&) override {
    return fail(ErrorCode::unavailable, "this kind of workspace is not built yet");
  }
  [[nodiscard]] Isolation isolation() const override { return Isolation::none; }
};

}  // namespace

std::unique_ptr<seams::Workspace> in_place_workspace(seams::CommandRunner&, const WorkspaceOptions&) {
  return std::make_unique<Missing>();
}
std::unique_ptr<seams::Workspace> copy_workspace(seams::CommandRunner&, const WorkspaceOptions&) {
  return std::make_unique<Missing>();
}

}  // namespace fixpoint::verify
