// Fingerprints, version 1 (docs/fingerprints.md).
#include "base/hash.hpp"
#include "base/text.hpp"
#include "diagnose/diagnose.hpp"

namespace fixpoint::diagnose {

void fill_pattern(Diagnostic& diagnostic) {
  diagnostic.pattern.clear();
  diagnostic.arguments.clear();
  const std::string_view message = diagnostic.message;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char open = message[i];
    if (open == '\'' || open == '"' || open == '`') {
      const auto end = message.find(open == '`' ? "`'" : std::string_view(&message[i], 1), i + 1);
      const auto close = open == '`' ? message.find_first_of("`'", i + 1) : end;
      if (close != std::string_view::npos && base::is_identifier(message.substr(i + 1, close - i - 1))) {
        diagnostic.arguments.emplace_back(message.substr(i + 1, close - i - 1));
        diagnostic.pattern += open;
        diagnostic.pattern += '$' + std::to_string(diagnostic.arguments.size());
        diagnostic.pattern += message[close];
        i = close;
        continue;
      }
    }
    diagnostic.pattern += open;
  }
}

Fingerprint fingerprint(const Diagnostic& diagnostic) {
  Fingerprint print;
  const auto family = std::string(name(diagnostic.category)) + "\n" + diagnostic.code;
  print.level[0] = base::short_hash(family + "\n" + diagnostic.message);
  print.level[1] = base::short_hash(family + "\n" + diagnostic.pattern + "\n" + diagnostic.place.file);
  print.level[2] = base::short_hash(family + "\n" + diagnostic.pattern);
  print.level[3] = base::short_hash(family);
  return print;
}

}  // namespace fixpoint::diagnose
