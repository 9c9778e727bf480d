/* decode.h - the bytes and the text of a part.
 *
 * Undoes the transfer encoding and the charset.  A text that names no charset
 * and is not UTF-8 is read by what its HTML says, else by the first charset
 * that the mail names anywhere.
 *
 * Ownership: in the arena.  Errors: none, only defects.
 */
#ifndef MAIL_DECODE_H
#define MAIL_DECODE_H

#include "mail/charset.h"
#include "mail/message.h"
#include "mail/mime.h"

/* The mail in which the parts lie. */
struct decode_mail {
	const char *bytes;
	size_t size;
};

/* At most `limit` bytes. */
char *decode_bytes(struct arena *arena, const char *bytes,
		   const struct mime_part *part, size_t limit, size_t *size_r,
		   uint64_t *defects);

/* All of it, of a part in that transfer encoding ("base64"). */
char *decode_part(struct arena *arena, const char *encoding,
		  const char *bytes, size_t size, size_t *size_r);

/* Clean text (text_clean()) of at most `limit` encoded bytes. */
const char *decode_text(struct arena *arena, struct charset_set *charsets,
			struct decode_mail mail, const struct mime_part *part,
			size_t limit, uint64_t *defects);

#endif
