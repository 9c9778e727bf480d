/* condition.h - what a rule asks, as a tree.
 *
 *	when:
 *	  any:
 *	  - subject: [ outage, "shop is down" ]
 *	  - body: { regex: '\berror \d+' }
 *	  - not: { from: { is: "@example.org" } }
 *	    language: el
 *
 * A map holds where all its keys hold.  `all`, `any` and `not` nest.  A test
 * names a field and says `words:`, `regex:` or `is:` (any of a list); a text
 * field takes a bare list as words, the others as `is`.  `attachment:` takes
 * a map of tests that must hold for one and the same attachment.
 *
 * Most fields are of the mail (desk/view.h); the last ones are of the past
 * and of the clock (desk/situation.h).
 *
 * Ownership: the tree lives in the arena, its patterns are freed with
 *            condition_free().
 * Errors:    of the author, with the place.
 */
#ifndef DESK_CONDITION_H
#define DESK_CONDITION_H

#include "base/regex.h"
#include "base/yaml.h"
#include "desk/wording.h"
#include "mail/message.h"

#include <stdint.h>

/* What a test looks at: its word, and whether it is text that people wrote. */
#define RULE_FIELDS(ROW)						\
	ROW(FIELD_SUBJECT, "subject", true)				\
	ROW(FIELD_BODY, "body", true)	/* what was written now */	\
	ROW(FIELD_BODY_ALL, "body_all", true)	/* and what was quoted */ \
	ROW(FIELD_TEXT, "text", true)	/* subject or body */		\
	ROW(FIELD_HEADER, "header", false)	/* needs `name:` */	\
	ROW(FIELD_FROM, "from", false)	/* or its domain */	\
	ROW(FIELD_FROM_NAME, "from_name", true)				\
	ROW(FIELD_DOMAIN, "domain", false)	/* of `from` */		\
	ROW(FIELD_TO, "to", false)					\
	ROW(FIELD_CC, "cc", false)					\
	ROW(FIELD_ATTACHMENT_NAME, "attachment_name", true)		\
	ROW(FIELD_ATTACHMENT_TYPE, "attachment_type", false)		\
	ROW(FIELD_ATTACHMENT_SIZE, "attachment_size", false)		\
	ROW(FIELD_LANGUAGE, "language", false)				\
	ROW(FIELD_ORIGIN, "origin", false)				\
	ROW(FIELD_AUTH, "auth", false)					\
	ROW(FIELD_SIZE, "size", false)	/* `over:`, `under:` */		\
	/* Of the situation: */						\
	ROW(FIELD_ORGANISATION, "organisation", false)			\
	ROW(FIELD_CONTACT, "contact", false)	/* known, new */	\
	ROW(FIELD_SENDER_MAILS, "sender_mails", false)			\
	ROW(FIELD_BY, "by", false)	/* agent, customer */		\
	ROW(FIELD_FOLLOW_UP, "follow_up", false)			\
	ROW(FIELD_STATE, "state", false)	/* of the ticket */	\
	ROW(FIELD_QUEUE, "queue", false)				\
	ROW(FIELD_HOURS, "hours", false)	/* inside, outside */	\
	ROW(FIELD_WEEKDAY, "weekday", false)				\
	ROW(FIELD_HOLIDAY, "holiday", false)

enum rule_field {
#define ROW(name, word, is_text) name,
	RULE_FIELDS(ROW)
#undef ROW
	FIELD_COUNT,
	FIELD_FIRST_OF_SITUATION = FIELD_ORGANISATION
};

/* CONDITION_PART: all children, which are tests of an attachment, hold for
 * one and the same; without children: there is one. */
enum condition_kind { CONDITION_ALL, CONDITION_ANY, CONDITION_NOT,
		      CONDITION_TEST, CONDITION_PART };

enum matcher { MATCH_WORDS, MATCH_REGEX, MATCH_IS, MATCH_SIZE,
	       MATCH_PRESENT };

/* Of one word or pattern: what the scan of a text (desk/scan.h) looks for, of
 * which one must be found; count 0: it cannot tell. */
struct needles {
	const uint32_t *at;
	size_t count;
};

/* All needles of a test together, as words of scan_places.found: where none of
 * the bits is set, none of them stands. */
struct needle_bits {
	uint32_t word;
	uint64_t bits;
};

struct needle_set {
	const struct needle_bits *at;
	size_t count;
	bool whole;		/* each word or regex has a needle */
};

struct condition {
	enum condition_kind kind;
	const struct condition *const *children;
	size_t count;			/* of children, or of what matches */
	const struct yaml *node;	/* where it stands */
	const char *word;		/* its key: "subject", "any" */
	bool rests;			/* it asks the situation as well */
	uint32_t number;		/* of a test or part, from 1 in order */

	enum rule_field field;
	enum matcher matcher;
	const char *header;		/* its name */
	const struct wording *words;
	struct regex *const *regexes;
	const char *const *values;	/* in lower case; or the patterns */
	struct needles *needles;	/* of the words, the regexes */
	struct needle_set *needle_set;
	int64_t over, under;		/* bytes, or mails; 0: no limit */
	usec_t within;			/* of sender_mails */
};

/* NULL and *err where it is wrong. */
const struct condition *condition_read(struct arena *arena,
				       const struct yaml *node,
				       struct err *err);
void condition_free(const struct condition *condition);

/* The tests and parts in it: the greatest number. */
uint32_t condition_tests(const struct condition *condition);

/* Does a test in it look at that field? */
bool condition_asks(const struct condition *condition, enum rule_field field);

/* Reads one test; private to the reading modules (desk/condition_field.c). */
bool condition_read_test(struct arena *arena, const struct yaml *node,
			 struct condition *test, struct err *err);

/* How many values a mail can have there, one of which it has; 0: any, or it
 * may have none. */
size_t condition_choices(enum rule_field field);

/* Is it text that people wrote? */
bool condition_field_is_text(enum rule_field field);

#endif
