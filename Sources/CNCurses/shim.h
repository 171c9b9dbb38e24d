#ifndef HYBRIDTOP_CNCURSES_H
#define HYBRIDTOP_CNCURSES_H
// Without the first there is no cchar_t; the second makes functions of macros, which Swift can call.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <wchar.h>
#include <stdio.h>
#include <ncurses.h>
#include <term.h>

// Globals and macros with casts, as functions: Swift refuses the ones and does not see the others.
static inline WINDOW *cncurses_screen(void) { return stdscr; }
static inline WINDOW *cncurses_shown(void) { return curscr; }
static inline int cncurses_colors(void) { return COLORS; }
static inline attr_t cncurses_bold(void) { return A_BOLD; }
static inline attr_t cncurses_dim(void) { return A_DIM; }
static inline attr_t cncurses_underline(void) { return A_UNDERLINE; }
static inline attr_t cncurses_reverse(void) { return A_REVERSE; }
/// One column's character (the first scalar takes room, the rest combine with it) in a pair that may
/// be above 255.
static inline int cncurses_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}
/// The same for one scalar.
static inline int cncurses_scalar(cchar_t *cell, wchar_t scalar, attr_t attributes, int pair) {
    wchar_t text[2] = {scalar, 0};
    return setcchar(cell, text, attributes, 0, &pair);
}
/// `tparm` with one number; variadic functions do not import.
static inline const char *cncurses_parameter(const char *capability, int value) {
    return tparm((char *)capability, (long)value, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}
/// The same with two.
static inline const char *cncurses_parameters(const char *capability, int first, int second) {
    return tparm((char *)capability, (long)first, (long)second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}
#endif
