#pragma once

#include <string>

class Inventory;

std::string report(const Inventory& inventory);
