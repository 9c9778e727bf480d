/* encoding.h - undo base64 and quoted-printable (RFC 2045, 6.7 and 6.8).
 *
 * uuencode, wherever it stands, is left alone: it is text that uudecode
 * reads, and x-uuencode was never an encoding of MIME (RFC 2045, 6.3).
 *
 * Our own, because the decoders of libraries lose bytes of damaged mail:
 * what follows padding, the last bytes of an unpadded text, an "=" that
 * encodes nothing.  Here damage is noted and every byte that can be read is.
 *
 * Decoding is done in steps, so that a large attachment needs no copy.
 */
#ifndef MAIL_ENCODING_H
#define MAIL_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum encoding {
	ENCODING_NONE,		/* 7bit, 8bit, binary */
	ENCODING_BASE64,
	ENCODING_QUOTED_PRINTABLE,
	ENCODING_Q,		/* of an encoded-word: "_" is a space */
	ENCODING_UUENCODE,	/* x-uuencode: as it is, lines end with LF */
	ENCODING_UNKNOWN,	/* read as it is */
};

struct encoding_step {
	enum encoding encoding;
	int state;		/* where in its line or text it is */
	uint32_t bits;		/* base64: not yet written */
	int count;		/* characters in `bits` */
	char held[8];		/* quoted-printable: an unfinished "=4" */
	size_t held_size;
	bool bad;		/* something did not belong there */
};

/* "base64" and so on; comments and case do not count. */
enum encoding encoding_named(const char *name);

/* Room that encoding_step() may need in `out` for `size` bytes. */
size_t encoding_room(size_t size);

size_t encoding_step(struct encoding_step *step, const char *bytes,
		     size_t size, char *out);

/* After the last step; writes at most 8 bytes. */
size_t encoding_end(struct encoding_step *step, char *out);

#endif
