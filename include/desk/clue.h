/* clue.h - what in a mail leads to tickets, besides tokens and Message-IDs.
 *
 * Its clues are looked up in the past, and left with the ticket for the mail
 * to come.  A subject alone is a guess and only suggests; together with the
 * sender it may let a proven sender join (desk/admit.h).
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef DESK_CLUE_H
#define DESK_CLUE_H

#include "desk/desk.h"
#include "desk/plan.h"

/* In the key of a conversation: what follows is its subject. */
#define CLUE_TOPIC '/'

struct clues {
	const struct plan_clue *at;	/* of no ticket yet */
	size_t count;
};

/* `author` in lower case, "" if not sound. */
struct clues clues_of(struct arena *arena, const struct desk *desk,
		      const struct message *message, const char *author);

/* Those of a subject alone, as clues_of() gives them. */
enum { CLUES_OF_SUBJECT = 2 };

struct clues clues_of_subject(struct arena *arena, const char *subject,
			      const char *author);

/* The branch of its thread that a mail is on.
 *
 * An answer whose subject was changed begins something new, which shall not
 * lengthen an old ticket: it opens a child of it.  Every Message-ID is kept
 * with the base subject under which the ticket has it, and two mails hang
 * together only where these are alike, each judged by the two alone, so that
 * the order of arrival does not matter.
 *
 * It is an answer only if a person wrote it and it has In-Reply-To: programs
 * that put patches, alarms or digests of many subjects into one thread cite by
 * References, or are no persons; what they send hangs together whatever it is
 * called.  What was added to a subject at either end changes nothing
 * (mail/subject.h). */
struct branch {
	const char *own;	/* base subject */
	const char *cited;	/* under which it cites; "": any */
};

struct branch branch_of(struct arena *arena, const struct desk *desk,
			const struct message *message,
			const struct gist *gist);

#endif
