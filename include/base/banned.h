/* banned.h - functions that have hurt too many programs to be used here.
 *
 * Unbounded copies, hidden state and calls that cannot report an error.  Use
 * base/buffer.h, base/text.h and base/clock.h instead.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok strncpy gets
#pragma GCC poison gmtime localtime ctime asctime atoi atol rand srand

#endif
