/* monotonic.h - time that only runs forward, for deadlines and progress.
 *
 * No decision about mail rests on it: those take `now` from the database.
 */
#ifndef APP_MONOTONIC_H
#define APP_MONOTONIC_H

#include "base/clock.h"

usec_t monotonic_now(void);

#endif
