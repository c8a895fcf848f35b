#include "cli/config.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/paths.hpp"
#include "diagnose/custom.hpp"
#include "engine/real_world.hpp"

namespace fixpoint::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestConfig = std::size_t{1} << 20;

/// A file named in a configuration: below its folder, also when links are followed.
Result<std::string> read_below(const std::string& folder, std::string_view path) {
  std::error_code error;
  const auto root = fs::canonical(folder, error);
  const auto file = error ? fs::path() : fs::canonical(root / path, error);
  if (error) return fail(ErrorCode::not_found, fmt::format("there is no file '{}' in {}", path, folder));
  if (!base::below(root.string(), file.string()))
    return fail(ErrorCode::denied, fmt::format("'{}' lies outside of {}", path, folder));
  return read_text(file.string(), kLongestConfig);
}

Result<void> add_formats_of(const std::string& path, std::vector<diagnose::Format>& formats) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return {};
  const auto text = FIXPOINT_TRY(read_text(path, kLongestConfig));
  const std::string folder(base::parent(path));
  for (auto& format :
       FIXPOINT_TRY(diagnose::formats_of_config({.text = text, .name = path, .read_file = [&](std::string_view name) {
                                                   return read_below(folder, name);
                                                 }})))
    formats.push_back(std::move(format));
  return {};
}

std::string user_config() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const auto folder = config != nullptr && *config == '/' ? std::string(config) : engine::home_folder() + "/.config";
  return folder + "/fixpoint/config.toml";
}

}  // namespace

Result<std::string> read_text(const std::string& path, std::size_t limit) {
  std::ifstream file;
  if (path != "-") {
    std::error_code error;
    if (fs::is_directory(path, error)) return fail(ErrorCode::invalid_input, path + " is a folder");
    file.open(path, std::ios::binary);
    if (!file) return fail(ErrorCode::not_found, "cannot read " + path);
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limit)
      return fail(ErrorCode::exhausted, fmt::format("{} is longer than {} bytes", path, limit));
  }
  return text;
}

Result<std::vector<diagnose::Format>> configured_formats(const std::string& folder) {
  std::vector<diagnose::Format> formats;
  const auto root = engine::find_root(folder, engine::home_folder());
  for (const auto* const name : {"/.fixpoint.toml", "/fixpoint.toml"})
    FIXPOINT_TRY_VOID(add_formats_of(root + name, formats));
  FIXPOINT_TRY_VOID(add_formats_of(user_config(), formats));
  return formats;
}

Result<ActiveFormats> active_formats() {
  auto custom = FIXPOINT_TRY(configured_formats(engine::current_folder()));
  if (custom.empty()) return ActiveFormats{{}, diagnose::all_formats()};
  ActiveFormats active{diagnose::with_built_in(std::move(custom)), {}};
  active.all = active.own;
  return active;
}

}  // namespace fixpoint::cli
