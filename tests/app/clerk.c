/* clerk.c - as much of RFC 3501 as fetch says, for a handful of mails. */

#include "clerk.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool say(struct clerk *clerk, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool say(struct clerk *clerk, const char *format, ...)
{
	char text[HARMED_LINE];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	assert(size > 0 && (size_t)size < sizeof(text));
	return harmed_say(&clerk->line, text, (size_t)size);
}

static bool ok(struct clerk *clerk, const char *words)
{
	return say(clerk, "%s OK %s\r\n", clerk->tag, words);
}

static bool do_capability(struct clerk *clerk)
{
	return say(clerk, "* CAPABILITY IMAP4rev1 UIDPLUS IDLE SASL-IR "
		   "AUTH=PLAIN%s\r\n",
		   clerk->store->kind == POSTBOX_COPY ? "" : " MOVE") &&
	       ok(clerk, "done");
}

static bool do_select(struct clerk *clerk, const char *name)
{
	const struct letters *folder;

	clerk->folder = strstr(name, "INBOX") != NULL ? INBOX : PROCESSED;
	folder = &clerk->store->folders[clerk->folder];
	if (!folder->made)
		return say(clerk, "%s NO [NONEXISTENT] none\r\n", clerk->tag);
	return say(clerk, "* FLAGS (\\Seen \\Deleted)\r\n"
		   "* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] x\r\n"
		   "* %zu EXISTS\r\n* OK [UIDVALIDITY %u] x\r\n"
		   "* OK [UIDNEXT %u] x\r\n", folder->count,
		   folder->validity, folder->next) &&
	       ok(clerk, "[READ-WRITE] selected");
}

static bool do_search(struct clerk *clerk, const char *what)
{
	const struct letters *folder = &clerk->store->folders[clerk->folder];
	bool on = say(clerk, "* SEARCH");

	for (size_t i = 0; on && i < folder->count; i++)
		if (letters_find(folder, &folder->at[i], what))
			on = say(clerk, " %u", folder->at[i].uid);
	return on && say(clerk, "\r\n") && ok(clerk, "done");
}

static bool say_mail(struct clerk *clerk, size_t number,
		     const struct letter *letter, bool body)
{
	const struct postbox_mail *mail = letter->mail;
	const time_t received = (time_t)mail->received;
	struct tm tm;
	char date[40];

	gmtime_r(&received, &tm);
	strftime(date, sizeof(date), "%d-%b-%Y %H:%M:%S +0000", &tm);
	return say(clerk, "* %zu FETCH (UID %u RFC822.SIZE %zu INTERNALDATE "
		   "\"%s\"", number, letter->uid, mail->size, date) &&
	       (!body || (say(clerk, " BODY[] {%zu}\r\n", mail->size) &&
			  harmed_say(&clerk->line, mail->bytes,
				     mail->size))) &&
	       say(clerk, ")\r\n");
}

static bool do_fetch(struct clerk *clerk, const char *set)
{
	const struct letters *folder = &clerk->store->folders[clerk->folder];
	const bool body = strstr(set, "BODY.PEEK[]") != NULL;
	bool on = true;

	for (size_t i = 0; on && i < folder->count; i++)
		if (letters_hold(folder, set, folder->at[i].uid))
			on = say_mail(clerk, i + 1, &folder->at[i], body);
	return on && ok(clerk, "done");
}

/* MOVE or COPY to Processed.  The old and the new UIDs for COPYUID. */
static bool transfer(struct clerk *clerk, const char *set, bool move)
{
	struct letters *from = &clerk->store->folders[INBOX];
	struct letters *to = &clerk->store->folders[PROCESSED];
	const unsigned first = to->next;
	char old[200] = "", gone[200] = "";
	size_t old_size = 0, gone_size = 0;

	if (!to->made)
		return say(clerk, "%s NO [TRYCREATE] none\r\n", clerk->tag);
	for (size_t i = 0; i < from->count;) {
		const struct letter *letter = &from->at[i];

		if (!letters_hold(from, set, letter->uid)) {
			i++;
			continue;
		}
		old_size += (size_t)snprintf(old + old_size,
			sizeof(old) - old_size, "%s%u",
			old_size > 0 ? "," : "", letter->uid);
		letters_add(to, letter->mail, letter->marked);
		if (move) {
			gone_size += (size_t)snprintf(gone + gone_size,
				sizeof(gone) - gone_size,
				"* %zu EXPUNGE\r\n", i + 1);
			letters_remove(from, i);
		} else {
			i++;
		}
	}
	if (old_size == 0)
		return ok(clerk, "nothing");
	if (!move)
		return say(clerk, "%s OK [COPYUID %u %s %u:%u] copied\r\n",
			   clerk->tag, to->validity, old, first,
			   to->next - 1);
	return say(clerk, "* OK [COPYUID %u %s %u:%u] moved\r\n%s",
		   to->validity, old, first, to->next - 1, gone) &&
	       ok(clerk, "done");
}

