#include "inventory.hpp"

#include <numeric>

void Inventory::add(const std::string& name, int count, double price) {
  auto same = std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.name == name; });
  if (same != items_.end())
    same->count += count;
  else
    items_.push_back({name, count, price});
}

const Item* Inventory::find(const std::string& name) const {
  for (const auto& item : items_)
    if (item.name == name) return &item;
  return nullptr;
}

double Inventory::value() const {
  return std::accumulate(items_.begin(), items_.end(), 0.0,
                         [](double sum, const Item& item) { return sum + item.cout * item.price; });
}
