/* reply.c - read lines until one ends the reply. */

#include "net/reply.h"

#include "base/buffer.h"
#include "base/text.h"

#include <libetpan/mailstream.h>

static bool is_code(const char *line, size_t size)
{
	return size >= 3 && line[0] >= '2' && line[0] <= '5' &&
	       line[1] >= '0' && line[1] <= '5' && line[2] >= '0' &&
	       line[2] <= '9' &&
	       (size == 3 || line[3] == ' ' || line[3] == '-') &&
	       memchr(line, '\0', size) == NULL;
}

static int code_of(const char *line)
{
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/* Take the line that was peeked at out of the buffer. */
static char *take_line(struct stream *stream, struct arena *arena, size_t size)
{
	char *line = arena_alloc(arena, size + 1);
	char end[1] = "";

	mailstream_read(stream_handle(stream), line, size);
	while (end[0] != '\n' &&
	       mailstream_read(stream_handle(stream), end, 1) == 1)
		;
	return line;
}

bool reply_read(struct stream *stream, reply_line *each, void *context,
		struct reply *reply_r)
{
	ARENA(arena);
	struct buffer text = { .arena = arena };
	int code = 0;
	bool more = true;

	for (int count = 0; more; count++) {
		const char *line;
		size_t size;

		line = stream_peek_line(stream, REPLY_LINE, &size);
		if (line == NULL)
			return false;
		if (!is_code(line, size) || count == REPLY_LINES ||
		    (count > 0 && code_of(line) != code))
			return stream_fail(stream, "the server's words are no "
					   "SMTP reply");
		code = code_of(line);
		more = size > 3 && line[3] == '-';
		line = take_line(stream, arena, size);
		line = text_line(arena, size > 4 ? line + 4 : "",
				 size > 4 ? size - 4 : 0, REPLY_LINE);
		if (count == 0)
			buffer_printf(&text, "%d", code);
		buffer_printf(&text, " %s", line);
		if (each != NULL)
			each(context, line);
	}
	reply_r->code = code;
	snprintf(reply_r->text, sizeof(reply_r->text), "%s",
		 text_line(arena, text.data, text.size, REPLY_TEXT - 1));
	return true;
}
