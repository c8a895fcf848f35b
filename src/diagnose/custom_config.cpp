// The [[format]] tables of a configuration file.
#include <fmt/format.h>

#include <algorithm>

// Errors come as values, and only the parser is needed.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/paths.hpp"
#include "base/text.hpp"
#include "diagnose/custom.hpp"
#include "diagnose/problem_matcher.hpp"

namespace fixpoint::diagnose {
namespace {

constexpr std::size_t kLongestConfig = std::size_t{1} << 20;
constexpr std::size_t kMostFormats = 200;
constexpr std::string_view kKinds[] = {"errorformat", "problem_matcher", "pattern"};
constexpr std::string_view kKeys[] = {"id",       "about",    "example_command", "homepage",        "language",
                                      "severity", "category", "errorformat",     "problem_matcher", "pattern"};

class Config {
 public:
  explicit Config(const ConfigSource& source) : source_(source) {}

  Result<std::vector<Format>> read() {
    if (source_.text.size() > kLongestConfig)
      return fail(ErrorCode::invalid_input, fmt::format("longer than {} bytes", kLongestConfig),
                  std::string(source_.name));
    const auto parsed = toml::parse(source_.text, source_.name);
    if (!parsed)
      return fail(ErrorCode::invalid_input, std::string(parsed.error().description()), at(parsed.error().source()));
    const auto* list = parsed.table().get("format");
    if (list == nullptr) return std::vector<Format>{};
    const auto* tables = list->as_array();
    if (tables == nullptr || tables->size() > kMostFormats)
      return fail(ErrorCode::invalid_input, fmt::format("write each format as [[format]], at most {}", kMostFormats),
                  at(list->source()));
    for (const auto& entry : *tables) {
      const auto* table = entry.as_table();
      if (table == nullptr)
        return fail(ErrorCode::invalid_input, "write each format as [[format]]", at(entry.source()));
      FIXPOINT_TRY_VOID(add(*table));
    }
    return std::move(formats_);
  }

 private:
  [[nodiscard]] std::string at(const toml::source_region& region) const {
    return fmt::format("{}:{}", source_.name, region.begin.line);
  }
  static std::string text(const toml::table& table, std::string_view key) {
    return table[key].value_or(std::string());
  }

  Result<CustomInfo> info_of(const toml::table& table) const {
    for (const auto& [key, value] : table)
      if (std::ranges::find(kKeys, key.str()) == std::end(kKeys))
        return fail(ErrorCode::invalid_input, fmt::format("'{}' is not a key of a format", key.str()),
                    at(value.source()));
    CustomInfo info;
    info.id = text(table, "id");
    if (info.id.empty() || info.id.size() > 64 ||
        !std::ranges::all_of(info.id, [](char c) { return base::is_identifier_part(c) || c == '-' || c == '.'; }))
      return fail(ErrorCode::invalid_input, "a format needs an id of letters, digits, '_', '-' and '.'",
                  at(table.source()));
    info.about = text(table, "about");
    info.example_command = text(table, "example_command");
    info.homepage = text(table, "homepage");
    const auto choose = [&](std::string_view key, auto parse, auto& into) -> Result<void> {
      const auto word = text(table, key);
      if (!table.contains(key)) return {};
      const auto value = parse(word);
      if (!value)
        return fail(ErrorCode::invalid_input, fmt::format("'{}' is not a {}", word, key),
                    at(table[key].node()->source()));
      into = *value;
      return {};
    };
    FIXPOINT_TRY_VOID(choose("language", language_from_name, info.language));
    FIXPOINT_TRY_VOID(choose("severity", severity_from_name, info.severity));
    FIXPOINT_TRY_VOID(choose("category", category_from_name, info.category));
    return info;
  }

  Result<void> add(const toml::table& table) {
    auto info = FIXPOINT_TRY(info_of(table));
    const auto kinds = std::ranges::count_if(kKinds, [&](std::string_view kind) { return table.contains(kind); });
    if (kinds != 1)
      return fail(ErrorCode::invalid_input,
                  fmt::format("format '{}' needs one of errorformat, problem_matcher or pattern", info.id),
                  at(table.source()));
    const auto kind = *std::ranges::find_if(kKinds, [&](std::string_view one) { return table.contains(one); });
    const auto where = fmt::format("{} (format '{}')", at(table[kind].node()->source()), info.id);
    if (kind == "errorformat") return add_errorformat(std::move(info), *table[kind].node()).context(where);
    const auto value = text(table, kind);
    if (value.empty()) return fail(ErrorCode::invalid_input, fmt::format("{} is a text", kind), where);
    if (kind == "pattern") {
      formats_.push_back(FIXPOINT_TRY(pattern_format(std::move(info), value).context(where)));
      return {};
    }
    return add_matcher(info, value).context(where);
  }

  Result<void> add_errorformat(CustomInfo info, const toml::node& node) {
    Result<ErrorFormat> compiled = fail(ErrorCode::invalid_input, "errorformat is a text or a list of texts");
    if (const auto* one = node.as_string()) compiled = compile_errorformat(one->get());
    if (const auto* many = node.as_array(); many != nullptr && !many->empty()) {
      std::vector<std::string> patterns;
      for (const auto& pattern : *many)
        if (const auto* text = pattern.as_string()) patterns.push_back(text->get());
      if (patterns.size() == many->size()) compiled = compile_errorformat(patterns);
    }
    if (!compiled) return std::unexpected(std::move(compiled).error());
    formats_.push_back(errorformat_format(std::move(info), std::move(*compiled)));
    return {};
  }

  Result<void> add_matcher(const CustomInfo& info, const std::string& path) {
    // By its text alone the file must lie in the folder; the caller looks at links.
    if (path.starts_with('/') || base::normalize(path).starts_with(".."))
      return fail(ErrorCode::denied, fmt::format("'{}' lies outside of the configuration's folder", path));
    if (source_.read_file == nullptr) return fail(ErrorCode::unavailable, "files cannot be read here");
    const auto json = FIXPOINT_TRY(source_.read_file(base::normalize(path)));
    if (json.size() > kLongestConfig)
      return fail(ErrorCode::invalid_input, fmt::format("'{}' is longer than {} bytes", path, kLongestConfig));
    for (auto& format : FIXPOINT_TRY(problem_matcher_formats(info, json).context(path)))
      formats_.push_back(std::move(format));
    return {};
  }

  const ConfigSource& source_;
  std::vector<Format> formats_;
};

}  // namespace

Result<std::vector<Format>> formats_of_config(const ConfigSource& source) { return Config(source).read(); }

}  // namespace fixpoint::diagnose
