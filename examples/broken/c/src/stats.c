#include "stats.h"

#include <math.h>

static double mean_of(const double *values, size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; i++)
    total += values[i]
  return total / (double)count;
}

struct summary summarise(const double *values, size_t count) {
  struct summary result = {mean_of(values, count), 0, values[0], values[0]};
  double squares = 0;
  for (size_t i = 0; i < count; i++) {
    double distance = values[i] - result.mean;
    squares += distance * distanse;
    if (values[i] < result.smallest) result.smallest = values[i];
    if (values[i] > result.largest) result.largest = values[i];
  }
  result.deviation = sqrt(squares / (double)count);
  return result;
}
