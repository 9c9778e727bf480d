/* dial.c - connect to the first address that answers. */

#include "net/dial.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Notice a peer that is silently gone (NAT, cable) within two minutes, also
 * while nothing is sent, as in IDLE.  Seconds, seconds, probes. */
enum { KEEP_IDLE = 60, KEEP_INTERVAL = 20, KEEP_COUNT = 3 };

usec_t dial_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * USEC_SECOND + now.tv_nsec / 1000;
}

int dial_poll(int fd, short events, usec_t until, int halt)
{
	struct pollfd ready[] = {
		{ .fd = fd, .events = events },
		{ .fd = halt, .events = POLLIN },
	};
	int n;

	do {
		usec_t left = until - dial_clock();

		if (left <= 0)
			return 0;
		/* Rounded up: never wake just before the deadline. */
		left = (left + 999) / 1000;
		n = poll(ready, halt > 0 ? 2 : 1,
			 left > INT_MAX ? INT_MAX : (int)left);
	} while (n < 0 && errno == EINTR);
	if (n <= 0 || ready[1].revents == 0)
		return n;
	errno = ECANCELED;
	return -1;
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address;

		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	}
	if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)address;

		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	}
	return false;
}

static void tune(int fd)
{
	const struct { int level, name, value; } options[] = {
		{ IPPROTO_TCP, TCP_NODELAY, 1 },
		{ SOL_SOCKET, SO_KEEPALIVE, 1 },
		{ IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE },
		{ IPPROTO_TCP, TCP_KEEPINTVL, KEEP_INTERVAL },
		{ IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT },
	};

	/* A kernel that refuses one of them still gives a connection. */
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		(void)setsockopt(fd, options[i].level, options[i].name,
				 &options[i].value, sizeof(int));
}

/* Connect to one address.  0, or an errno. */
static int try_address(const struct addrinfo *info, usec_t until, int halt,
		       int *fd_r)
{
	socklen_t size = sizeof(int);
	int fd, n, error = 0;

	fd = socket(info->ai_family,
		    info->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    info->ai_protocol);
	if (fd < 0)
		return errno;
	tune(fd);
	if (connect(fd, info->ai_addr, info->ai_addrlen) < 0)
		error = errno;
	if (error == EINPROGRESS) {
		error = ETIMEDOUT;
		n = dial_poll(fd, POLLOUT, until, halt);
		if (n < 0)
			error = errno;
		else if (n > 0)
			(void)getsockopt(fd, SOL_SOCKET, SO_ERROR, &error,
					 &size);
	}
	if (error != 0)
		close(fd);
	else
		*fd_r = fd;
	return error;
}

static bool resolve(const char *host, int port, struct addrinfo **list_r,
		    struct err *err)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	char service[16];
	int error;

	if (port < 1 || port > 65535)
		return err_permanent(err, "%d is not a port", port);
	snprintf(service, sizeof(service), "%d", port);
	error = getaddrinfo(host, service, &hints, list_r);
	if (error == 0)
		return true;
	return err_temporary(err, "%s: the name was not found: %s", host,
			     error == EAI_SYSTEM ? strerror(errno) :
						   gai_strerror(error));
}

static size_t count_left(const struct addrinfo *info)
{
	size_t count = 0;

	for (; info != NULL; info = info->ai_next)
		count++;
	return count;
}

int dial_connect(const char *host, int port, enum dial_reach reach,
		 usec_t time, int halt, struct err *err)
{
	const usec_t until = dial_clock() + time;
	struct addrinfo *list;
	int fd = -1, error = 0;
	bool tried = false;

	if (!resolve(host, port, &list, err))
		return -1;
	for (const struct addrinfo *info = list; info != NULL && fd < 0;
	     info = info->ai_next) {
		usec_t now = dial_clock();
		usec_t share = (until - now) / (usec_t)count_left(info);

		if (reach == DIAL_LOOPBACK && !is_loopback(info->ai_addr))
			continue;
		tried = true;
		error = try_address(info, now + share, halt, &fd);
	}
	freeaddrinfo(list);
	if (!tried)
		err_permanent(err, "%s:%d: a connection without TLS is "
			      "allowed to this machine only", host, port);
	else if (fd < 0)
		err_temporary(err, "%s:%d: %s", host, port, strerror(error));
	return fd;
}
