#include "diagnose/formats/_fields.hpp"

#include "base/text.hpp"

namespace fixpoint::diagnose::formats {

using nlohmann::json;

namespace {

const json* member(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string field_text(const json& object, const char* key) {
  const auto* found = member(object, key);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint32_t field_number(const json& object, const char* key) {
  const auto* found = member(object, key);
  if (found == nullptr || !found->is_number_unsigned()) return 0;
  const auto value = found->get<std::uint64_t>();
  return value > 0xFFFFFFFFU ? 0 : static_cast<std::uint32_t>(value);
}

const json& field_object(const json& object, const char* key) {
  static const json kNone = json::object();
  const auto* found = member(object, key);
  return found != nullptr && found->is_object() ? *found : kNone;
}

const json& field_list(const json& object, const char* key) {
  static const json kNone = json::array();
  const auto* found = member(object, key);
  return found != nullptr && found->is_array() ? *found : kNone;
}

json json_of(std::string_view line) { return json::parse(line, nullptr, false); }

std::optional<json> take_object(OutputCursor& cursor, std::string_view first_key) {
  constexpr std::size_t kMaxLines = 4000;
  const auto open = cursor.peek();
  const auto indent = open.find_first_not_of(' ');
  if (indent == std::string_view::npos || base::trim(open) != "{") return std::nullopt;
  const auto key = base::trim(cursor.peek(1));
  if (!key.starts_with('"') || !key.substr(1).starts_with(first_key) ||
      !key.substr(1 + first_key.size()).starts_with('"'))
    return std::nullopt;
  std::string text;
  for (std::size_t ahead = 0; ahead < kMaxLines && !cursor.done(ahead); ++ahead) {
    const auto line = cursor.peek(ahead);
    if (ahead > 0 && line.find_first_not_of(' ') == indent && line[indent] == '}') {
      auto object = json_of(text + '}');
      if (!object.is_object()) return std::nullopt;
      for (std::size_t i = 0; i <= ahead; ++i) (void)cursor.take();
      return object;
    }
    text += line;
    text += '\n';
  }
  return std::nullopt;
}

}  // namespace fixpoint::diagnose::formats
