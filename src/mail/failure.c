/* failure.c - action, codes, class and reason of one recipient. */

#include "mail/failure.h"

#include "base/text.h"
#include "mail/reason.h"

/* Bytes of a diagnostic that are kept. */
enum { DIAGNOSTIC_SHOWN = 500 };

/* The lines of the notice about this recipient. */
static const char *noticed(const struct notice *notice, const char *address)
{
	for (size_t i = 0; i < notice->count; i++)
		if (text_same(notice->at[i].address, address))
			return notice->at[i].diagnostic;
	return "";
}

static const char *action_of(const struct dsn_recipient *recipient,
			     const struct notice *notice)
{
	static const char *const known[] = {
		"failed", "delayed", "delivered", "relayed", "expanded",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(recipient->action, known[i]) == 0)
			return known[i];
	return notice->delayed ? "delayed" : "failed";
}

bool failure_is_none(const char *action)
{
	return action[0] == 'r' || action[0] == 'e' ||
	       strcmp(action, "delivered") == 0;
}

/* RFC 3463 says "other" with zeros: a code in the diagnostic is better. */
static bool is_vague(const char *status)
{
	return strlen(status) < 5 || strcmp(status + 1, ".0.0") == 0;
}

/* Permanent or temporary without more: RFC 3463 2. */
static const char *bare_status(const char *action, const char *reply)
{
	bool temporary = reply != NULL ? reply[0] == '4' : action[0] == 'd';

	return temporary ? "4.0.0" : "5.0.0";
}

/* From the nearest to the widest: the server's own words, the report's
 * field, the lines about the recipient, all that was told. */
static struct codes codes_of(struct arena *arena, const char *status,
			     const char *texts[3], const char *action)
{
	struct codes codes = reason_codes(arena, texts[0]);
	bool sure = codes.paired;

	for (size_t i = 1; i < 3; i++) {
		struct codes found = reason_codes(arena, texts[i]);

		if (codes.reply == NULL)
			codes.reply = found.reply;
		if (codes.status == NULL)
			codes.status = found.status;
	}
	if ((!sure && !is_vague(status)) ||
	    (codes.status == NULL && status[0] != '\0'))
		codes.status = status;
	if (codes.status == NULL && !failure_is_none(action))
		codes.status = bare_status(action, codes.reply);
	return codes;
}

/* A temporary status proves no address dead. */
static const char *class_of(const char *action, const char *status,
			    enum reason reason)
{
	if (failure_is_none(action))
		return NULL;
	if (action[0] == 'd')
		return "delayed";
	return reason_is_hard(reason) && status[0] != '4' ? "hard" : "soft";
}

static const char *first_of(const char *texts[3])
{
	for (size_t i = 0; i < 2; i++)
		if (texts[i][0] != '\0')
			return texts[i];
	return texts[2];
}

struct bounce_recipient failure_judge(struct arena *arena,
				      const struct dsn_recipient *recipient,
				      const struct notice *notice)
{
	const char *action = action_of(recipient, notice);
	const char *texts[3] = {
		recipient->diagnostic,
		noticed(notice, recipient->address),
		notice->told,
	};
	const char *diagnostic = first_of(texts);
	struct codes codes = codes_of(arena, recipient->status, texts,
				      action);
	enum reason reason = reason_of(arena, codes, diagnostic, texts[2]);

	return (struct bounce_recipient){
		.address = recipient->address,
		.action = action,
		.status = codes.status,
		.reply_code = codes.reply,
		.class = class_of(action, codes.status, reason),
		.reason = failure_is_none(action) ? NULL : reason_word(reason),
		.diagnostic = diagnostic[0] == '\0' ? NULL :
			      text_line(arena, diagnostic, strlen(diagnostic),
					DIAGNOSTIC_SHOWN),
	};
}
