#ifndef HYBRIDTOP_CTERMINAL_H
#define HYBRIDTOP_CTERMINAL_H

#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

// What has to be C: signal handlers (nothing of Swift is safe in one), and calls that Glibc's module
// does not show.

// MARK: signals.c

/// Makes WINCH, TERM, HUP, INT, TSTP and CONT arrive as bytes in a pipe; returns its read end, which
/// does not block, or -1 and errno. Call it before curses starts: it keeps handlers that are there.
int cterminal_signals_install(void);
/// The next signal in the pipe, or 0.
int cterminal_signals_next(void);
/// Puts back what handled the signals before, and closes the pipe.
void cterminal_signals_remove(void);
/// Stops this process as SIGTSTP does by default, and returns when it continues. It is raised in the
/// calling thread: with kill(2), another thread could take it first and the stop would repeat.
void cterminal_stop(void);

// MARK: crash.c

/// What restores the terminal when the process dies: written to `fd` by handlers of SEGV, ILL, TRAP,
/// ABRT, BUS, FPE, QUIT and SYS and at exit(3). Copies both. At most 512 bytes. Returns 0, or -1.
int cterminal_crash_arm(int fd, const void *reset, size_t length, const struct termios *saved);
/// The terminal is already as it was: nothing is left to do in a crash.
void cterminal_crash_disarm(void);

// MARK: pty.c

/// A file in memory, or -1.
int cterminal_memory_file(const char *name);
/// Rows and columns of a terminal. Returns 0, or -1 and errno.
int cterminal_get_size(int fd, int *rows, int *columns);
/// Sets rows and columns of a terminal. Returns 0, or -1 and errno.
int cterminal_set_size(int fd, int rows, int columns);
/// Starts a program in a new session on a new pseudo-terminal, with all signals at their defaults.
/// Returns its process and puts the master, which does not block, into `master`; or -1 and errno.
pid_t cterminal_spawn(const char *path, char *const argv[], char *const envp[], int rows,
                      int columns, int *master);
/// Takes the user's locale, and C.UTF-8 for characters where that has no UTF-8. Returns whether
/// characters are UTF-8 now. Before any other thread starts.
int cterminal_take_locale(void);
/// Columns of a scalar by the C library's table: 0, 1 or 2, or -1 if it cannot be shown. After
/// `cterminal_take_locale`.
int cterminal_columns(unsigned scalar);
/// Opens a terminal a second time, so that its flags are not shared with the shell; or -1 and errno.
int cterminal_reopen(int fd);
/// Replaces this process by itself, arguments unchanged, with the environment as it is now. Returns
/// only if that failed.
void cterminal_restart(char *const argv[]);

#endif
