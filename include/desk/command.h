/* command.h - what an agent asks for in the leading lines of a mail.
 *
 *	#assign maria
 *	#pending 3d
 *
 *	Dear Ann, we have ordered the part.
 *
 * The grammar is closed: a line that begins with # and a letter or a digit is
 * a command, and one that is none of these is a fault, never words for the
 * customer.  So is a command that stands below other lines: what an agent
 * meant as a command must not be sent to a customer.  One fault, and the
 * caller does nothing at all of the mail.
 *
 * Names are those of COMMAND_KINDS and what the desk calls them besides, in
 * any case and with or without accents; a dot or a colon behind them is no
 * harm.  Whether a queue, an agent or a reply of that name exists is for the
 * one who carries it out.
 *
 * Ownership: in the arena.
 * Errors:    none; see the faults.
 * Limits:    COMMAND_LINES commands, arguments of COMMAND_ARGUMENT bytes (but
 *            notes); linear in the text.
 */
#ifndef DESK_COMMAND_H
#define DESK_COMMAND_H

#include "desk/ticket.h"

enum {
	COMMAND_LINES = 10,
	COMMAND_ARGUMENT = 300,
	COMMAND_TAGS = 20,
	COMMAND_SHOWN = 120,	/* bytes of a line that a fault repeats */
};

/* What stands behind the name.  MAY_: or nothing does. */
enum command_argument {
	NO_ARGUMENT,
	MAY_TEXT,		/* anything */
	MAY_NAME,
	MAY_NUMBER,
	MAY_DURATION,		/* "3d", "2 weeks", "2026-12-24" */
	MAY_ADDRESS,
	AN_ADDRESS,		/* "ann@example.org" */
	A_NAME,			/* one line */
	A_NUMBER,		/* of a ticket: "123", "#123" */
	AN_URGENCY,
	A_TIER,			/* 1 to 3 */
	SOME_TAGS,		/* "+vip -trial" */
	A_LANGUAGE,		/* "el" */
	TO_AN_ADDRESS,		/* "to: ann@example.org" */
};

/* The word, what stands behind it, may it come twice? */
#define COMMAND_KINDS(ROW)						\
	ROW(COMMAND_NOTE,       "note",       MAY_TEXT, true)		\
	ROW(COMMAND_CLOSE,      "close",      NO_ARGUMENT, false)	\
	ROW(COMMAND_OPEN,       "open",       NO_ARGUMENT, false)	\
	ROW(COMMAND_PENDING,    "pending",    MAY_DURATION, false)	\
	ROW(COMMAND_ASSIGN,     "assign",     A_NAME, false)		\
	ROW(COMMAND_TAKE,       "take",       NO_ARGUMENT, false)	\
	ROW(COMMAND_QUEUE,      "queue",      A_NAME, false)		\
	ROW(COMMAND_URGENCY,    "urgency",    AN_URGENCY, false)	\
	ROW(COMMAND_TIER,       "tier",       A_TIER, false)		\
	ROW(COMMAND_TAG,        "tag",        SOME_TAGS, true)		\
	ROW(COMMAND_JOIN,       "join",       MAY_NUMBER, true)		\
	ROW(COMMAND_SPLIT,      "split",      MAY_NUMBER, false)	\
	ROW(COMMAND_MERGE,      "merge",      A_NUMBER, true)		\
	ROW(COMMAND_CANNED,     "canned",     A_NAME, false)		\
	ROW(COMMAND_LANG,       "lang",       A_LANGUAGE, false)	\
	ROW(COMMAND_CC,         "cc",         AN_ADDRESS, true)		\
	ROW(COMMAND_UNCC,       "uncc",       MAY_ADDRESS, true)	\
	ROW(COMMAND_SPAM,       "spam",       NO_ARGUMENT, false)	\
	ROW(COMMAND_WHY,        "why",        NO_ARGUMENT, false)	\
	ROW(COMMAND_UNDO,       "undo",       MAY_NUMBER, false)	\
	ROW(COMMAND_HELP,       "help",       NO_ARGUMENT, false)	\
	ROW(COMMAND_NEW,        "new",        TO_AN_ADDRESS, false)	\
	ROW(COMMAND_INSIST,     "insist",     NO_ARGUMENT, false)	\
	ROW(COMMAND_TRANSCRIPT, "transcript", NO_ARGUMENT, false)

