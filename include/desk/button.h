/* button.h - what a customer says to the desk with one tap.
 *
 * A button is a `mailto:` link to an address of ours that is signed for one
 * ticket and one wish.  There is no page behind it: nothing happens when a
 * program looks at the link, only when somebody sends the mail.
 *
 * The address is a capability that was mailed to the customer alone, but mail
 * is passed on and quoted, so that to have it is not enough.  It does what
 * mail to a ticket may do (the third promise of the README), and no more:
 *
 *	participant, proven	 all of it
 *	participant, unproven	 "stop" alone, which only takes away: the mail
 *				 is kept in the ticket, where agents see it
 *	anybody else, or failed	 nothing: held like any mail to a ticket of
 *				 others
 *	a program		 nothing
 *
 * Who writes more than the words that stood there, and more than thanks, wants
 * to be read: then "solved" does not close.  No button is answered.
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef DESK_BUTTON_H
#define DESK_BUTTON_H

#include "desk/admit.h"
#include "desk/desk.h"
#include "desk/thanks.h"

/* The item of the token is the wish: once released, a number is never
 * changed, for it stands in mail. */
#define BUTTONS(ROW)					\
	ROW(BUTTON_SOLVED,   1, "solved")		\
	ROW(BUTTON_STOP,     2, "stop")			\
	ROW(BUTTON_SCORE1,   3, "score1")		\
	ROW(BUTTON_SCORE2,   4, "score2")		\
	ROW(BUTTON_SCORE3,   5, "score3")		\
	ROW(BUTTON_SCORE4,   6, "score4")		\
	ROW(BUTTON_SCORE5,   7, "score5")		\
	ROW(BUTTON_ARTICLE1, 8, "solved-by-article1")	\
	ROW(BUTTON_ARTICLE2, 9, "solved-by-article2")	\
	ROW(BUTTON_ARTICLE3, 10, "solved-by-article3")

enum button {
	BUTTON_NONE = 0,
#define ROW(name, item, word) name = item,
	BUTTONS(ROW)
#undef ROW
};

/* The address that presses it; "" where the desk's cannot carry it. */
const char *button_address(struct arena *arena, const struct desk *desk,
			   int64_t number, enum button button);

/* Of a token that was verified; BUTTON_NONE where it is none. */
enum button button_of(const struct token *token);

/* 1 to 5, or 0. */
int button_score(enum button button);

/* Which of those that were offered helped, from 1; 0: it is not said. */
int button_article(enum button button);

/* Does it say that all is well? */
bool button_solves(enum button button);

/* What was written besides the words that stood in the mail: those of its
 * subject, behind the number. */
const char *button_besides(struct arena *arena, const char *subject,
			   const char *visible);

#define BUTTON_VERDICTS(ROW)				\
	ROW(BUTTON_IDLE,     "no-button")		\
	ROW(BUTTON_PRESSED,  "pressed")			\
	ROW(BUTTON_AGAIN,    "pressed-before")		\
	ROW(BUTTON_BESIDES,  "words-besides")		\
	ROW(BUTTON_UNPROVEN, "sender-unverified")	\
	ROW(BUTTON_STRANGER, "not-a-participant")	\
	ROW(BUTTON_MACHINE,  "automatic-mail")

/* Only of the second anything changes. */
enum button_verdict {
#define ROW(name, word) name,
	BUTTON_VERDICTS(ROW)
#undef ROW
};

struct button_facts {
	enum button button;
	bool person;			/* a person wrote the mail */
	enum admit_verdict admit;	/* of the ticket that it is signed
					 * for; others: own-ticket */
	bool besides;			/* more was written than thanks */
	enum ticket_state state;
	bool quiet;			/* automatic mail was stopped before */
};

enum button_verdict button_judge(const struct button_facts *facts);

const char *button_word(enum button button);
const char *button_verdict_word(enum button_verdict verdict);

#endif
