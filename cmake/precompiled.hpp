// What most of our sources include, parsed once per build (FIXPOINT_PCH). Nothing may rely on it: every file includes
// what it uses, and the dev and tidy presets build without it. Keep it short: GCC pays for the whole of it in every
// file (with <filesystem>, <thread> and JSON more than it saves), and a change to what stands here rebuilds
// everything.
#pragma once

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/regex.hpp"
#include "base/text.hpp"
#include "fixpoint/diagnostic.hpp"
