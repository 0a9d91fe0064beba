#ifndef MAILER_CSQLITE_H
#define MAILER_CSQLITE_H

// sqlite3_config(3) takes a variable number of arguments, which Swift cannot call.
#include <sqlite3.h>

/// Keeps SQLite from counting its memory, which takes a lock for each allocation. Before the first database is opened.
static inline int mailer_sqlite_skip_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
