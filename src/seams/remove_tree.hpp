// Removing what a hostile program may have filled.
#pragma once

namespace fixpoint::seams {

/// Removes `name` in the open folder `folder` (AT_FDCWD: a path) with everything below, folders without permissions
/// included. Never follows a symbolic link. Best effort.
void remove_tree(int folder, const char* name);

}  // namespace fixpoint::seams
