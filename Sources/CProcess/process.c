#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int spawn(const char *file, char *const argv[], char *const envp[],
                 const int descriptors[3], pid_t *child) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int number = 0; number < 3; number++)
        posix_spawn_file_actions_adddup2(&actions, descriptors[number], number);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int failure = posix_spawnp(child, file, &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

pid_t cprocess_start(const char *file, char *const argv[], char *const envp[],
                     const int descriptors[3], int *watch) {
    int test = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (test < 0) return -1;
    close(test);
    pid_t child;
    int failure = spawn(file, argv, envp, descriptors, &child);
    if (failure != 0) {
        errno = failure;
        return -1;
    }
    *watch = (int)syscall(SYS_pidfd_open, child, 0);
    if (*watch >= 0) return child;
    failure = errno;
    kill(-child, SIGKILL);
    waitpid(child, NULL, 0);
    errno = failure;
    return -1;
}
