/* fuzz_imap.c - any server: it gives us nothing but what we asked for, and
 * gets nothing from us but our commands.
 *
 * The first byte is a set of flags: an access token, STARTTLS, a small limit
 * for mails, a mail that is asked for once more in pieces.  The rest is what the server says (server.h).
 */

#include "fuzz.h"

#include "server.h"

#include "base/text.h"
#include "net/source.h"

#include <stdio.h>
#include <stdlib.h>

enum { TOKEN = 1, UPGRADE = 2, SMALL = 4, STREAM = 8 };
enum { MOST = 50, LINE = 8000, SMALL_LIMIT = 10, LARGE_LIMIT = 2 << 20 };

struct run {
	struct arena *arena;
	struct source *source;
	size_t limit;
	bool streams;
	struct source_item *items;
	size_t item_count;
	struct source_mail *mails;
	size_t mail_count;
	struct err err;
};

static bool is_asked(const struct run *run, int64_t item)
{
	for (size_t i = 0; i < run->item_count; i++)
		if (run->items[i].item == item)
			return true;
	return false;
}

static const char *list(struct run *run, int64_t after)
{
	if (!run->source->verbs->list(run->source, run->arena, after, MOST,
				      &run->items, &run->item_count,
				      &run->err))
		run->item_count = 0;
	if (run->item_count > MOST)
		return "more items than asked for";
	for (size_t i = 0; i < run->item_count; i++) {
		if (run->items[i].item <= after ||
		    run->items[i].item > UINT32_MAX)
			return "an item that was not asked for";
		if (i > 0 && run->items[i].item <= run->items[i - 1].item)
			return "items out of order";
	}
	return NULL;
}

static const char *check_mail(const struct run *run,
			      const struct source_mail *mail)
{
	if (!is_asked(run, mail->item))
		return "a mail that was not asked for";
	if (mail->bytes == NULL || mail->bytes_size > mail->size)
		return "a mail without its bytes";
	if (mail->truncated ? mail->size <= run->limit :
			      mail->size != mail->bytes_size)
		return "a mail cut, or not, against its limit";
	return NULL;
}

static const char *fetch(struct run *run)
{
	const char *bad = NULL;

	if (!run->source->verbs->fetch(run->source, run->arena, run->items,
				       run->item_count, run->limit,
				       &run->mails, &run->mail_count,
				       &run->err))
		return NULL;
	if (run->mail_count > run->item_count)
		return "more mails than asked for";
	for (size_t i = 0; i < run->mail_count && bad == NULL; i++) {
		bad = check_mail(run, &run->mails[i]);
		for (size_t k = 0; k < i; k++)
			if (run->mails[k].item == run->mails[i].item)
				bad = "a mail that comes twice";
	}
	return bad;
}

static bool take(void *context, const void *bytes, size_t size,
		 struct err *err)
{
	size_t *taken = context;

	(void)bytes;
	(void)err;
	if (size == 0 || size > SOURCE_HEAD)
		abort();
	*taken += size;
	return true;
}

/* The first one again, as if it were large. */
static const char *stream(struct run *run)
{
	size_t taken = 0;
	const struct source_sink sink = { take, &taken };
	struct source_mail mail;

	if (run->item_count == 0 ||
	    !run->source->verbs->stream(run->source, &run->items[0], &sink,
					&mail, &run->err) || mail.item == 0)
		return NULL;
	if (mail.item != run->items[0].item || mail.size != taken ||
	    mail.truncated)
		return "a mail in other pieces than it has";
	return NULL;
}

static const char *retire(struct run *run)
{
	int64_t *items = ARENA_ARRAY(run->arena, int64_t,
				     run->item_count + 1);
	struct source_retired *retired;
	size_t count;

	for (size_t i = 0; i < run->item_count; i++)
		items[i] = run->items[i].item;
	if (!run->source->verbs->retire(run->source, run->arena, items,
					run->item_count, "Processed",
					&retired, &count, &run->err) ||
	    !run->source->verbs->remove(run->source, items, run->item_count,
					&run->err))
		return NULL;
	if (count != run->item_count)
		return "not all are retired, and nothing was said";
	for (size_t i = 0; i < count; i++)
		if (retired[i].item != items[i] ||
		    retired[i].target_item > UINT32_MAX ||
		    (retired[i].target_item != 0) !=
		    (retired[i].target_epoch != 0))
			return "retired under a wrong name";
	return NULL;
}

