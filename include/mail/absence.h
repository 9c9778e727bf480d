/* absence.h - the words of out-of-office replies, in many languages.
 *
 * For responders that mark nothing.  A subject that begins with such words
 * says enough by itself only in the form that programs write ("Automatic
 * reply: ..."); a looser subject needs the text to say the same; the text
 * alone proves nothing, for people write "I am away next week" too.
 *
 * Errors: none.
 */
#ifndef MAIL_ABSENCE_H
#define MAIL_ABSENCE_H

#include "base/arena.h"

#include <stdbool.h>

enum absence {
	ABSENCE_NONE,
	ABSENCE_HINTED,		/* needs a second witness */
	ABSENCE_SAID,
};

enum absence absence_in_subject(struct arena *arena, const char *subject);

/* Only the beginning of what was written now is read. */
bool absence_in_text(struct arena *arena, const char *visible);

#endif
