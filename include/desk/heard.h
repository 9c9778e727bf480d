/* heard.h - what the words of a mail tell of a loop, from one walk along them.
 *
 * Two questions are asked of each text that may begin anew: are these our own
 * words (desk/echo.h), and did others say the same before (desk/said.h)?  Both
 * look at the same words, whose folding costs more than the answers.
 *
 * Ownership: borrowed for the call.  Errors: none.
 */
#ifndef DESK_HEARD_H
#define DESK_HEARD_H

#include "desk/echo.h"
#include "desk/said.h"

struct heard {
	int64_t shape;		/* as said_shape() has it */
	bool own_words;		/* as echo_heard() has it */
};

/* `echo` may be NULL. */
struct heard heard_of(const struct echo *echo, const char *visible,
		      const char *author);

/* The same where all of the text was folded before, by wording_fold(); NULL
 * where it was not. */
struct heard heard_in(const struct echo *echo, const char *visible,
		      const char *folded, const char *author);

#endif
