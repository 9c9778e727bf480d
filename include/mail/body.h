/* body.h - which parts of a mail are the text.
 *
 * The text is what a person would read first: text/plain, else HTML turned
 * into text; later inline text parts of a multipart/mixed are joined to it,
 * but not files and what cannot be decoded.  All other leaves are attachments.
 *
 * Ownership: in the arena.  Limits: LIMIT_TEXT, LIMIT_HTML.  Errors: none.
 */
#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include "mail/decode.h"

/* Sets text, text_source, marks and html of the message and the `use` of its
 * parts, which are those of the tree in the same order. */
void body_choose(struct arena *arena, struct charset_set *charsets,
		 struct decode_mail mail, const struct mime *mime,
		 struct part *parts, struct message *message);

#endif
