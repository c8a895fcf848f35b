// Members of foreign JSON objects, whatever their types, and objects that a tool printed over several lines.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "diagnose/format.hpp"

namespace fixpoint::diagnose::formats {

/// The member as text or as a number; empty or 0 when it is absent or of another type.
[[nodiscard]] std::string field_text(const nlohmann::json& object, const char* key);
[[nodiscard]] std::uint32_t field_number(const nlohmann::json& object, const char* key);

/// The member that is an object or a list; an empty value of that kind when there is none.
[[nodiscard]] const nlohmann::json& field_object(const nlohmann::json& object, const char* key);
[[nodiscard]] const nlohmann::json& field_list(const nlohmann::json& object, const char* key);

/// The line as a JSON value; a discarded one when it is none. Never throws.
[[nodiscard]] nlohmann::json json_of(std::string_view line);

/// An element of a list printed with indentation: the cursor's line is a lone "{", the next one begins with
/// `first_key`, a line with the same indentation closes it. Takes its lines, or nothing.
[[nodiscard]] std::optional<nlohmann::json> take_object(OutputCursor& cursor, std::string_view first_key);

}  // namespace fixpoint::diagnose::formats
