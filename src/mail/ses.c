/* ses.c - the few strings of an SES notification that matter. */

#include "mail/ses.h"

#include "base/buffer.h"
#include "base/text.h"

/* The string after "key": from `p` on, unescaped, or NULL.  *p moves on. */
static const char *take_string(struct arena *arena, const char **p,
			       const char *end, const char *key)
{
	const char *quoted = arena_printf(arena, "\"%s\"", key);
	const char *at = strstr(*p, quoted);
	struct buffer out = { .arena = arena };

	if (at == NULL || (end != NULL && at >= end))
		return NULL;
	at += strlen(quoted);
	at += strspn(at, " \t\n");
	if (*at != ':')
		return NULL;
	at++;
	at += strspn(at, " \t\n");
	if (*at != '"')
		return NULL;
	for (at++; *at != '\0' && *at != '"'; at++) {
		if (*at == '\\' && at[1] != '\0') {
			at++;
			buffer_char(&out, *at == 'n' || *at == 'r' ? ' ' :
				    *at);
			continue;
		}
		buffer_char(&out, *at);
	}
	*p = at;
	return buffer_string(&out);
}

static const char *find_string(struct arena *arena, const char *text,
			       const char *end, const char *key)
{
	const char *p = text;
	const char *found = take_string(arena, &p, end, key);

	return found == NULL ? "" : found;
}

static void take_recipients(struct arena *arena, const char *text,
			    struct dsn *dsn)
{
	const char *p = strstr(text, "\"bouncedRecipients\"");
	const char *end = p == NULL ? NULL : strchr(p, ']');
	const char *address;

	dsn->at = ARENA_ARRAY(arena, struct dsn_recipient, DSN_RECIPIENTS);
	while (p != NULL && dsn->count < DSN_RECIPIENTS &&
	       (address = take_string(arena, &p, end, "emailAddress")) !=
	       NULL) {
		const char *next = strstr(p, "\"emailAddress\"");
		const char *limit = next != NULL && end != NULL && next < end ?
				    next : end;

		dsn->at[dsn->count++] = (struct dsn_recipient){
			.address = address,
			.action = "failed",
			.status = find_string(arena, p, limit, "status"),
			.diagnostic = find_string(arena, p, limit,
						  "diagnosticCode"),
		};
	}
}

bool ses_read(struct arena *arena, const char *text,
	      struct ses_notification *ses_r)
{
	const char *p = text + strspn(text, " \t\n");
	const char *type;

	if (*p != '{')
		return false;
	type = find_string(arena, p, NULL, "notificationType");
	if (type[0] == '\0')
		type = find_string(arena, p, NULL, "eventType");
	*ses_r = (struct ses_notification){
		.type = text_lower(arena, type),
	};
	if (strstr(p, "\"mail\"") == NULL ||
	    (!text_same(type, "Bounce") && !text_same(type, "Complaint") &&
	     !text_same(type, "Delivery")))
		return false;
	take_recipients(arena, p, &ses_r->recipients);
	ses_r->message_id = find_string(arena, p, NULL, "messageId");
	return true;
}
