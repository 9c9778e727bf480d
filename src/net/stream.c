/* stream.c - the driver between libetpan and a socket. */

#include "net/stream.h"

#include "net/dial.h"
#include "net/gate.h"
#include "net/tls.h"

#include <assert.h>
#include <errno.h>
#include <libetpan/mailstream.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* libetpan moves what is left of its buffer at each line: larger is slower. */
enum { BUFFER_SIZE = 64 * 1024 };

/* A greeting is small; later commands say what they expect. */
enum { GREETING_BYTES = 64 * 1024 };

struct stream {
	struct endpoint endpoint;	/* its strings are borrowed */
	enum stream_protocol protocol;
	int fd;
	struct tls *tls;	/* NULL: plain */
	mailstream *mail;	/* NULL once libetpan has closed it */
	usec_t until;		/* of dial_clock() */
	size_t budget;		/* bytes that may still arrive */
	struct gate gate;
	bool spoke;		/* since bytes were read last */
	struct err failure;	/* the first; ERR_NONE while sound */
};

static void keep_failure(struct stream *stream, const struct err *err)
{
	const struct endpoint *to = &stream->endpoint;

	if (stream->failure.kind != ERR_NONE)
		return;
	stream->failure = *err;
	err_prefix(&stream->failure, "%s:%d", to->host, to->port);
}

bool stream_fail(struct stream *stream, const char *why)
{
	struct err err;

	err_temporary(&err, "%s", why);
	keep_failure(stream, &err);
	return false;
}

bool stream_failure(const struct stream *stream, struct err *err)
{
	if (stream->failure.kind == ERR_NONE)
		return false;
	*err = stream->failure;
	return true;
}

static bool is_sound(const struct stream *stream)
{
	return stream->failure.kind == ERR_NONE;
}

/* True when the socket is ready in time. */
static bool await(struct stream *stream, short events)
{
	int n = dial_poll(stream->fd, events, stream->until,
			  stream->endpoint.halt);

	if (n > 0)
		return true;
	return stream_fail(stream, n == 0 ? "timed out" : strerror(errno));
}

/* The same contract as tls_read(), for recv() and send(). */
static ssize_t judge_plain(ssize_t n, short events, short *events_r,
			   struct err *err)
{
	*events_r = events;
	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	err_temporary(err, "%s", n == 0 ? "the server closed the connection" :
					  strerror(errno));
	return -1;
}

/* Bytes, 0 to wait for *events_r, or below 0 once it has failed. */
static ssize_t read_once(struct stream *stream, void *buf, size_t count,
			 short *events_r)
{
	struct err err;
	ssize_t n;

	if (stream->tls != NULL)
		n = tls_read(stream->tls, buf, count, events_r, &err);
	else
		n = judge_plain(recv(stream->fd, buf, count, 0), POLLIN,
				events_r, &err);
	if (n < 0)
		keep_failure(stream, &err);
	return n;
}

static ssize_t write_some(struct stream *stream, const void *buf, size_t count)
{
	while (is_sound(stream)) {
		short events;
		struct err err;
		ssize_t n;

		if (stream->tls != NULL)
			n = tls_write(stream->tls, buf, count, &events, &err);
		else
			n = judge_plain(send(stream->fd, buf, count,
					     MSG_NOSIGNAL),
					POLLOUT, &events, &err);
		if (n > 0)
			return n;
		if (n < 0)
			keep_failure(stream, &err);
		else
			(void)await(stream, events);
	}
	return -1;
}

/* Count what has arrived, and look at it before a parser does. */
static bool admit(struct stream *stream, const void *bytes, size_t size)
{
	const char *why = NULL;

	stream->budget -= size;
	if (stream->protocol == STREAM_IMAP)
		why = gate_refuses(&stream->gate, bytes, size);
	return why == NULL || stream_fail(stream, why);
}

static ssize_t driver_read(mailstream_low *low, void *buf, size_t count)
{
	struct stream *stream = low->data;
	ssize_t n = 0;
	short events;

	/* A trickle is always readable: the deadline counts all the same. */
	if (dial_clock() >= stream->until)
		stream_fail(stream, "timed out");
	else if (stream->budget == 0)
		stream_fail(stream, "the server sent more than was asked for");
	if (count > stream->budget)
		count = stream->budget;
	/* No answer is here yet.  What TLS has in hand no socket tells. */
	if (stream->spoke && stream->tls == NULL && is_sound(stream))
		(void)await(stream, POLLIN);
	stream->spoke = false;
	while (is_sound(stream) && n == 0) {
		n = read_once(stream, buf, count, &events);
		if (n == 0)
			(void)await(stream, events);
	}
	return n > 0 && admit(stream, buf, (size_t)n) ? n : -1;
}

static ssize_t driver_write(mailstream_low *low, const void *buf, size_t count)
{
	struct stream *stream = low->data;

	if (dial_clock() >= stream->until)
		stream_fail(stream, "timed out");
	stream->spoke = true;
	return write_some(stream, buf, count);
}

static int driver_fd(mailstream_low *low)
{
	const struct stream *stream = low->data;

	return stream->fd;
}

/* libetpan closes a stream when it likes; the socket stays ours. */
static int driver_close(mailstream_low *low)
{
	struct stream *stream = low->data;

	stream_fail(stream, "the server was not understood");
	stream->mail = NULL;
	return 0;
}

static void driver_free(mailstream_low *low)
{
	free(low);
}

/* libetpan calls the rest only to cancel and idle by its own means. */
static const mailstream_low_driver driver = {
	.mailstream_read = driver_read,
	.mailstream_write = driver_write,
	.mailstream_close = driver_close,
	.mailstream_get_fd = driver_fd,
	.mailstream_free = driver_free,
};

