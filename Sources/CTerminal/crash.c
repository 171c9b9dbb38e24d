#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Faults, and whatever else ends a process that does not ask for it.
static const int fatal[] = {SIGSEGV, SIGILL,  SIGTRAP, SIGABRT,   SIGBUS,  SIGFPE,  SIGQUIT,  SIGSYS,
                            SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGPOLL, SIGPWR};
enum { fatal_count = sizeof fatal / sizeof fatal[0], longest = 512 };

static struct sigaction earlier[fatal_count];
static struct termios before;
static char text[longest];
static size_t text_length;
static int terminal = -1;
static atomic_int armed;
static int installed;

// Only what is safe in a signal handler.
static void restore(void) {
    if (!atomic_exchange(&armed, 0)) return;
    int saved = errno;
    size_t done = 0;
    while (done < text_length) {
        ssize_t count = write(terminal, text + done, text_length - done);
        if (count > 0) {
            done += (size_t)count;
            continue;
        }
        // The terminal is full: it gets half a second.
        struct pollfd ready = {.fd = terminal, .events = POLLOUT};
        if (count < 0 && errno == EINTR) continue;
        if (count == 0 || errno != EAGAIN || poll(&ready, 1, 500) <= 0) break;
    }
    tcsetattr(terminal, TCSANOW, &before);
    errno = saved;
}

static const struct sigaction *earlier_of(int number) {
    for (int i = 0; i < fatal_count; i++)
        if (fatal[i] == number) return &earlier[i];
    return NULL;
}

static void crashed(int number, siginfo_t *info, void *context) {
    restore();
    const struct sigaction *next = earlier_of(number);
    int is_default = !next || (!(next->sa_flags & SA_SIGINFO) &&
                               (next->sa_handler == SIG_DFL || next->sa_handler == SIG_IGN));
    if (!is_default) {
        // Called and not raised again, so that a backtrace starts where the fault was.
        if (next->sa_flags & SA_SIGINFO)
            next->sa_sigaction(number, info, context);
        else
            next->sa_handler(number);
    }
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    sigaction(number, &standard, NULL);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
}

int cterminal_crash_arm(int fd, const void *reset, size_t length, const struct termios *saved) {
    if (length > longest) return -1;
    atomic_store(&armed, 0);
    memcpy(text, reset, length);
    text_length = length;
    before = *saved;
    terminal = fd;
    atomic_store(&armed, 1);
    if (installed) return 0;
    installed = 1;
    atexit(restore);
    for (int i = 0; i < fatal_count; i++) {
        struct sigaction action = {0};
        action.sa_sigaction = crashed;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        sigaction(fatal[i], NULL, &earlier[i]);
        // What somebody has chosen to ignore stays harmless.
        if (!(earlier[i].sa_flags & SA_SIGINFO) && earlier[i].sa_handler == SIG_IGN) continue;
        sigaction(fatal[i], &action, NULL);
    }
    return 0;
}

void cterminal_crash_disarm(void) { atomic_store(&armed, 0); }