/* Either \Deleted or a keyword. */
static bool do_store(struct clerk *clerk, const char *set)
{
	struct letters *folder = &clerk->store->folders[clerk->folder];
	const bool deleted = strstr(set, "\\Deleted") != NULL;
	const bool off = strstr(set, "-FLAGS") != NULL;

	for (size_t i = 0; i < folder->count; i++) {
		struct letter *letter = &folder->at[i];

		if (!letters_hold(folder, set, letter->uid))
			continue;
		if (deleted)
			letter->deleted = !off;
		else
			letter->marked = !off;
	}
	return ok(clerk, "done");
}

static bool do_expunge(struct clerk *clerk, const char *set)
{
	struct letters *folder = &clerk->store->folders[clerk->folder];
	bool on = true;

	for (size_t i = 0; i < folder->count;) {
		if (folder->at[i].deleted &&
		    letters_hold(folder, set, folder->at[i].uid)) {
			letters_remove(folder, i);
			on = on && say(clerk, "* %zu EXPUNGE\r\n", i + 1);
		} else {
			i++;
		}
	}
	return on && ok(clerk, "done");
}

/* What is on its way arrives. */
static bool say_news(struct clerk *clerk)
{
	struct clerk_store *store = clerk->store;
	struct letters *inbox = &store->folders[INBOX];

	if (store->arrived == store->count)
		return true;
	while (store->arrived < store->count)
		letters_add(inbox, &store->mails[store->arrived++], false);
	return say(clerk, "* %zu EXISTS\r\n", inbox->count);
}

static bool do_idle(struct clerk *clerk)
{
	char line[HARMED_LINE];

	return say(clerk, "+ idling\r\n") && say_news(clerk) &&
	       harmed_hear(&clerk->line, line) && ok(clerk, "done");
}

static bool do_create(struct clerk *clerk)
{
	struct letters *folder = &clerk->store->folders[PROCESSED];

	if (folder->made)
		return say(clerk, "%s NO [ALREADYEXISTS] x\r\n", clerk->tag);
	folder->made = true;
	return ok(clerk, "made");
}

bool clerk_answer(struct clerk *clerk, const char *line)
{
	const char *said = strchr(line, ' ');
	const size_t tag = said == NULL ? 0 : (size_t)(said - line);

	if (tag == 0 || tag >= sizeof(clerk->tag))
		return false;
	memcpy(clerk->tag, line, tag);
	clerk->tag[tag] = '\0';
	said++;
	if (strncmp(said, "UID SEARCH ", 11) == 0)
		return do_search(clerk, said + 11);
	if (strncmp(said, "UID FETCH ", 10) == 0)
		return do_fetch(clerk, said + 10);
	if (strncmp(said, "UID MOVE ", 9) == 0)
		return transfer(clerk, said + 9, true);
	if (strncmp(said, "UID COPY ", 9) == 0)
		return transfer(clerk, said + 9, false);
	if (strncmp(said, "UID STORE ", 10) == 0)
		return do_store(clerk, said + 10);
	if (strncmp(said, "UID EXPUNGE ", 12) == 0)
		return do_expunge(clerk, said + 12);
	if (strncmp(said, "SELECT ", 7) == 0 ||
	    strncmp(said, "EXAMINE ", 8) == 0)
		return do_select(clerk, said);
	if (strncmp(said, "CREATE ", 7) == 0)
		return do_create(clerk);
	if (strcmp(said, "CAPABILITY") == 0)
		return do_capability(clerk);
	if (strcmp(said, "IDLE") == 0)
		return do_idle(clerk);
	if (strcmp(said, "NOOP") == 0)
		return say_news(clerk) && ok(clerk, "done");
	if (strcmp(said, "LOGOUT") == 0) {
		(void)(say(clerk, "* BYE\r\n") && ok(clerk, "done"));
		return false;
	}
	return ok(clerk, "done");
}

bool clerk_greet(struct clerk *clerk)
{
	return say(clerk, "* OK ready\r\n");
}
