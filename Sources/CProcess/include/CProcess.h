#ifndef HYBRIDTOP_CPROCESS_H
#define HYBRIDTOP_CPROCESS_H

#include <sys/types.h>

// What of starting a child Glibc's module does not show.

/// Starts a program, looked for on the PATH, in a session of its own, with the three descriptors as its
/// input, output and errors, no others, and all signals at their defaults. Returns its process and puts
/// into `watch` a descriptor that polls readable once it has ended; the caller closes that and reaps the
/// process. Returns -1 and errno where it could not be started, or ENOSYS where the kernel has no such
/// descriptors (before 5.3).
pid_t cprocess_start(const char *file, char *const argv[], char *const envp[],
                     const int descriptors[3], int *watch);

#endif
