#include "table.h"

#include <stdio.h>

static size_t longest(const char *const *names, size_t count) {
  size_t width = 0;
  for (size_t i = 0; i < count; i++)
    if (strlen(names[i]) > width) width = strlen(names[i]);
  return width;
}

int format_table(char *out, size_t size, const char *const *names, const double *values, size_t count) {
  int width = (int)longest(names, count);
  size_t used = 0;
  int lines = 0;
  for (size_t i = 0; i < count && used < size; i++) {
    used += (size_t)snprintf(out + used, size - used, "%-*s: %8.3f\n", width, names[i], values[i]);
    lines++;
  }
  return lines;
}
