/* origin_reason.h - the stable words for why a mail is what it is.
 *
 * Each is also the reason why there is no answer, but for the first.
 */
#ifndef MAIL_ORIGIN_REASON_H
#define MAIL_ORIGIN_REASON_H

#define ORIGIN_REASONS(ROW)					\
	ROW(BECAUSE_PERSON,          "person")			\
	ROW(BECAUSE_BOUNCE,          "bounce")			\
	ROW(BECAUSE_REPORT,          "report")			\
	ROW(BECAUSE_OURSELVES,       "from-ourselves")		\
	ROW(BECAUSE_AUTO_SUBMITTED,  "auto-submitted")		\
	ROW(BECAUSE_PRECEDENCE,      "precedence")		\
	ROW(BECAUSE_SUPPRESSED,      "suppress-requested")	\
	ROW(BECAUSE_FIELD,           "automatic-field")		\
	ROW(BECAUSE_LOOP_MARK,       "loop-mark")		\
	ROW(BECAUSE_NOTIFICATION,    "notification")		\
	ROW(BECAUSE_MAILING_LIST,    "mailing-list")		\
	ROW(BECAUSE_LIST_SENDER,     "list-sender")		\
	ROW(BECAUSE_ROLE_SENDER,     "role-sender")		\
	ROW(BECAUSE_NULL_SENDER,     "null-sender")		\
	ROW(BECAUSE_MONITORING,      "monitoring")		\
	ROW(BECAUSE_CALENDAR_ANSWER, "calendar-answer")		\
	ROW(BECAUSE_OUT_OF_OFFICE,   "out-of-office")		\
	ROW(BECAUSE_NO_AUTHOR,       "no-sound-author")		\
	ROW(BECAUSE_HOPS,            "too-many-hops")		\
	ROW(BECAUSE_MALFORMED,       "malformed")		\
	ROW(BECAUSE_UNPARSED,        "unparsed")

enum origin_reason {
#define ROW(name, word) name,
	ORIGIN_REASONS(ROW)
#undef ROW
};

/* The stable word.  Static storage. */
const char *origin_reason_word(enum origin_reason reason);

#endif
