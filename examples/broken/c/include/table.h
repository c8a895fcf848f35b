#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

/* Writes "name: value" lines, aligned, into out; returns the number of lines. */
int format_table(char *out, size_t size, const char *const *names, const double *values, size_t count);

#endif
