/* role.c - the names that programs send under. */

#include "mail/role.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/banned.h"

#include <stddef.h>

enum place { WHOLE, START, END };

/* Compared without '-', '_' and '.', so that no-reply, no_reply and noreply
 * are one row; START and END are compared as written. */
static const struct row {
	const char *text;
	enum place place;
	enum role role;
} rows[] = {
	{ "mailerdaemon",      WHOLE, ROLE_MAILER },
	{ "postmaster",        WHOLE, ROLE_MAILER },
	{ "maildaemon",        WHOLE, ROLE_MAILER },
	{ "mdaemon",           WHOLE, ROLE_MAILER },
	{ "ndr",               WHOLE, ROLE_MAILER },
	{ "maildelivery",      WHOLE, ROLE_MAILER },
	{ "maildeliverysystem", WHOLE, ROLE_MAILER },
	{ "maildeliverysubsystem", WHOLE, ROLE_MAILER },
	{ "mailer-daemon+",    START, ROLE_MAILER },
	{ "microsoftexchange", START, ROLE_MAILER },

	{ "owner-",            START, ROLE_LIST },
	{ "-owner",            END,   ROLE_LIST },
	{ "-request",          END,   ROLE_LIST },
	{ "-bounce",           END,   ROLE_LIST },
	{ "-bounces",          END,   ROLE_LIST },
	{ "bounce",            WHOLE, ROLE_LIST },
	{ "bounces",           WHOLE, ROLE_LIST },
	{ "listserv",          WHOLE, ROLE_LIST },
	{ "listmaster",        WHOLE, ROLE_LIST },
	{ "majordomo",         WHOLE, ROLE_LIST },
	{ "mailman",           WHOLE, ROLE_LIST },
	{ "sympa",             WHOLE, ROLE_LIST },

	{ "noreply",           WHOLE, ROLE_NO_REPLY },
	{ "noreply+",          START, ROLE_NO_REPLY },
	{ "no-reply+",         START, ROLE_NO_REPLY },
	{ "noreply-",          START, ROLE_NO_REPLY },
	{ "no-reply-",         START, ROLE_NO_REPLY },
	{ "-noreply",          END,   ROLE_NO_REPLY },
	{ "-no-reply",         END,   ROLE_NO_REPLY },
	{ ".noreply",          END,   ROLE_NO_REPLY },
	{ ".no-reply",         END,   ROLE_NO_REPLY },
	{ "_noreply",          END,   ROLE_NO_REPLY },
	{ "noreplies",         WHOLE, ROLE_NO_REPLY },
	{ "noresponse",        WHOLE, ROLE_NO_REPLY },
	{ "donotreply",        WHOLE, ROLE_NO_REPLY },
	{ "dontreply",         WHOLE, ROLE_NO_REPLY },
	{ "donotrespond",      WHOLE, ROLE_NO_REPLY },
	{ "pleasedonotreply",  WHOLE, ROLE_NO_REPLY },
	{ "keineantwort",      WHOLE, ROLE_NO_REPLY },
	{ "nichtantworten",    WHOLE, ROLE_NO_REPLY },
	{ "bittenichtantworten", WHOLE, ROLE_NO_REPLY },
	{ "nepasrepondre",     WHOLE, ROLE_NO_REPLY },
	{ "noresponder",       WHOLE, ROLE_NO_REPLY },
	{ "norispondere",      WHOLE, ROLE_NO_REPLY },
	{ "nonrispondere",     WHOLE, ROLE_NO_REPLY },
	{ "naoresponda",       WHOLE, ROLE_NO_REPLY },
	{ "naoresponder",      WHOLE, ROLE_NO_REPLY },
	{ "nietbeantwoorden",  WHOLE, ROLE_NO_REPLY },
	{ "svarainte",         WHOLE, ROLE_NO_REPLY },
	{ "eivastata",         WHOLE, ROLE_NO_REPLY },
	{ "nieodpowiadaj",     WHOLE, ROLE_NO_REPLY },
	{ "nobody",            WHOLE, ROLE_NO_REPLY },
	{ "devnull",           WHOLE, ROLE_NO_REPLY },
	{ "autoreply",         WHOLE, ROLE_NO_REPLY },
	{ "autoresponder",     WHOLE, ROLE_NO_REPLY },
	{ "autoresponse",      WHOLE, ROLE_NO_REPLY },
	{ "autoanswer",        WHOLE, ROLE_NO_REPLY },

	{ "alert",             WHOLE, ROLE_MONITOR },
	{ "alerts",            WHOLE, ROLE_MONITOR },
	{ "alertmanager",      WHOLE, ROLE_MONITOR },
	{ "alerting",          WHOLE, ROLE_MONITOR },
	{ "cron",              WHOLE, ROLE_MONITOR },
	{ "crond",             WHOLE, ROLE_MONITOR },
	{ "daemon",            WHOLE, ROLE_MONITOR },
	{ "grafana",           WHOLE, ROLE_MONITOR },
	{ "icinga",            WHOLE, ROLE_MONITOR },
	{ "icinga2",           WHOLE, ROLE_MONITOR },
	{ "jenkins",           WHOLE, ROLE_MONITOR },
	{ "logwatch",          WHOLE, ROLE_MONITOR },
	{ "monit",             WHOLE, ROLE_MONITOR },
	{ "monitor",           WHOLE, ROLE_MONITOR },
	{ "monitoring",        WHOLE, ROLE_MONITOR },
	{ "munin",             WHOLE, ROLE_MONITOR },
	{ "nagios",            WHOLE, ROLE_MONITOR },
	{ "notification",      WHOLE, ROLE_MONITOR },
	{ "notifications",     WHOLE, ROLE_MONITOR },
	{ "notifier",          WHOLE, ROLE_MONITOR },
	{ "prometheus",        WHOLE, ROLE_MONITOR },
	{ "root",              WHOLE, ROLE_MONITOR },
	{ "sentry",            WHOLE, ROLE_MONITOR },
	{ "uptimerobot",       WHOLE, ROLE_MONITOR },
	{ "wwwdata",           WHOLE, ROLE_MONITOR },
	{ "apache",            WHOLE, ROLE_MONITOR },
	{ "zabbix",            WHOLE, ROLE_MONITOR },
};

