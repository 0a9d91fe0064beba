#ifndef MAILER_CMALLOC_H
#define MAILER_CMALLOC_H

// Settings of the C library's allocator, where it has any: mallopt(3) is glibc's.
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Keeps freed memory for the next allocation, up to so many bytes at the top of the heap.
static inline void mailer_keep_freed_memory(int bytes) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, bytes);
    mallopt(M_TOP_PAD, 4 << 20);
#else
    (void)bytes;
#endif
}

#endif
