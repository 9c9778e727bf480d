/* gate.h - what an IMAP server may say to libetpan's parser.
 *
 * The parser of libetpan 1.9.4 recurses on parentheses, wraps numbers above
 * 32 bits (a UID of 4294967297 becomes 1), believes any literal's size and
 * stops at NUL.  The gate looks at each byte before it does.  We only ever
 * ask for UID, RFC822.SIZE, INTERNALDATE and BODY[], so a literal anywhere
 * else and more than a few parentheses are refused.
 *
 * Does not check the grammar: that is the parser's work.
 */
#ifndef NET_GATE_H
#define NET_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gate {
	size_t limit;		/* of one literal, in bytes; set by the caller */

	/* private */
	size_t column;		/* bytes of this line so far */
	size_t literal;		/* bytes of a literal that are still due */
	uint64_t number;	/* the number being read */
	unsigned parens;	/* opened on this line, closed or not */
	int brace;		/* how much of `{n}` CRLF was seen */
	bool counting;		/* the last byte belongs to a number */
	bool data;		/* an untagged line that carries numbers */
	bool body;		/* the brace follows `BODY[…] ` */
	char last[2];		/* the two bytes before */
};

/* NULL, or why the connection has to end.  Static storage. */
const char *gate_refuses(struct gate *gate, const void *bytes, size_t size);

#endif
