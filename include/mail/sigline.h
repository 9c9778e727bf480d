/* sigline.h - what one line could be in a signature.
 *
 * Ownership: nothing is kept; the arena is for scratch.
 */
#ifndef MAIL_SIGLINE_H
#define MAIL_SIGLINE_H

#include "mail/lines.h"
#include "mail/message.h"
#include "mail/sigword.h"

/* Each is a bit: a line may be more than one. */
enum sigline_trait {
	SIGLINE_DELIMITER = 1,	/* "-- " and its kin */
	SIGLINE_RULE = 2,	/* "------" or "______" */
	SIGLINE_DEVICE = 4,	/* "Sent from my iPhone" */
	SIGLINE_CLOSE = 8,	/* "Regards," */
	SIGLINE_THANKS = 16,	/* "Thanks,": a close, and words as well */
	SIGLINE_NAME = 32,	/* one to four words like a name's */
	SIGLINE_SENDER = 64,	/* a name that From also says */
	SIGLINE_CONTACT = 128,	/* telephone, address, web */
	SIGLINE_TITLE = 256,	/* short, no sentence: a post, a company */
	SIGLINE_ORNAMENT = 512,	/* no letter and no digit */
	SIGLINE_DASHED = 1024,	/* "-Ann": a name behind a dash */
};

/* All traits of line `i`; 0 for a line of a sentence.  `sender` may be NULL. */
unsigned sigline_traits(struct arena *arena, const struct sigwords *words,
			const struct lines *lines, size_t i,
			const struct mailbox *sender);

/* Only whether it is SIGLINE_DELIMITER. */
bool sigline_is_delimiter(struct arena *arena, const struct lines *lines,
			  size_t i);

#endif
