#ifndef STATS_H
#define STATS_H

#include <stddef.h>

struct summary {
  double mean;
  double deviation;
  double smallest;
  double largest;
};

/* Summarises count (> 0) values. */
struct summary summarise(const double *values, size_t count);

#endif
