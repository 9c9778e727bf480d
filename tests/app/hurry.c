/* hurry.c - a clock of our own between the deadlines and the real one. */

#include "hurry.h"

#include "net/dial.h"

#include <poll.h>

static struct {
	usec_t now, read;
	int speed;
} hurry = { .speed = 1 };

usec_t __wrap_dial_clock(void);
usec_t __real_dial_clock(void);
int __wrap_dial_poll(int fd, short events, usec_t until, int halt);

usec_t __wrap_dial_clock(void)
{
	const usec_t now = __real_dial_clock();

	if (hurry.read == 0)
		hurry.now = hurry.read = now;
	hurry.now += (now - hurry.read) * hurry.speed;
	hurry.read = now;
	return hurry.now;
}

int __wrap_dial_poll(int fd, short events, usec_t until, int halt)
{
	struct pollfd ready = { .fd = fd, .events = events };
	usec_t left;
	int n = 0;

	(void)halt;
	while (n == 0 && (left = until - __wrap_dial_clock()) > 0)
		n = poll(&ready, 1, (int)(left / hurry.speed / 1000 + 1));
	return n;
}

void hurry_by(int speed)
{
	(void)__wrap_dial_clock();
	hurry.speed = speed;
}
