/* reply.h - one SMTP reply, read strictly (RFC 5321, 4.2).
 *
 * Three digits from 200 to 559, then a space, a hyphen or the line's end, the
 * same digits in each line.  Anything else ends the connection: what a server
 * meant after the final dot must not be guessed.
 *
 * Limits: REPLY_LINES lines of REPLY_LINE octets.
 */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include "net/stream.h"

enum { REPLY_LINES = 100, REPLY_LINE = 1024, REPLY_TEXT = 400 };

struct reply {
	int code;
	char text[REPLY_TEXT];	/* all lines as one safe line, code included */
};

/* Called for each line of a reply, without its code; valid UTF-8. */
typedef void reply_line(void *context, const char *line);

/* `line` may be NULL.  False: the stream has failed. */
bool reply_read(struct stream *stream, reply_line *line, void *context,
		struct reply *reply_r);

#endif
