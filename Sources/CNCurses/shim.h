#ifndef HYBRIDTOP_CNCURSES_H
#define HYBRIDTOP_CNCURSES_H
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <wchar.h>
#include <stdio.h>
#include <ncurses.h>
#include <term.h>
#endif
