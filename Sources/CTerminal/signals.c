#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static const int handled[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT};
enum { handled_count = sizeof handled / sizeof handled[0] };

static int ends[2] = {-1, -1};
static struct sigaction earlier[handled_count];

static void note(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe already holds enough to wake the reader.
    ssize_t ignored = write(ends[1], &byte, 1);
    (void)ignored;
    errno = saved;
}

static void handle(int number, struct sigaction *before) {
    struct sigaction action = {0};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(number, &action, before);
}

int cterminal_signals_install(void) {
    if (ends[0] >= 0) return ends[0];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    for (int i = 0; i < handled_count; i++) handle(handled[i], &earlier[i]);
    return ends[0];
}

int cterminal_signals_next(void) {
    unsigned char byte;
    if (ends[0] < 0) return 0;
    return read(ends[0], &byte, 1) == 1 ? byte : 0;
}

void cterminal_signals_remove(void) {
    if (ends[0] < 0) return;
    for (int i = 0; i < handled_count; i++) sigaction(handled[i], &earlier[i], NULL);
    close(ends[0]);
    close(ends[1]);
    ends[0] = ends[1] = -1;
}

void cterminal_stop(void) {
    struct sigaction standard = {0}, before;
    sigset_t only, mask;
    standard.sa_handler = SIG_DFL;
    sigemptyset(&only);
    sigaddset(&only, SIGTSTP);
    sigaction(SIGTSTP, &standard, &before);
    pthread_sigmask(SIG_UNBLOCK, &only, &mask);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGTSTP, &before, NULL);
}
