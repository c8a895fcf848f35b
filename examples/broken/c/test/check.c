#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats.h"
#include "table.h"

int main(void) {
  const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
  struct summary summary = summarise(values, 8);
  assert(fabs(summary.mean - 5) < 1e-9);
  assert(fabs(summary.deviation - 2) < 1e-9);
  assert(summary.smallest == 2 && summary.largest == 9);

  char text[256];
  const char *const names[] = {"mean", "deviation"};
  const double rows[] = {summary.mean, summary.deviation};
  assert(format_table(text, sizeof text, names, rows, 2) == 2);
  assert(strstr(text, "deviation:    2.000") != NULL);
  printf("all checks passed\n");
  return 0;
}
