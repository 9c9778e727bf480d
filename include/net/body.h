/* body.h - the text of a mail, between DATA and its dot (RFC 5321, 4.5.2).
 *
 * Limits: lines of 998 octets; three minutes for each block of 64 KB.
 */
#ifndef NET_BODY_H
#define NET_BODY_H

#include "net/stream.h"

/* Why these bytes must not be sent; NULL where they may: CRLF at each line's
 * end and nowhere else, no NUL, 7 bit unless `utf8`. */
const char *body_fault(const char *bytes, size_t size, bool utf8);

/* All but the last line end, which belongs to the dot.  False: the stream has
 * failed. */
bool body_send(struct stream *stream, const char *bytes, size_t size);

#endif
