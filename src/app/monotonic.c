/* monotonic.c - the kernel's monotonic clock. */

#include "app/monotonic.h"

usec_t monotonic_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * USEC_SECOND + now.tv_nsec / 1000;
}
