/* mbox.c - find the "From " lines of a file in one pass. */

#include "config.h"	/* strptime */

#include "net/mbox.h"

#include "base/buffer.h"

#include <ctype.h>
#include <errno.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, HEAD = 256 };

struct scan {
	struct buffer mails;	/* of struct mbox_mail */
	off_t line;		/* where this line starts */
	size_t size;		/* of this line so far */
	char head[HEAD];	/* how it begins, NUL-terminated */
	size_t blank;		/* size of the empty line before, or 0 */
	bool open;		/* a mail is being read */
};

static struct mbox_mail *last(struct scan *scan)
{
	return (struct mbox_mail *)(scan->mails.data + scan->mails.size) - 1;
}

/* The time of "Sat Jan  3 01:05:34 1996", wherever it stands in the line. */
static bool find_time(const char *line, struct tm *tm_r)
{
	for (const char *at = line; (at = strchr(at, ' ')) != NULL; at++) {
		const char *end = strptime(at, " %a %b %d %H:%M:%S", tm_r);

		if (end == NULL)
			continue;
		/* A zone may stand before the year: "EST 1996". */
		while (*end == ' ' || isalpha((unsigned char)*end))
			end++;
		return strptime(end, "%Y", tm_r) != NULL;
	}
	return false;
}

static bool is_separator(const char *head, usec_t *received_r)
{
	struct tm tm = { 0 };

	if (strncmp(head, "From ", 5) != 0)
		return false;
	*received_r = 0;
	if (find_time(head + 4, &tm))
		*received_r = clock_civil(tm.tm_year + 1900, tm.tm_mon + 1,
					  tm.tm_mday) +
			      tm.tm_hour * USEC_HOUR +
			      tm.tm_min * USEC_MINUTE +
			      tm.tm_sec * USEC_SECOND;
	for (const char *at = head; (at = strchr(at, ':')) != NULL; at++)
		if (isdigit((unsigned char)at[-1]) &&
		    isdigit((unsigned char)at[1]))
			return true;
	return false;
}

static void end_mail(struct scan *scan, off_t at)
{
	if (scan->open)
		last(scan)->size = (size_t)(at - last(scan)->start);
	scan->open = false;
}

static void end_line(struct scan *scan)
{
	off_t next = scan->line + (off_t)scan->size;
	usec_t received;

	if ((scan->line == 0 || scan->blank > 0) &&
	    is_separator(scan->head, &received)) {
		const struct mbox_mail mail = { next, 0, received };

		end_mail(scan, scan->line - (off_t)scan->blank);
		buffer_add(&scan->mails, &mail, sizeof(mail));
		scan->open = true;
		scan->blank = 0;
	} else {
		bool blank = strcmp(scan->head, "\n") == 0 ||
			     strcmp(scan->head, "\r\n") == 0;

		/* The empty line after a header that has no body counts. */
		scan->blank = blank ? scan->size : 0;
	}
	scan->line = next;
	scan->size = 0;
	scan->head[0] = '\0';
}

static void feed(struct scan *scan, const char *bytes, size_t size)
{
	while (size > 0) {
		const char *end = memchr(bytes, '\n', size);
		size_t n = end == NULL ? size : (size_t)(end - bytes) + 1;

		if (scan->size < HEAD - 1) {
			size_t room = HEAD - 1 - scan->size;
			size_t part = n < room ? n : room;

			memcpy(scan->head + scan->size, bytes, part);
			scan->head[scan->size + part] = '\0';
		}
		scan->size += n;
		bytes += n;
		size -= n;
		if (end != NULL)
			end_line(scan);
	}
}

bool mbox_scan(struct arena *arena, int fd, struct mbox_mail **mails_r,
	       size_t *count_r)
{
	struct scan scan = { .mails = { .arena = arena } };
	char *chunk = arena_alloc(arena, CHUNK);
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, chunk, CHUNK, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		feed(&scan, chunk, (size_t)n);
		at += n;
	}
	/* A last line without its end belongs to the last mail. */
	end_mail(&scan, scan.size > 0 ? at : at - (off_t)scan.blank);
	*mails_r = (struct mbox_mail *)(void *)scan.mails.data;
	*count_r = scan.mails.size / sizeof(**mails_r);
	return true;
}

size_t mbox_unescape(char *bytes, size_t size, bool start)
{
	size_t out = 0;

	for (size_t i = 0; i < size; i++) {
		size_t mark = i;

		while (start && mark < size && bytes[mark] == '>')
			mark++;
		if (mark > i && size - mark >= 5 &&
		    memcmp(bytes + mark, "From ", 5) == 0)
			i++;
		start = bytes[i] == '\n';
		bytes[out++] = bytes[i];
	}
	return out;
}
