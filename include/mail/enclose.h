/* enclose.h - texts and attachments as MIME parts that may be sent.
 *
 * Every part is 7 bits with lines of at most 76 octets.  A file's name is only
 * a name: without folders, line ends, quotes and what hides; beyond ASCII it
 * is written as RFC 2231 says, cut in pieces that fit a line.
 *
 * Ownership: attachments are borrowed.  Errors: none.
 */
#ifndef MAIL_ENCLOSE_H
#define MAIL_ENCLOSE_H

#include "base/buffer.h"

struct enclosure {
	const char *name;	/* as its sender wrote it, "" if none */
	const char *type;	/* "image/png"; whatever is not sound becomes
				 * application/octet-stream */
	const char *bytes;	/* decoded */
	size_t size;
};

struct enclosures {
	const struct enclosure *at;
	size_t count;
};

/* One part with its header, of text/`subtype`. */
void enclose_text(struct buffer *out, const char *subtype, const char *text);

/* `number`: for the name of a part that has none. */
void enclose_file(struct buffer *out, const struct enclosure *file,
		  size_t number);

/* The name that the file gets. */
const char *enclose_name(struct arena *arena, const struct enclosure *file,
			 size_t number);

/* Derived from the seed, so that composing twice gives the same bytes. */
const char *enclose_boundary(struct arena *arena, const char *seed);

#endif
