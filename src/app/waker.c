/* waker.c - signals and notifications behind one descriptor. */

#include "app/waker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

struct waker {
	struct db *db;		/* borrowed, may be NULL */
	int epoll;
	int db_socket;		/* the one that is watched, or -1 */
};

/* The other global of the house: what the signals asked for, and a pipe that
 * wakes whoever sleeps. */
static struct {
	volatile sig_atomic_t stop, reload;
	int pipe[2];
} asked = { .pipe = { -1, -1 } };

static void on_signal(int number)
{
	if (number == SIGHUP)
		asked.reload = 1;
	else
		asked.stop = 1;
	if (write(asked.pipe[1], "", 1) < 0)
		return;		/* full: the sleeper is awake anyway */
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	if (asked.pipe[0] >= 0)
		return;
	if (pipe2(asked.pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		abort();
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

struct waker *waker_new(struct db *db)
{
	struct waker *waker = calloc(1, sizeof(*waker));
	struct epoll_event event = { .events = EPOLLIN };

	catch_signals();
	if (waker == NULL)
		abort();
	waker->epoll = epoll_create1(EPOLL_CLOEXEC);
	waker->db_socket = -1;
	event.data.fd = asked.pipe[0];
	if (waker->epoll < 0 || epoll_ctl(waker->epoll, EPOLL_CTL_ADD,
					  asked.pipe[0], &event) != 0)
		abort();
	waker_watch(waker, db);
	return waker;
}

void waker_free(struct waker **waker)
{
	if (*waker == NULL)
		return;
	close((*waker)->epoll);
	free(*waker);
	*waker = NULL;
}

void waker_watch(struct waker *waker, struct db *db)
{
	struct epoll_event event = { .events = EPOLLIN };

	/* A closed socket has left the epoll set by itself. */
	if (waker->db_socket >= 0)
		epoll_ctl(waker->epoll, EPOLL_CTL_DEL, waker->db_socket, NULL);
	waker->db = db;
	waker->db_socket = db == NULL ? -1 : db_socket(db);
	event.data.fd = waker->db_socket;
	if (waker->db_socket >= 0)
		epoll_ctl(waker->epoll, EPOLL_CTL_ADD, waker->db_socket,
			  &event);
}

int waker_fd(const struct waker *waker)
{
	return waker->epoll;
}

static void drain(void)
{
	char bytes[64];

	while (read(asked.pipe[0], bytes, sizeof(bytes)) > 0)
		;
}

bool waker_wait(struct waker *waker, usec_t timeout)
{
	struct epoll_event event;
	bool news = waker->db != NULL && db_notified(waker->db);

	if (news || asked.stop)
		return true;
	if (epoll_wait(waker->epoll, &event, 1, (int)(timeout / 1000)) <= 0)
		return false;
	drain();
	return asked.stop || waker->db == NULL || db_notified(waker->db);
}

bool waker_stopped(void)
{
	return asked.stop != 0;
}

bool waker_reload(void)
{
	bool was = asked.reload != 0;

	asked.reload = 0;
	return was;
}
