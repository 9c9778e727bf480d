/* mails.c - the ledger, for people: what came, how it ended, and why. */

#include "app/mails.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/hmac.h"
#include "base/json.h"
#include "base/text.h"
#include "store/ledger_raw.h"
#include "store/report_mail.h"

#include <inttypes.h>
#include <sysexits.h>
#include <unistd.h>

/* What the command line of `mail` says. */
struct request {
	const char *config, *desk, *limit;
	bool json;
	struct report_mail_filter filter;
	int64_t id;
};

static const char *ending_of(const struct report_mail *mail)
{
	return mail->disposition[0] == '\0' ? mail->state : mail->disposition;
}

static enum table_tone tone_of(const struct report_mail *mail)
{
	if (mail->unparsed || text_same(mail->disposition, "quarantined"))
		return TABLE_WARN;
	return mail->disposition[0] == '\0' ? TABLE_DIM : TABLE_PLAIN;
}

static void print_mails(const struct look *look,
			const struct report_mail *mails, size_t count)
{
	static const struct table_column columns[] = {
		{ "mail", 8, true }, { "end", 15, false },
		{ "ticket", 6, true }, { "reason", 18, false },
		{ "age", 6, true }, { "size", 6, true },
		{ "from", 24, false }, { "subject", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 8);

	for (size_t i = 0; i < count; i++) {
		const struct report_mail *mail = &mails[i];

		table_row(&view, tone_of(mail), (const char *[]){
			arena_printf(look->arena, "%" PRId64, mail->id),
			ending_of(mail), mail->ticket_number == 0 ? ""
				: arena_printf(look->arena, "%" PRId64,
					       mail->ticket_number),
			mail->unparsed ? "unparsed" : mail->reason,
			table_age(look->arena, mail->added, look->now),
			table_size(look->arena, mail->size),
			mail->author, mail->subject,
		});
	}
	printf("%zu mail%s\n", count, count == 1 ? "" : "s");
}

void mails_put(struct json *json, struct arena *arena,
	       const struct report_mail *mail)
{
	json_open(json, '{');
	json_put_int(json, "id", mail->id);
	json_put(json, "mailbox", mail->mailbox);
	json_put_int(json, "item", mail->item);
	json_put(json, "state", mail->state);
	json_put(json, "disposition", mail->disposition[0] == '\0'
		 ? NULL : mail->disposition);
	json_put_int(json, "ticket", mail->ticket_number);
	json_put(json, "how", mail->how);
	json_put(json, "reason", mail->reason);
	json_put(json, "origin", mail->origin);
	json_put(json, "answer", mail->answer);
	json_put(json, "author", mail->author);
	json_put(json, "subject", mail->subject);
	json_put(json, "message_id", mail->message_id);
	json_put(json, "sha256", hmac_hex(arena, mail->sha256, 32));
	json_put_int(json, "size", mail->size);
	json_put_int(json, "attempts", mail->attempts);
	json_put_bool(json, "unparsed", mail->unparsed);
	json_put_bool(json, "truncated", mail->truncated);
	json_put_bool(json, "silent", mail->silent);
	json_put(json, "retire", mail->retire);
	json_put(json, "received", clock_render(arena, mail->received));
	json_put(json, "removed", mail->removed == 0 ? NULL :
		 clock_render(arena, mail->removed));
	json_close(json, '}');
}

static int list(const struct look *look, const struct request *request)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };
	struct report_mail *mails;
	struct err err;
	size_t count;

	if (!report_mails(look->db, look->arena, look->desk->desk.id,
			  &request->filter, &mails, &count, &err))
		return look_failed("mail list", &err);
	if (!request->json) {
		print_mails(look, mails, count);
		return 0;
	}
	json_open(&json, '[');
	for (size_t i = 0; i < count; i++)
		mails_put(&json, look->arena, &mails[i]);
	json_close(&json, ']');
	puts(buffer_string(&out));
	return 0;
}

void mails_say_attachments(struct arena *arena, const struct report_why *why)
{
	for (size_t i = 0; i < why->attachment_count; i++)
		printf("  attached: %s (%s, %s)\n", why->attachments[i].name,
		       why->attachments[i].type,
		       table_size(arena, why->attachments[i].size));
}

static void say_removed(struct arena *arena,
			const struct report_mail *mail)
{
	if (mail->removed != 0)
		printf("  Its bytes were removed %s on %.10s.\n", mail->erased
		       ? "with the person who was erased" : "by retention",
		       clock_render(arena, mail->removed));
}

