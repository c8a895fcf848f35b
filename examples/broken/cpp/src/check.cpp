#include <iostream>

#include "inventory.hpp"
#include "report.hpp"

int main() {
  Inventory inventory;
  inventory.add("bolt", 10, 0.5);
  inventory.add("nut", 20, 0.25);
  inventory.add("bolt", 5, 0.5);
  const Item* bolt = inventory.find("bolt");
  const bool good = bolt != nullptr && bolt->count == 15 && inventory.value() == 12.5 &&
                    report(inventory) == "bolt x15\nnut x20\ntotal 12.5\n";
  std::cout << (good ? "all checks passed" : "check failed") << "\n";
  return good ? 0 : 1;
}
