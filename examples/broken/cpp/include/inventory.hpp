#pragma once

#include <string>
#include <vector>

struct Item {
  std::string name;
  int count = 0;
  double price = 0;
}

class Inventory {
 public:
  void add(const std::string& name, int count, double price);
  const Item* find(const std::string& name) const;
  double value() const;
  const std::vector<Item>& items() const { return items_; }

 private:
  std::vector<Item> items_;
};
