// What a verification run must not see: names of environment variables and places of credentials.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixpoint::run {

/// Credential files and folders of the calling user that exist, absolute. Reads $HOME and the variables that move
/// such files elsewhere.
[[nodiscard]] std::vector<std::string> secret_places(bool as_root);

/// Where running build servers announce themselves on a local port (Gradle, mvnd, Kotlin, Bazel). A guest that found
/// one would have the user's own tree built, outside of the sandbox. Existing folders, absolute.
[[nodiscard]] std::vector<std::string> build_server_places();

}  // namespace fixpoint::run
