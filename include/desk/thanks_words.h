/* thanks_words.h - the table behind desk/thanks.
 *
 * Errors: none.
 */
#ifndef DESK_THANKS_WORDS_H
#define DESK_THANKS_WORDS_H

#include <stddef.h>

enum thanks_role {
	THANKS_SAYS,	/* thanks */
	THANKS_FRAMES,	/* a greeting, a wish, a close, "so much" */
	THANKS_NODS,	/* agrees: "perfect", "it works now" */
	THANKS_FOR,	/* begins what the thanks are for: "for your" */
	THANKS_WHAT,	/* goes on with it: "quick", "help" */
};

struct thanks_words {
	const char *language;	/* ISO 639-1 */
	enum thanks_role role;
	const char *phrases;	/* between bars, after wording_fold(), words
				 * with one blank between them */
};

/* Row `i`, or NULL behind the last. */
const struct thanks_words *thanks_words(size_t i);

#endif
