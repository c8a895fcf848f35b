// Masks: what differs between two occurrences of the same failure, taken out of a message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fixpoint/words.hpp"

namespace fixpoint::diagnose {

struct Masked {
  std::string text;
  std::vector<std::string> arguments;  ///< what the holes $1, $2, ... stand for
};

/// Quoted names and paths become holes ($1, $2, ...; the same text is the same hole); quoted punctuation, keywords of
/// the language, types and other code stay; curly and GNU quotes become straight. Outside quotes addresses, URLs,
/// paths and numbers become <hex>, <url>, <path>, <num>. Blanks are single. Linear.
[[nodiscard]] Masked mask(std::string_view message, Language language);

/// One thing that a mask took out of a message.
struct MaskStep {
  std::string_view mask;  ///< "name", "code", "kept", "url", "hex", "path", "number"
  std::string text;
  std::string became;  ///< the same as `text` when the mask recognised something that stays
};

/// Which masks fire in mask(message, language), from left to right.
[[nodiscard]] std::vector<MaskStep> mask_steps(std::string_view message, Language language);

/// The message as it is but for <hex>, <url>, <path>, <num> outside quotes and single blanks: its exact wording.
[[nodiscard]] std::string normalized(std::string_view message);

/// A pattern with quoted types and other code masked too (<code>), unless it is made of keywords and punctuation.
[[nodiscard]] std::string masked_code(std::string_view pattern, Language language);

}  // namespace fixpoint::diagnose