void mails_say_end(struct arena *arena, const struct report_mail *mail)
{
	printf("Mail %" PRId64 ": %s\n  from %s, %s, taken from %s %s\n",
	       mail->id, mail->subject[0] == '\0' ? "(no subject)"
	       : mail->subject,
	       mail->author[0] == '\0' ? "nobody we could name"
	       : mail->author, table_size(arena, mail->size), mail->mailbox,
	       clock_render(arena, mail->received));
	if (mail->disposition[0] == '\0') {
		puts("  It waits to be worked on.");
		return;
	}
	printf("  It was %s", mail->disposition);
	if (mail->ticket_number != 0)
		printf(", ticket %" PRId64 " (%s)", mail->ticket_number,
		       mail->how);
	printf(", because: %s.\n", mail->reason);
	if (text_same(mail->disposition, "pending-join"))
		printf("  It is held.  `postdesk join %" PRId64 "` lets it "
		       "into the ticket, and its sender with it.\n", mail->id);
	printf("  Written by: %s.  Automatic answer: %s.\n", mail->origin,
	       mail->answer[0] == '\0' ? "no question" : mail->answer);
	say_removed(arena, mail);
	if (mail->unparsed && mail->removed == 0)
		puts("  It could not be read: the original is kept "
		     "(`postdesk mail raw`).");
}

static int show(const struct look *look, const struct request *request)
{
	struct report_why why;
	struct err err;

	if (!report_why(look->db, look->arena, look->desk->desk.id,
			request->id, &why, &err))
		return look_failed("mail show", &err);
	mails_say_end(look->arena, &why.mail);
	mails_say_attachments(look->arena, &why);
	return 0;
}

static bool write_piece(struct arena *arena, const void *bytes, size_t size)
{
	if (isatty(STDOUT_FILENO)) {
		/* The bytes are a stranger's: no control reaches a terminal. */
		bytes = text_clean(arena, bytes, size);
		size = strlen(bytes);
	}
	return fwrite(bytes, 1, size, stdout) == size;
}

static int raw(const struct look *look, const struct request *request)
{
	const int64_t desk_id = look->desk->desk.id;
	const void *bytes;
	struct err err;
	size_t size;
	ARENA(piece);

	if (!ledger_kept(look->db, desk_id, request->id, &size, &err))
		return look_failed("mail raw", &err);
	for (size_t n = 0; size > 0; n++) {
		arena_reset(piece);
		if (!ledger_chunk(look->db, piece, desk_id, request->id, n,
				  &bytes, &size, &err))
			return look_failed("mail raw", &err);
		if (!write_piece(piece, bytes, size))
			return EX_IOERR;
	}
	return 0;
}

static int again(const struct look *look, const struct request *request,
		 enum ledger_again how, const char *command)
{
	struct err err;

	if (!ledger_again(look->db, look->desk->desk.id, request->id, how,
			  &err))
		return look_failed(command, &err);
	printf("Mail %" PRId64 " is worked on again.\n", request->id);
	return 0;
}

static int retry(const struct look *look, const struct request *request)
{
	return again(look, request, LEDGER_RETRY, "mail retry");
}

static int let_out(const struct look *look, const struct request *request)
{
	return again(look, request, LEDGER_LET_OUT, "mail release");
}

static const struct verb {
	const char *word;
	bool needs_id;
	int (*run)(const struct look *look, const struct request *request);
} verbs[] = {
	{ "list", false, list },
	{ "show", true, show },
	{ "raw", true, raw },
	{ "retry", true, retry },
	{ "release", true, let_out },
};

static const struct verb *find_verb(const char *word)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].word, word) == 0)
			return &verbs[i];
	return NULL;
}

static bool check_request(struct request *request, const struct verb *verb,
			  int left, const char *id)
{
	int64_t most = 0;

	if (verb == NULL || (verb->needs_id ? left != 2 : left != 1))
		return false;
	if (request->limit != NULL && !look_number(request->limit, &most))
		return false;
	request->filter.limit = (size_t)most;
	return !verb->needs_id || look_number(id, &request->id);
}

int mails_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "disposition", "WORD", &request.filter.disposition, NULL,
		  "list: those that ended so (quarantined, noted, ...)" },
		{ "state", "WORD", &request.filter.state, NULL,
		  "list: pending or ended" },
		{ "unparsed", NULL, NULL, &request.filter.unparsed,
		  "list: those that could not be read" },
		{ "limit", "N", &request.limit, NULL,
		  "list: at most so many (100)" },
	};
	const struct options options = {
		"mail [OPTION...] list | show N | raw N | retry N | release N",
		"The mail in the ledger.  `raw` writes the original bytes,\n"
		"`retry` works on a mail again that was put aside, and\n"
		"`release` lets one out that a rule quarantined or dropped.",
		rows, sizeof(rows) / sizeof(rows[0]), 1, 2,
	};
	const struct verb *verb;
	struct look look;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	verb = find_verb(argv[first]);
	if (!check_request(&request, verb, argc - first, argv[first + 1])) {
		fprintf(stderr, "postdesk mail: expected list, show N, raw N, "
			"retry N or release N (see --help)\n");
		return EX_USAGE;
	}
	if (!look_begin(&look, "mail", request.config, request.desk, &status))
		return status;
	status = verb->run(&look, &request);
	look_end(&look);
	return status;
}