void stream_begin(struct stream *stream, usec_t time, size_t bytes)
{
	stream->until = dial_clock() + time;
	stream->budget = bytes;
	stream->gate.limit = bytes;
}

static bool secure(struct stream *stream)
{
	const struct endpoint *to = &stream->endpoint;
	struct err err;

	stream->tls = tls_new(stream->fd, to->host, to->ca_file, &err);
	if (stream->tls == NULL)
		keep_failure(stream, &err);
	while (is_sound(stream)) {
		short events;
		ssize_t n = tls_handshake(stream->tls, &events, &err);

		if (n > 0)
			break;
		if (n < 0)
			keep_failure(stream, &err);
		else
			(void)await(stream, events);
	}
	return is_sound(stream);
}

struct stream *stream_open(const struct endpoint *endpoint,
			   enum stream_protocol protocol, usec_t time,
			   struct err *err)
{
	enum dial_reach reach = endpoint->tls == STREAM_PLAIN ?
					DIAL_LOOPBACK : DIAL_ANYWHERE;
	struct stream *stream;
	mailstream_low *low;
	int fd = dial_connect(endpoint->host, endpoint->port, reach, time,
			      endpoint->halt, err);

	if (fd < 0)
		return NULL;
	stream = calloc(1, sizeof(*stream));
	low = mailstream_low_new(stream, (mailstream_low_driver *)&driver);
	/* As everywhere: without any memory the process stops. */
	if (stream == NULL || low == NULL)
		abort();
	*stream = (struct stream){
		.endpoint = *endpoint,
		.protocol = protocol,
		.fd = fd,
		.mail = mailstream_new(low, BUFFER_SIZE),
	};
	if (stream->mail == NULL)
		abort();
	stream_begin(stream, time, GREETING_BYTES);
	if (endpoint->tls != STREAM_TLS || secure(stream))
		return stream;
	stream_failure(stream, err);
	stream_close(&stream);
	return NULL;
}

void stream_close(struct stream **stream)
{
	if (*stream == NULL)
		return;
	if ((*stream)->mail != NULL)
		mailstream_close((*stream)->mail);
	tls_free(&(*stream)->tls);
	close((*stream)->fd);
	free(*stream);
	*stream = NULL;
}

bool stream_is_quiet(const struct stream *stream)
{
	return (stream->mail == NULL || stream->mail->read_buffer_len == 0) &&
	       (stream->tls == NULL || !tls_pending(stream->tls));
}

bool stream_starttls(struct stream *stream, struct err *err)
{
	assert(stream->tls == NULL);
	if (!stream_is_quiet(stream))
		stream_fail(stream, "the server sent bytes between STARTTLS "
			    "and TLS: somebody may be injecting commands");
	if (is_sound(stream) && secure(stream))
		return true;
	stream_failure(stream, err);
	return false;
}

const char *stream_peek_line(struct stream *stream, size_t limit,
			     size_t *size_r)
{
	mailstream *mail = stream->mail;

	if (mail == NULL)
		return NULL;
	for (;;) {
		const char *end = memchr(mail->read_buffer, '\n',
					 mail->read_buffer_len);
		ssize_t n;

		if (end != NULL) {
			*size_r = (size_t)(end - mail->read_buffer);
			if (*size_r > 0 && end[-1] == '\r')
				(*size_r)--;
			return mail->read_buffer;
		}
		if (mail->read_buffer_len >= limit ||
		    mail->read_buffer_len == mail->buffer_max_size) {
			stream_fail(stream, "the server sent an endless line");
			return NULL;
		}
		n = driver_read(mail->low,
				mail->read_buffer + mail->read_buffer_len,
				mail->buffer_max_size - mail->read_buffer_len);
		if (n < 0)
			return NULL;
		mail->read_buffer_len += (size_t)n;
	}
}

/* Take what is there into the buffer, without waiting.  TLS has records of
 * its own, which are no news: then false. */
static bool take_news(struct stream *stream)
{
	mailstream *mail = stream->mail;
	size_t room = stream->budget < mail->buffer_max_size ?
			      stream->budget : mail->buffer_max_size;
	short events;
	ssize_t n;

	if (room == 0)
		return !stream_fail(stream, "the server sent more than was "
				    "asked for");
	n = read_once(stream, mail->read_buffer, room, &events);
	if (n > 0 && admit(stream, mail->read_buffer, (size_t)n))
		mail->read_buffer_len = (size_t)n;
	return n != 0;
}

bool stream_is_still(struct stream *stream)
{
	struct pollfd ready = { .fd = stream->fd, .events = POLLIN };

	if (!is_sound(stream) || !stream_is_quiet(stream))
		return false;
	return poll(&ready, 1, 0) <= 0 || !take_news(stream);
}

enum stream_news stream_wait(struct stream *stream, int wake, usec_t time)
{
	const usec_t until = dial_clock() + time;
	struct pollfd ready[] = {
		{ .fd = stream->fd, .events = POLLIN },
		{ .fd = wake, .events = POLLIN },	/* -1 is skipped */
	};
	usec_t left = time;

	if (!stream_is_quiet(stream) || !is_sound(stream))
		return STREAM_READABLE;
	for (; left > 0; left = until - dial_clock()) {
		usec_t msec = (left + 999) / 1000;
		int n = poll(ready, 2, msec > 1000000 ? 1000000 : (int)msec);

		if (n > 0 && ready[1].revents != 0)
			return STREAM_WOKEN;
		if (n > 0 && take_news(stream))
			return STREAM_READABLE;
	}
	return STREAM_SILENT;
}

usec_t stream_expiry(const struct stream *stream)
{
	return stream->tls == NULL ? 0 : tls_expiry(stream->tls);
}

mailstream *stream_handle(struct stream *stream)
{
	return stream->mail;
}
