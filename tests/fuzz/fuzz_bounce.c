/* fuzz_bounce.c - any bytes as what a mailer-daemon says.
 *
 * The first byte says where they stand: in a plain text, in the status part
 * of a report, in the original that a report returns, or as the whole mail.
 */

#include "fuzz.h"

#include "../fixture/sound.h"
#include "mail/parse.h"

#define HEAD						\
	"Return-Path: <>\r\n"				\
	"From: Mailer <mailer-daemon@mx.test>\r\n"	\
	"To: support@acme.test\r\n"			\
	"Subject: Undelivered Mail\r\n"
#define REPORT								\
	HEAD "Content-Type: multipart/report; boundary=r;\r\n"		\
	" report-type=delivery-status\r\n\r\n--r\r\n\r\nSorry.\r\n--r\r\n"

static void add_around(struct buffer *mail, uint8_t way, const uint8_t *bytes,
		       size_t size)
{
	static const char *const before[] = {
		HEAD "\r\n",
		REPORT "Content-Type: message/delivery-status\r\n\r\n",
		REPORT "Content-Type: message/delivery-status\r\n\r\n"
		"Reporting-MTA: dns; mx.test\r\n\r\n"
		"Final-Recipient: rfc822; bob@example.test\r\n"
		"Action: failed\r\nStatus: 5.0.0\r\n\r\n--r\r\n"
		"Content-Type: message/rfc822\r\n\r\n",
		"",
	};

	buffer_text(mail, before[way % 4]);
	buffer_add(mail, bytes, size);
}

int fuzz_bounce(const uint8_t *bytes, size_t size)
{
	static struct reader *reader;
	const struct message *message;
	const struct bounce *bounce;
	const char *wrong;
	ARENA(arena);
	struct buffer mail = { .arena = arena };

	if (size == 0)
		return 0;
	if (reader == NULL)
		reader = reader_new();
	add_around(&mail, bytes[0], bytes + 1, size - 1);
	message = parse_message(arena, reader, buffer_string(&mail),
				mail.size);
	bounce = bounce_read(arena, message);
	wrong = sound_bounce(arena, bounce);
	bounce_report(arena, message);
	if (wrong != NULL) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	return 0;
}
