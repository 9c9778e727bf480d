/* inspect_text.h - a mail for the eyes of a person.
 *
 * A block of facts, then the text line by line; what is folded away carries
 * the letter of its kind in the margin: q(uote), s(ignature), h(eader),
 * d(isclaimer).
 */
#ifndef APP_INSPECT_TEXT_H
#define APP_INSPECT_TEXT_H

#include "base/buffer.h"
#include "mail/gist.h"

enum inspect_colour { INSPECT_PLAIN, INSPECT_COLOUR };

void inspect_text(struct buffer *out, const char *file,
		  const struct message *message, const struct gist *gist,
		  enum inspect_colour colour);

#endif
