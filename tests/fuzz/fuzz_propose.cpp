// Any output over any source files: "output NUL file-name NUL text NUL file-name NUL text ...". Proposals must apply.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/text.hpp"
#include "diagnose/diagnose.hpp"
#include "propose/propose.hpp"
#include "source/edits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fixpoint;
  if (size > 16384) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto parts = base::split(input, '\0');
  std::map<std::string, std::string, std::less<>> files;
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2)
    if (!parts[i].empty()) files[std::string(parts[i])] = std::string(parts[i + 1]);
  const seams::MemoryTree tree(std::move(files));
  const source::Analysis code(tree);
  RunOutput run;
  run.exit_code = 1;
  run.bytes = std::string(parts[0]);
  run.chunks.push_back({Stream::err, 0, run.bytes.size()});
  std::size_t asked = 0;
  for (const auto& problem : diagnose::problems(run)) {
    if (++asked > 3) break;
    for (const auto& proposal : propose::proposals(problem, code, "."))
      if (!proposal.edits.empty() && !source::changes(tree, proposal.edits)) __builtin_trap();
  }
  return 0;
}
