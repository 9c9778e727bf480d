/* body.c - what may stand in a body, and a dot before each dot. */

#include "net/body.h"

#include "base/ascii.h"

#include <libetpan/mailstream.h>
#include <string.h>

#define BLOCK_TIME	(3 * USEC_MINUTE)	/* RFC 5321, 4.5.3.2.5 */

enum { BLOCK = 64 * 1024, LINE_LIMIT = 998 };

/* Nobody answers a body. */
enum { REPLY_BYTES = 64 * 1024 };

/* One line without its LF, if it has one. */
static const char *line_fault(const char *line, size_t size, bool ended)
{
	const char *cr = memchr(line, '\r', size);

	if (cr != NULL && (!ended || cr != line + size - 1))
		return "the mail holds a bare CR";
	if (cr == NULL && ended)
		return "the mail holds a bare LF";
	return size - (cr != NULL) > LINE_LIMIT ?
		       "the mail holds a line above 998 octets" : NULL;
}

const char *body_fault(const char *bytes, size_t size, bool utf8)
{
	const char *fault = NULL, *const end = bytes + size;

	if (memchr(bytes, '\0', size) != NULL)
		return "the mail holds a NUL";
	if (!utf8 && !ascii_only(bytes, size))
		return "the mail is not 7 bit";
	while (bytes < end && fault == NULL) {
		const char *feed = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = feed == NULL ? end : feed;

		fault = line_fault(bytes, (size_t)(stop - bytes),
				   feed != NULL);
		bytes = stop + 1;
	}
	return fault;
}

/* The next line that begins with a dot, or the end. */
static const char *find_dot(const char *at, const char *end)
{
	while (++at < end) {
		at = memchr(at, '.', (size_t)(end - at));
		if (at == NULL)
			return end;
		if (at[-1] == '\n')
			return at;
	}
	return end;
}

/* One block, of which the first line begins as `line_start` says. */
static bool send_block(struct stream *stream, const char *at, const char *end,
		       bool line_start)
{
	mailstream *mail = stream_handle(stream);

	stream_begin(stream, BLOCK_TIME, REPLY_BYTES);
	while (at < end) {
		const char *stop;

		if (line_start && *at == '.' &&
		    mailstream_write(mail, ".", 1) < 0)
			return false;
		stop = find_dot(at, end);
		if (mailstream_write(mail, at, (size_t)(stop - at)) < 0)
			return false;
		line_start = true;
		at = stop;
	}
	return mailstream_flush(mail) == 0;
}

bool body_send(struct stream *stream, const char *bytes, size_t size)
{
	if (size >= 2 && bytes[size - 1] == '\n')
		size -= 2;
	for (size_t i = 0; i < size; i += BLOCK)
		if (!send_block(stream, bytes + i,
				bytes + (size - i < BLOCK ? size : i + BLOCK),
				i == 0 || bytes[i - 1] == '\n'))
			return false;
	return true;
}