/* RFC 5321 4.5.3.1.1; a longer one is no role. */
enum { LOCAL_LIMIT = 64 };

static bool equals(const struct row *row, const char *local, size_t len,
		   const char *squeezed)
{
	const char *start = row->place == WHOLE ? squeezed : local;
	size_t want;

	/* The first letter tells nearly all of them apart. */
	if (row->place != END && ascii_lower(start[0]) != row->text[0])
		return false;
	if (row->place == WHOLE)
		return text_same(row->text, squeezed);
	want = strlen(row->text);
	if (want >= len)
		return false;
	if (row->place == END)
		local += len - want;
	return ascii_compare(row->text, local, want) == 0;
}

enum role role_of(const char *address)
{
	size_t len = strcspn(address, "@"), size = 0;
	char squeezed[LOCAL_LIMIT + 1];

	if (len > LOCAL_LIMIT)
		return ROLE_NONE;
	for (size_t i = 0; i < len; i++)
		if (strchr("-_.", address[i]) == NULL)
			squeezed[size++] = address[i];
	squeezed[size] = '\0';
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (equals(&rows[i], address, len, squeezed))
			return rows[i].role;
	return ROLE_NONE;
}

enum role role_of_envelope(const char *address)
{
	static const char *const starts[] = {
		"bounce-", "bounce+", "bounces-", "bounces+", "bounce_",
		"bounces_",
	};

	/* Exchange Online forwards a person's mail as bounces+SRS=... */
	if (ascii_compare(address, "bounces+srs", 11) == 0)
		return ROLE_NONE;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (ascii_compare(address, starts[i], strlen(starts[i])) == 0)
			return ROLE_LIST;
	return role_of(address);
}
