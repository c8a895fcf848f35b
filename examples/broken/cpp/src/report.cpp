#include "report.hpp"

#include "inventory.hpp"

std::string report(const Inventory& inventory) {
  std::ostringstream out;
  for (const auto& item : inventory.items()) out << item.name << " x" << item.count << "\n";
  out << "total " << inventory.value() << "\n";
  return out.str();
}