enum command_kind {
#define ROW(name, word, argument, again) name,
	COMMAND_KINDS(ROW)
#undef ROW
	COMMAND_COUNT
};

/* Why a line is refused. */
#define COMMAND_REASONS(ROW)				\
	ROW(COMMAND_UNKNOWN,     "unknown-command")	\
	ROW(COMMAND_MISSING,     "argument-missing")	\
	ROW(COMMAND_UNWANTED,    "argument-unwanted")	\
	ROW(COMMAND_NO_NUMBER,   "no-number")		\
	ROW(COMMAND_NO_DURATION, "no-duration")		\
	ROW(COMMAND_NO_URGENCY,  "no-urgency")		\
	ROW(COMMAND_NO_TIER,     "no-tier")		\
	ROW(COMMAND_NO_TAGS,     "no-tags")		\
	ROW(COMMAND_NO_ADDRESS,  "no-address")		\
	ROW(COMMAND_NO_LANGUAGE, "no-language")		\
	ROW(COMMAND_TOO_LONG,    "argument-too-long")	\
	ROW(COMMAND_TWICE,       "twice")		\
	ROW(COMMAND_TOO_MANY,    "too-many")		\
	ROW(COMMAND_MISPLACED,   "misplaced")		\
	ROW(COMMAND_IMPOSSIBLE,  "impossible")

enum command_reason {
#define ROW(name, word) name,
	COMMAND_REASONS(ROW)
#undef ROW
	COMMAND_REASON_COUNT
};

struct command {
	enum command_kind kind;
	int line;		/* of the text, from 1 */
	const char *word;	/* as written */
	const char *argument;	/* as written, trimmed; an address in lower
				 * case; "" if none */
	int64_t number;		/* of a ticket or a tier; 0: none */
	usec_t duration;	/* 0: `until` says it */
	usec_t until;		/* midnight in UTC that begins the day, of a
				 * date; 0: none */
	enum urgency urgency;
	struct strings add, remove;	/* tags */
};

struct command_fault {
	enum command_reason why;
	int line;
	const char *text;	/* the line, one line, cut */
	const char *reason;	/* "is no command": follows the line */
	const char *nearest;	/* "#close": what may have been meant, or
				 * NULL */
};

struct commands {
	const struct command *at;
	size_t count;
	const struct command_fault *faults;
	size_t fault_count;
	const char *rest;	/* what stands below, without blank lines
				 * before it; "" if nothing does */
};

/* Other names that the desk gives them. */
struct command_alias {
	const char *language;
	const char *word;
	enum command_kind kind;
};

struct command_aliases {
	const struct command_alias *at;
	size_t count;
};

/* `text` is what the agent wrote, without quotes and signature, all of whose
 * lines may lead.  `aliases` may be NULL. */
struct commands command_read(struct arena *arena, const char *text,
			     const struct command_aliases *aliases);

/* The same, but only the first `leading` bytes may hold commands: what stands
 * behind them was written below a quote. */
struct commands command_read_above(struct arena *arena, const char *text,
				   size_t leading,
				   const struct command_aliases *aliases);

/* One command as the command line has it; false with what is wrong. */
bool command_read_argument(struct arena *arena, enum command_kind kind,
			   const char *argument, struct command *command_r,
			   enum command_reason *why_r);

/* By its own word or an alias; false where it is none. */
bool command_find(struct arena *arena, const char *word,
		  const struct command_aliases *aliases,
		  enum command_kind *kind_r);

const struct command *command_of(const struct commands *commands,
				 enum command_kind kind);	/* or NULL */

/* Static storage. */
const char *command_word(enum command_kind kind);
const char *command_usage(enum command_kind kind);	/* "#pending 3d" */
const char *command_reason_word(enum command_reason why);
const char *command_reason_sentence(enum command_reason why);

#endif
