#include "case_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/paths.hpp"

namespace fixpoint::tests {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

const std::string* CaseFile::find(std::string_view name) const {
  for (const auto& [section, text] : sections)
    if (section == name) return &text;
  return nullptr;
}

void CaseFile::set(std::string_view name, std::string text) {
  for (auto& [section, old] : sections)
    if (section == name) {
      old = std::move(text);
      return;
    }
  sections.emplace_back(name, std::move(text));
}

std::map<std::string, std::string, std::less<>> CaseFile::files(std::string_view prefix) const {
  std::map<std::string, std::string, std::less<>> found;
  for (const auto& [section, text] : sections)
    if (section.starts_with(prefix) && section.size() > prefix.size() && section[prefix.size()] == '/')
      found[section.substr(prefix.size() + 1)] = text;
  return found;
}

CaseFile read_case(const std::string& path) {
  CaseFile file{path, "", {}};
  std::string* into = &file.comment;
  std::istringstream lines(slurp(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("-- ") && line.ends_with(" --") && line.size() > 6) {
      std::string name = line.substr(3, line.size() - 6);
      std::string text;
      if (const auto at = name.find(" @"); at != std::string::npos)
        text = slurp(std::string(base::parent(path)) + "/" + name.substr(at + 2));
      file.sections.emplace_back(std::move(name), std::move(text));
      into = &file.sections.back().second;
      continue;
    }
    *into += line + "\n";
  }
  for (auto& [name, text] : file.sections)
    if (const auto at = name.find(" @"); at != std::string::npos) name.resize(at);
  return file;
}

void write_case(const CaseFile& file) {
  std::string text = file.comment;
  for (const auto& [name, body] : file.sections) text += "-- " + name + " --\n" + body;
  std::ofstream(file.path, std::ios::binary) << text;
}

}  // namespace fixpoint::tests
