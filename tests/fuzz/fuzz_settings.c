/* fuzz_settings.c - any postdesk.yaml: refused with the place, or whole.
 *
 * It lies in a folder of its own beside a file of keys, one of holidays and
 * one of a password.
 */

#include "fuzz.h"

#include "app/settings.h"
#include "base/text.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const files[] = {
	"postdesk.yaml", "keys", "days.ics", "password",
};
static char folder[] = "/tmp/postdesk-fuzz-XXXXXX";

static const char *path_of(struct arena *arena, const char *file)
{
	return arena_printf(arena, "%s/%s", folder, file);
}

static void put(const char *file, const void *bytes, size_t size)
{
	ARENA(arena);
	const int fd = open(path_of(arena, file),
			    O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void remove_folder(void)
{
	ARENA(arena);

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(path_of(arena, files[i]));
	rmdir(folder);
}

static void make_folder(void)
{
	static const char keys[] = "a 000102030405060708090a0b0c0d0e0f"
				   "101112131415161718191a1b1c1d1e1f\n";
	static const char days[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
		"DTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n";
	static bool made;

	if (made)
		return;
	made = true;
	if (mkdtemp(folder) == NULL || atexit(remove_folder) != 0)
		abort();
	put("keys", keys, strlen(keys));
	put("days.ics", days, strlen(days));
	put("password", "secret\n", 7);
}

/* The number before a colon; what follows it, or NULL. */
static const char *number(const char *text)
{
	size_t digits = 0;

	while (text != NULL && isdigit((unsigned char)text[digits]))
		digits++;
	return digits == 0 || *text == '0' || text[digits] != ':' ?
		       NULL : text + digits + 1;
}

/* Of this file with line and column, or of another file that it names. */
static const char *check_refusal(const char *file, const struct err *err)
{
	const size_t size = strlen(file);
	const char *text = err->text;

	if (!text_valid(text, strlen(text)) || strchr(text, '\n') != NULL)
		return "refused in words that are no line";
	if (text_starts(text, file) && text[size] == ':' &&
	    number(number(text + size + 1)) == NULL)
		return "refused without the place";
	if (*text != '/')
		return "refused without a file";
	return NULL;
}

static bool is_word(const char *text)
{
	return text != NULL && *text != '\0' &&
	       text_valid(text, strlen(text)) && strpbrk(text, "\r\n") == NULL;
}

static const char *check_mailbox(const struct settings_mailbox *mailbox)
{
	const struct endpoint *to = &mailbox->imap.endpoint;

	if (!is_word(mailbox->name) || mailbox->poll <= 0)
		return "a mailbox without name or poll";
	if (mailbox->path == NULL &&
	    (!is_word(to->host) || to->port < 1 || to->port > 65535 ||
	     !is_word(mailbox->imap.mailbox)))
		return "a mailbox that is nowhere";
	if (mailbox->imap.login.secret != NULL)
		return "a secret among the settings";
	return NULL;
}

static const char *check_desk(const struct settings_desk *settings)
{
	const struct desk *desk = &settings->desk;
	const char *bad = NULL;

	if (!is_word(desk->name) || !is_word(desk->display_name) ||
	    !is_word(desk->address) || strchr(desk->address, '@') == NULL ||
	    desk->gist.ours.count == 0 || desk->ring.count == 0)
		return "a desk without name, address or key";
	if (strlen(desk->language) != 2 || !is_word(desk->queue))
		return "a desk without language or queue";
	if (settings->mail_limit < 1024 * 1024 ||
	    settings->mail_limit > 200 * 1024 * 1024 ||
	    settings->sessions < 1 || settings->per_domain < 1)
		return "a desk without limits";
	if (!is_word(settings->smtp.endpoint.host) ||
	    settings->smtp.endpoint.port < 1 ||
	    !is_word(settings->smtp.hello) || settings->mailbox_count == 0)
		return "a desk without servers";
	for (size_t i = 0; i < settings->mailbox_count && bad == NULL; i++)
		bad = check_mailbox(&settings->mailboxes[i]);
	return bad;
}

int fuzz_settings(const uint8_t *bytes, size_t size)
{
	struct settings *settings;
	struct err err = { 0 };
	const char *bad = NULL, *file;
	ARENA(arena);

	make_folder();
	file = path_of(arena, files[0]);
	put(files[0], bytes, size);
	settings = settings_load(file, &err);
	if (settings == NULL)
		bad = check_refusal(file, &err);
	else if (settings->desk_count == 0)
		bad = "no desk";
	else
		for (size_t i = 0; i < settings->desk_count && bad == NULL;
		     i++)
			bad = check_desk(&settings->desks[i]);
	settings_free(&settings);
	if (bad != NULL) {
		fprintf(stderr, "%s: %s\n", bad, err.text);
		abort();
	}
	return 0;
}
