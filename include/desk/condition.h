/* condition.h - what a rule asks of a mail, as a tree.
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
 * field takes a bare list as words, the others as `is`.
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
	ROW(FIELD_FROM, "from", false)	/* address, or "@domain" */	\
	ROW(FIELD_FROM_NAME, "from_name", true)				\
	ROW(FIELD_TO, "to", false)					\
	ROW(FIELD_CC, "cc", false)					\
	ROW(FIELD_ATTACHMENT_NAME, "attachment_name", true)		\
	ROW(FIELD_ATTACHMENT_TYPE, "attachment_type", false)		\
	ROW(FIELD_LANGUAGE, "language", false)				\
	ROW(FIELD_ORIGIN, "origin", false)				\
	ROW(FIELD_AUTH, "auth", false)					\
	ROW(FIELD_SIZE, "size", false)	/* `over:`, `under:` */

enum rule_field {
#define ROW(name, word, is_text) name,
	RULE_FIELDS(ROW)
#undef ROW
	FIELD_COUNT
};

enum condition_kind { CONDITION_ALL, CONDITION_ANY, CONDITION_NOT,
		      CONDITION_TEST };

enum matcher { MATCH_WORDS, MATCH_REGEX, MATCH_IS, MATCH_SIZE,
	       MATCH_PRESENT };

/* Of one word or pattern: what the scan of a text (desk/scan.h) looks for, of
 * which one must be found; count 0: it cannot tell. */
struct needles {
	const uint32_t *at;
	size_t count;
};

struct condition {
	enum condition_kind kind;
	const struct condition *const *children;
	size_t count;			/* of children, or of what matches */

	enum rule_field field;
	enum matcher matcher;
	const char *header;		/* its name */
	const struct wording *words;
	struct regex *const *regexes;
	const char *const *values;	/* in lower case; or the patterns */
	struct needles *needles;	/* of the words, the regexes */
	int64_t over, under;		/* bytes; 0: no limit */
};

/* NULL and *err where it is wrong. */
const struct condition *condition_read(struct arena *arena,
				       const struct yaml *node,
				       struct err *err);
void condition_free(const struct condition *condition);

#endif
