/*
 * Debian has musl, but no C++ library for it. glibc's serves for a trial: this stands in its loader's place and has what
 * musl lacks. It is built with -nostdlib, so that all else comes from musl.
 */
#include <locale.h>
#include <stddef.h>
#include <time.h>

int getentropy(void *, size_t);

unsigned arc4random(void) {
  unsigned found = 0;
  getentropy(&found, sizeof found);
  return found;
}

size_t __strftime_l(char *to, size_t size, const char *format, const struct tm *time, locale_t locale) {
  return strftime_l(to, size, format, time, locale);
}

int __cxa_thread_atexit_impl(void (*call)(void *), void *with, void *object) { return 0; }

char __libc_single_threaded = 0;

int _dl_find_object(void *address, void *found) { return -1; }

unsigned __cpu_model[4];

int __cpu_indicator_init(void) { return 0; }
