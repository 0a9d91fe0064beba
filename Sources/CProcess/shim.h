#ifndef MAILER_CPROCESS_H
#define MAILER_CPROCESS_H

// What a process asks of its C library and its kernel: mallopt(3) is glibc's, sched_setattr(2) Linux's.
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>
#else
#include <pthread.h>
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

/// Makes the calling thread one that works in the background: it asks for long turns on a processor, so that it is not in a
/// hurry for one, and lets others go first. Answers 0 if the system does so.
///
/// `niceness` is that of nice(1), 1 to 19; it is never lowered. The length of a turn counts from Linux 6.12 on; earlier
/// ones ignore it.
static inline int mailer_work_in_background(int niceness, long long turn_nanoseconds) {
#ifdef __linux__
    // sched_attr of sched_setattr(2), for which glibc has no declaration before 2.41.
    struct {
        uint32_t size;
        uint32_t policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes;
    memset(&attributes, 0, sizeof attributes);
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0)) return -1;
    // SCHED_OTHER; whoever has chosen another policy knows what it is for.
    if (attributes.policy != 0) return -1;
    attributes.size = sizeof attributes;
    if (attributes.nice < niceness) attributes.nice = niceness;
    attributes.runtime = (uint64_t)turn_nanoseconds;
    return (int)syscall(SYS_sched_setattr, 0, &attributes, 0);
#else
    (void)niceness;
    (void)turn_nanoseconds;
    return pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
#endif
}

// glibc declares them for _GNU_SOURCE only, which is too late to say where its headers are modules.
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
#ifdef __GLIBC__
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
#endif

/// A program that is spawned runs in `folder`, and has none of our files but its standard ones. Answers 0 if it will.
static inline int mailer_spawn_apart(posix_spawn_file_actions_t *actions, const char *folder) {
#ifdef __GLIBC__
    int code = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (code) return code;
#endif
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

#endif