/* As fetch does it; after a failure it hangs up. */
static const char *go(struct run *run)
{
	const char *bad;
	int64_t epoch;

	if (!run->source->verbs->open(run->source, &epoch, &run->err))
		return NULL;
	if (epoch < 1 || epoch > UINT32_MAX)
		return "no epoch";
	bad = list(run, 0);
	if (bad == NULL && run->err.kind == ERR_NONE)
		bad = fetch(run);
	if (bad == NULL && run->err.kind == ERR_NONE && run->streams)
		bad = stream(run);
	if (bad == NULL && run->err.kind == ERR_NONE)
		bad = retire(run);
	if (bad == NULL && run->err.kind == ERR_NONE)
		run->source->verbs->wait(run->source, -1, 1, &run->err);
	if (bad == NULL && run->err.kind == ERR_NONE)
		bad = list(run, run->item_count == 0 ? 0 :
				run->items[run->item_count - 1].item);
	return bad;
}

static bool is_command(const char *line, size_t size)
{
	static const char *const verbs[] = {
		"CAPABILITY", "STARTTLS", "AUTHENTICATE ", "LOGIN ",
		"SELECT \"INBOX\"", "EXAMINE \"Processed\"",
		"UID SEARCH UID ", "UID SEARCH LARGER ", "UID FETCH ",
		"UID MOVE ", "UID COPY ", "UID STORE ", "UID EXPUNGE ",
		"CREATE \"Processed\"", "IDLE", "NOOP", "LOGOUT",
	};
	const size_t tag = strspn(line, "0123456789");

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (tag > 0 && line[tag] == ' ' && size < LINE &&
		    text_starts(line + tag + 1, verbs[i]))
			return true;
	return false;
}

/* Each line is a command of ours, or what belongs to one. */
static const char *check_heard(const char *said)
{
	while (*said != '\0') {
		const char *end = strstr(said, "\r\n");
		size_t size = end == NULL ? 0 : (size_t)(end - said);

		if (end == NULL)
			return "we said half a line";
		for (size_t i = 0; i < size; i++)
			if (said[i] < ' ' || said[i] > '~')
				return "we said what is no text";
		if (!is_command(said, size) && !text_starts(said, "DONE\r\n") &&
		    strspn(said, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				 "pqrstuvwxyz0123456789+/=*") != size)
			return "we said what is no command";
		said = end + 2;
	}
	return NULL;
}

static const char *check_error(const struct err *err)
{
	if (err->kind == ERR_NONE)
		return NULL;
	if (!text_valid(err->text, strlen(err->text)) ||
	    strchr(err->text, '\n') != NULL || *err->text == '\0')
		return "it failed in words that are no line";
	if (strstr(err->text, "sesame") != NULL &&
	    (strstr(server_heard(), " AUTHENTICATE ") != NULL ||
	     strstr(server_heard(), " LOGIN ") != NULL))
		return "it tells the secret that it was told";
	return NULL;
}

int fuzz_imap(const uint8_t *bytes, size_t size)
{
	const uint8_t flags = size == 0 ? 0 : bytes[0];
	const struct source_imap_settings settings = {
		.endpoint = { .host = "127.0.0.1", .port = 143,
			      .tls = flags & UPGRADE ? STREAM_STARTTLS :
						       STREAM_PLAIN },
		.login = { flags & TOKEN ? LOGIN_TOKEN : LOGIN_PASSWORD,
			   "desk", "sesame" },
		.mailbox = "INBOX",
	};
	ARENA(arena);
	struct run run = {
		.arena = arena, .source = imap_source_new(&settings),
		.limit = flags & SMALL ? SMALL_LIMIT : LARGE_LIMIT,
		.streams = (flags & STREAM) != 0,
	};
	const char *bad;

	server_begin(arena, bytes + (size > 0), size - (size > 0));
	bad = go(&run);
	run.source->verbs->close(&run.source);
	if (bad == NULL)
		bad = check_heard(server_heard());
	if (bad == NULL)
		bad = check_error(&run.err);
	server_end();
	if (bad != NULL) {
		fprintf(stderr, "%s: %s\n", bad, run.err.text);
		abort();
	}
	return 0;
}
