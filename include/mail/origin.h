/* origin.h - who made this mail: a person, a list or which kind of machine.
 *
 * Computed once, before any rule, and never changed by one.  `may_answer` is
 * what RFC 3834 and common practice allow from the mail alone; whether we do
 * answer is desk/respond's judgement, which knows more and is never laxer: it
 * also refuses an author that has no sound address to be answered at.
 *
 * Ownership: evidence lives in the arena; words are static.
 * Errors:    none.
 */
#ifndef MAIL_ORIGIN_H
#define MAIL_ORIGIN_H

#include "mail/bounce.h"
#include "mail/fold.h"

#define ORIGIN_KINDS(ROW)			\
	ROW(ORIGIN_PERSON,    "person")		\
	ROW(ORIGIN_RESPONDER, "responder")	\
	ROW(ORIGIN_LIST,      "list")		\
	ROW(ORIGIN_BOUNCE,    "bounce")		\
	ROW(ORIGIN_REPORT,    "report")		\
	ROW(ORIGIN_ROBOT,     "robot")		\
	ROW(ORIGIN_OURSELVES, "ourselves")

enum origin_kind {
#define ROW(name, word) name,
	ORIGIN_KINDS(ROW)
#undef ROW
};

struct origin {
	enum origin_kind kind;
	const char *word;		/* the stable reason */
	struct strings evidence;	/* "Auto-Submitted: auto-replied" … */
	bool may_answer;
	const char *answer_word;	/* the stable reason, "person" if so */
};

/* `ours` are our own addresses and domains ("support@a.test", "@a.test");
 * `bounce` and `report` are what mail/bounce found, or NULL. */
struct origin origin_judge(struct arena *arena, const struct message *message,
			   const struct fold *fold,
			   const struct bounce *bounce,
			   const struct report *report,
			   const struct strings *ours);

/* Is it one of them, or one with a "+detail" more (RFC 5233), as our own signed
 * addresses are? */
bool origin_is_ours(const char *address, const struct strings *ours);

const char *origin_word(enum origin_kind kind);

#endif
