/* Makes flushing slow in the one program that it is loaded into: each flush takes FLUSH_US microseconds longer, as on a disk
 * that is far away or has no cache that outlives a power failure. For measuring only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int file) {
    const char *us = getenv("FLUSH_US");
    if (us) usleep(atoi(us));
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(file);
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
