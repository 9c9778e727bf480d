/* body.h - which parts of a mail are the text, and the bytes of a part.
 *
 * The text is what a person would read first: text/plain, else HTML turned
 * into text; later inline text parts of a multipart/mixed are joined to it.
 * All other leaves are attachments.
 *
 * Ownership: in the arena.  Limits: LIMIT_TEXT, LIMIT_HTML.  Errors: none.
 */
#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include "mail/charset.h"
#include "mail/message.h"
#include "mail/mime.h"

/* Sets text, text_source, marks and html of the message and the `use` of its
 * parts, which are those of the tree in the same order. */
void body_choose(struct arena *arena, struct charset_set *charsets,
		 const char *bytes, const struct mime *mime,
		 struct part *parts, struct message *message);

/* The decoded bytes of a part, at most `limit`. */
char *body_bytes(struct arena *arena, const char *bytes,
		 const struct mime_part *part, size_t limit, size_t *size_r,
		 uint64_t *defects);

#endif
